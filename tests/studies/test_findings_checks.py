import pandas as pd
from made_up import gaps, many_names, none_of

from analysis.say.wording import ALONE, NO_TERM
from analysis.studies.robustness.measure import sign_agreement
from analysis.studies.robustness.report import (
    influence_statements,
    robustness_headline,
    robustness_statements,
)


def share_table(
    net=(0.2, 0.1), sec=(0.3, 0.4), net_coverage=(0.05, 0.02), sec_coverage=(0.06, 0.07)
):
    rows = [
        (province, area, hand[i], coverage[i])
        for i, province in enumerate(("anhui", "beijing"))
        for area, hand, coverage in (("net", net, net_coverage), ("sec", sec, sec_coverage))
    ]
    return pd.DataFrame(rows, columns=["province", "area", "sentence_codes", "coverage"])


def test_terms_that_turn_a_gap_are_named(names):
    influence = pd.DataFrame(
        [("anhui", "beijing", "net", "光纤", 1, 0.7), ("anhui", "beijing", "net", "基站", 0, 0.3)],
        columns=["province_a", "province_b", "area", "term", "flips", "weight"],
    )
    (statement,) = influence_statements(influence, names)
    assert statement.en == (
        "Networks: the weightiest term, 光纤, makes 70% of all contributions; without any one of "
        "光纤 the sign of the gap turns."
    )
    (statement,) = influence_statements(influence.assign(flips=0), names)
    assert statement.en.endswith("no single term turns the sign of the gap.")
    assert statement.zh.endswith("去掉任何一个词条，差距都不变号。")


def test_the_answer_on_robustness_ends_with_the_verdict(names):
    agreement = pd.DataFrame(
        [("anhui", "beijing", "net", 0.96, 0.1, 640)],
        columns=["province_a", "province_b", "area", "agreeing", "wider", "n"],
    )
    (statement,) = robustness_statements(agreement, gaps(), share_table(), names)
    assert statement.en == (
        "Networks: 96% of 640 combinations of choices give the gap of +1.3 points between "
        "Anhui and Beijing the same sign, 10% a wider one; the codes given to sentences agree in direction (20.0% of Anhui, 10.0% of Beijing). "
        "Verdict: undetermined."
    )
    assert statement.zh.endswith("逐句编码与之同号（安徽20.0%，北京10.0%）。判定：未定。")
    (statement,) = robustness_statements(agreement, gaps(), share_table(net=(0.1, 0.2)), names)
    assert "the codes given to sentences do not agree in direction" in statement.en
    assert "逐句编码与之不同号" in statement.zh
    half = share_table()[lambda t: t["province"] == "anhui"]
    (statement,) = robustness_statements(agreement, gaps(), half, names)
    assert "there are no sentence codes to compare" in statement.en
    assert "没有可比的句子编码" in statement.zh
    assert robustness_headline(agreement, gaps(), names).en == (
        "Least settled by the choices made: networks, whose sign holds in 96% of 640"
    )


def test_where_every_sign_holds_the_headline_says_so(names):
    agreement = pd.DataFrame(
        [("anhui", "beijing", area, 1.0, 0.1, 640) for area in ("net", "sec")],
        columns=["province_a", "province_b", "area", "agreeing", "wider", "n"],
    )
    said = robustness_headline(agreement, gaps(), names)
    assert said.en == "Every gap keeps its sign in all 640 combinations of choices"
    assert said.zh == "每个差距在全部640种做法中都不变号"


def test_a_weight_against_the_others_is_said_with_its_province(small):
    influence = pd.DataFrame(
        [("anhui", "others", "net", "网", 0.5, 0)],
        columns=["province_a", "province_b", "area", "term", "weight", "flips"],
    )
    (statement,) = influence_statements(influence, many_names(7, small.areas))
    assert statement.en.startswith(
        "Networks, Anhui and the other provinces: the weightiest term, 网"
    )
    assert statement.zh.startswith("网络、安徽与其他各省：分量最重的词条“网”")


def test_a_gap_of_nothing_has_no_sign_that_choices_could_change(names):
    key = {"province_a": "anhui", "province_b": "beijing", "area": "net"}
    specifications = pd.DataFrame([key | {"specification": i, "gap": 0.0} for i in range(3)])
    agreement = sign_agreement(specifications)
    assert robustness_statements(agreement, gaps(gap=0.0), share_table(), names) == (NO_TERM,)
    assert robustness_headline(agreement, gaps(gap=0.0), names) == NO_TERM.headline()


def test_without_a_pair_of_provinces_no_choice_can_change_a_gap(names):
    agreement = sign_agreement(none_of("specifications"))
    said = robustness_statements(agreement, none_of("divergence"), none_of("area_shares"), names)
    assert said == (ALONE,)
    assert robustness_headline(agreement, none_of("divergence"), names) == ALONE.headline()
    assert influence_statements(none_of("term_influence"), names) == (NO_TERM,)

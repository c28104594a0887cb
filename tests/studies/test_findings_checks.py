import pandas as pd

from analysis.say.wording import UNCODED
from analysis.studies.shares.report import share_headline, share_statements
from analysis.studies.validation.report import (
    opinion_statements,
    reliability_statements,
    validation_headline,
    validation_statements,
)


def test_one_coder_has_no_reliability(names):
    assert (
        reliability_statements(pd.DataFrame(), names)[0].en
        == "Fewer than two coders: reliability is not known."
    )


def test_reliability_gives_both_measures(names):
    row = {"area": "net", "n_coders": 2, "n_sentences": 9}
    row |= {
        "alpha": 0.8,
        "alpha_low": 0.7,
        "alpha_high": 0.9,
        "kappa": 0.75,
        "kappa_low": 0.6,
        "kappa_high": 0.85,
    }
    (statement,) = reliability_statements(pd.DataFrame([row]), names)
    assert statement.en == (
        "Networks: alpha 0.80 (0.70 to 0.90), kappa 0.75 (0.60 to 0.85); 2 coders, 9 sentences."
    )


def test_scores_are_told_with_what_went_wrong(names):
    rows = pd.DataFrame(
        [("all", "net", 1, 2, 0.9, 0.8, 0.85, 0.7, 0.95), ("anhui", "net", 0, 0, 1, 1, 1, 1, 1)],
        columns=["province", "area", "false_positives", "false_negatives", "precision", "recall",
                 "f1", "f1_low", "f1_high"],
    )  # fmt: skip
    (statement,) = validation_statements(rows, names)
    assert statement.en == (
        "Networks: precision 0.90, recall 0.80, F1 0.85 (0.70 to 0.95); 1 false alarm, "
        "2 sentences missed."
    )
    assert "误报1句，漏报2句" in statement.zh
    assert (
        validation_headline(rows, names).en
        == "Lexicon and sentence codes agree least on networks: F1 0.85"
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


def test_agreement_in_sign_and_order(names):
    signs, anhui, _ = share_statements(share_table(), names)
    assert signs.en == (
        "Anhui against Beijing: coverage and sentence codes give the gap the same sign in 2 of 2 areas."
    )
    assert anhui.en == (
        "Anhui: by sentence codes the order of areas is security and networks; by coverage it is the same."
    )
    signs, anhui, _ = share_statements(
        share_table(net_coverage=(0.01, 0.02), sec_coverage=(0.0, 0.07)), names
    )
    assert signs.en.endswith("in 1 of 2 areas; not in networks.")
    assert signs.zh.endswith("有1个同号；不同号的是网络。")
    assert anhui.en.endswith("by coverage it is networks and security.")
    assert anhui.zh.endswith("按覆盖度为网络、安全。")


def test_the_classifier_stands_beside_the_lexicon(names):
    scores = pd.DataFrame({"area": ["net"], "lexicon": [0.99], "classifier": [0.73]})
    opinions = pd.DataFrame({"area": "net", "classified": [1, 0, 1], "predicted": [1, 1, 1]})
    (statement,) = opinion_statements(scores, opinions, names)
    assert statement.en == (
        "Networks: F1 of the classifier 0.73, of the lexicon 0.99; they differ on 1 sentence."
    )
    assert "两者在1个句子上不一致" in statement.zh


def test_without_codes_each_check_says_that_nothing_is_known(names):
    none = pd.DataFrame(columns=["province", "area"])
    for said in (
        validation_statements(none, names), opinion_statements(none, none, names),
        share_statements(none, names),
    ):  # fmt: skip
        assert said == (UNCODED,)
    for title in (validation_headline(none, names), share_headline(none, names)):
        assert title.en == UNCODED.en.rstrip(".")
        assert title.zh == UNCODED.zh.rstrip("。")

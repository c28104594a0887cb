"""The terms behind gaps: counted, told, drawn and shown."""

import math
from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from made_up import (
    SAID_ALONE,
    cells,
    gaps,
    gaps_of_many,
    hrefs,
    many_names,
    many_provinces,
    none_of,
    texts,
)
from matplotlib.colors import to_hex

from analysis.draw.style import GREEN, VERMILLION
from analysis.say.catalogue import say
from analysis.say.names import Names
from analysis.say.views import why_no_terms
from analysis.say.wording import Statement
from analysis.stats.mass import TOTAL, sum_mass, weigh_terms
from analysis.store.tables import check_table, read_table
from analysis.studies.contributions import report
from analysis.studies.contributions.measure import term_contributions, top_contributions

PAIR = {"province_a": "anhui", "province_b": "beijing"}
RARE = math.log(2) + 1  # idf of a word in one of three provisions


def test_contributions_by_hand(small):
    weights = weigh_terms(small.term_counts, small.provisions)
    table = check_table(term_contributions(weights, small.provisions, small.terms), "contributions")
    share = 2 * RARE / (2 * RARE + 4)
    assert table[["area", "term"]].values.tolist() == [["net", "光纤"], ["sec", "诈骗"]]
    assert table["contribution"].tolist() == pytest.approx([share, -RARE / (RARE + 1)])


def test_top_contributions_keep_the_sum():
    rows = pd.DataFrame({"term": list("甲乙丙丁"), "contribution": [0.1, -0.4, 0.2, 0.05]})
    top = top_contributions(rows, n=2)
    assert top["term"].tolist() == ["乙", "丙", ""]
    assert top["n_terms"].tolist() == [1, 1, 2]
    assert top["contribution"].tolist() == pytest.approx([-0.4, 0.2, 0.15])
    assert len(top_contributions(rows, n=4)) == 4


def test_contributions_add_up_to_the_gap():
    gaps = read_table("divergence").query("topic == 'all'").set_index("area")["gap"]
    sums = read_table("contributions").groupby("area")["contribution"].sum()
    assert (gaps - sums).abs().max() < 1e-9  # written with ten digits
    weights, provisions = read_table("weights"), read_table("provisions")
    exact = term_contributions(weights, provisions, read_table("terms"))
    mass = sum_mass(weights, provisions, read_table("policy_areas"), read_table("terms"))
    totals = mass.groupby("province").sum()
    coverage = totals.xs("all", axis=1, level="topic").div(totals[TOTAL], axis=0)
    gap = coverage.loc["gansu"] - coverage.loc["hebei"]
    for area, total in exact.groupby("area")["contribution"].sum().items():
        assert abs(gap[area] - total) < 1e-12


def test_contributions_name_the_terms_of_either_side(names):
    rows = pd.DataFrame(
        [("anhui", "beijing", "net", "光纤", 0.03), ("anhui", "beijing", "net", "基站", -0.017)],
        columns=["province_a", "province_b", "area", "term", "contribution"],
    )
    (statement,) = report.statements(rows, gaps(), names)
    assert statement.en == (
        "Networks: a gap of +1.30 points, the sum over 2 terms. Towards Anhui: 光纤 +3.00; "
        "towards Beijing: 基站 −1.70."
    )
    (one,) = report.statements(rows.head(1), gaps(), names)
    assert one.en.startswith("Networks: a gap of +1.30 points, the sum over 1 term. ")
    assert one.en.endswith("towards Beijing: none.")
    assert one.zh.endswith("偏向北京：无。")


def test_the_heaviest_term_comes_with_its_verdict(names):
    rows = pd.DataFrame(
        [("anhui", "beijing", "net", "光纤", 0.003), ("anhui", "beijing", "net", "基站", -0.017)],
        columns=["province_a", "province_b", "area", "term", "contribution"],
    )
    assert report.headline(rows, gaps(), names).en == (
        "Heaviest term: 基站, 1.70 points towards Beijing; that gap is undetermined"
    )


def test_gaps_without_a_term_say_so_and_not_that_there_is_no_gap(names):
    assert why_no_terms(none_of("divergence")) == say("general.alone")
    assert why_no_terms(gaps()) == say("general.no_term")
    assert report.headline(none_of("contributions"), gaps(), names) == Statement(
        "No gap has a term behind it", "没有哪个差距背后有词条"
    )


def test_terms_are_told_of_the_widest_gaps_with_their_province(small):
    names, gaps = many_names(7, small.areas), gaps_of_many(7, small.areas)
    last = many_provinces(7)[-1]
    contributions = pd.DataFrame(
        [(p, "others", "net", f"词{p}", 0.01) for p in many_provinces(7)],
        columns=["province_a", "province_b", "area", "term", "contribution"],
    )
    words = report.statements(contributions, gaps, names)
    assert len(words) == 2
    assert f"词{last} +1.00" in words[0].en
    assert report.headline(contributions, gaps, names).en == (
        f"Heaviest term: 词{last}, 1.00 points towards {names.en(last)}; that gap diverges"
    )


@pytest.mark.usefixtures("style")
def test_contribution_bars_add_up_to_the_last_bar(names):
    rng = np.random.default_rng(3)
    values = rng.normal(size=20) / 100
    contributions = pd.DataFrame(
        {
            "province_a": "anhui", "province_b": "beijing", "area": ["net"] * 19 + ["sec"],
            "term": [f"词{i}" for i in range(20)], "contribution": values,
        }
    )  # fmt: skip
    divergence = pd.DataFrame(
        {
            "province_a": "anhui", "province_b": "beijing", "area": ["net", "sec"],
            "topic": "all", "gap": [values[:19].sum(), values[19]],
        }
    )  # fmt: skip
    axes = report.plot(contributions, divergence, names, n=5)
    for ax, gap, n_bars in zip(axes.flat, divergence["gap"], [7, 2], strict=True):
        widths = [bar.get_width() for bar in ax.patches]
        assert len(widths) == n_bars
        assert sum(widths[:-1]) == pytest.approx(widths[-1])
        assert widths[-1] == pytest.approx(gap * 100)
    assert axes.flat[0].get_yticklabels()[5].get_text() == "其余 other 14"
    assert [bar.get_url() for bar in axes.flat[0].patches[5:]] == ["reader.html?area=net"] * 2
    assert [bar.get_url() for bar in axes.flat[1].patches] == [
        "reader.html?area=sec&term=词19", "reader.html?area=sec",
    ]  # fmt: skip
    first = axes.flat[0].get_yticklabels()[0]
    assert first.get_url().startswith("reader.html?area=net&term=词")


@pytest.mark.usefixtures("style")
def test_a_province_has_one_colour_in_all_its_pairs(small):
    provinces = pd.DataFrame(
        {"province": ["anhui", "beijing", "hebei"], "name_zh": ["安徽", "北京", "河北"],
         "name_en": ["Anhui", "Beijing", "Hebei"]}
    )  # fmt: skip
    pairs = list(combinations(provinces["province"], 2))
    rows = pd.DataFrame(
        [(a, b, area, "all", "词", -0.01) for a, b in pairs for area in ("net", "sec")],
        columns=["province_a", "province_b", "area", "topic", "term", "contribution"],
    )
    gaps = rows.rename(columns={"contribution": "gap"})
    axes = report.plot(rows, gaps, Names(provinces, small.areas))
    shown = [to_hex(ax.patches[0].get_facecolor()).upper() for ax in axes.flat]
    assert shown == [VERMILLION] * 2 + [GREEN] * 4  # towards Beijing, Hebei, Hebei
    assert axes.flat[5].get_title(loc="left") == "安全 Security\n北京–河北"


@pytest.mark.usefixtures("style")
def test_gaps_without_terms_are_no_bars(names):
    (ax,) = report.plot(none_of("contributions"), gaps(), names).flat
    assert texts(ax) == ["没有哪个差距背后有词条 No gap has a term behind it"]


@pytest.mark.usefixtures("style")
def test_the_widest_gap_of_each_area_is_taken_apart(small):
    names, gaps = many_names(7, small.areas), gaps_of_many(7, small.areas)
    # The last province has the widest gap, (6 - 2) / 100.
    last = many_provinces(7)[-1]
    contributions = pd.DataFrame(
        [(p, "others", "net", "词", 0.04 if p == last else 0.0) for p in many_provinces(7)],
        columns=["province_a", "province_b", "area", "term", "contribution"],
    )
    # In the order of areas, whoever has the gap, and without an area that has none.
    moved = gaps["province_a"].mask((gaps["area"] == "sec") & (gaps["province_a"] == last), "anhui")
    first = report.plot(contributions, gaps.assign(province_a=moved), names)
    assert [ax.get_title(loc="left").split("\n")[1] for ax in first.flat] == [
        f"{names.zh(last)}–其他各省", "安徽–其他各省",
    ]  # fmt: skip
    none = gaps.assign(gap=gaps["gap"].where(gaps["area"] == "net", 0.0))
    axes = report.plot(contributions, none, names)
    assert [ax.get_visible() for ax in axes.flat] == [True, False]
    axes = report.plot(contributions, gaps, names)
    assert [ax.get_title(loc="left") for ax in axes.flat] == [
        f"网络 Networks\n{names.zh(last)}–其他各省", f"安全 Security\n{names.zh(last)}–其他各省",
    ]  # fmt: skip
    assert [bar.get_width() for bar in axes.flat[0].patches] == pytest.approx([4.0, 4.0])


def test_terms_behind_a_gap_lead_to_themselves_and_the_rest_to_the_area(names):
    contributions = pd.DataFrame(
        [("net", "光纤", 0.01), ("net", "基站", -0.02), ("net", "宽带", 0.001)],
        columns=["area", "term", "contribution"],
    ).assign(**PAIR)
    view = report.view(contributions, names, n=2)
    assert cells(view) == [
        ["Networks", "基站", "−2.00", "Beijing"],
        ["Networks", "光纤", "+1.00", "Anhui"],
        ["Networks", "其余 other 1", "+0.10", "Anhui"],
    ]
    assert hrefs(view)[1:] == [
        "reader.html?area=net&term=光纤",
        "reader.html?area=net",
    ]


def test_a_gap_without_a_term_on_either_side_is_not_taken_apart(names):
    silent = gaps("similar", 0.0).assign(coverage_a=0.0, coverage_b=0.0)
    assert report.statements(none_of("contributions"), silent, names) == (say("general.no_term"),)


@pytest.mark.usefixtures("style")
def test_one_province_alone_has_no_terms_behind_gaps(names):
    contributions, divergence = none_of("contributions"), none_of("divergence")
    assert report.statements(contributions, divergence, names) == (say("general.alone"),)
    assert report.headline(contributions, divergence, names) == say("general.alone").headline()
    (ax,) = report.plot(contributions, divergence, names).flat
    assert texts(ax) == SAID_ALONE
    assert not ax.axison


def three_terms() -> pd.DataFrame:
    rows = [("net", "光纤", 0.01), ("net", "基站", -0.02), ("sec", "诈骗", 0.03)]
    return pd.DataFrame(rows, columns=["area", "term", "contribution"]).assign(**PAIR)


def test_the_headline_says_of_the_heaviest_term_whose_gap_it_makes(names):
    # Security is compared, its topics are not asked.
    both = pd.concat(
        [gaps(), gaps("diverges", area="sec"), gaps("similar", area="sec", topic="crime")]
    )
    assert report.headline(three_terms(), both, names) == Statement(
        "Heaviest term: 诈骗, 3.00 points towards Anhui; that gap diverges",
        "分量最重的词条：“诈骗”，偏向安徽3.00个百分点；该差距有分歧",
    )
    # Where the gaps told have none of the terms, there is none to name.
    assert report.headline(three_terms()[2:], gaps(), names) == say("general.no_term").headline()


@pytest.mark.usefixtures("style")
def test_the_figure_is_saved_with_its_title_and_what_it_shows(names, tmp_path):
    saved = report.draw(three_terms(), gaps(), names, source="来源", folder=tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == {"contributions.svg", "contributions.png"}
    assert saved.title == report.headline(three_terms(), gaps(), names)
    (said,) = report.statements(three_terms(), gaps(), names)
    assert saved.alt.en == f"Bars of the terms behind each gap; they add up to it. {said.en}"


def test_the_part_of_the_brief_shows_the_terms_of_the_gaps_told_or_says_why_there_is_none(names):
    tables = {"divergence": gaps(), "contributions": three_terms()}
    part = report.part(tables, names)
    assert [said.en for said in part.statements] == [
        "A gap is a sum over terms; on the site each term leads to the sentences that hold it."
    ]
    assert [row[1] for row in cells(part.figures["contributions"])] == ["基站", "光纤"]
    none = report.part(tables | {"contributions": none_of("contributions")}, names)
    assert none.statements == (say("general.no_term"),)
    assert none.figures["contributions"].rows == ()

"""Gaps as they are told, drawn and shown."""

import re

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
from read_back import links, overlapping

from analysis.draw.style import BLUE
from analysis.draw.svg import save_figure
from analysis.say.catalogue import say
from analysis.say.wording import Statement
from analysis.stats.compare import shown_gaps
from analysis.studies.gaps import report

PAIR = {"province_a": "anhui", "province_b": "beijing"}


def test_an_undetermined_gap_is_called_neither_more_nor_less(names):
    (statement,) = report.statements(gaps(), names)
    assert statement.en == (
        "Networks: undetermined. 3.4% in Anhui, 2.1% in Beijing; gap +1.3 points, 95% interval "
        "−2.1 to +4.5, adjusted p = 0.930; the texts do not tell in which province its "
        "coverage is higher."
    )
    assert statement.zh == (
        "网络：未定。安徽3.4%，北京2.1%；差距+1.3个百分点，95%区间−2.1至+4.5，校正后p = 0.930；"
        "文本不足以判断哪个省的覆盖度更高。"
    )


@pytest.mark.parametrize(
    ("gap", "more", "less"), [(0.013, "Anhui", "Beijing"), (-0.013, "Beijing", "Anhui")]
)
def test_a_gap_that_diverges_names_the_province_with_more(names, gap, more, less):
    (statement,) = report.statements(gaps("diverges", gap, p=0.0001), names)
    assert f"its coverage is higher in {more} than in {less}" in statement.en
    assert "Networks: diverges." in statement.en
    assert "p < 0.001" in statement.en
    assert ("安徽的覆盖度高于北京" if gap > 0 else "北京的覆盖度高于安徽") in statement.zh


def test_a_similar_gap_says_so(names):
    (statement,) = report.statements(gaps("similar", 0.0), names)
    assert "differ by less than the margin" in statement.en
    assert "gap 0.0 points" in statement.en
    assert "差别小于界限" in statement.zh


def test_of_a_gap_without_a_term_on_either_side_no_likeness_is_told(names):
    silent = gaps("similar", 0.0).assign(coverage_a=0.0, coverage_b=0.0)
    assert list(report.statements(silent, names)) == [
        Statement(
            "Networks: no term of it stands in Anhui or in Beijing.",
            "网络：安徽和北京的条款中均无其词条。",
        )
    ]
    assert report.headline(pd.concat([silent, silent]), names) == Statement(
        "All 2 gaps in coverage are similar, in 2 no term stands on either side",
        "2个覆盖度差距均为相近，2个双方均无词条",
    )
    mixed = pd.concat([silent, gaps("similar", 0.0), gaps("diverges")])
    assert report.headline(mixed, names) == Statement(
        "Of 3 gaps in coverage: 1 diverges, 2 similar, in 1 no term stands on either side",
        "3个覆盖度差距中：1个有分歧，2个相近，1个双方均无词条",
    )
    assert report.placebo_statements(silent, none_of("placebo"), names) == (say("general.no_term"),)
    topics = pd.concat(
        [silent.assign(topic="fibre"), gaps("similar", 0.0, area="sec", topic="crime")]
    )
    settled, rest = report.topic_statements(topics, names)
    assert settled.en.startswith("Crime: similar.")
    assert rest.en == (
        "Of 2 gaps between topics of the areas, 0 undetermined, in 1 no term stands on either side."
    )
    assert rest.zh == "各领域下的2个主题差距中，0个未定，1个双方均无词条。"


@pytest.mark.parametrize("verdict", ["similar", "undetermined"])
def test_only_divergence_is_ever_called_more(names, verdict):
    for statement in [
        *report.statements(gaps(verdict), names),
        report.headline(gaps(verdict), names),
    ]:
        assert not re.search(r"\bmore\b|\bless of\b|\bfewer\b|\bis higher in\b", statement.en)
        assert "高于" not in statement.zh
        assert "低于" not in statement.zh


def test_the_strongest_verdict_comes_first(names):
    both = pd.concat([gaps("undetermined"), gaps("diverges", area="sec", p=0.01)])
    assert [f.en.split(":")[0] for f in report.statements(both, names)] == ["Security", "Networks"]


@pytest.mark.parametrize(
    ("verdicts", "en", "zh"),
    [
        (["undetermined"] * 4, "All 4 gaps in coverage are undetermined", "4个覆盖度差距均为未定"),
        (["diverges"], "Of 1 gap in coverage: 1 diverges", "1个覆盖度差距中：1个有分歧"),
        (
            ["diverges", "diverges", "similar"],
            "Of 3 gaps in coverage: 2 diverge, 1 similar",
            "3个覆盖度差距中：2个有分歧，1个相近",
        ),
    ],
)
def test_the_headline_counts_verdicts(names, verdicts, en, zh):
    table = pd.concat([gaps(verdict) for verdict in verdicts])
    assert report.headline(table, names) == Statement(en, zh)


def test_topics_that_are_settled_are_named_and_the_rest_counted(names):
    table = pd.concat([gaps("diverges", topic="fibre", p=0.01), gaps(area="sec", topic="crime")])
    settled, rest = report.topic_statements(table, names)
    assert settled.en.startswith("Fibre: diverges.")
    assert rest == Statement(
        "Of 2 gaps between topics of the areas, 1 undetermined.",
        "各领域下的2个主题差距中，1个未定。",
        "reader.html?area=net reader.html?area=sec",
    )


def test_the_placebo_is_said_in_plain_words(names):
    placebo = pd.DataFrame(
        [("anhui", "net", -0.03, 0.02), ("beijing", "net", -0.01, 0.012)],
        columns=["province", "area", "low", "high"],
    )
    (statement,) = report.placebo_statements(gaps(gap=0.013), placebo, names)
    assert statement.en == (
        "Networks: the gap of +1.3 points lies inside the −3.0 to +2.0 between which 95% of the "
        "gaps between random halves of one text lie."
    )
    (statement,) = report.placebo_statements(gaps(gap=0.025), placebo, names)
    assert "lies outside" in statement.en
    assert "不在同一文本" in statement.zh


def test_an_interval_without_zero_that_is_undetermined_is_explained(names):
    table = gaps(gap=0.03)
    table[["conf_low", "conf_high"]] = [0.01, 0.05]
    (statement,) = report.statements(table, names)
    assert "its interval leaves out 0, but among all gaps one as wide is no rarity" in statement.en
    assert "区间不含0" in statement.zh


def test_the_width_of_intervals_says_what_could_be_found():
    assert report.width_statement(gaps(), margin=0.01).en == (
        "The intervals are 6.6 to 6.6 points wide. Only one narrower than 2.0 points can lie inside "
        "the margin and be called similar."
    )


def test_without_a_pair_of_provinces_every_comparison_says_so(names):
    divergence, placebo = none_of("divergence"), none_of("placebo")
    for said in (
        report.statements(divergence, names),
        report.topic_statements(divergence, names),
        report.placebo_statements(divergence, placebo, names),
    ):
        assert said == (say("general.alone"),)
    assert report.width_statement(divergence, margin=0.01) == say("general.alone")
    assert report.headline(divergence, names) == Statement(
        "One province alone: there is nothing to compare it with", "只有一个省，无从比较"
    )
    assert report.view(divergence, names).rows == ()


def test_both_languages_give_the_same_numbers(names):
    told = [
        *report.statements(gaps(), names),
        report.headline(gaps(), names),
        *report.topic_statements(gaps(topic="fibre"), names),
        report.width_statement(gaps(), margin=0.01),
    ]
    for statement in told:
        numbers = [
            sorted(re.findall(r"[−+]?\d[\d.]*", text)) for text in (statement.en, statement.zh)
        ]
        assert numbers[0] == numbers[1], statement


def test_gaps_that_are_settled_are_told_and_all_are_counted(small):
    names = many_names(7, small.areas)
    *told, counted = report.statements(gaps_of_many(7, small.areas), names)
    assert [said.en.split(".")[0] for said in told] == [
        "Networks: diverges", "Security: diverges", "Networks: similar", "Security: similar",
    ]  # fmt: skip
    last = many_provinces(7)[-1]
    assert f"higher in {names.en(last)} than in the other provinces" in told[0].en
    assert f"{names.zh(last)}的覆盖度高于其他各省" in told[0].zh
    assert counted.en == (
        "Of 14 gaps in coverage: 2 diverge, 2 similar, 10 undetermined, each province against "
        "the mean of the others."
    )
    assert (
        counted.zh == "各省与其他各省的平均相比，14个覆盖度差距中：2个有分歧，2个相近，10个未定。"
    )


def test_no_more_than_a_dozen_are_told(small):
    gaps = gaps_of_many(31, small.areas).assign(verdict="diverges")
    assert len(report.statements(gaps, many_names(31, small.areas))) == 12 + 1
    topics = report.topic_statements(gaps, many_names(31, small.areas))
    assert len(topics) == 12 + 1
    *_, counted = report.statements(gaps, many_names(31, small.areas))
    assert counted.en.endswith(
        "others. Of 62 with a verdict, 12 stand above, those that diverge first."
    )
    assert counted.zh.endswith("有分歧。有结论的62个中，以上列出12个，有分歧的在前。")
    assert topics[-1].en.endswith(
        "0 undetermined. Of 62 with a verdict, 12 stand above, those that diverge first."
    )
    assert topics[-1].zh.endswith("0个未定。有结论的62个中，以上列出12个，有分歧的在前。")


def test_of_gaps_with_one_p_the_widest_comes_first(small):
    # All have the least p that 10,000 deals can give, as in large corpora; gaps are −2 to 28.
    gaps = gaps_of_many(31, small.areas).assign(verdict="diverges", p_adjusted=1 / 10_001)
    names = many_names(31, small.areas)
    told = report.statements(gaps, names)
    assert [said.en.split("gap ")[1].split(" points")[0] for said in told[:4]] == [
        "+28.0", "+28.0", "+27.0", "+27.0",
    ]  # fmt: skip
    assert "adjusted p < 0.001" in told[0].en


def test_halves_are_told_of_the_widest_gaps_with_their_province(small):
    names, gaps = many_names(7, small.areas), gaps_of_many(7, small.areas)
    last = many_provinces(7)[-1]
    placebo = pd.DataFrame(
        [(p, a, -0.01, 0.01) for p in many_provinces(7) for a in ("net", "sec")],
        columns=["province", "area", "low", "high"],
    )
    said = report.placebo_statements(gaps, placebo, names)
    assert len(said) == 2
    assert said[0].en.startswith(
        f"Networks, {names.en(last)} and the other provinces: the gap of +4.0 points lies outside"
    )
    assert said[0].zh.startswith(f"网络、{names.zh(last)}与其他各省：差距+4.0个百分点，不在")


@pytest.mark.usefixtures("style")
def test_a_gap_is_drawn_in_points_and_filled_only_where_it_diverges(names):
    divergence = pd.DataFrame(
        [
            ("anhui", "beijing", "net", "all", 0.02, -0.01, 0.05, "undetermined"),
            ("anhui", "beijing", "sec", "all", -0.1, -0.2, -0.05, "diverges"),
        ],
        columns=[
            "province_a",
            "province_b",
            "area",
            "topic",
            "gap",
            "conf_low",
            "conf_high",
            "verdict",
        ],
    )
    placebo = pd.DataFrame(
        [
            ("anhui", "net", -0.03, 0.02),
            ("beijing", "net", -0.01, 0.04),
            ("anhui", "sec", -0.1, 0.1),
        ],
        columns=["province", "area", "low", "high"],
    )
    (ax,) = report.plot(divergence, placebo, names, margin=0.01).flat
    dotted = [tuple(line.get_xdata()) for line in ax.lines if line.get_linestyle() == ":"]
    assert dotted == [(-10.0, 10.0), pytest.approx((-3.0, 4.0))]
    dots = {
        line.get_xdata()[0]: line.get_markerfacecolor()
        for line in ax.lines
        if line.get_marker() == "o"
    }
    assert dots == {2.0: "white", -10.0: "#222222"}
    assert {"+2.0  未定 undetermined", "−10.0  有分歧 diverges"} <= set(texts(ax))
    band = ax.patches[0]
    assert (band.get_x(), band.get_width()) == pytest.approx((-1.0, 2.0))
    assert "相近：区间全在±1内 similar: wholly within ±1" in texts(ax)
    (dotted,) = (t for t in ax.texts if t.get_text().startswith("点线"))
    assert dotted.xy == pytest.approx((5.0, 0.75))  # right of all lines of net
    assert links(ax) == ["reader.html?area=sec"] * 2 + ["reader.html?area=net"] * 2


@pytest.mark.usefixtures("style")
def test_a_chart_of_gaps_says_that_one_province_is_alone(names):
    (ax,) = report.plot(none_of("divergence"), none_of("placebo"), names, margin=0.01).flat
    assert texts(ax) == SAID_ALONE
    assert not ax.axison


@pytest.mark.usefixtures("style")
@pytest.mark.parametrize("n", [7, 31])
def test_gaps_of_many_are_filled_by_verdict(small, n):
    names, areas = many_names(n, small.areas), small.areas
    axes = report.plot(gaps_of_many(n, areas), none_of("placebo"), names, margin=0.01)
    net, _ = axes.flat
    dots = [line for line in net.lines if len(line.get_xdata()) == 1]
    # From the first province, on top, to the last.
    assert [dot.get_ydata()[0] for dot in dots] == list(range(n - 1, -1, -1))
    assert dots[3].get_xdata()[0] == pytest.approx(1.0)
    faces = [dot.get_markerfacecolor() for dot in dots]
    assert (faces[0], faces[1], faces[-1]) == ("#BDBDBD", "white", BLUE)
    assert dots[0].get_url() == "reader.html?province=anhui&area=net"
    assert "Gap to the mean of the others" in net.texts[0].get_text()
    assert overlapping(axes) == []
    assert net.figure.get_figheight() < 14


@pytest.mark.usefixtures("style")
def test_words_below_panels_leave_them_their_width(small, tmp_path):
    n = 7
    axes = report.plot(
        gaps_of_many(n, small.areas), none_of("placebo"), many_names(n, small.areas), margin=0.01
    )  # fmt: skip
    said = Statement("A", "甲")
    save_figure(axes, "x", title=said, alt=said, source="来源", folder=tmp_path)
    first, second = (ax.get_position() for ax in axes.flat)
    assert first.width == pytest.approx(second.width, rel=0.05)
    assert first.width > 0.3


def test_gaps_are_shown_with_interval_and_verdict(names):
    gap = {
        **PAIR, "coverage_a": 0.05, "coverage_b": 0.0184, "gap": 0.0316, "conf_low": -0.0021,
        "conf_high": 0.06, "p_adjusted": 0.0421, "verdict": "undetermined",
    }  # fmt: skip
    rows = [
        {**gap, "area": "sec", "topic": "all", "p_adjusted": 0.00001, "verdict": "diverges"},
        {**gap, "area": "net", "topic": "all"},
        {**gap, "area": "net", "topic": "fibre"},
    ]
    view = report.view(pd.DataFrame(rows), names)
    assert cells(view) == [
        ["Networks", "Anhui 5.0%", "Beijing 1.8%", "+3.2", "−0.2 to +6.0", "0.042", "undetermined"],
        ["Security", "Anhui 5.0%", "Beijing 1.8%", "+3.2", "−0.2 to +6.0", "< 0.001", "diverges"],
    ]
    assert cells(view, "zh")[1][-3:] == ["−0.2至+6.0", "< 0.001", "有分歧"]
    assert hrefs(view) == ["reader.html?area=net", "reader.html?area=sec"]
    assert all(len(row) == len(view.columns) for row in cells(view))


def test_the_widest_gaps_to_the_others_are_called_so(small):
    names, gaps = many_names(7, small.areas), gaps_of_many(7, small.areas)
    view = report.view(shown_gaps(gaps), names)
    assert view.caption.en == "The widest gap of each area, to the mean of the others"
    assert [row[2] for row in cells(view)] == ["the other provinces −0.6%"] * 2
    assert view.caption != report.view(gaps.head(0), names).caption


def placebo_of(*provinces: str) -> pd.DataFrame:
    rows = [(province, area, -0.01, 0.01) for province in provinces for area in ("net", "sec")]
    return pd.DataFrame(rows, columns=["province", "area", "low", "high"])


def both_areas() -> pd.DataFrame:
    return pd.concat([gaps("diverges", p=0.01), gaps(area="sec"), gaps(topic="fibre")])


@pytest.mark.usefixtures("style")
def test_the_figure_is_saved_with_its_title_and_what_it_shows(names, tmp_path):
    table, placebo = both_areas(), placebo_of("anhui", "beijing")
    saved = report.draw(table, placebo, names, source="来源", folder=tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == {"gaps.svg", "gaps.png"}
    assert saved.title.en == "Of 2 gaps in coverage: 1 diverges, 1 undetermined"
    said = report.statements(table, names)
    assert (
        saved.alt.en == f"Gaps in coverage with intervals and verdicts. {said[0].en} {said[1].en}"
    )
    assert saved.alt.zh == f"点与区间：覆盖度差距及其判定。{said[0].zh}{said[1].zh}"


def test_the_part_of_the_brief_has_areas_then_topics_and_explains_the_verdicts(names):
    table = both_areas()
    part = report.part({"divergence": table}, names)
    assert part.lead == report.headline(table, names)
    assert part.statements == (
        *report.statements(table, names),
        *report.topic_statements(table, names),
    )
    assert part.statements[-1].en == "Of 1 gap between topics of the areas, 1 undetermined."
    assert [word.zh for word, _ in part.words] == ["有分歧", "相近", "未定"]
    _, (_, similar), _ = part.words
    assert similar.en.startswith("The whole interval lies between −1 and +1 percentage points, and")
    assert similar.zh.startswith("整个区间在−1与+1个百分点之间，")
    assert cells(part.figures["gaps"])[0][:2] == ["Networks", "Anhui 3.4%"]
    alone = report.part({"divergence": none_of("divergence")}, names)
    assert alone.statements == (say("general.alone"), say("general.alone"))
    assert alone.words == ()

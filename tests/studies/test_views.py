import pandas as pd
from made_up import gaps_of_many, many_names, none_of

from analysis.stats.compare import shown_gaps
from analysis.studies.contributions.report import contribution_view
from analysis.studies.coverage.report import coverage_view
from analysis.studies.gaps.report import gap_view
from analysis.studies.own.report import own_view

PAIR = {"province_a": "anhui", "province_b": "beijing"}


def cells(view, lang="en"):
    return [
        [cell if isinstance(cell, str) else getattr(cell, lang) for cell in row.cells]
        for row in view.rows
    ]


def hrefs(view):
    return [row.href for row in view.rows]


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
    view = gap_view(pd.DataFrame(rows), names)
    assert cells(view) == [
        ["Networks", "Anhui 5.0%", "Beijing 1.8%", "+3.2", "−0.2 to +6.0", "0.042", "undetermined"],
        ["Security", "Anhui 5.0%", "Beijing 1.8%", "+3.2", "−0.2 to +6.0", "< 0.001", "diverges"],
    ]
    assert cells(view, "zh")[1][-3:] == ["−0.2至+6.0", "< 0.001", "有分歧"]
    assert hrefs(view) == ["reader.html?area=net", "reader.html?area=sec"]
    assert all(len(row) == len(view.columns) for row in cells(view))


def test_coverage_is_shown_with_hits(names):
    coverage = pd.DataFrame(
        [("anhui", "net", "all", 0.0345, 0.01, 0.06, 1200, 3), ("anhui", "net", "fibre", 1, 1, 1, 1, 1)],
        columns=["province", "area", "topic", "coverage", "conf_low", "conf_high", "n_hits", "n_provisions"],
    )  # fmt: skip
    view = coverage_view(coverage, names)
    assert cells(view) == [["Networks", "Anhui", "3.5%", "1.0% to 6.0%", "1,200", "3"]]
    assert cells(view, "zh") == [["网络", "安徽", "3.5%", "1.0%至6.0%", "1,200", "3"]]
    assert hrefs(view) == ["reader.html?province=anhui&area=net"]


def test_terms_behind_a_gap_lead_to_themselves_and_the_rest_to_the_area(names):
    contributions = pd.DataFrame(
        [("net", "光纤", 0.01), ("net", "基站", -0.02), ("net", "宽带", 0.001)],
        columns=["area", "term", "contribution"],
    ).assign(**PAIR)
    view = contribution_view(contributions, names, n=2)
    assert cells(view) == [
        ["Networks", "基站", "−2.00", "Beijing"],
        ["Networks", "光纤", "+1.00", "Anhui"],
        ["Networks", "其余 other 1", "+0.10", "Anhui"],
    ]
    assert hrefs(view)[1:] == [
        "reader.html?area=net&term=光纤",
        "reader.html?area=net",
    ]


def test_own_text_stands_beside_all_text(names):
    rows = [("anhui", "net", "all", 0.05, 0.01, 0.1, 9), ("anhui", "net", "own", 0.02, 0, 0.1, 4)]
    columns = ["province", "area", "text", "coverage", "conf_low", "conf_high", "n_hits"]
    view = own_view(pd.DataFrame(rows, columns=columns), names)
    assert [row[2:4] for row in cells(view)] == [["all text", "5.0%"], ["own text", "2.0%"]]
    assert cells(view, "zh")[1][2] == "独有文本"


def test_without_a_gap_there_is_no_row(names):
    assert gap_view(none_of("divergence"), names).rows == ()


def test_the_widest_gaps_to_the_others_are_called_so(small):
    names, gaps = many_names(7, small.areas), gaps_of_many(7, small.areas)
    view = gap_view(shown_gaps(gaps), names)
    assert view.caption.en == "The widest gap of each area, to the mean of the others"
    assert [row[2] for row in cells(view)] == ["the other provinces −0.6%"] * 2
    assert view.caption != gap_view(gaps.head(0), names).caption

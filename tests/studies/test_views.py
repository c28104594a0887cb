import pandas as pd
from made_up import gaps_of_many, many_names, none_of

from analysis.say.wording import Statement
from analysis.stats.compare import shown_gaps
from analysis.studies.contributions.report import contribution_view
from analysis.studies.gaps.report import gap_view
from analysis.studies.strength.report import strength_view
from analysis.studies.targets.report import target_view

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


def test_targets_are_listed_as_written(names, small):
    targets = pd.DataFrame(
        [
            ("y-1-s01", 30, "y-1", "2600万户", "电话用户", "reach", 26e6, "户", "", ""),
            ("x-1-s01", 10, "x-1", "95%以上", "覆盖率", "at least", 95, "%", "2020", "net"),
            ("x-1-s01", 20, "x-1", "3000亿元", "经济总量", "more than", 3e11, "CNY", "2020", "net"),
        ],
        columns=[
            "sentence_id", "start", "provision_id", "text", "quantity", "comparator", "value",
            "unit", "deadline", "area",
        ],
    )  # fmt: skip
    view = target_view(targets, small.provisions, names)
    assert cells(view) == [
        ["Anhui", "覆盖率", "95%以上", "≥ 95%", "2020", "Networks", "x-1-s01"],
        ["Anhui", "经济总量", "3000亿元", "> 300 billion yuan", "2020", "Networks", "x-1-s01"],
        ["Beijing", "电话用户", "2600万户", "26 million subscribers", "–", "–", "y-1-s01"],
    ]
    assert [row[3] for row in cells(view, "zh")] == ["≥ 95%", "> 3,000亿元", "2,600万户"]
    # The id of the sentence becomes a link.
    assert hrefs(view) == ["", "", ""]
    assert target_view(targets[:0], small.provisions, names) is None


def test_words_of_strength_are_counts_and_rates(names, small):
    strength = pd.DataFrame(
        [("x-1", "all", 2, 100, 1, 0), ("x-1", "net", 2, 100, 1, 0), ("x-2", "net", 3, 300, 0, 2)],
        columns=["provision_id", "area", "n_sentences", "n_han", "n_obligatory", "n_encouraging"],
    )
    view = strength_view(strength, small.provisions, names)
    # 1 and 2 words in 400 characters.
    assert cells(view) == [["Networks", "Anhui", "5", "1", "2", "2.5", "5.0"]]
    assert view.columns[0] == Statement("Policy area", "政策领域")


def test_without_a_hit_there_is_no_table_of_strength_by_area(small, names):
    strength = none_of("strength")
    assert strength_view(strength, small.provisions, names) is None
    assert gap_view(none_of("divergence"), names).rows == ()


def test_the_widest_gaps_to_the_others_are_called_so(small):
    names, gaps = many_names(7, small.areas), gaps_of_many(7, small.areas)
    view = gap_view(shown_gaps(gaps), names)
    assert view.caption.en == "The widest gap of each area, to the mean of the others"
    assert [row[2] for row in cells(view)] == ["the other provinces −0.6%"] * 2
    assert view.caption != gap_view(gaps.head(0), names).caption

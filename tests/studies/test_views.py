import pandas as pd
from made_up import cells, hrefs, none_of

from analysis.say.wording import Statement
from analysis.studies.coverage.report import coverage_view
from analysis.studies.own.report import own_view
from analysis.studies.strength.report import strength_view
from analysis.studies.targets.report import target_view


def test_coverage_is_shown_with_hits(names):
    coverage = pd.DataFrame(
        [("anhui", "net", "all", 0.0345, 0.01, 0.06, 1200, 3), ("anhui", "net", "fibre", 1, 1, 1, 1, 1)],
        columns=["province", "area", "topic", "coverage", "conf_low", "conf_high", "n_hits", "n_provisions"],
    )  # fmt: skip
    view = coverage_view(coverage, names)
    assert cells(view) == [["Networks", "Anhui", "3.5%", "1.0% to 6.0%", "1,200", "3"]]
    assert cells(view, "zh") == [["网络", "安徽", "3.5%", "1.0%至6.0%", "1,200", "3"]]
    assert hrefs(view) == ["reader.html?province=anhui&area=net"]


def test_own_text_stands_beside_all_text(names):
    rows = [("anhui", "net", "all", 0.05, 0.01, 0.1, 9), ("anhui", "net", "own", 0.02, 0, 0.1, 4)]
    columns = ["province", "area", "text", "coverage", "conf_low", "conf_high", "n_hits"]
    view = own_view(pd.DataFrame(rows, columns=columns), names)
    assert [row[2:4] for row in cells(view)] == [["all text", "5.0%"], ["own text", "2.0%"]]
    assert cells(view, "zh")[1][2] == "独有文本"


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

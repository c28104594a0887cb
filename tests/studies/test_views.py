import pandas as pd
from made_up import cells, hrefs, none_of

from analysis.say.wording import Statement
from analysis.studies.strength.report import strength_view
from analysis.studies.targets.report import target_view


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

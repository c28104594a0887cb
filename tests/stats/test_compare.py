import pandas as pd
from made_up import gaps, gaps_of_many, many_provinces

from analysis.stats.compare import (
    comparisons,
    is_one_pair,
    province_pairs,
    reference_weights,
    rows_of,
    shown_gaps,
    told_gaps,
)
from analysis.vocabulary import OTHERS


def test_up_to_three_provinces_are_compared_pair_by_pair():
    assert province_pairs(["a", "b", "c"]) == [("a", "b"), ("a", "c"), ("b", "c")]
    assert comparisons(["a", "b", "c"]) == province_pairs(["a", "b", "c"])
    assert comparisons(["a"]) == province_pairs(["a"]) == []
    assert comparisons(["a", "b", "c", "d"]) == [(p, OTHERS) for p in "abcd"]


def test_the_second_side_is_one_province_or_the_mean_of_all_others():
    compared = [("a", "c"), ("b", OTHERS)]
    assert reference_weights(compared, ["a", "b", "c", "d"]).tolist() == [
        [0, 0, 1, 0], [1 / 3, 0, 1 / 3, 1 / 3],
    ]  # fmt: skip
    assert reference_weights([], ["a"]).shape == (0, 1)


def test_many_gaps_are_told_against_the_others_and_the_widest_shown(small):
    to_others = gaps_of_many(7, small.areas)
    pairs = pd.concat([gaps(area=row.area, topic=row.topic) for row in small.areas.itertuples()])
    every = pd.concat([pairs, to_others], ignore_index=True)
    assert told_gaps(every).equals(to_others.set_axis(told_gaps(every).index))
    assert told_gaps(pairs) is pairs
    shown = shown_gaps(every)
    # The gaps of area after area are -0.02, -0.01 and so on to 0.04.
    assert shown["province_a"].tolist() == [many_provinces(7)[-1]] * 2
    assert shown["gap"].tolist() == [0.04] * 2
    assert set(shown["topic"]) == {"all"}
    assert shown_gaps(pairs)["area"].tolist() == ["net", "sec"]


def test_an_area_without_any_gap_is_not_shown(small):
    many = gaps_of_many(7, small.areas)
    none = many.assign(gap=many["gap"].where(many["area"] == "net", 0.0))
    assert shown_gaps(none)["area"].tolist() == ["net"]


def test_rows_belong_to_gaps_by_provinces_and_area(small):
    many = gaps_of_many(7, small.areas)
    net = shown_gaps(many)[lambda shown: shown["area"] == "net"]
    rows = rows_of(many, net)
    assert set(rows["area"]) == {"net"}
    assert set(rows["province_a"]) == set(net["province_a"])
    assert len(rows) == (small.areas["area"] == "net").sum()


def test_only_one_pair_of_provinces_need_not_be_named(small):
    assert is_one_pair(gaps())
    assert not is_one_pair(pd.concat([gaps(), gaps().assign(province_b="gansu")]))
    assert not is_one_pair(shown_gaps(gaps_of_many(7, small.areas)))
    assert not is_one_pair(gaps().head(0))

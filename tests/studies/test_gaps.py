import math
from functools import partial
from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from analysis.stats.compare import comparisons, province_pairs
from analysis.stats.mass import TOTAL, sum_mass, weigh_terms
from analysis.stats.resample import (
    draw_blocks,
    permutation_p,
    permute_provinces,
    resample_coverage,
    standardised_gaps,
    two_sided_p,
)
from analysis.store.tables import check_table, read_table
from analysis.studies.coverage.measure import area_coverage
from analysis.studies.gaps.measure import enough_provisions, gap_p_values, judge_gaps, province_gaps
from analysis.vocabulary import OTHERS

RARE = math.log(2) + 1  # idf of a word in one of three provisions


def matrix(net: list[float], total: list[float], provinces: str) -> pd.DataFrame:
    rows = pd.MultiIndex.from_tuples(
        [(p, f"{p}-{i}") for i, p in enumerate(provinces)], names=["province", "provision_id"]
    )
    return pd.DataFrame({("net", "all"): net, TOTAL: total}, index=rows)


def test_gaps_by_hand(small):
    weights = weigh_terms(small.term_counts, small.provisions)
    gaps = province_gaps(weights, small.provisions, small.areas, small.terms, draws=200)
    gaps = check_table(gaps, "divergence").set_index(["area", "topic"])
    anhui = 2 * RARE / (2 * RARE + 4)
    beijing = RARE / (RARE + 1)
    net, sec = gaps.loc[("net", "all")], gaps.loc[("sec", "all")]
    assert (net["province_a"], net["province_b"]) == ("anhui", "beijing")
    assert net["gap"] == pytest.approx(anhui)
    assert sec["gap"] == pytest.approx(-beijing)
    assert np.isnan(net["log2_ratio"])  # Beijing has none: no ratio
    assert net["conf_low"] == 0  # Anhui's second provision alone has none either
    assert set(gaps["verdict"]) == {"undetermined"}


def test_one_province_has_no_gaps(small):
    provisions = small.provisions[small.provisions["province"] == "anhui"]
    counts = small.term_counts[small.term_counts["provision_id"].isin(provisions["provision_id"])]
    gaps = province_gaps(weigh_terms(counts, provisions), provisions, small.areas, small.terms)
    assert len(gaps) == 0


def ratio_and_variance(net: list[float], total: list[float]) -> tuple[float, float]:
    """Coverage and its variance as a textbook writes them, provision by provision."""
    n, coverage = len(net), sum(net) / sum(total)
    residuals = [(m - coverage * t) / (sum(total) / n) for m, t in zip(net, total, strict=True)]
    return coverage, sum(r**2 for r in residuals) / (n - 1) / n


def test_permutation_equals_the_full_enumeration_on_six_provisions():
    net, total = [4.0, 3.0, 5.0, 1.0, 0.0, 2.0], [10.0, 9.0, 11.0, 10.0, 8.0, 12.0]
    mass = matrix(net, total, "aaabbb")

    def standardised(chosen: set[int]) -> float:
        sides = (sorted(chosen), sorted(set(range(6)) - chosen))
        (a, var_a), (b, var_b) = (
            ratio_and_variance([net[i] for i in side], [total[i] for i in side]) for side in sides
        )
        return (a - b) / math.sqrt(var_a + var_b)

    observed = standardised({0, 1, 2})
    everyone = [standardised(set(chosen)) for chosen in combinations(range(6), 3)]
    exact = np.mean([abs(t) >= abs(observed) - 1e-12 for t in everyone])
    assert exact == 2 / 20
    own, permuted = permute_provinces(mass, draws=20_000, seed=1)
    assert own.tolist() == [0, 0, 0, 1, 1, 1]
    (there,) = standardised_gaps(mass, [own[None, :]], [("a", "b")])
    assert there[0, 0] == pytest.approx(observed)
    (draws,) = standardised_gaps(mass, permuted, [("a", "b")])
    assert {round(t, 9) for t in draws[:, 0]} == {round(t, 9) for t in everyone}
    p_value, p_adjusted = gap_p_values(mass, [("a", "b")], draws=20_000, seed=1)
    assert p_value[0, 0] == pytest.approx(exact, abs=0.01)
    assert p_adjusted[0, 0] == p_value[0, 0]  # a single gap needs no adjustment


def test_permutation_p_by_hand():
    # 2 is reached by one draw of the first column, 3 by two of the second.
    permuted = np.array([[2.0, 1.0], [1.0, 3.0], [1.0, 1.0], [1.0, 3.0]])
    assert permutation_p(np.array([2.0, 3.0]), permuted).tolist() == [2 / 5, 3 / 5]


def test_two_sided_p_by_hand():
    deals = np.array([[-9.0, -1.0], [-8.0, 0.0], [1.0, 1.0], [2.0, 1.0]])
    # 3 is above all deals, -8 as low as two, 0 and what lies in the middle has no p below 1.
    assert two_sided_p(np.array([3.0, 0.0]), deals, deals).tolist() == [2 / 5, 1.0]
    assert two_sided_p(np.array([-8.0, -2.0]), deals, deals).tolist() == [1.0, 2 / 5]
    # Far below 0 sets no bar for what is above: by size alone, 3 would be beaten by two deals.
    assert permutation_p(np.array([3.0]), np.abs(deals[:, :1])).tolist() == [3 / 5]
    # The ends may come from different gaps.
    assert two_sided_p(np.array([1.5]), deals[:, :1], deals[:, 1:]).tolist() == [2 / 5]


def three_provinces() -> pd.DataFrame:
    net = [4.0, 3.0, 5.0, 1.0, 0.0, 2.0, 6.0, 1.0, 3.0]
    mass = matrix(net, [10.0, 9.0, 11.0, 10.0, 8.0, 12.0, 9.0, 10.0, 7.0], "aaabbbccc")
    mass.insert(1, ("sec", "all"), [0.0, 2.0, 1.0, 1.0, 3.0, 0.0, 2.0, 0.0, 1.0])
    mass.insert(2, ("net", "fibre"), [1.0, 0.0, 2.0, 1.0, 0.0, 2.0, 5.0, 0.0, 1.0])
    return mass


def test_max_t_reaches_over_comparisons_and_areas_and_not_over_topics():
    mass, pairs = three_provinces(), province_pairs("abc")
    p_value, p_adjusted = gap_p_values(mass, pairs, draws=300, seed=3)
    own, permuted = permute_provinces(mass, draws=300, seed=3)
    observed = [gaps[0] for gaps in standardised_gaps(mass, [own[None, :]], pairs)]
    draws = [*standardised_gaps(mass, permuted, pairs)]
    for k in range(3):
        for column in range(3):
            family = (0, 1) if column < 2 else (2,)
            alone, widest = [], []
            for side in (1, -1):
                far = side * observed[k][column] - 1e-9
                own = [side * draws[k][i][column] for i in range(300)]
                most = [
                    max(side * draws[c][i][f] for c in range(3) for f in family) for i in range(300)
                ]
                alone.append(1 + sum(t >= far for t in own))
                widest.append(1 + sum(t >= far for t in most))
            assert p_value[k, column] == min(1, 2 * min(alone) / 301)
            assert p_adjusted[k, column] == min(1, 2 * min(widest) / 301)


def test_a_gap_to_the_mean_of_the_others_is_standardised_by_all_variances():
    mass = three_provinces()
    own, _ = permute_provinces(mass, draws=1, seed=1)
    (there,) = standardised_gaps(mass, [own[None, :]], [("b", OTHERS)])
    (a, var_a), (b, var_b), (c, var_c) = (
        ratio_and_variance(mass.loc[[p], ("net", "all")].tolist(), mass.loc[[p], TOTAL].tolist())
        for p in "abc"
    )
    # The mean of two has a quarter of the sum of their variances.
    expected = (b - (a + c) / 2) / math.sqrt(var_b + (var_a + var_c) / 4)
    assert there[0, 0] == pytest.approx(expected)


def four_provinces(small) -> pd.DataFrame:
    """Two more provinces with the texts of the first two."""
    weights = weigh_terms(small.term_counts, small.provisions)
    twins = {"anhui": "gansu", "beijing": "hebei"}
    more = small.provisions.assign(
        province=small.provisions["province"].map(twins),
        provision_id=small.provisions["provision_id"] + "x",
    )
    provisions = pd.concat([small.provisions, more], ignore_index=True)
    weights = pd.concat([weights, weights.assign(provision_id=weights["provision_id"] + "x")])
    gaps = province_gaps(weights, provisions, small.areas, small.terms, draws=99)
    return check_table(gaps, "divergence")


def test_of_four_provinces_each_is_also_held_against_the_mean_of_the_others(small):
    gaps = four_provinces(small).set_index(["province_a", "province_b", "area", "topic"])
    assert len(gaps.index.droplevel(["area", "topic"]).unique()) == 6 + 4
    anhui, beijing = (2 * RARE / (2 * RARE + 4), RARE / (RARE + 1))
    to_others = gaps.loc[("anhui", OTHERS, "net", "all")]
    # Gansu has Anhui's coverage, Beijing and Hebei have none.
    assert to_others["coverage_a"] == pytest.approx(anhui)
    assert to_others["coverage_b"] == pytest.approx(anhui / 3)
    assert to_others["gap"] == pytest.approx(2 / 3 * anhui)
    assert gaps.loc[("beijing", OTHERS, "sec", "all"), "gap"] == pytest.approx(2 / 3 * beijing)
    assert gaps.loc[("anhui", "gansu", "net", "all"), "gap"] == 0


@pytest.mark.slow
def test_many_provinces_that_do_not_differ_are_found_to_differ_one_time_in_twenty():
    # Eight provinces draw their provisions on both texts together.
    weights, *others = (read_table(t) for t in ("weights", "provisions", "policy_areas", "terms"))
    mass = sum_mass(weights, *others)
    mass = mass[[c for c in mass.columns if c[1] == "all" or c == TOTAL]]
    rng = np.random.default_rng(3)
    names = [f"p{k}" for k in range(8)]
    rejected = np.zeros(2)
    for round_ in range(120):
        sizes = rng.integers(15, 40, 8)
        index = pd.MultiIndex.from_tuples(
            [(p, f"{p}-{i}") for p, n in zip(names, sizes, strict=True) for i in range(n)],
            names=["province", "provision_id"],
        )
        drawn = mass.iloc[rng.integers(0, len(mass), sizes.sum())].set_axis(index, axis=0)
        for kind, compared in enumerate((comparisons(names), province_pairs(names))):
            _, p_adjusted = gap_p_values(drawn, compared, draws=200, seed=round_)
            rejected[kind] += p_adjusted.min() < 0.05
    # 99 % of runs of 120 at a true 5 % lie below 13 rejections.
    assert (rejected < 13).all()


def test_where_nothing_varies_nothing_is_found():
    mass = matrix([0.0] * 4, [10.0, 9.0, 8.0, 7.0], "aabb")
    _, permuted = permute_provinces(mass, draws=9, seed=1)
    (draws,) = standardised_gaps(mass, permuted, [("a", "b")])
    assert (draws == 0).all()
    p_value, p_adjusted = gap_p_values(mass, [("a", "b")], draws=9)
    assert (p_value[0, 0], p_adjusted[0, 0]) == (1.0, 1.0)


def test_the_bootstrap_interval_is_that_of_scipy():
    generator = np.random.default_rng(0)
    total = generator.uniform(5, 15, 30)
    net = total * generator.uniform(0, 0.4, 30)
    ours = resample_coverage(matrix(list(net), list(total), "a" * 30), draws=10_000)["a"][:, 0]
    theirs = stats.bootstrap(
        (net, total), lambda x, y: x.sum() / y.sum(), paired=True, vectorized=False,
        n_resamples=3_000, method="percentile", rng=0,
    ).confidence_interval  # fmt: skip
    assert np.percentile(ours, [2.5, 97.5]) == pytest.approx([theirs.low, theirs.high], abs=0.006)


@pytest.mark.parametrize(
    ("p_adjusted", "low", "high", "verdict"),
    [
        (0.049, 0.001, 0.02, "diverges"),
        (0.049, -0.02, -0.001, "diverges"),
        (0.049, -0.005, 0.02, "undetermined"),
        (0.049, -0.005, 0.005, "similar"),
        (0.05, -0.005, 0.005, "similar"),
        (0.05, -0.01, 0.005, "undetermined"),
        (0.05, 0.001, 0.02, "undetermined"),
        (1.0, -0.2, 0.2, "undetermined"),
    ],
)
def test_verdicts_at_their_borders(p_adjusted, low, high, verdict):
    gaps = pd.DataFrame({"p_adjusted": [p_adjusted], "conf_low": [low], "conf_high": [high]})
    assert judge_gaps(gaps, np.array([True]), margin=0.01).tolist() == [verdict]
    # Too few provisions take back that they are similar, and nothing else.
    short = {"similar": "undetermined"}.get(verdict, verdict)
    assert judge_gaps(gaps, np.array([False]), margin=0.01).tolist() == [short]


def test_likeness_needs_five_provisions_with_a_term_or_many_without():
    sizes = {"a": (5, 5), "b": (4, 999), "c": (0, 1000), "d": (4, 5)}
    net = [float(i < held) for held, n in sizes.values() for i in range(n)]
    provinces = "".join(p * n for p, (_, n) in sizes.items())
    mass = matrix(net, [9.0] * len(net), provinces)
    pairs = [("a", "a"), ("a", "b"), ("b", "a"), ("a", "c"), ("c", "a"), ("c", "d")]
    enough = enough_provisions(mass, pairs, margin=0.01)[:, 0]
    assert enough.tolist() == [True, False, False, True, True, False]
    # The others together have five, or a thousand; a fifth of the margin asks for five thousand.
    against_others = [(p, OTHERS) for p in "abcd"]
    assert enough_provisions(mass, against_others, margin=0.01)[:, 0].tolist() == [
        True, False, True, False,
    ]  # fmt: skip
    assert not enough_provisions(mass, [("a", "c")], margin=0.002).any()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("sizes", "shares"),
    [
        ((2, 2), (0.05, 0.15)),
        ((10, 10), (0.0, 0.1)),
        ((50, 5), (0.17, 0.5)),
        ((50, 1), (0.67, 1.0)),
    ],
)
def test_gaps_of_a_margin_are_rarely_found_similar(sizes, shares):
    """Provisions hold a term in these shares; their coverages differ by one point in the mean."""
    generator = np.random.default_rng(7)
    size = 0.01 / (shares[1] - shares[0])
    a, b = ("a" * sizes[0], "b" * sizes[1])
    said, held_back = 0, 0
    for seed in range(300):
        held = np.concatenate([generator.random(n) < f for n, f in zip(sizes, shares, strict=True)])
        net = held * generator.gamma(2, size / 2, sum(sizes))
        mass = matrix(net.tolist(), [1.0] * sum(sizes), a + b)
        drawn = resample_coverage(mass, draws=200, seed=seed)
        low, high = np.percentile(drawn["a"] - drawn["b"], [2.5, 97.5], axis=0)
        gaps = pd.DataFrame({"p_adjusted": 1.0, "conf_low": low, "conf_high": high})
        enough = enough_provisions(mass, [("a", "b")])[0]
        said += (judge_gaps(gaps, enough) == "similar").sum()
        held_back += (judge_gaps(gaps, np.array([True])) == "similar").sum()
    # 99 % of runs of 300 at a true 5 % lie below 25. Without the rule it would be one in ten or more.
    assert said < 25
    assert held_back > 30


@pytest.mark.slow
@given(st.lists(st.floats(0, 5), min_size=6, max_size=6))
def test_swapping_the_provinces_turns_the_gaps_round(net):
    total = [10.0] * 6
    there, back = (matrix(net, total, order) for order in ("aaabbb", "bbbaaa"))
    (gap,), (turned,) = (
        [gaps[0, 0] for gaps in standardised_gaps(mass, [permute_provinces(mass, draws=1, seed=1)[0][None, :]], [("a", "b")])]
        for mass in (there, back)
    )  # fmt: skip
    assert gap == pytest.approx(-turned)
    (forth,), (round_,) = (
        standardised_gaps(there, [np.array([[0, 1, 0, 1, 0, 1]])], [pair])
        for pair in (("a", "b"), ("b", "a"))
    )
    assert forth == pytest.approx(-round_)


def test_the_published_gaps_follow_from_the_published_coverage():
    divergence, coverage = read_table("divergence"), read_table("coverage")
    value = coverage.set_index(["province", "area", "topic"])["coverage"]
    for row in divergence.itertuples():
        a = value[row.province_a, row.area, row.topic]
        b = value[row.province_b, row.area, row.topic]
        assert row.gap == pytest.approx(a - b, abs=1e-9)
        assert row.conf_low <= row.gap <= row.conf_high
        if a > 0 and b > 0:
            assert row.log2_ratio == pytest.approx(math.log2(a / b), abs=1e-7)
        assert 0 < row.p_value <= row.p_adjusted <= 1


def test_intervals_leave_out_a_fortieth_of_the_draws_at_each_end():
    weights, *others = (read_table(t) for t in ("weights", "provisions", "policy_areas", "terms"))
    mass = sum_mass(weights, *others)
    draws = resample_coverage(mass)
    coverage = area_coverage(weights, *others)
    divergence = province_gaps(weights, *others)
    columns = list(mass.columns.drop(TOTAL))
    coverage = coverage.set_index(["province", "area", "topic"])
    divergence = divergence.set_index(["area", "topic"])
    for i, key in enumerate(columns):
        rows = [(coverage.loc[(p, *key)], draws[p][:, i]) for p in ("gansu", "hebei")]
        rows.append((divergence.loc[key], draws["gansu"][:, i] - draws["hebei"][:, i]))
        for row, values in rows:
            # Ends are written with ten digits, and many draws may equal an end, such as 0.
            below, above = (values < row["conf_low"] - 1e-9), (values > row["conf_high"] + 1e-9)
            assert below.mean() <= 0.025 <= (values <= row["conf_low"] + 1e-9).mean() + 1e-4
            assert above.mean() <= 0.025 <= (values >= row["conf_high"] - 1e-9).mean() + 1e-4


def test_draws_and_deals_in_blocks_are_those_at_one_go(monkeypatch):
    mass = three_provinces()
    whole = resample_coverage(mass, draws=50), [*permute_provinces(mass, draws=50, seed=3)[1]]
    p_values = gap_p_values(mass, province_pairs("abc"), draws=50)
    assert len(whole[1]) == 1
    # Blocks of four deals, or of twelve draws of three provisions, instead of one.
    small = partial(draw_blocks, cells=36)
    monkeypatch.setattr("analysis.stats.resample.draw_blocks", small)
    monkeypatch.setattr("analysis.studies.gaps.measure.draw_blocks", small)
    blocks = [*permute_provinces(mass, draws=50, seed=3)[1]]
    assert [len(block) for block in blocks] == [4] * 12 + [2]
    assert np.array_equal(np.concatenate(blocks), whole[1][0])
    for province, values in resample_coverage(mass, draws=50).items():
        assert np.allclose(values, whole[0][province], rtol=0, atol=1e-15)
    for ours, theirs in zip(
        gap_p_values(mass, province_pairs("abc"), draws=50), p_values, strict=True
    ):
        assert np.array_equal(ours, theirs)

import math
from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from analysis.coverage import TOTAL, area_coverage, resample_coverage, sum_mass
from analysis.divergence import (
    judge_gaps,
    permutation_p,
    permute_gaps,
    province_gaps,
    standardised_gaps,
    word_keyness,
)
from analysis.tables import check_table, read_table
from analysis.weights import weigh_terms


def matrix(net: list[float], total: list[float], provinces: str) -> pd.DataFrame:
    rows = pd.MultiIndex.from_tuples(
        [(p, f"{p}-{i}") for i, p in enumerate(provinces)], names=["province", "provision_id"]
    )
    return pd.DataFrame({("net", "all"): net, TOTAL: total}, index=rows)


def test_gaps_by_hand(small):
    weights = weigh_terms(small.term_counts, small.provisions)
    gaps = province_gaps(weights, small.provisions, small.areas, small.terms, draws=200)
    gaps = check_table(gaps, "divergence").set_index(["area", "topic"])
    rare = math.log(2) + 1
    anhui = 2 * rare / (2 * rare + 4)
    beijing = rare / (rare + 1)
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
    in_a = np.array([[True, True, True, False, False, False]])
    assert standardised_gaps(mass, in_a)[0, 0] == pytest.approx(observed)
    draws = permute_gaps(mass, draws=20_000)
    p_value, p_adjusted = permutation_p(np.array([observed]), draws)
    assert p_value[0] == pytest.approx(exact, abs=0.01)
    assert p_adjusted[0] == p_value[0]  # a single area needs no adjustment
    assert {round(t, 9) for t in draws[:, 0]} == {round(t, 9) for t in everyone}


def test_max_t_by_hand():
    # The largest of each draw: 2, 3, 1, 3. Alone, |T| = 2 is reached by one draw of the first
    # column, |T| = 3 by two of the second; of the largest, 2 by three and 3 by two.
    permuted = np.array([[2.0, 1.0], [-1.0, 3.0], [1.0, -1.0], [-1.0, -3.0]])
    p_value, p_adjusted = permutation_p(np.array([2.0, -3.0]), permuted)
    assert p_value.tolist() == [2 / 5, 3 / 5]
    assert p_adjusted.tolist() == [4 / 5, 3 / 5]


def test_where_nothing_varies_nothing_is_found():
    mass = matrix([0.0] * 4, [10.0, 9.0, 8.0, 7.0], "aabb")
    draws = permute_gaps(mass, draws=9)
    assert (draws == 0).all()
    p_value, p_adjusted = permutation_p(np.array([0.0]), draws)
    assert (p_value[0], p_adjusted[0]) == (1.0, 1.0)


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
    assert judge_gaps(gaps, margin=0.01).tolist() == [verdict]


def test_keyness_by_hand():
    # a: 网 3, 路 1; b: 网 1, 路 3. Shares 1/2 each; with 4 pseudo-counts the prior is 2 and 2.
    provisions = pd.DataFrame({"provision_id": ["a-1", "b-1"], "province": ["a", "b"]})
    counts = pd.DataFrame(
        [("a-1", "网", 3), ("a-1", "路", 1), ("b-1", "网", 1), ("b-1", "路", 3)],
        columns=["provision_id", "term", "n"],
    )
    table = check_table(word_keyness(counts, provisions, prior_size=4), "keyness")
    table = table.set_index("term")
    # (3 + 2) / (4 + 4 - 5) = 5/3 against (1 + 2) / (4 + 4 - 3) = 3/5
    assert table.loc["网", "log_odds"] == pytest.approx(math.log(5 / 3) - math.log(3 / 5))
    assert table.loc["网", "std_error"] == pytest.approx(math.sqrt(1 / 5 + 1 / 3))
    assert table.loc["网", "z"] == pytest.approx(1.0217 / 0.7303, abs=1e-3)
    assert table.loc["路", "z"] == pytest.approx(-table.loc["网", "z"])
    assert table.loc["网", ["n_a", "n_b"]].tolist() == [3, 1]


@given(st.lists(st.floats(0, 5), min_size=6, max_size=6))
def test_swapping_the_provinces_turns_the_gaps_round(net):
    total = [10.0] * 6
    there = permute_gaps(matrix(net, total, "aaabbb"), draws=50)
    back = permute_gaps(matrix(net, total, "bbbaaa"), draws=50)
    assert there == pytest.approx(back)
    p_there, _ = permutation_p(np.array([1.5]), there)
    p_back, _ = permutation_p(np.array([-1.5]), back)
    assert p_there == pytest.approx(p_back)


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
    coverage = area_coverage(weights, read_table("hits"), *others)
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

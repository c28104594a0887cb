import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.spatial.distance import jensenshannon

from analysis.stats.mass import TOTAL, sum_mass
from analysis.stats.resample import permute_provinces
from analysis.store.tables import check_table, read_table
from analysis.studies.profiles.measure import (
    area_profiles,
    compare_profiles,
    distances,
    jensen_shannon,
    map_provinces,
    order_by_profile,
)

SHARES = st.lists(st.floats(0.001, 1), min_size=4, max_size=4)


def mass_of(rows: list[tuple[str, float, float, float]]) -> pd.DataFrame:
    """Provisions with their province, mass on two areas and on all words."""
    index = pd.MultiIndex.from_tuples(
        [(row[0], f"{row[0]}-{i}") for i, row in enumerate(rows)],
        names=["province", "provision_id"],
    )
    columns = pd.MultiIndex.from_tuples(
        [("net", "all"), ("sec", "all"), TOTAL], names=["area", "topic"]
    )
    return pd.DataFrame([row[1:] for row in rows], index=index, columns=columns)


MASS = mass_of(
    [
        ("a", 3.0, 1.0, 9.0), ("a", 0.0, 2.0, 5.0), ("a", 2.0, 0.0, 8.0),
        ("b", 1.0, 4.0, 7.0), ("b", 0.0, 1.0, 6.0),
        ("c", 1.0, 1.0, 4.0), ("c", 5.0, 2.0, 9.0),
    ]
)  # fmt: skip


def table(divergences: dict[tuple[str, str], float]) -> pd.DataFrame:
    return pd.DataFrame(
        [(a, b, value, 0.01, 0.5, 0.5) for (a, b), value in divergences.items()],
        columns=["province_a", "province_b", "jensen_shannon", "expected", "p_value", "p_adjusted"],
    )


@given(SHARES, SHARES)
def test_the_divergence_is_that_of_scipy_lies_in_0_1_and_is_symmetric(first, second):
    p, q = (np.array(values) / sum(values) for values in (first, second))
    value = jensen_shannon(p, q)
    assert value == pytest.approx(jensenshannon(p, q, base=2) ** 2, abs=1e-9)
    assert 0 <= value <= 1
    assert value == pytest.approx(jensen_shannon(q, p))


def test_equal_profiles_are_0_apart_and_those_without_anything_common_1():
    p, q = np.array([0.5, 0.5, 0.0]), np.array([0.0, 0.0, 1.0])
    assert jensen_shannon(p, p) == 0
    assert jensen_shannon(p, q) == 1


def test_a_province_without_a_hit_has_no_profile():
    coverage = pd.DataFrame(
        [("a", "net", "all", 0.02), ("a", "net", "x", 0.02), ("a", "sec", "all", 0.06),
         ("b", "net", "all", 0.0), ("b", "sec", "all", 0.0)],
        columns=["province", "area", "topic", "coverage"],
    )  # fmt: skip
    profiles = area_profiles(coverage)
    assert profiles.index.tolist() == ["a"]
    assert profiles.loc["a"].to_dict() == pytest.approx({"net": 0.25, "sec": 0.75})


def test_profiles_are_compared_with_those_of_provisions_dealt_out():
    compared = check_table(compare_profiles(MASS, draws=200, seed=4), "profile_divergence")
    _, permuted = permute_provinces(MASS, draws=200, seed=4)
    of_areas = MASS.drop(columns=[TOTAL]).to_numpy()
    total = MASS[TOTAL].to_numpy()

    def profile(chosen: np.ndarray) -> np.ndarray:
        coverage = of_areas[chosen].sum(axis=0) / total[chosen].sum()
        return coverage / coverage.sum() if coverage.sum() else coverage

    own = np.array([0, 0, 0, 1, 1, 2, 2])
    pairs = [(0, 1), (0, 2), (1, 2)]
    drawn = np.array(
        [
            [jensen_shannon(profile(d == i), profile(d == j)) for i, j in pairs]
            for block in permuted
            for d in block
        ]
    )
    observed = np.array([jensen_shannon(profile(own == i), profile(own == j)) for i, j in pairs])
    assert compared["jensen_shannon"].tolist() == pytest.approx(observed)
    assert compared["expected"].tolist() == pytest.approx(drawn.mean(axis=0))
    p_value = (1 + (drawn >= observed - 1e-9).sum(axis=0)) / 201
    assert compared["p_value"].tolist() == pytest.approx(p_value)
    scores = (drawn - drawn.mean(axis=0)) / drawn.std(axis=0)
    score = (observed - drawn.mean(axis=0)) / drawn.std(axis=0)
    adjusted = (1 + (scores.max(axis=1)[:, None] >= score - 1e-9).sum(axis=0)) / 201
    assert compared["p_adjusted"].tolist() == pytest.approx(adjusted)


def test_one_pair_needs_no_adjustment_and_one_province_makes_none():
    (pair,) = compare_profiles(MASS.loc[["a", "b"]], draws=99).itertuples()
    assert pair.p_value == pair.p_adjusted
    assert compare_profiles(MASS.loc[["a"]], draws=9).empty
    assert list(compare_profiles(MASS.loc[["a"]], draws=9).columns) == list(table({}).columns)


def test_a_province_without_a_hit_is_left_out_and_its_provisions_are_not_dealt():
    bare = mass_of([("d", 0.0, 0.0, 5.0), ("d", 0.0, 0.0, 6.0)])
    with_bare = compare_profiles(pd.concat([MASS, bare]), draws=99, seed=4)
    pd.testing.assert_frame_equal(with_bare, compare_profiles(MASS, draws=99, seed=4))


def test_the_published_divergence_follows_from_the_published_coverage():
    (row,) = read_table("profile_divergence").itertuples()
    profiles = area_profiles(read_table("coverage"))
    p, q = (profiles.loc[province].to_numpy() for province in (row.province_a, row.province_b))
    assert row.jensen_shannon == pytest.approx(jensenshannon(p, q, base=2) ** 2, abs=1e-9)
    mass = sum_mass(*(read_table(t) for t in ("weights", "provisions", "policy_areas", "terms")))
    again = compare_profiles(mass)
    assert row.p_value == pytest.approx(again["p_value"].iloc[0], abs=1e-9)


def test_distances_are_roots_and_the_same_both_ways():
    matrix = distances(table({("a", "b"): 0.04, ("a", "c"): 0.09, ("b", "c"): 0.16}))
    assert matrix.loc["a", "b"] == matrix.loc["b", "a"] == pytest.approx(0.2)
    assert matrix.to_numpy().tolist() == pytest.approx(
        np.array([[0, 0.2, 0.3], [0.2, 0, 0.4], [0.3, 0.4, 0]])
    )


def test_like_profiles_stand_side_by_side():
    shares = {"a": 0.1, "b": 0.9, "c": 0.15, "d": 0.8, "e": 0.5}
    profiles = pd.DataFrame({"net": shares, "sec": {p: 1 - s for p, s in shares.items()}})
    order = order_by_profile(profiles)
    assert order in ([*"acedb"], [*"bdeca"])
    assert order_by_profile(profiles.head(3)) == [*"abc"]


def test_a_map_of_places_in_a_plane_is_true_and_has_no_stress():
    at = pd.DataFrame({"x": [0.0, 0.3, 0.0, 0.2], "y": [0.0, 0.0, 0.4, 0.1]}, index=[*"abcd"])
    apart = {
        (a, b): ((at.loc[a] - at.loc[b]) ** 2).sum()
        for i, a in enumerate(at.index) for b in at.index[i + 1 :]
    }  # fmt: skip
    mapped = map_provinces(table(apart))
    assert mapped.stress == pytest.approx(0, abs=1e-6)
    places = mapped.places.set_index("province")
    for (a, b), squared in apart.items():
        assert ((places.loc[a] - places.loc[b]) ** 2).sum() == pytest.approx(squared, abs=1e-6)


@pytest.mark.filterwarnings("error")
def test_where_all_are_alike_they_lie_in_one_place():
    mapped = map_provinces(table({("a", "b"): 0.0, ("a", "c"): 0.0, ("b", "c"): 0.0}))
    assert mapped.stress == 0
    assert mapped.places[["x", "y"]].to_numpy().tolist() == [[0.0, 0.0]] * 3


def test_the_stress_of_a_map_is_kruskals():
    # Four that are all equally far apart do not fit in a plane.
    apart = {(a, b): 0.25 for i, a in enumerate("abcd") for b in "abcd"[i + 1 :]}
    mapped = map_provinces(table(apart))
    at = mapped.places.set_index("province")
    drawn = np.array([np.sqrt(((at.loc[a] - at.loc[b]) ** 2).sum()) for a, b in apart])
    stress = np.sqrt(((drawn - 0.5) ** 2).sum() / (drawn**2).sum())
    assert mapped.stress == pytest.approx(stress, abs=1e-4)
    assert mapped.stress > 0.1


def test_where_no_province_has_a_hit_there_is_nothing_to_compare():
    table = compare_profiles(MASS.mul([0.0] * (MASS.shape[1] - 1) + [1.0]), draws=20)
    assert len(table) == 0
    assert list(table.columns) == [
        "province_a", "province_b", "jensen_shannon", "expected", "p_value", "p_adjusted",
    ]  # fmt: skip

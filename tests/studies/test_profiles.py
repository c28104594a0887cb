from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_up import coverage_of_many, many_names, many_provinces, none_of, texts
from scipy.spatial.distance import jensenshannon

from analysis.say.catalogue import say
from analysis.stats.mass import TOTAL, sum_mass
from analysis.stats.resample import permute_provinces
from analysis.store.tables import check_table, read_table
from analysis.studies.profiles import report
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


def pairs(rows) -> pd.DataFrame:
    return pd.DataFrame(
        [(*row[:2], row[2], 0.05, row[3], row[3]) for row in rows],
        columns=["province_a", "province_b", "jensen_shannon", "expected", "p_value", "p_adjusted"],
    )


def test_a_pair_is_said_with_what_chance_makes(names):
    (said,) = report.statements(pairs([("anhui", "beijing", 0.0186, 0.92)]), names)
    assert said.en == (
        "Anhui and Beijing, 0.019 bits apart; with provisions dealt out at random 0.050 on "
        "average, adjusted p = 0.920."
    )
    assert (
        said.zh == "安徽与北京的领域构成相差0.019比特；条款随机重分时平均为0.050，校正后p = 0.920。"
    )


@pytest.mark.parametrize(
    ("p", "en", "zh"),
    [
        (0.049, "more than chance makes", "超出偶然"),
        (0.05, "no more than chance may make", "未超出偶然"),
    ],
)
def test_the_headline_says_beyond_chance_only_below_the_level(names, p, en, zh):
    said = report.headline(pairs([("anhui", "beijing", 0.2, p)]), names)
    assert said.en == f"The profiles of Anhui and Beijing: 0.200 bits, {en}"
    assert said.zh == f"安徽与北京的领域构成相差0.200比特，{zh}"


def test_of_four_the_nearest_the_farthest_and_the_one_apart_are_named(small):
    names = many_names(5, small.areas)
    rows = [
        ("anhui", "beijing", 0.01, 0.9), ("anhui", "chongqing", 0.02, 0.8),
        ("anhui", "fujian", 0.30, 0.04), ("beijing", "chongqing", 0.005, 0.95),
        ("beijing", "fujian", 0.35, 0.03), ("chongqing", "fujian", 0.28, 0.06),
    ]  # fmt: skip
    counted, nearest, farthest, alone = report.statements(pairs(rows), names)
    assert counted.en.startswith("2 of 6 pairs of profiles lie farther apart than chance sets them")
    assert counted.zh.startswith("6对省份中，有2对的领域构成之差超出偶然")
    assert nearest.en.startswith("Nearest: Beijing and Chongqing, 0.005 bits apart")
    assert nearest.zh.startswith("最接近：北京与重庆的领域构成相差0.005比特")
    assert farthest.en.startswith("Farthest: Beijing and Fujian, 0.350 bits apart")
    # (0.30 + 0.35 + 0.28) / 3
    assert alone.en == "Farthest from the other provinces on average: Fujian, 0.310 bits."
    assert alone.zh == "与其他各省平均相差最大的是福建：0.310比特。"
    headline = report.headline(pairs(rows), names)
    assert headline.en == (
        "The profiles farthest apart are those of Beijing and Fujian: 0.350 bits, more than chance "
        "makes"
    )
    assert headline.zh == "领域构成相差最大的是北京与福建：0.350比特，超出偶然"


def test_without_two_profiles_there_is_nothing_to_compare(names):
    empty = none_of("profile_divergence")
    assert list(report.statements(empty, names)) == [say("profiles.none")]
    assert report.headline(empty, names).zh == "有命中的省不足两个，没有领域构成可比"


def apart(n: int) -> pd.DataFrame:
    pairs = list(combinations(many_provinces(n), 2))
    table = pd.DataFrame(pairs, columns=["province_a", "province_b"])
    near = [i / len(pairs) / 2 for i in range(len(pairs))]
    return table.assign(
        jensen_shannon=near, expected=0.1, p_value=0.5, p_adjusted=[0.01] + [0.5] * (len(pairs) - 1)
    )


@pytest.mark.usefixtures("style")
def test_two_profiles_are_bars_of_shares_that_add_up_to_1(names):
    coverage = pd.DataFrame(
        [("anhui", "net", "all", 0.03), ("anhui", "sec", "all", 0.01),
         ("beijing", "net", "all", 0.001), ("beijing", "sec", "all", 0.049)],
        columns=["province", "area", "topic", "coverage"],
    )  # fmt: skip
    (ax,) = report.plot(apart(2), coverage, names).flat
    widths = [round(bar.get_width(), 3) for bar in ax.patches]
    assert widths == [0.75, 0.02, 0.25, 0.98]
    assert [bar.get_x() for bar in ax.patches[2:]] == pytest.approx([0.75, 0.02])
    # A number that does not fit is left out.
    assert texts(ax) == ["75%", "", "25%", "98%"]
    assert [label.get_text() for label in ax.get_yticklabels()] == ["北京\nBeijing", "安徽\nAnhui"]
    assert [bar.get_url() for bar in ax.patches[:2]] == [
        "reader.html?province=anhui&area=net", "reader.html?province=beijing&area=net",
    ]  # fmt: skip
    assert [label.get_text() for label in ax.get_legend().texts] == [
        "网络\nNetworks",
        "安全\nSecurity",
    ]


@pytest.mark.usefixtures("style")
def test_one_province_has_a_profile_and_none_without_hits(names):
    coverage = pd.DataFrame(
        [("anhui", "net", "all", 0.0), ("anhui", "sec", "all", 0.0)],
        columns=["province", "area", "topic", "coverage"],
    )
    (ax,) = report.plot(none_of("profile_divergence"), coverage, names).flat
    assert not ax.patches
    covered = coverage.assign(coverage=[0.02, 0.0])
    (ax,) = report.plot(none_of("profile_divergence"), covered, names).flat
    assert texts(ax) == ["100%", ""]


@pytest.mark.usefixtures("style")
def test_profiles_that_are_all_alike_still_have_a_scale(small):
    coverage = coverage_of_many(4, small.areas).assign(coverage=0.01)
    axes = report.plot(apart(4).assign(jensen_shannon=0.0), coverage, many_names(4, small.areas))
    assert axes.flat[0].collections[0].get_clim() == (0, 0.01)


@pytest.mark.usefixtures("style")
@pytest.mark.parametrize(
    ("scale", "written"),
    [
        (1, {"0.00", "0.08", "0.17", "0.25", "0.33", "0.42"}),
        (0.01, {"0.0000", "0.0008", "0.0017", "0.0025", "0.0033", "0.0042"}),
    ],
)
def test_the_largest_divergence_is_written_with_two_digits(small, scale, written):
    divergence = apart(4).assign(jensen_shannon=lambda table: table["jensen_shannon"] * scale)
    names, coverage = many_names(4, small.areas), coverage_of_many(4, small.areas)
    assert set(texts(report.plot(divergence, coverage, names).flat[0])) == written


@pytest.mark.slow
@pytest.mark.usefixtures("style")
@pytest.mark.parametrize("n", [4, 31])
def test_many_profiles_are_a_matrix_and_a_map(small, n):
    names, coverage = many_names(n, small.areas), coverage_of_many(n, small.areas)
    matrix, plane = report.plot(apart(n), coverage, names).flat[:2]
    order = order_by_profile(area_profiles(coverage))
    assert [label.get_text() for label in matrix.get_xticklabels()] == [
        names.both(p) for p in order
    ]
    values = matrix.collections[0].get_array()
    a, b = (order.index(p) for p in many_provinces(3)[1:])
    row = apart(n).set_index(["province_a", "province_b"]).loc[tuple(many_provinces(3)[1:])]
    assert values[a, b] == values[b, a] == pytest.approx(row["jensen_shannon"])
    assert values.mask.diagonal().all()
    # Numbers only where they can be read; one pair is beyond chance, and marked on both sides.
    assert len(matrix.texts) == (n * (n - 1) if n <= 10 else 0)
    assert len(matrix.lines) == 2
    assert sorted(texts(plane)) == sorted(names.both(p) for p in order)
    # The matrix stands on the left, or its title would run over the edge.
    matrix.figure.draw_without_rendering()
    assert matrix.get_position().x0 < 0.25
    assert "stress-1 0." in plane.get_title(loc="left")
    assert matrix.figure.get_figheight() < 14


@pytest.mark.usefixtures("style")
def test_the_figure_says_what_its_statements_say(names, tmp_path):
    coverage = pd.DataFrame(
        [(p, area, "all", 0.02) for p in ("anhui", "beijing") for area in ("net", "sec")],
        columns=["province", "area", "topic", "coverage"],
    )
    saved = report.draw(apart(2), coverage, names, source="made up", folder=tmp_path)
    assert saved.name == "profiles"
    assert saved.title == report.headline(apart(2), names)
    assert saved.alt.en.startswith("Matrix and map of how far the profiles of areas lie apart. ")
    assert saved.alt.zh.endswith(report.statements(apart(2), names)[0].zh)
    assert {path.name for path in tmp_path.iterdir()} == {"profiles.svg", "profiles.png"}

from itertools import combinations

import pandas as pd
import pytest
from made_up import coverage_of_many, many_names, many_provinces, none_of, texts

from analysis.studies.profiles.measure import area_profiles, order_by_profile
from analysis.studies.profiles.report import plot_profiles

pytestmark = pytest.mark.usefixtures("style")


def apart(n: int) -> pd.DataFrame:
    pairs = list(combinations(many_provinces(n), 2))
    table = pd.DataFrame(pairs, columns=["province_a", "province_b"])
    near = [i / len(pairs) / 2 for i in range(len(pairs))]
    return table.assign(
        jensen_shannon=near, expected=0.1, p_value=0.5, p_adjusted=[0.01] + [0.5] * (len(pairs) - 1)
    )


def test_two_profiles_are_bars_of_shares_that_add_up_to_1(names):
    coverage = pd.DataFrame(
        [("anhui", "net", "all", 0.03), ("anhui", "sec", "all", 0.01),
         ("beijing", "net", "all", 0.001), ("beijing", "sec", "all", 0.049)],
        columns=["province", "area", "topic", "coverage"],
    )  # fmt: skip
    (ax,) = plot_profiles(apart(2), coverage, names).flat
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


def test_one_province_has_a_profile_and_none_without_hits(names):
    coverage = pd.DataFrame(
        [("anhui", "net", "all", 0.0), ("anhui", "sec", "all", 0.0)],
        columns=["province", "area", "topic", "coverage"],
    )
    (ax,) = plot_profiles(none_of("profile_divergence"), coverage, names).flat
    assert not ax.patches
    covered = coverage.assign(coverage=[0.02, 0.0])
    (ax,) = plot_profiles(none_of("profile_divergence"), covered, names).flat
    assert texts(ax) == ["100%", ""]


def test_profiles_that_are_all_alike_still_have_a_scale(small):
    coverage = coverage_of_many(4, small.areas).assign(coverage=0.01)
    axes = plot_profiles(apart(4).assign(jensen_shannon=0.0), coverage, many_names(4, small.areas))
    assert axes.flat[0].images[0].get_clim() == (0, 0.01)


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
    assert set(texts(plot_profiles(divergence, coverage, names).flat[0])) == written


@pytest.mark.parametrize("n", [4, 31])
def test_many_profiles_are_a_matrix_and_a_map(small, n):
    names, coverage = many_names(n, small.areas), coverage_of_many(n, small.areas)
    matrix, plane = plot_profiles(apart(n), coverage, names).flat[:2]
    order = order_by_profile(area_profiles(coverage))
    assert [label.get_text() for label in matrix.get_xticklabels()] == [
        names.both(p) for p in order
    ]
    values = matrix.images[0].get_array()
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

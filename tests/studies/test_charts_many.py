from itertools import pairwise

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from made_up import gaps_of_many, many_names, many_provinces, none_of, texts

from analysis.draw.style import BLUE
from analysis.draw.svg import save_figure
from analysis.say.wording import Statement
from analysis.studies.contributions.report import plot_contributions
from analysis.studies.gaps.report import plot_gaps
from analysis.studies.keyness.report import plot_characteristic_words, plot_keyness

pytestmark = pytest.mark.usefixtures("style")
MANY = [7, 31]


def overlapping(axes: np.ndarray) -> list[tuple[str, str]]:
    """Labels of the rows of a panel that lie over each other, once all is laid out."""
    figure = axes.flat[0].figure
    figure.draw_without_rendering()
    found = []
    for ax in axes.flat:
        labels = [
            label for label in ax.get_yticklabels() if label.get_visible() and label.get_text()
        ]
        boxes = [(label.get_window_extent(), label.get_text()) for label in labels]
        boxes.sort(key=lambda box: box[0].y0)
        found += [(a[1], b[1]) for a, b in pairwise(boxes) if a[0].y1 > b[0].y0 + 1]
    return found


@pytest.mark.parametrize("n", MANY)
def test_gaps_of_many_are_filled_by_verdict(small, n):
    names, areas = many_names(n, small.areas), small.areas
    axes = plot_gaps(gaps_of_many(n, areas), none_of("placebo"), areas, names, margin=0.01)
    net, _ = axes.flat
    dots = [line for line in net.lines if len(line.get_xdata()) == 1]
    # From the first province, on top, to the last.
    assert [dot.get_ydata()[0] for dot in dots] == list(range(n - 1, -1, -1))
    assert dots[3].get_xdata()[0] == pytest.approx(1.0)
    faces = [dot.get_markerfacecolor() for dot in dots]
    assert (faces[0], faces[1], faces[-1]) == ("#BDBDBD", "white", BLUE)
    assert dots[0].get_url() == "reader.html?province=anhui&area=net"
    assert "Gap to the mean of the others" in net.texts[0].get_text()
    assert overlapping(axes) == []
    assert net.figure.get_figheight() < 14


def test_the_widest_gap_of_each_area_is_taken_apart(small):
    names, gaps = many_names(7, small.areas), gaps_of_many(7, small.areas)
    # The last province has the widest gap, (6 - 2) / 100.
    last = many_provinces(7)[-1]
    contributions = pd.DataFrame(
        [(p, "others", "net", "词", 0.04 if p == last else 0.0) for p in many_provinces(7)],
        columns=["province_a", "province_b", "area", "term", "contribution"],
    )
    # In the order of areas, whoever has the gap, and without an area that has none.
    moved = gaps["province_a"].mask((gaps["area"] == "sec") & (gaps["province_a"] == last), "anhui")
    first = plot_contributions(contributions, gaps.assign(province_a=moved), names)
    assert [ax.get_title(loc="left").split("\n")[1] for ax in first.flat] == [
        f"{names.zh(last)}–其他各省", "安徽–其他各省",
    ]  # fmt: skip
    none = gaps.assign(gap=gaps["gap"].where(gaps["area"] == "net", 0.0))
    axes = plot_contributions(contributions, none, names)
    assert [ax.get_visible() for ax in axes.flat] == [True, False]
    axes = plot_contributions(contributions, gaps, names)
    assert [ax.get_title(loc="left") for ax in axes.flat] == [
        f"网络 Networks\n{names.zh(last)}–其他各省", f"安全 Security\n{names.zh(last)}–其他各省",
    ]  # fmt: skip
    assert [bar.get_width() for bar in axes.flat[0].patches] == pytest.approx([4.0, 4.0])


def keyness_of_many(n: int) -> pd.DataFrame:
    rows = [
        (province, "others", f"词{j}", 5, 9, (k + 1) * (j - 3) / 10)
        for k, province in enumerate(many_provinces(n))
        for j in range(12)
    ]
    return pd.DataFrame(rows, columns=["province_a", "province_b", "term", "n_a", "n_b", "z"])


@pytest.mark.parametrize("n", MANY)
def test_each_of_many_has_a_panel_with_its_words(small, n):
    names = many_names(n, small.areas)
    axes = plot_characteristic_words(keyness_of_many(n), names)
    shown = [ax for ax in axes.flat if ax.get_visible()]
    assert [ax.get_title(loc="left") for ax in shown] == [names.both(p) for p in many_provinces(n)]
    # Its own words only, the six highest, the highest on top.
    assert texts(shown[0])[:6] == [f"词{j} 5:9" for j in range(6, 12)]
    assert [bar.get_width() for bar in shown[1].patches] == pytest.approx(
        [2 * (j - 3) / 10 for j in range(6, 12)]
    )
    assert shown[0].patches[0].get_url() == "reader.html?province=anhui&term=词6"
    assert axes.flat[0].figure.get_figheight() < 14


def test_of_many_the_three_that_stand_out_most_are_drawn_word_by_word(small):
    names = many_names(7, small.areas)
    axes = plot_keyness(keyness_of_many(7), names)
    assert len(axes.flat) == 3
    assert "The 3 of 7 provinces whose words stand out most" in axes.flat[0].get_title(loc="left")
    sides = [ax.get_ylabel().splitlines()[0] for ax in axes.flat]
    assert [
        names.both(p) in side for p, side in zip(many_provinces(7)[4:], sides, strict=True)
    ] == [True] * 3


def test_words_below_panels_leave_them_their_width(small, tmp_path):
    n = 7
    axes = plot_gaps(
        gaps_of_many(n, small.areas), none_of("placebo"), small.areas,
        many_names(n, small.areas), margin=0.01,
    )  # fmt: skip
    said = Statement("A", "甲")
    figure = plt.gcf()
    save_figure(figure, "x", title=said, alt=said, source="来源", folder=tmp_path)
    first, second = (ax.get_position() for ax in axes.flat)
    assert first.width == pytest.approx(second.width, rel=0.05)
    assert first.width > 0.3


def test_words_of_the_others_are_not_drawn_as_ones_own(small):
    few = keyness_of_many(7)
    few = few[(few["province_a"] != "anhui") | few["term"].isin(["词0", "词11"])]
    first = plot_characteristic_words(few, many_names(7, small.areas)).flat[0]
    assert texts(first)[:1] == ["词11 5:9"]
    assert len(first.patches) == 1

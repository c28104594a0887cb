"""Forms for many provinces: a panel an area with the provinces as rows, a panel a province."""

from collections.abc import Sequence

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator, PercentFormatter

from analysis.lexicon import ALL
from analysis.style import BLACK, BLUE, GREY, TWO_LINES, label_rows, link_artist
from analysis.wording import Names

# Beside each other at a width at which intervals can still be told apart.
_AREAS_IN_ROW = 4
_PROVINCES_IN_ROW = 4
# Inches: a row of text at 8 points with air, and what titles and scales take.
_ROW, _FRAME = 0.205, 1.9


def area_panels(names: Names, provinces: Sequence[str]) -> tuple[np.ndarray, dict[str, Axes]]:
    """Set up one panel an area; the provinces are the rows of all of them, the first on top.

    Returns the grid of axes, and the axes by area. In each, province number k stands at
    y = len(provinces) - 1 - k.
    """
    n_rows = -(-len(names.areas) // _AREAS_IN_ROW)
    _, axes = plt.subplots(
        n_rows, min(len(names.areas), _AREAS_IN_ROW), sharey=True, squeeze=False,
        figsize=(8, (_FRAME + _ROW * len(provinces)) * n_rows),
    )  # fmt: skip
    labels = [names.both(province) for province in reversed(provinces)]
    panels = dict(zip(names.areas, axes.flat, strict=False))
    for area, ax in panels.items():
        label_rows(ax, labels)
        ax.tick_params(axis="both", labelsize=8)
        ax.set_title(names.both(area, ALL, between="\n"), fontsize=9.5, linespacing=TWO_LINES)
        ax.xaxis.set_major_locator(MaxNLocator(4, steps=[1, 2, 5, 10]))
        ax.hlines(range(len(labels)), 0, 1, transform=ax.get_yaxis_transform(), color="#EDEDED",
                  lw=0.5, zorder=0)  # fmt: skip
    for ax in axes.flat[len(names.areas) :]:
        ax.set_visible(False)
    return axes, panels


def draw_coverage(coverage: pd.DataFrame, order: Sequence[str], names: Names) -> np.ndarray:
    """Draw the coverage of each area with its interval, a panel an area, a row a province."""
    axes, panels = area_panels(names, order)
    rows = coverage[coverage["topic"] == ALL].set_index(["area", "province"])
    for area, ax in panels.items():
        own = rows.loc[area].loc[list(order)]
        for y, row in zip(reversed(range(len(order))), own.itertuples(), strict=True):
            ax.plot([row.conf_low, row.conf_high], [y, y], color=BLUE, lw=1.8, alpha=0.6)
            (dot,) = ax.plot(row.coverage, y, "o", color=BLUE, ms=4.5)
            link_artist(dot, province=row.Index, area=area)
        ax.axvline(own["coverage"].mean(), color=GREY, lw=0.8, ls="--")
        ax.set_xlim(0, (own["conf_high"].max() or 0.1) * 1.08)
        ax.xaxis.set_major_formatter(PercentFormatter(1, decimals=None))
    _label_below(
        axes,
        "覆盖度（占tf-idf总量）及95%区间；虚线：各省平均；相似的省相邻，各图刻度不同\n"
        "Coverage (share of tf-idf mass), 95% interval; dashed: mean; like provinces stand side by "
        "side; scales differ",
    )
    return axes


def draw_gaps(
    gaps: pd.DataFrame, order: Sequence[str], names: Names, *, margin: float
) -> np.ndarray:
    """Draw the gap of each province to the mean of the others, a panel an area, a row a province.

    `gaps` are rows of `divergence` on areas, against OTHERS. A dot is filled where it diverges,
    and grey where it is similar.
    """
    axes, panels = area_panels(names, order)
    rows = gaps.set_index(["area", "province_a"])
    for area, ax in panels.items():
        own = rows.loc[area].loc[list(order)]
        ax.axvspan(-margin * 100, margin * 100, color="#EDEDED", zorder=0)
        ax.axvline(0, color=GREY, lw=0.8)
        for y, row in zip(reversed(range(len(order))), own.itertuples(), strict=True):
            colour = BLUE if row.verdict == "diverges" else BLACK
            face = {"diverges": BLUE, "similar": "#BDBDBD"}.get(row.verdict, "white")
            ax.plot([row.conf_low * 100, row.conf_high * 100], [y, y], color=colour, lw=1.2)
            (dot,) = ax.plot(row.gap * 100, y, "o", ms=4.5, mfc=face, mec=colour, mew=1)
            link_artist(dot, province=row.Index, area=area)
        reach = 1.08 * max(np.abs(ax.dataLim.intervalx))
        ax.set_xlim(-reach, reach)
    _label_below(
        axes,
        "与其他各省平均之差及95%区间（百分点）；蓝点：有分歧；灰点：相近；空心：未定；"
        f"灰带：±{margin * 100:g}\n"
        "Gap to the mean of the others, 95% interval (percentage points); blue: diverges; grey: "
        f"similar; hollow: undetermined; band: ±{margin * 100:g}",
    )
    return axes


def draw_characteristic_words(
    keyness: pd.DataFrame, order: Sequence[str], names: Names, *, n: int = 6
) -> np.ndarray:
    """Draw the words most characteristic of each province against all others, a panel each."""
    n_rows = -(-len(order) // _PROVINCES_IN_ROW)
    _, axes = plt.subplots(
        n_rows, _PROVINCES_IN_ROW, figsize=(8, 0.9 + (0.45 + 0.16 * n) * n_rows), squeeze=False,
        sharex=True,
    )  # fmt: skip
    scores = keyness[keyness["z"] > 0].sort_values(["z", "term"])
    for ax, province in zip(axes.flat, order, strict=False):
        shown = scores[scores["province_a"] == province].tail(n)
        bars = ax.barh(range(len(shown)), shown["z"], height=0.74, color="#A6C8E0")
        for y, (bar, row) in enumerate(zip(bars, shown.itertuples(), strict=True)):
            word = ax.text(0.06, y, f"{row.term} {row.n_a}:{row.n_b}", va="center", fontsize=7.5)
            for mark in (bar, word):
                link_artist(mark, province=province, term=row.term)
        ax.set_title(names.both(province), fontsize=8.5)
        ax.set(yticks=[], ylim=(-0.6, n - 0.4))
        ax.tick_params(axis="x", labelsize=7.5)
        ax.spines["left"].set_visible(False)
        ax.axvline(1.96, color=GREY, lw=0.6, ls="--")
    for ax in axes.flat[len(order) :]:
        ax.set_visible(False)
    _label_below(
        axes,
        "z：加权对数几率 / 标准误；词后为在本省与其他各省的出现次数；虚线：1.96\n"
        "z: weighted log-odds / standard error; after each word its occurrences here : in all "
        "others; dashed: 1.96",
    )
    return axes


def draw_topics(wide: pd.DataFrame, names: Names) -> Axes:
    """Draw the coverage of each topic as a heat map with a scale, a column a province.

    `wide` in percent: rows of areas, which are empty, and topics; columns in order.
    """
    n_rows, n_columns = wide.shape
    _, ax = plt.subplots(figsize=(8, 2.2 + 0.22 * n_rows))
    picture = ax.imshow(wide.to_numpy(), cmap="Blues", vmin=0, aspect="auto", interpolation="none")
    is_topic = wide.index.get_level_values("topic") != ALL
    at, labels = np.arange(n_rows), np.array([names.both(*key) for key in wide.index])
    ax.set_yticks(at[is_topic], labels[is_topic], fontsize=8)
    ax.set_yticks(at[~is_topic], labels[~is_topic], minor=True, fontsize=9)
    ax.set_xticks(range(n_columns), [names.both(p) for p in wide.columns], rotation=90, fontsize=8)
    ax.xaxis.tick_top()
    ax.tick_params(which="both", length=0)
    for spine in ax.spines.values():
        spine.set_visible(False)
    scale = ax.figure.colorbar(picture, ax=ax, shrink=0.6, aspect=30)
    scale.ax.tick_params(labelsize=8)
    scale.outline.set_visible(False)
    ax.set_xlabel(
        "覆盖度（占tf-idf总量的%）；相似的省相邻\n"
        "Coverage (% of tf-idf mass); like provinces stand side by side",
        fontsize=9, linespacing=TWO_LINES,
    )  # fmt: skip
    return ax


def _label_below(axes: np.ndarray, words: str) -> None:
    """Write below all panels, from the left edge of the figure on."""
    bottom = axes[-1, 0]
    label = bottom.annotate(
        words, (0.01, 0), (0, -22), xycoords=("figure fraction", "axes fraction"), va="top",
        textcoords="offset points", fontsize=8, linespacing=TWO_LINES, annotation_clip=False,
    )  # fmt: skip
    # It is wider than its panel, which should not grow; lines of nothing keep its place.
    label.set_in_layout(False)
    bottom.set_xlabel("\n".join(" " for _ in words.splitlines()), fontsize=8, linespacing=TWO_LINES)

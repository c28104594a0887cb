"""Forms that several studies share: a line a province, panels beside each other, grids."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from analysis.draw.style import BLUE, TWO_LINES, label_rows, say_none
from analysis.say.links import reader_href
from analysis.say.names import Names
from analysis.say.wording import Statement
from analysis.vocabulary import ALL

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.axis import Axis
    from matplotlib.text import Text

# The height of a line in inches: text of 8 points, and some air.
LINE = 0.18

# Panels beside each other; of more, each would be narrower than its scale.
ACROSS = 5

# Beside each other at a width at which intervals can still be told apart.
_AREAS_IN_ROW = 4

# Inches: a row of text at 8 points with air, and what titles and scales take.
_ROW, _FRAME = 0.205, 1.9


@dataclass(frozen=True)
class Key:
    """What the signs of a figure mean: how each looks by its name, and words on the unit."""

    looks: dict[str, dict[str, Any]]
    words: str = ""


def panels(
    n_rows: int, n_columns: int, height: float, *, width: float = 8, **options: Any
) -> np.ndarray:
    """Make a figure of panels, so many inches wide and high; `options` as of `plt.subplots`.

    Returns the axes by row and column.
    """
    import matplotlib.pyplot as plt

    _, axes = plt.subplots(n_rows, n_columns, figsize=(width, height), squeeze=False, **options)
    return axes


def draw_none(said: Statement) -> np.ndarray:
    """Draw, in place of a figure that would be empty, the sentence that says why."""
    axes = panels(1, 1, 1.6)
    words = said.headline()
    say_none(axes[0, 0], f"{words.zh} {words.en}")
    return axes


def few_ticks(axis: Axis, n: int) -> None:
    """Mark at most n round numbers on an axis."""
    from matplotlib.ticker import MaxNLocator

    axis.set_major_locator(MaxNLocator(n, steps=[1, 2, 5, 10]))


def percent_ticks(axis: Axis, decimals: int | None = 0) -> None:
    """Write the numbers of an axis in percent; without `decimals`, with as many as they need."""
    from matplotlib.ticker import PercentFormatter

    axis.set_major_formatter(PercentFormatter(1, decimals=decimals))


def draw_lines(labels: Sequence[str], titles: Sequence[str], key: Key) -> np.ndarray:
    """Lay out panels that share their lines, the labels at the left, under a key."""
    across = min(len(titles), ACROSS)
    bands = -(-len(titles) // across)
    axes = lay_out(bands, across, bands * (1 + LINE * len(labels)), key)
    for n, ax in enumerate(axes.flat):
        label_lines(ax, labels)
        ax.tick_params(labelsize=8, labelleft=n % across == 0)
        few_ticks(ax.xaxis, 3)
        ax.grid(axis="y", color="#E5E5E5", lw=0.5)
        ax.set_axisbelow(True)
        ax.set_visible(n < len(titles))
    for ax, title in zip(axes.flat, titles, strict=False):
        ax.set_title(title, fontsize=9, linespacing=TWO_LINES)
    return axes


def draw_grid(
    lines: Sequence[str],
    heads: Sequence[str],
    unit: str,
    key: Key | None = None,
    *,
    upright: bool = False,
) -> Axes:
    """Lay out a grid with a label to each line, a head to each column and the unit below."""
    height = (1.4 if upright else 2.4) + LINE * len(lines)
    ax = lay_out(1, 1, height, key)[0, 0]
    ax.set_yticks(range(len(lines)), lines, fontsize=8, va="center")
    ax.set_xticks(
        range(len(heads)), heads, fontsize=8, rotation=0 if upright else 90, linespacing=TWO_LINES
    )
    ax.xaxis.tick_top()
    ax.tick_params(length=0)
    ax.set_xlabel(unit, fontsize=8.5, linespacing=TWO_LINES)
    for spine in ax.spines.values():
        spine.set_visible(False)
    return ax


def lay_out(bands: int, across: int, height: float, key: Key | None) -> np.ndarray:
    """Lay out axes, their lines shared, under a key if there is one."""
    import matplotlib.pyplot as plt

    room = 0 if key is None else 0.2 * (1 + bool(key.words))
    figure = plt.figure(figsize=(8, 0.4 + height + room))
    grid = figure.add_gridspec(
        bands + bool(key), across, height_ratios=[room] * bool(key) + [height / bands] * bands
    )
    if key is not None:
        _draw_key(figure.add_subplot(grid[0, :]), key)
    first = figure.add_subplot(grid[-bands, 0])
    others = [
        figure.add_subplot(grid[row - bands, column], sharey=first)
        for row in range(bands) for column in range(across) if row or column
    ]  # fmt: skip
    return np.array([first, *others]).reshape(bands, across)


def _draw_key(ax: Axes, key: Key) -> None:
    """Say above a figure what its signs mean, and the unit."""
    from matplotlib.lines import Line2D

    signs = [Line2D([], [], ls="", ms=5, label=name, **look) for name, look in key.looks.items()]
    ax.legend(
        handles=signs, loc="upper left", ncols=len(signs), title=key.words or None, fontsize=8,
        title_fontsize=8, alignment="left", frameon=False, handlelength=1, columnspacing=1.2,
        borderpad=0, borderaxespad=0,
    )  # fmt: skip
    ax.axis("off")


def label_lines(ax: Axes, labels: Sequence[str]) -> None:
    """Write a small label beside each line, from below."""
    label_rows(ax, list(labels))
    ax.set_yticks(range(len(labels)), labels, fontsize=8, va="center")


def fill_cells(
    ax: Axes, values: np.ndarray, written: Sequence[Sequence[str]], *, high: float
) -> Iterator[tuple[int, int, Text]]:
    """Shade the cells of a grid and write in them; yield each writing with its line and column."""
    ax.imshow(values, cmap="Blues", vmin=0, vmax=high, aspect="auto", interpolation="none")
    for y, row in enumerate(written):
        for x, words in enumerate(row):
            if words:
                colour = "white" if values[y, x] > 0.6 * high else "black"
                yield y, x, ax.text(x, y, words, ha="center", va="center", fontsize=7, color=colour)


def scatter(
    ax: Axes, x: pd.Series, y: pd.Series, face: str, keys: Sequence[dict[str, str]]
) -> None:
    """Draw dots that each lead to what their keys choose."""
    urls = [reader_href(chosen) or None for chosen in keys]
    ax.scatter(x, y, s=12, fc=face, ec=BLUE, lw=0.9, zorder=3, urls=urls, clip_on=False)


def area_panels(names: Names, provinces: Sequence[str]) -> tuple[np.ndarray, dict[str, Axes]]:
    """Set up one panel an area; the provinces are the rows of all of them, the first on top.

    Returns the grid of axes, and the axes by area. In each, province number k stands at
    y = len(provinces) - 1 - k.
    """
    n_rows = -(-len(names.areas) // _AREAS_IN_ROW)
    height = (_FRAME + _ROW * len(provinces)) * n_rows
    axes = panels(n_rows, min(len(names.areas), _AREAS_IN_ROW), height, sharey=True)
    labels = [names.both(province) for province in reversed(provinces)]
    by_area = dict(zip(names.areas, axes.flat, strict=False))
    for area, ax in by_area.items():
        label_rows(ax, labels)
        ax.tick_params(axis="both", labelsize=8)
        ax.set_title(names.both(area, ALL, between="\n"), fontsize=9.5, linespacing=TWO_LINES)
        few_ticks(ax.xaxis, 4)
        ax.hlines(range(len(labels)), 0, 1, transform=ax.get_yaxis_transform(), color="#EDEDED",
                  lw=0.5, zorder=0)  # fmt: skip
    for ax in axes.flat[len(names.areas) :]:
        ax.set_visible(False)
    return axes, by_area


def label_below(axes: np.ndarray, words: str) -> None:
    """Write below all panels, from the left edge of the figure on."""
    bottom = axes[-1, 0]
    label = bottom.annotate(
        words, (0.01, 0), (0, -22), xycoords=("figure fraction", "axes fraction"), va="top",
        textcoords="offset points", fontsize=8, linespacing=TWO_LINES, annotation_clip=False,
    )  # fmt: skip
    # It is wider than its panel, which should not grow; lines of nothing keep its place.
    label.set_in_layout(False)
    bottom.set_xlabel("\n".join(" " for _ in words.splitlines()), fontsize=8, linespacing=TWO_LINES)

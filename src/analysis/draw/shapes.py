"""Forms that several studies share: a line a province, panels beside each other, grids."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from analysis.draw.style import GREY, TWO_LINES, ink_on, label_rows
from analysis.say.wording import Statement

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.axis import Axis
    from matplotlib.text import Text

# The height of a line in inches: text of 8 points, and some air.
LINE = 0.18

# Panels beside each other; of more, each would be narrower than its scale.
ACROSS = 5


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
    axes, words = panels(1, 1, 1.6), said.headline()
    axes[0, 0].text(0.5, 0.5, f"{words.zh} {words.en}", ha="center", va="center", color=GREY)
    axes[0, 0].axis("off")
    return axes


def few_ticks(axis: Axis, n: int) -> None:
    """Mark at most n round numbers on an axis."""
    from matplotlib.ticker import MaxNLocator

    axis.set_major_locator(MaxNLocator(n, steps=[1, 2, 5, 10]))


def percent_ticks(axis: Axis, decimals: int | None = 0) -> None:
    """Write the numbers of an axis in percent; without `decimals`, with as many as they need."""
    from matplotlib.ticker import PercentFormatter

    axis.set_major_formatter(PercentFormatter(1, decimals=decimals))


def draw_lines(labels: list[str], titles: Sequence[str], key: Key | None = None) -> np.ndarray:
    """Lay out panels that share their lines, the labels at the left, under a key if there is one."""
    across = min(len(titles), ACROSS)
    bands = -(-len(titles) // across)
    axes = lay_out(bands, across, bands * (1 + LINE * len(labels)), key)
    for n, ax in enumerate(axes.flat):
        label_rows(ax, labels, fontsize=8)
        ax.tick_params(labelsize=8, labelleft=n % across == 0)
        few_ticks(ax.xaxis, 3)
        ax.grid(axis="y", color="#E5E5E5", lw=0.5)
        ax.set_axisbelow(True)
        ax.set_visible(n < len(titles))
    for ax, title in zip(axes.flat, titles, strict=False):
        ax.set_title(title, fontsize=9, linespacing=TWO_LINES)
    return axes


def heat_map(
    ax: Axes,
    values: np.ndarray,
    lines: Sequence[str],
    heads: Sequence[str],
    *,
    written: Sequence[Sequence[str]] | np.ndarray | None = None,
    high: float | None = None,
    scale: dict[str, Any] | None = None,
    **look: Any,
) -> dict[tuple[int, int], Text]:
    """Shade a grid by its values, from 0 to `high`, and write in its cells, black or white.

    The cell in line y and column x has its middle at (x + 0.5, y + 0.5). Cells without a value
    stay empty. Returns what is written in the others, by line and column, also where that is
    nothing, for its place and its colour. `scale` sets a bar of the shades beside the grid, and
    `look` what `seaborn.heatmap` can.
    """
    # Takes long to import.
    import seaborn as sns

    sns.heatmap(
        values, ax=ax, vmin=0, vmax=high, xticklabels=False, yticklabels=False, fmt="",
        annot=np.full(values.shape, "") if written is None else np.array(written),
        cbar=scale is not None, cbar_kws={"shrink": 0.6, "aspect": 30} | (scale or {}),
        **{"cmap": "Blues", "annot_kws": {"fontsize": 7.5}} | look,
    )  # fmt: skip
    ax.set_yticks(np.arange(len(lines)) + 0.5, lines, fontsize=8, va="center")
    ax.set_xticks(np.arange(len(heads)) + 0.5, heads, fontsize=8, linespacing=TWO_LINES)
    # Two lines are a heading that stands upright, one turns so that many have room.
    ax.tick_params(axis="x", rotation=0 if any("\n" in head for head in heads) else 90)
    ax.xaxis.tick_top()
    ax.tick_params(which="both", length=0)
    shades: Any = ax.collections[0]
    if shades.colorbar:
        shades.colorbar.ax.tick_params(labelsize=8)
    colours = shades.get_facecolor().reshape(*values.shape, 4)
    cells: dict[tuple[int, int], Text] = {}
    for text in ax.texts:
        x, y = (int(at) for at in text.get_position())
        text.set_color(ink_on(colours[y, x]))
        if not text.get_text():
            text.remove()
        cells[y, x] = text
    return cells


def draw_grid(
    values: np.ndarray,
    lines: Sequence[str],
    heads: Sequence[str],
    unit: str,
    key: Key | None = None,
    **look: Any,
) -> tuple[Axes, dict[tuple[int, int], Text]]:
    """Lay out a figure of one heat map, the unit below; returns its axes and its writings."""
    turned = not any("\n" in head for head in heads)
    ax = lay_out(1, 1, 1.4 + turned + LINE * len(lines), key)[0, 0]
    cells = heat_map(ax, values, lines, heads, **look)
    ax.set_xlabel(unit, fontsize=8.5, linespacing=TWO_LINES)
    return ax, cells


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


def part_words(ax: Axes, words: list[Text], x: pd.Series, y: pd.Series) -> None:
    """Move words apart from each other and from dots, and join those moved to theirs by lines."""
    # Takes long to import.
    from adjustText import adjust_text

    adjust_text(
        words, x=x.to_numpy(), y=y.to_numpy(), ax=ax, expand=(1.3, 1.8), force_text=(0.5, 0.8),
        iter_lim=100, arrowprops={"arrowstyle": "-", "color": GREY, "lw": 0.5},
    )  # fmt: skip


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

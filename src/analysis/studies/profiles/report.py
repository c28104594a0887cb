"""How alike the profiles of provinces are, in sentences and a picture."""

from __future__ import annotations

from itertools import cycle, permutations
from math import floor, log10
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analysis.draw.shapes import heat_map, panels, part_words, percent_ticks
from analysis.draw.style import (
    BLUE,
    PALETTE,
    TWO_LINES,
    ink_on,
    label_rows,
    link_artist,
)
from analysis.draw.svg import SavedFigure, save_figure
from analysis.say.catalogue import label, say
from analysis.say.names import Names
from analysis.say.views import describe_figure
from analysis.say.wording import Statement, Statements
from analysis.store.files import FIGURES
from analysis.studies.gaps.measure import LEVEL
from analysis.studies.profiles.measure import (
    area_profiles,
    distances,
    map_provinces,
    order_by_profile,
)
from analysis.vocabulary import ALL, FEW

if TYPE_CHECKING:
    from matplotlib.axes import Axes

# More cells are too small to write in.
_MOST_WRITTEN = 10

# Two have one distance, which is no map.
_FEWEST_MAPPED = 3

# In a narrower part of a bar its number does not fit.
_NARROWEST_WRITTEN = 0.05


def statements(divergence: pd.DataFrame, names: Names) -> Statements:
    """Say how far the profiles of two provinces lie apart, and how far chance alone sets them.

    `divergence` is the table `profile_divergence`. Of more than three provinces the pairs that
    are nearest and farthest are named, and the province farthest from all others.
    """
    if divergence.empty:
        return Statements([say("profiles.none")])
    apart = distances(divergence).pow(2)
    if len(apart) <= FEW:
        pairs = divergence.to_dict("records")
        return Statements(say("profiles.pair", names, **pair) for pair in pairs)
    nearest, *_, farthest = divergence.sort_values("jensen_shannon", kind="stable").to_dict(
        "records"
    )
    n_apart = (divergence["p_adjusted"] < LEVEL).sum()
    mean = apart.sum() / (len(apart) - 1)
    return Statements(
        [
            say("profiles.beyond", n=len(divergence), n_apart=n_apart, level=LEVEL),
            say("profiles.nearest", names, pair=nearest),
            say("profiles.farthest", names, pair=farthest),
            say("profiles.alone", names, province=mean.idxmax(), apart=mean.max()),
        ]
    )


def headline(divergence: pd.DataFrame, names: Names) -> Statement:
    """Say in one line how far the two, or the farthest, profiles lie apart."""
    if divergence.empty:
        return say("profiles.none").headline()
    farthest = divergence.loc[divergence["jensen_shannon"].idxmax()]
    return say(
        "profiles.headline.one" if len(divergence) == 1 else "profiles.headline.many",
        names,
        sure=farthest["p_adjusted"] < LEVEL,
        **farthest,
    )


def draw(
    divergence: pd.DataFrame,
    coverage: pd.DataFrame,
    names: Names,
    *,
    source: str,
    folder: Path = FIGURES,
) -> SavedFigure:
    """Draw how far the profiles of provinces lie apart, and save it; tables as of `plot`."""
    return save_figure(
        plot(divergence, coverage, names), "profiles", source=source, folder=folder,
        title=headline(divergence, names),
        alt=describe_figure(say("profiles.drawn"), statements(divergence, names)),
    )  # fmt: skip


def plot(divergence: pd.DataFrame, coverage: pd.DataFrame, names: Names) -> np.ndarray:
    """Draw how far the profiles of provinces lie apart: as a matrix, and below it as a map.

    `divergence` is the table `profile_divergence`. In the matrix like provinces stand side by
    side, and pairs farther apart than chance sets them are marked; the map gives its stress. Of
    one or two provinces, which make neither, the profiles themselves are drawn.
    """
    profiles = area_profiles(coverage)[names.areas]
    order = order_by_profile(profiles)
    if len(order) < _FEWEST_MAPPED:
        return _plot_bars(profiles, names)
    side = 1.2 + max(3.0, 0.2 * len(order))
    axes = panels(2, 1, 1.2 + side + 5.2, height_ratios=[side, 5.2])
    _plot_matrix(axes[0, 0], divergence, order, names)
    _plot_map(axes[1, 0], divergence, names)
    return axes


def _plot_bars(profiles: pd.DataFrame, names: Names) -> np.ndarray:
    from matplotlib.patches import Patch

    axes = panels(1, 1, 1.9 + 0.62 * len(profiles))
    ax = axes[0, 0]
    start = np.zeros(len(profiles))
    at = np.arange(len(profiles))[::-1]
    for area, colour in zip(names.areas, cycle(PALETTE)):
        shares = profiles[area]
        bars = ax.barh(at, shares, left=start, color=colour, ec="white", height=0.62)
        for bar, province in zip(bars, profiles.index, strict=True):
            link_artist(bar, province=province, area=area)
        written = [f"{share:.0%}" if share > _NARROWEST_WRITTEN else "" for share in shares]
        ax.bar_label(bars, written, label_type="center", fontsize=9, color=ink_on(colour))
        start = start + shares
    label_rows(ax, [names.both(province, between="\n") for province in profiles.index[::-1]])
    ax.set_xlim(0, 1)
    percent_ticks(ax.xaxis)
    ax.set_xlabel(label("profiles.shares"), fontsize=9)
    handles = [
        Patch(color=colour, label=names.both(area, ALL, between="\n"))
        for area, colour in zip(names.areas, cycle(PALETTE))
    ]
    ax.legend(
        handles=handles, ncols=len(handles), loc="lower left", bbox_to_anchor=(0, 1), frameon=False,
        fontsize=8.5, handlelength=1, borderaxespad=0.2,
    )  # fmt: skip
    return axes


def _plot_matrix(ax: Axes, divergence: pd.DataFrame, order: list[str], names: Names) -> None:
    apart = distances(divergence).pow(2).loc[order, order].to_numpy(copy=True)
    np.fill_diagonal(apart, np.nan)
    # Where all are alike there still is a scale.
    most = np.nanmax(apart) or 0.01
    # Two decimals, or as many as the largest needs for two digits.
    decimals = 2 if most >= 0.05 else 1 - floor(log10(most))
    small = len(order) <= _MOST_WRITTEN
    called = [names.both(province) for province in order]
    cells = heat_map(
        ax, apart, called, called, cmap="Oranges", high=most, square=True,
        written=[[f"{v:.{decimals}f}" if small else "" for v in row] for row in apart],
        # On the left, or the title would run over the right edge.
        scale={"panchor": (0, 0.5), "anchor": (0, 0.5)},
    )  # fmt: skip
    ax.xaxis.tick_bottom()
    for row in divergence[divergence["p_adjusted"] < LEVEL].itertuples():
        for y, x in permutations(map(order.index, (row.province_a, row.province_b))):
            ax.plot(x + 0.82, y + 0.18, ".", color=cells[y, x].get_color(), ms=3)
    title = label("profiles.matrix", between="\n", level=LEVEL)
    ax.set_title(title, fontsize=9, linespacing=TWO_LINES)


def _plot_map(ax: Axes, divergence: pd.DataFrame, names: Names) -> None:
    mapped = map_provinces(divergence)
    x, y = mapped.places["x"], mapped.places["y"]
    ax.scatter(x, y, s=22, color=BLUE, lw=0)
    ax.set_aspect("equal", adjustable="datalim")
    ax.margins(0.12)
    ax.set(xticks=[], yticks=[])
    ax.spines[:].set(visible=True, color="#D9D9D9")
    title = label("profiles.map", between="\n", stress=mapped.stress)
    ax.set_title(title, fontsize=9, linespacing=TWO_LINES)
    labels = [
        ax.text(row.x, row.y, names.both(row.province), fontsize=8)
        for row in mapped.places.itertuples()
    ]
    part_words(ax, labels, x, y)

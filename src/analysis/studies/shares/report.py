"""Coverage beside hand codes, in sentences and a picture."""

from __future__ import annotations

from functools import partial
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analysis.draw.shapes import draw_none, few_ticks, panels, percent_ticks
from analysis.draw.style import (
    GREY,
    PALETTE,
    TWO_LINES,
    ink,
    label_rows,
    link_artist,
    province_colours,
    province_markers,
)
from analysis.draw.svg import SavedFigure, save_figure
from analysis.say.catalogue import label, say
from analysis.say.links import hrefs, reader_href
from analysis.say.names import Names
from analysis.say.views import describe_figure
from analysis.say.wording import Statement, Statements
from analysis.store.files import FIGURES
from analysis.vocabulary import ALL, FEW

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MEASURES = ("sentence_codes", "coverage", "prevalence", "intensity")


def statements(shares: pd.DataFrame, names: Names) -> Statements:
    """Say whether coverage and sentence codes agree in the sign of gaps and the order of areas."""
    if shares.empty:
        return Statements([say("general.uncoded")])
    said = []
    wide = shares.set_index(["province", "area"])[["sentence_codes", "coverage"]]
    places = hrefs({"area": area} for area in names.areas)
    for a, b in combinations(sorted(shares["province"].unique()), 2):
        agree = (wide.loc[a] - wide.loc[b]).product(axis=1, skipna=False)[names.areas] > 0
        same, other = agree.index[agree].tolist(), agree.index[~agree].tolist()
        said.append(say("shares.signs", names, places, a=a, b=b, same=same, other=other))
    for province, own in shares.groupby("province"):
        by_codes, by_coverage = (
            own.sort_values(measure, ascending=False)["area"].tolist() for measure in wide
        )
        order = {"by_codes": by_codes, "by_coverage": by_coverage}
        said.append(say("shares.order", names, province=province, **order))
    return Statements(said)


def headline(shares: pd.DataFrame, names: Names) -> Statement:
    """Give the first of `statements`, for one province the order of areas."""
    return statements(shares, names)[0].headline()


def draw(shares: pd.DataFrame, names: Names, *, source: str, folder: Path = FIGURES) -> SavedFigure:
    """Draw and save each area's share by codes and by the other measures."""
    return save_figure(
        plot(shares, names), "area_shares", source=source, folder=folder,
        title=headline(shares, names),
        alt=describe_figure(say("shares.drawn"), statements(shares, names)),
    )  # fmt: skip


def plot(shares: pd.DataFrame, names: Names) -> np.ndarray:
    """Draw each area's share of each province by sentence codes and beside them the measures.

    Of many provinces, each measure is drawn against the codes.
    """
    if shares.empty:
        return draw_none(say("general.no_codes"))
    few = shares["province"].nunique() <= FEW
    return _plot_beside_codes(shares, names) if few else _plot_against_codes(shares, names)


def _plot_beside_codes(shares: pd.DataFrame, names: Names) -> np.ndarray:
    """Draw a panel a measure, in it a row an area and a dot a province."""
    areas = names.areas[::-1]
    axes = panels(1, len(MEASURES), 2.4 + 0.45 * len(areas), sharey=True)[0]
    for ax, measure in zip(axes, MEASURES, strict=True):
        wide = shares.pivot(index="area", columns="province", values=measure).loc[areas]
        _plot_dots(ax, wide, linked=measure != "sentence_codes")
        label_rows(ax, [names.both(area, ALL, between="\n") for area in areas])
        top = len(areas) - 0.35 + 0.45 * len(wide.columns)
        ax.set(xlim=(0, wide.to_numpy().max() * 1.15), ylim=(None, top))
        ax.tick_params(axis="x", labelsize=8.5)
        ax.set_title(label(f"shares.measure.{measure}", between="\n"), linespacing=TWO_LINES)
        unit = label(f"shares.unit.{measure}", between="\n")
        ax.set_xlabel(unit, fontsize=8.5, linespacing=TWO_LINES)
        few_ticks(ax.xaxis, 4)
        if measure != "intensity":
            percent_ticks(ax.xaxis)
    first = shares[shares["area"] == names.areas[0]].set_index("province")["sentence_codes"]
    _name_dots(axes[0], first, names, top=len(areas) - 1)
    return axes


def _plot_dots(ax: Axes, wide: pd.DataFrame, *, linked: bool) -> None:
    """Draw the dots of a panel, joined across provinces; what no word makes leads to none."""
    for y, area in enumerate(wide.index):
        ax.plot(wide.loc[area], [y] * len(wide.columns), color="#CFCFCF", lw=2, zorder=0)
    colours, markers = province_colours(wide), province_markers(wide)
    for n, province in enumerate(wide):
        # A little apart, so that equal values do not hide each other.
        at = np.arange(len(wide)) - 0.12 * (n - (len(wide.columns) - 1) / 2)
        mark = partial(ax.plot, color=colours[province], ms=6.5)
        if not linked:
            mark(wide[province], at, markers[province])
            continue
        for y, (area, share) in zip(at, wide[province].items(), strict=True):
            (dot,) = mark(share, y, markers[province])
            link_artist(dot, province=province, area=area)


def _name_dots(ax: Axes, shares: pd.Series, names: Names, *, top: float) -> None:
    """Write the names of provinces above their dots in the highest row, the leftmost lowest."""
    colours = province_colours(shares.index)
    ranked = shares.sort_index().sort_values(ascending=False, kind="stable")
    for below, (province, share) in enumerate(ranked.items(), start=1):
        # From above, so that no line crosses a name.
        ax.annotate(
            names.both(province), (share, top), (share, top + 0.45 * (1 + len(ranked) - below)),
            ha="center", fontsize=8.5, color=ink(colours[province]),
            bbox={"fc": "white", "ec": "none", "pad": 0.5},
            arrowprops={"arrowstyle": "-", "color": GREY, "lw": 0.5},
        )  # fmt: skip


def _plot_against_codes(shares: pd.DataFrame, names: Names) -> np.ndarray:
    """Draw each measure against the share by sentence codes, a dot a province, a row an area."""
    codes, *measures = MEASURES
    axes = panels(len(names.areas), len(measures), 1 + 1.75 * len(names.areas), sharex="row")
    for of_area, area in zip(axes, names.areas, strict=True):
        rows = shares[shares["area"] == area].sort_values("province")
        urls = [reader_href({"province": p, "area": area}) for p in rows["province"]]
        for ax, measure in zip(of_area, measures, strict=True):
            ax.scatter(rows[codes], rows[measure], s=14, color=PALETTE[0], urls=urls, clip_on=False)
            ax.set(xlim=(0, None), ylim=(0, None))
            ax.margins(0.1)
            ax.tick_params(labelsize=8)
            few_ticks(ax.xaxis, 4)
            few_ticks(ax.yaxis, 3)
            percent_ticks(ax.xaxis)
            if measure != "intensity":
                percent_ticks(ax.yaxis)
        of_area[0].set_ylabel(names.both(area, ALL, between="\n"), fontsize=9)
    for ax, measure in zip(axes[0], measures, strict=True):
        kinds = (f"shares.measure.{measure}", f"shares.unit.{measure}")
        title = "\n".join(label(key, between="\n") for key in kinds)
        ax.set_title(title, fontsize=8.5, linespacing=TWO_LINES)
    for ax in axes[-1]:
        by_codes = label("shares.by_codes", between="\n")
        ax.set_xlabel(by_codes, fontsize=8.5, linespacing=TWO_LINES)
    return axes

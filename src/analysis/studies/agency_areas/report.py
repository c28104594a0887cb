"""What agencies are responsible for, in sentences and pictures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from analysis.draw.shapes import draw_grid, draw_none, heat_map, panels
from analysis.draw.style import TWO_LINES, cover_cell, link_artist
from analysis.draw.svg import SavedFigure, save_figure
from analysis.say.catalogue import label, say, write
from analysis.say.names import Names
from analysis.say.views import describe_figure
from analysis.say.wording import Statement, Statements
from analysis.stats.mass import TOTAL, share_of
from analysis.store.files import FIGURES
from analysis.studies.agencies.measure import listed_agencies, widest
from analysis.vocabulary import ALL, FEW

if TYPE_CHECKING:
    from matplotlib.axes import Axes

# A share below this would be written as 0.0%; its cell stays empty.
_WRITTEN = 0.0005


def statements(
    agencies: pd.DataFrame, mass: pd.DataFrame, names: Names, *, n: int = 3
) -> Statements:
    """Name for each area the provision that covers it most, and the n first in its list.

    `mass` as from `stats.mass.sum_mass`. Of many provinces, one provision is named an area.
    """
    listed = listed_agencies(agencies).sort_values("start")
    if listed["province"].nunique() > FEW:
        held = mass[mass.index.get_level_values(1).isin(listed["provision_id"])]
        found = _most_covering(held, listed, names.areas)
        return Statements(say("agency_areas.many", names, **top) for top in found)
    said = [
        say("agency_areas.few", names, first=n, **top)
        for province, own in listed.groupby("province")
        for held in [mass.loc[[(province, i) for i in own["provision_id"].unique()]]]
        for top in _most_covering(held, own, names.areas)
    ]
    return Statements(said or [say("agency_areas.none", names)])


def headline(agency_coverage: pd.DataFrame, names: Names, *, least: int = 3) -> Statement:
    """Name the agency whose provisions have the highest coverage of an area."""
    often = agency_coverage[agency_coverage["n_provisions"] >= least]
    if often.empty:
        return say("agency_areas.headline_none", names)
    top = often.loc[often["coverage"].idxmax()]
    alike = (often["coverage"] == top["coverage"]).sum() - 1
    many = often["province"].nunique() > FEW
    key = "agency_areas.headline_many" if many else "agency_areas.headline"
    return say(key, names, alike=alike, **top)


def plot(agency_coverage: pd.DataFrame, names: Names, *, least: int = 3) -> np.ndarray:
    """Draw the coverage of areas over the provisions of each agency listed for at least `least`."""
    often = agency_coverage[agency_coverage["n_provisions"] >= least]
    provinces = sorted(often["province"].unique())
    if len(provinces) > FEW:
        return np.array([[_plot_spans(often, names, least)]])
    if not provinces:
        return draw_none(say("agencies.figure.seldom"))
    wide = [
        often[often["province"] == province]
        .pivot(index=["n_provisions", "agency"], columns="area", values="coverage")
        .sort_index(ascending=[False, True])[names.areas]
        for province in provinces
    ]
    axes = panels(
        len(provinces), 1, 1.1 + sum(1.2 + 0.24 * len(rows) for rows in wide),
        width=max(8, 1.8 + 1.5 * len(names.areas)),
        height_ratios=[len(rows) for rows in wide],
    )  # fmt: skip
    for ax, province, rows in zip(axes.flat, provinces, wide, strict=True):
        _draw_cells(ax, rows, names, province)
        ax.set_title(names.both(province))
        unit = label("agency_areas.figure.unit", between="\n", least=least)
        ax.set_xlabel(unit, fontsize=8.5, linespacing=TWO_LINES)
    return axes


def draw(
    agencies: pd.DataFrame,
    agency_coverage: pd.DataFrame,
    mass: pd.DataFrame,
    names: Names,
    *,
    source: str,
    folder: Path = FIGURES,
) -> SavedFigure:
    """Draw and save the figure `agency_areas`."""
    said = statements(agencies, mass, names)
    return save_figure(
        plot(agency_coverage, names), "agency_areas", source=source, folder=folder,
        title=headline(agency_coverage, names),
        alt=describe_figure(say("agency_areas.drawn"), said),
    )  # fmt: skip


def _most_covering(
    held: pd.DataFrame, listed: pd.DataFrame, areas: Sequence[str]
) -> Iterator[dict[str, Any]]:
    """Find for each area the provision that covers it most, if any does.

    `held` is the mass of provisions with a list, `listed` their agencies in the order of the lists.
    """
    for area in areas:
        shares = share_of(held[[(area, ALL)]].to_numpy(), held[TOTAL].to_numpy())[:, 0]
        if shares.any():
            province, best = held.index[shares.argmax()]
            order = listed.loc[listed["provision_id"] == best, "agency"].tolist()
            yield {
                "province": province, "area": area, "best": best, "share": shares.max(),
                "alike": (shares == shares.max()).sum() - 1, "order": order,
            }  # fmt: skip


def _draw_cells(ax: Axes, rows: pd.DataFrame, names: Names, province: str) -> None:
    """Shade the coverage of each agency and area, write it in, and let it lead to its hits."""
    values = rows.to_numpy()
    heat_map(
        ax, values,
        [write("zh", "agency_areas.figure.listed", agency=a, n=n) for n, a in rows.index],
        [names.both(area, ALL, between="\n") for area in rows.columns],
        written=[[f"{value:.1%}" if value >= _WRITTEN else "" for value in row] for row in values],
    )  # fmt: skip
    for y, x in np.argwhere(values).tolist():
        keys = {"agency": rows.index[y][1], "area": rows.columns[x]}
        link_artist(cover_cell(ax, x + 0.5, y + 0.5), province=province, **keys)


def _plot_spans(often: pd.DataFrame, names: Names, least: int) -> Axes:
    """Draw for the agencies listed in most provinces the median coverage of each area.

    Over the provinces that list an agency for at least `least` provisions; beside the median
    stand the lowest and the highest.
    """
    pairs = often.drop_duplicates(["agency", "province"])
    counts = pairs.pivot(index="agency", columns="province", values="n_provisions")
    shown = widest(counts)
    n_shown = {"n": len(counts), "shown": len(shown), "least": least}
    spans = often.groupby(["agency", "area"])["coverage"].agg(["median", "min", "max"])
    values = spans["median"].unstack().loc[shown.index, names.areas].to_numpy()
    listed = shown.notna().sum(axis=1).items()
    ax, cells = draw_grid(
        values,
        [write("zh", "agency_areas.figure.listed_many", agency=agency, n=n) for agency, n in listed],
        [names.both(area, ALL, between="\n") for area in names.areas],
        label("agency_areas.figure.unit_many", between="\n", **n_shown),
        high=(values.max() or 1) * 1.3,
        written=[
            [_write_span(*spans.loc[(agency, area)]) for area in names.areas]
            for agency in shown.index
        ],
    )  # fmt: skip
    for (y, x), cell in cells.items():
        link_artist(cell, agency=shown.index[y], area=names.areas[x])
    return ax


def _write_span(median: float, low: float, high: float) -> str:
    return f"{median:.1%} ({low:.1%}–{high:.1%})" if high >= _WRITTEN else ""

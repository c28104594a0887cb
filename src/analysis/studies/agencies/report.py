"""Who is responsible, in sentences and pictures."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analysis.draw.shapes import Key, draw_grid, draw_none, panels
from analysis.draw.style import (
    BLUE,
    GREEN,
    GREY,
    ORANGE,
    PINK,
    ink,
    label_rows,
    link_artist,
)  # fmt: skip
from analysis.draw.svg import SavedFigure, save_figure
from analysis.say.catalogue import label, say
from analysis.say.links import ANY, reader_href
from analysis.say.names import Names
from analysis.say.views import describe_figure
from analysis.say.wording import Statement, Statements
from analysis.store.files import FIGURES
from analysis.studies.agencies.measure import listed_agencies, widest
from analysis.vocabulary import FEW

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_COLOURS = {
    "central": PINK, "provincial": BLUE, "municipal": GREEN, "enterprise": ORANGE, "other": GREY,
}  # fmt: skip


def statements(
    agencies: pd.DataFrame, provisions: pd.DataFrame, names: Names, *, n: int = 5
) -> Statements:
    """Say how provinces assign agencies: by lists that close provisions, or in the text.

    The n listed most often are named; of many provinces, those that most of them list.
    """
    if provisions["province"].nunique() > FEW:
        return _of_many(agencies, provisions, names, n)
    return Statements(
        _say_own(str(province), own, agencies[agencies["province"] == province], names, n)
        for province, own in provisions.groupby("province")
    )


def headline(agencies: pd.DataFrame, names: Names) -> Statement:
    """Name the agency that is listed for most provisions, or count them if they are many."""
    listed = listed_agencies(agencies)
    if listed.empty:
        return say("agencies.headline_none", names)
    n = listed.groupby(["province", "agency"])["provision_id"].nunique()
    most, high = n[n == n.max()].index, n.max()
    if len(most) > FEW:
        return say("agencies.headline_many", names, high=high, n=len(most.unique("agency")))
    return say("agencies.headline", names, high=high, most=most.to_frame().to_dict("records"))


def plot(agencies: pd.DataFrame, names: Names, *, least: int = 3) -> np.ndarray:
    """Draw the agencies listed for at least `least` provisions, coloured by level.

    Of many provinces, those are drawn that are listed in most.
    """
    listed = listed_agencies(agencies)
    if listed["province"].nunique() > FEW:
        return np.array([[_plot_grid(listed, names)]])
    counts = listed.groupby(["province", "agency", "level"])["provision_id"].nunique()
    often = counts[counts >= least].sort_values(kind="stable")
    provinces = sorted(often.index.unique("province"))
    if not provinces:
        return draw_none(say("agencies.figure.seldom"))
    sizes = [len(often[province]) for province in provinces]
    height = 1.8 + sum(0.2 * size for size in sizes)
    axes = panels(len(provinces), 1, height, height_ratios=sizes)
    for ax, province in zip(axes.flat, provinces, strict=True):
        _draw_bars(ax, often[province].reset_index(name="n").assign(province=province))
        n = counts[province].size - len(often[province])
        rest = label("agencies.figure.rest", between="  ", n=n, least=least)
        ax.set_title(f"{names.both(province)}；{rest}", fontsize=9.5)
    return axes


def draw(
    agencies: pd.DataFrame,
    provisions: pd.DataFrame,
    names: Names,
    *,
    source: str,
    folder: Path = FIGURES,
) -> SavedFigure:
    """Draw and save the figure `agencies`."""
    many = listed_agencies(agencies)["province"].nunique() > FEW
    drawn = say("agencies.drawn_many" if many else "agencies.drawn")
    return save_figure(
        plot(agencies, names), "agencies", source=source, folder=folder,
        title=headline(agencies, names),
        alt=describe_figure(drawn, statements(agencies, provisions, names)),
    )  # fmt: skip


def _say_own(
    province: str, own: pd.DataFrame, agencies: pd.DataFrame, names: Names, n: int
) -> Statement:
    """Say how one province assigns agencies. `own` are its provisions."""
    listed = listed_agencies(agencies)
    if listed.empty:
        named = agencies.groupby("provision_id", sort=False)["agency"].unique()
        places = [{"provision": i, "named": found} for i, found in named.items()]
        return say("agencies.no_list", names, province=province, places=places)
    counts = listed.groupby("agency")["provision_id"].nunique()
    top = counts.sort_values(ascending=False, kind="stable").head(n)
    return say(
        "agencies.lists", names, reader_href({"province": province, "agency": ANY}),
        province=province, closed=listed["provision_id"].nunique(), of=len(own), n=len(counts),
        top=[{"agency": agency, "n": k} for agency, k in top.items()],
    )  # fmt: skip


def _of_many(agencies: pd.DataFrame, provisions: pd.DataFrame, names: Names, n: int) -> Statements:
    """Say how many provinces close provisions with lists, and whom most of them list."""
    listed, of = listed_agencies(agencies), provisions["province"].nunique()
    if listed.empty:
        return Statements([say("agencies.none_of", names, of=of)])
    closed = provisions["provision_id"].isin(listed["provision_id"])
    shares = closed.groupby(provisions["province"]).mean()
    pairs = listed.drop_duplicates(["agency", "provision_id"]).groupby("agency", as_index=False)
    wide = pairs.agg(provinces=("province", "nunique"), provisions=("provision_id", "size"))
    top = wide.sort_values(["provinces", "provisions"], ascending=False, kind="stable").head(n)
    lists = reader_href({"agency": ANY})
    return Statements(
        [
            say("agencies.many", names, lists, shares=shares[shares > 0], of=of),
            say("agencies.widest", names, n=len(wide), top=top.to_dict("records")),
        ]
    )


def _draw_bars(ax: Axes, rows: pd.DataFrame) -> None:
    """Draw the agencies of one province, and name a level at its topmost bar."""
    from matplotlib.ticker import MaxNLocator

    bars = ax.barh(rows.index, rows["n"], color=rows["level"].map(_COLOURS), height=0.74)
    ax.bar_label(bars, padding=3, fontsize=8)
    ax.set_xlim(0, rows["n"].max() * 1.25)
    ax.xaxis.set_major_locator(MaxNLocator(integer=True, steps=[1, 2, 5, 10]))
    for level, y in dict(zip(rows["level"], rows.index, strict=True)).items():
        ax.annotate(
            label(f"agencies.levels.{level}"), (rows["n"][y], y), (20, 0),
            textcoords="offset points", va="center", fontsize=8.5,
        )  # fmt: skip
    for bar, row in zip(bars, rows.itertuples(), strict=True):
        link_artist(bar, province=row.province, agency=row.agency)
    label_rows(ax, rows["agency"].tolist())
    ax.tick_params(axis="y", labelsize=8.5)
    ax.set_xlabel(label("agencies.figure.unit"), fontsize=9)


def _plot_grid(listed: pd.DataFrame, names: Names) -> Axes:
    """Draw the agencies listed in most provinces, and for how many provisions of each."""
    counts = listed.groupby(["agency", "province"])["provision_id"].nunique().unstack()
    shown = widest(counts)
    colour = listed.drop_duplicates("agency").set_index("agency")["level"].map(_COLOURS)
    used = set(colour[shown.index])
    key = {
        label(f"agencies.levels.{level}"): {"marker": "s", "color": its}
        for level, its in _COLOURS.items()
        if its in used
    }
    values = shown.fillna(0).to_numpy()
    ax, cells = draw_grid(
        values, shown.index.tolist(), [names.both(province) for province in shown.columns],
        label("agencies.figure.unit_many", between="\n", n=len(counts), shown=len(shown)), Key(key),
        high=values.max() * 1.3, written=[[f"{n:.0f}" if n else "" for n in row] for row in values],
    )  # fmt: skip
    for line in ax.get_yticklabels():
        line.set_color(ink(colour[line.get_text()]))
    for (y, x), cell in cells.items():
        link_artist(cell, province=shown.columns[x], agency=shown.index[y])
    return ax

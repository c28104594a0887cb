"""What each document consists of, in sentences and a picture."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analysis.draw.shapes import LINE, Key, lay_out, panels
from analysis.draw.style import GREY, ZONE_COLOURS, ink_on, label_rows, text_width
from analysis.draw.svg import SavedFigure, save_figure
from analysis.say.catalogue import label, say
from analysis.say.links import hrefs
from analysis.say.names import Names
from analysis.say.views import describe_figure
from analysis.say.wording import Statement, Statements, thousands
from analysis.store.files import FIGURES
from analysis.vocabulary import ZONES

if TYPE_CHECKING:
    from matplotlib.axes import Axes

# Lines that are not more than a page: of more documents, those of a province share a line.
LINES = 64

# Documents with a bar of their own height and its zones named: of more, each has a thin line.
BARS = 12


def statements(
    zones: pd.DataFrame, documents: pd.DataFrame, provisions: pd.DataFrame, names: Names
) -> Statements:
    """Say what each document contains and how much of it is counted.

    `zones` as `measure.zone_lengths` returns it. Of several documents of a province each is
    named by its id.
    """
    told = []
    of_several = documents["province"].duplicated(keep=False)
    for document, several in zip(documents.itertuples(), of_several, strict=True):
        own = provisions[provisions["doc_id"] == document.doc_id]
        length = zones[zones["doc_id"] == document.doc_id].set_index("zone")["n_han"]
        n_han = length.sum()
        href = hrefs(
            {"province": document.province, "passage": f"zone/{zone}"}
            for zone in ("body", "agencies")
            if zone in length
        )
        said = say(
            "zones.document", names, href, province=document.province, several=several,
            doc_id=document.doc_id, n=len(own), parts=own["part"].nunique(), n_han=n_han,
            counted=own["n_han"].sum() / n_han, agencies=length.get("agencies", 0) / n_han,
        )  # fmt: skip
        told.append(said)
    return Statements(told)


def headline(zones: pd.DataFrame, provisions: pd.DataFrame) -> Statement:
    """Say in one line how much of the documents is counted."""
    counted = provisions.groupby("doc_id")["n_han"].sum()
    shares = counted / zones.groupby("doc_id")["n_han"].sum()
    return say("zones.headline", shares=[shares.min(), shares.max()])


def draw(
    zones: pd.DataFrame,
    documents: pd.DataFrame,
    provisions: pd.DataFrame,
    names: Names,
    *,
    source: str,
    folder: Path = FIGURES,
) -> SavedFigure:
    """Save the figure of the zones with its title and alt text."""
    alt = describe_figure(say("zones.drawn"), statements(zones, documents, provisions, names))
    return save_figure(
        plot(zones, documents, names), "zones", title=headline(zones, provisions), alt=alt,
        source=source, folder=folder,
    )  # fmt: skip


def plot(zones: pd.DataFrame, documents: pd.DataFrame, names: Names) -> Axes:
    """Draw each document as a bar of its zones, in Han characters.

    `zones` as `measure.zone_lengths` returns it. Many documents have thin bars, and very many one
    for each province.
    """
    together = len(documents) > LINES
    province = zones["doc_id"].map(documents.set_index("doc_id")["province"])
    wide = zones.assign(province=province, bar=province if together else zones["doc_id"])
    wide = wide.pivot_table("n_han", ["province", "bar"], "zone", "sum", fill_value=0)
    wide = wide[[zone for zone in ZONES if zone in wide]]
    if len(documents) > BARS:
        ax = _plot_lines(wide.iloc[::-1], names)
        bar = "provinces" if together else "documents"
        ax.set_xlabel(label(f"zones.axis.{bar}"), fontsize=9)
    else:
        ax = _plot_bars(wide.sort_index(level="bar"), names)
        ax.set_xlabel(label("zones.axis.named"))
    ax.set_xlim(0, wide.sum(axis=1).max() * 1.1)
    ax.xaxis.set_major_formatter("{x:,.0f}")
    return ax


def _plot_lines(wide: pd.DataFrame, names: Names) -> Axes:
    """Draw a thin bar for each row, the last on top, under a key of the zones."""
    key = Key(
        {
            label(f"zones.names.{zone}"): {"marker": "s", "color": ZONE_COLOURS[zone]}
            for zone in wide
        }
    )
    ax = lay_out(1, 1, 1 + LINE * len(wide), key)[0, 0]
    left = wide.cumsum(axis=1) - wide
    for zone in wide:
        ax.barh(range(len(wide)), wide[zone], left=left[zone], color=ZONE_COLOURS[zone], height=0.7)
    for y, total in enumerate(wide.sum(axis=1)):
        ax.text(total, y, f" {thousands(total)}", va="center", fontsize=7.5, color=GREY)
    # The first of a province's documents, which stands highest, bears the name.
    bars = wide.index.get_level_values("province")
    below = bars.duplicated(keep="last")
    called = ["" if again else names.both(p) for p, again in zip(bars, below, strict=True)]
    label_rows(ax, called, fontsize=8)
    return ax


def _plot_bars(wide: pd.DataFrame, names: Names) -> Axes:
    """Draw a bar for each row, the first on top, and name each zone over the first that has it."""
    starts, longest = wide.cumsum(axis=1) - wide, wide.sum(axis=1).max()
    levels = _zone_levels(wide, starts, longest)
    # A document stands as far above the next as the names over that one need.
    rooms = [0.31 * (max(of.values(), default=-1) + 1) for of in levels]
    at = [len(wide) - 1 - y + sum(rooms[y + 1 :]) for y in range(len(wide))]
    top = at[0] + rooms[0] + 0.45
    ax: Axes = panels(1, 1, 1.3 + 0.6 * (top + 0.6))[0, 0]
    for row, y in enumerate(at):
        for zone, n in wide.iloc[row].items():
            start = starts.iloc[row][zone]
            bar = ax.barh(
                y, n, left=start, color=ZONE_COLOURS[zone], edgecolor="white", height=0.62
            )
            ax.bar_label(
                bar, [thousands(n) if n > 0.05 * longest else ""], label_type="center",
                color=ink_on(ZONE_COLOURS[zone]), fontsize=9,
            )  # fmt: skip
            if zone in levels[row]:
                foot = y + 0.36 + 0.31 * levels[row][zone]
                ax.plot([start, start], [y + 0.31, foot + 0.2], color=GREY, lw=0.7)
                ax.annotate(
                    label(f"zones.names.{zone}"), (start, foot), (3, 0), textcoords="offset points",
                    fontsize=8.5,
                )  # fmt: skip
        total = wide.iloc[row].sum()
        ax.text(total, y, f" {thousands(total)}", va="center", fontsize=9, color=GREY)
    owners = wide.index.get_level_values("province")
    label_rows(ax, [names.both(p, between="\n") for p in owners[::-1]], at[::-1])
    ax.set_ylim(-0.5, top)
    return ax


def _zone_levels(wide: pd.DataFrame, starts: pd.DataFrame, longest: float) -> list[dict[str, int]]:
    """Say over which row each zone is named, the first that has it, and how high.

    A name begins where its zone does, on the lowest level free of the names to its right.
    """
    levels: list[dict[str, int]] = [{} for _ in range(len(wide))]
    ends: list[dict[int, float]] = [{} for _ in range(len(wide))]
    for zone in reversed([zone for zone in wide if wide[zone].any()]):
        row = int((wide[zone] > 0).argmax())
        # The axis is some 480 points long.
        width = text_width(label(f"zones.names.{zone}") + "  ", 8.5) / 480 * longest * 1.1
        free, start = ends[row], starts[zone].iloc[row]
        level = next(k for k in range(len(ZONES)) if start + width <= free.get(k, np.inf))
        levels[row][zone], free[level] = level, start
    return levels

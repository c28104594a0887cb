"""Text in common between provinces, in sentences and a picture."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analysis.draw.shapes import draw_grid, draw_none, heat_map, panels
from analysis.draw.style import (
    GREEN,
    ORANGE,
    TWO_LINES,
    VERMILLION,
    cover_cell,
    link_artist,
    link_place,
)
from analysis.draw.svg import SavedFigure, save_figure
from analysis.say.catalogue import label, say
from analysis.say.links import hrefs
from analysis.say.names import Names
from analysis.say.views import describe_figure
from analysis.say.wording import Statement, Statements
from analysis.store.files import FIGURES
from analysis.studies.overlap.measure import best_status, count_statuses
from analysis.text.structure import text_order
from analysis.vocabulary import FEW, PARENT, STATUSES

if TYPE_CHECKING:
    from matplotlib.axes import Axes

# Provisions of one province beside each other: of more, no heading could be read.
MOST_DRAWN = 45
_MARKERS = {"shared": ("o", GREEN), "adapted": ("D", ORANGE), "own": ("x", VERMILLION)}


def statements(overlap: pd.DataFrame, provisions: pd.DataFrame, names: Names) -> Statements:
    """Say of each province how many provisions it shares, adapts, or has to itself.

    Of more than a few, say how many any other text shares, and what pairs have in common.
    """
    counts = count_statuses(overlap, provisions)
    if _form(provisions) == "many":
        return _say_many(counts, best_status(overlap, provisions), names)
    rows = counts.reset_index().to_dict("records")
    said = [say("overlap.one", names, _places(row, **row), **row) for row in rows]
    return Statements(said or [say("general.alone")])


def _say_many(counts: pd.DataFrame, best: pd.DataFrame, names: Names) -> Statements:
    common = counts[["shared", "adapted"]].sum(axis=1) / counts.sum(axis=1)
    against = common.index.get_level_values("reference") == PARENT
    n = best["status"].value_counts().reindex(list(STATUSES), fill_value=0)
    own = (best["status"] == "own").groupby(best["province"]).mean()
    pairs, of_parent = common[~against], common[against].droplevel("reference")
    said = [
        say("overlap.all", names, _places(n), parent=against.any(), **n),
        say("overlap.own", names, shares=own),
        say("overlap.pairs", names, shares=pairs, highest=pairs.index[pairs == pairs.max()]),
    ]
    if against.any():
        said.append(say("overlap.with_parent", names, shares=of_parent))
    return Statements(said)


def _places(n: Mapping[str, int], *, province: str = "", reference: str = "", **_: object) -> str:
    """Give the addresses of the provisions of each status that there is."""
    against = f"/{reference}" if reference else ""
    found = [status for status in STATUSES if n[status]]
    return hrefs({"province": province, "passage": f"provisions/{s}{against}"} for s in found)


def headline(overlap: pd.DataFrame, provisions: pd.DataFrame, names: Names) -> Statement:
    """Count the provisions that each province writes mostly in words of its own."""
    if overlap.empty:
        return say("general.alone").headline()
    best = best_status(overlap, provisions)
    own = (best["status"] == "own").groupby(best["province"])
    counts = own.agg(own="sum", n="size")
    return say(
        f"overlap.headline.{_form(provisions)}", names, counts=counts.reset_index().to_dict("records"),
        shares=own.mean(), **counts.sum(),
    )  # fmt: skip


def parent_statement(documents: pd.DataFrame) -> Statement:
    """Name the superior documents that the texts are held against, or say that there are none."""
    titles = documents.loc[documents["role"] == PARENT, "title"]
    if titles.empty:
        alone = documents["province"].nunique() == 1
        return say("overlap.parent.alone" if alone else "overlap.parent.none")
    return say("overlap.parent.held", titles=titles)


def plot(
    similarity: pd.DataFrame, overlap: pd.DataFrame, provisions: pd.DataFrame, names: Names
) -> np.ndarray:
    """Draw provisions against provisions: the darker, the more similar; one panel a pair.

    `similarity` as from `provision_similarity`; it stands as a number in the cells of best
    matches. The mark beside a provision is its status against the other province. Of more than a
    few provinces, draw provinces against provinces.
    """
    provinces = sorted(provisions["province"].unique())
    pairs = list(combinations(provinces, 2))
    if not pairs:
        return draw_none(say("general.alone"))
    if len(provinces) > FEW:
        return np.array([[_plot_grid(overlap, provisions, names)]])
    ordered = provisions.sort_values("provision_id", key=text_order)
    own = {p: ordered[ordered["province"] == p] for p in provinces}
    shown = [_most_alike(own[a], own[b], similarity) for a, b in pairs]
    height = sum(2 + 0.24 * len(rows) for rows, _ in shown)
    width = max(2.6 + 0.26 * len(columns) for _, columns in shown)
    axes = panels(len(pairs), 1, height + 1.1, width=max(width, 8))
    status = overlap.set_index(["provision_id", "reference"])["status"]
    for ax, (a, b), (rows, columns) in zip(axes.flat, pairs, shown, strict=True):
        _draw_similarity(ax, rows, columns, similarity)
        _draw_statuses(
            ax, [status[i, b] for i in rows["provision_id"]],
            [status[i, a] for i in columns["provision_id"]],
        )  # fmt: skip
        ax.set_ylabel(names.both(a) + _say_part(rows, own[a]))
        ax.set_xlabel(
            f"{names.both(b)}{_say_part(columns, own[b])}\n{label('overlap.cosine')}",
            fontsize=8.5, linespacing=TWO_LINES,
        )  # fmt: skip
    return axes


def draw(
    similarity: pd.DataFrame,
    overlap: pd.DataFrame,
    provisions: pd.DataFrame,
    names: Names,
    *,
    source: str,
    folder: Path = FIGURES,
) -> SavedFigure:
    """Save what `plot` draws, titled and described."""
    drawn = say(f"overlap.drawn.{_form(provisions)}")
    return save_figure(
        plot(similarity, overlap, provisions, names), "overlap", source=source, folder=folder,
        title=headline(overlap, provisions, names),
        alt=describe_figure(drawn, statements(overlap, provisions, names)),
    )  # fmt: skip


def _form(provisions: pd.DataFrame) -> str:
    return "many" if provisions["province"].nunique() > FEW else "few"


def _most_alike(
    rows: pd.DataFrame, columns: pd.DataFrame, similarity: pd.DataFrame
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Keep of many provisions on either side those that have the most similar on the other."""
    near = similarity.loc[rows["provision_id"], columns["provision_id"]].to_numpy()
    kept = [np.sort((-near.max(axis=axis)).argsort(kind="stable")[:MOST_DRAWN]) for axis in (1, 0)]
    return rows.iloc[kept[0]], columns.iloc[kept[1]]


def _draw_similarity(
    ax: Axes, rows: pd.DataFrame, columns: pd.DataFrame, similarity: pd.DataFrame
) -> None:
    """Shade each cell by its similarity, and write it where it is the best of its row or column."""
    near = similarity.loc[rows["provision_id"], columns["provision_id"]].to_numpy()
    best = (near > 0) & ((near == near.max(axis=1, keepdims=True)) | (near == near.max(axis=0)))
    # Hundreds of cells: as a picture within the figure they take a third of the bytes.
    heat_map(
        ax, near, _provision_labels(rows), _provision_labels(columns, most=5), high=1, cmap="Greys",
        rasterized=True,
        written=np.where(best, np.vectorize("{:.2f}".format, otypes=[str])(near), ""),
    )  # fmt: skip
    ax.xaxis.tick_bottom()
    for y, x in np.argwhere(best).tolist():
        link_place(cover_cell(ax, x + 0.5, y + 0.5), rows["provision_id"].iloc[y])


def _draw_statuses(ax: Axes, of_rows: list[str], of_columns: list[str]) -> None:
    """Mark the status of each provision beside its row or column, and name each mark once."""
    right = len(of_columns) + 0.4
    places = [(right, y + 0.5, kind) for y, kind in enumerate(of_rows)]
    for x, y, kind in [*places, *((x + 0.5, -0.45, kind) for x, kind in enumerate(of_columns))]:
        marker, colour = _MARKERS[kind]
        ax.plot(x, y, marker, color=colour, ms=4.5, mew=1.6 if marker == "x" else 0, clip_on=False)
    for kind in STATUSES:
        words = label(f"statuses.{kind}")
        if kind in of_rows:
            ax.text(right + 0.4, of_rows.index(kind) + 0.5, words, va="center", fontsize=8)
        elif kind in of_columns:
            ax.text(of_columns.index(kind) + 0.5, -1, words, ha="center", fontsize=8)
    ax.set(xlim=(0, len(of_columns) + 0.9), ylim=(len(of_rows), -1))


def _provision_labels(provisions: pd.DataFrame, *, most: int = 6) -> list[str]:
    # Short: the glyphs of headings are most of the file. The ellipsis takes a place too.
    heads = [head if len(head) <= most + 1 else f"{head[:most]}…" for head in provisions["heading"]]
    return [f"{n} {head}" for n, head in zip(provisions["number"], heads, strict=True)]


def _say_part(shown: pd.DataFrame, held: pd.DataFrame) -> str:
    n = f"{len(shown)}/{len(held)}"
    return f"{label('overlap.most_similar')} {n}" if len(shown) < len(held) else ""


def _plot_grid(overlap: pd.DataFrame, provisions: pd.DataFrame, names: Names) -> Axes:
    """Draw provinces against provinces: the share of provisions that stand in the other text.

    In a cell, of the provisions of its line, the per cent that are shared or adapted against the
    province of its column. It leads to the shared ones, or, if there are none, to those adapted.
    """
    counts = count_statuses(overlap, provisions)
    wide = (1 - counts["own"] / counts.sum(axis=1)).unstack()
    # The superior document comes last.
    columns = sorted(wide.columns, key=lambda reference: (reference == PARENT, reference))
    common = wide[columns].to_numpy()
    ax, cells = draw_grid(
        common, [names.both(p) for p in wide.index], [names.both(p) for p in columns],
        label("overlap.unit", between="\n"), high=1,
        written=[[f"{v * 100:.0f}" for v in row] for row in common],
    )  # fmt: skip
    for (y, x), cell in cells.items():
        province, reference = wide.index[y], columns[x]
        n = counts.loc[(province, reference)]
        for status in [status for status in ("shared", "adapted") if n[status]][:1]:
            link_artist(cell, province=province, passage=f"provisions/{status}/{reference}")
    return ax

"""The terms that make the gaps, in sentences, a picture and a table."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from analysis.draw.shapes import draw_none, few_ticks, panels
from analysis.draw.style import BLACK, GREY, TWO_LINES, link_artist, province_colours
from analysis.draw.svg import SavedFigure, save_figure
from analysis.say.catalogue import label, say
from analysis.say.links import reader_href
from analysis.say.names import Names, in_order
from analysis.say.views import Part, Row, View, describe_figure, make_view, why_no_terms
from analysis.say.wording import Statement, Statements, points
from analysis.stats.compare import has_no_hit, is_one_pair, rows_of, shown_gaps
from analysis.store.files import FIGURES
from analysis.studies.contributions.measure import top_contributions
from analysis.vocabulary import ALL, OTHERS

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def statements(
    contributions: pd.DataFrame, divergence: pd.DataFrame, names: Names, *, n: int = 3
) -> Statements:
    """Name the terms that pull each area's gap most to either side; of many, the widest gap.

    Gaps without a term are left out.
    """
    said = []
    for gap in shown_gaps(divergence)[lambda gaps: ~has_no_hit(gaps)].itertuples():
        rows = rows_of(contributions, pd.DataFrame([gap]))
        rows = rows.sort_values("contribution", kind="stable")
        facts = {
            "n": len(rows),
            "to_a": rows[rows["contribution"] > 0].tail(n)[::-1].to_dict("records"),
            "to_b": rows[rows["contribution"] < 0].head(n).to_dict("records"),
        }
        href = reader_href({"area": gap.area})
        said.append(say("contributions.told", names, href, **gap._asdict(), **facts))
    return Statements(said or [why_no_terms(divergence)])


def headline(contributions: pd.DataFrame, divergence: pd.DataFrame, names: Names) -> Statement:
    """Name the single term that weighs most in any gap, and that gap's verdict."""
    shown = shown_gaps(divergence)
    rows = rows_of(contributions, shown)
    if rows.empty:
        return why_no_terms(divergence).headline()
    top = rows.loc[rows["contribution"].abs().idxmax()]
    return say(
        "contributions.headline",
        names,
        term=top["term"],
        weight=abs(top["contribution"]),
        side=top["province_a" if top["contribution"] > 0 else "province_b"],
        verdict=rows_of(shown, top.to_frame().T)["verdict"].iloc[0],
    )


def view(contributions: pd.DataFrame, names: Names, *, n: int = 8) -> View:
    """Show the terms behind each gap, the n widest and the rest, as the figure does.

    `contributions` holds those of the gaps to show.
    """
    gaps = in_order(contributions, names).groupby(["province_a", "province_b", "area"], sort=False)
    rows = [
        Row(
            (
                names.statement(area, ALL), _name_term(bar), points(bar.contribution, 2),
                names.statement(a if bar.contribution > 0 else b),
            ),
            reader_href({"area": area, "term": bar.term}),
        )
        for (a, b, area), own in gaps
        for bar in top_contributions(own, n=n).itertuples()
    ]  # fmt: skip
    return make_view(say("contributions.caption"), ["area", "term", "points", "towards"], rows)


def part(tables: Mapping[str, pd.DataFrame], names: Names) -> Part:
    """Tell in the brief which words make the gaps."""
    divergence = tables["divergence"]
    words = view(rows_of(tables["contributions"], shown_gaps(divergence)), names)
    note = say("contributions.note") if words.rows else why_no_terms(divergence)
    return Part(Statements([note]), figures={"contributions": words})


def draw(
    contributions: pd.DataFrame,
    divergence: pd.DataFrame,
    names: Names,
    *,
    source: str,
    folder: Path = FIGURES,
) -> SavedFigure:
    """Save the figure `contributions`, as `plot` draws it."""
    said = statements(contributions, divergence, names)
    return save_figure(
        plot(contributions, divergence, names), "contributions", source=source, folder=folder,
        title=headline(contributions, divergence, names),
        alt=describe_figure(say("contributions.drawn"), said),
    )  # fmt: skip


def plot(
    contributions: pd.DataFrame, divergence: pd.DataFrame, names: Names, *, n: int = 8
) -> np.ndarray:
    """Draw the terms behind each area's gap, the rest in one bar, and their sum.

    One panel an area and pair, or for many provinces that of the widest gap of each area; the
    bars of a panel add up to its last bar, the gap.
    """
    if contributions.empty:
        return draw_none(why_no_terms(divergence))
    # Pair by pair; against the others, in the order of areas.
    gaps = in_order(shown_gaps(divergence), names)
    first = gaps["province_a"].where(gaps["province_b"] != OTHERS, "")
    gaps = gaps.assign(first=first).sort_values(["first", "province_b"], kind="stable")
    n_rows = -(-len(gaps) // 2)
    axes = panels(n_rows, 2, 0.9 + 3.3 * n_rows)
    colours = province_colours([*gaps["province_a"], *gaps["province_b"]])
    for ax, gap in zip(axes.flat, gaps.itertuples(), strict=False):
        bars = top_contributions(rows_of(contributions, pd.DataFrame([gap])), n=n)
        _draw_bars(ax, bars, gap, colours)
        a, b = gap.province_a, gap.province_b
        of_pair = "" if is_one_pair(gaps) else f"\n{names.zh(a)}–{names.zh(b)}"
        ax.set_title(names.both(gap.area, ALL) + of_pair)
        ax.set_xlabel(
            f"← {names.both(b)}      {names.both(a)} →\n{label('contributions.axis')}",
            fontsize=8.5,
            linespacing=TWO_LINES,
        )
    for ax in axes.flat[len(gaps) :]:
        ax.set_visible(False)
    return axes


def _draw_bars(ax: Axes, bars: pd.DataFrame, gap: Any, colours: dict[str, str]) -> None:
    """Draw the bars of a gap's terms from the top, and below them their sum, the gap."""
    values = [*bars["contribution"], gap.gap]
    sides = [gap.province_a if value > 0 else gap.province_b for value in bars["contribution"]]
    y = [*range(len(bars)), len(bars) + 0.4]
    colour = [*map(colours.get, sides), BLACK]
    drawn = ax.barh(y, np.array(values) * 100, color=colour, height=0.72)
    ax.axvline(0, color=GREY, lw=0.8)
    ax.set_yticks(
        y, [*map(_name_term, bars.itertuples()), label("contributions.sum")], fontsize=8.5
    )
    ax.invert_yaxis()
    for at, value in zip(y, values, strict=True):
        ax.annotate(
            points(value, 2), (value * 100, at), (4 if value >= 0 else -4, 0),
            textcoords="offset points", ha="left" if value >= 0 else "right", va="center",
            fontsize=7.5,
        )  # fmt: skip
    reach = max(np.abs(values).max() * 100, 0.01)
    ax.set_xlim(-reach * 1.5, reach * 1.5)
    few_ticks(ax.xaxis, 5)
    ax.tick_params(axis="x", labelsize=8.5)
    ax.tick_params(axis="y", length=0)
    ax.spines["left"].set_visible(False)
    # The sum is no term, nor are the others together.
    for bar, line, term in zip(drawn, ax.get_yticklabels(), [*bars["term"], ""], strict=True):
        link_artist(bar, line, area=gap.area, term=term)


def _name_term(bar: Any) -> str:
    return bar.term or f"{label('contributions.others')} {bar.n_terms}"

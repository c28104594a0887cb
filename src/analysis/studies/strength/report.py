"""Words that bind and that encourage, in sentences, a picture and a table."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from analysis.draw.shapes import Key, draw_lines, few_ticks, panels
from analysis.draw.style import BLACK, BLUE, ORANGE, ink, label_rows, link_artist, province_colours
from analysis.draw.svg import SavedFigure, save_figure
from analysis.say.catalogue import label, say
from analysis.say.links import ANY, reader_href
from analysis.say.names import Names, in_order
from analysis.say.views import Part, Row, View, describe_figure, make_view
from analysis.say.wording import Statement, Statements
from analysis.store.files import FIGURES
from analysis.studies.strength.measure import strength_rates
from analysis.vocabulary import ALL, FEW, STRENGTHS

if TYPE_CHECKING:
    from matplotlib.axes import Axes

# To which side of the axis the bars of a kind go.
_SIDES = {"obligatory": 1, "encouraging": -1}


def statements(strength: pd.DataFrame, provisions: pd.DataFrame, names: Names) -> Statements:
    """Say how often each province binds and how often it encourages, overall and by area.

    Of many provinces the words are summed, and the extremes of the rates named of all sentences
    alone: of an area, that of a province may come of one word.
    """
    rates = strength_rates(strength, provisions).set_index("province", drop=False)
    kind = "many" if len(rates.index.unique()) > FEW else "few"
    said = []
    for area in _areas(rates, names):
        rows, href = rates[rates["area"] == area], reader_href({"area": area, "strength": ANY})
        more = rows["n_obligatory"] - rows["n_encouraging"]
        sides = {"more": (more > 0).sum(), "fewer": (more < 0).sum()}
        said.append(say(f"strength.{kind}", names, href, area=area, rows=rows, **sides))
    return Statements(said)


def headline(strength: pd.DataFrame, provisions: pd.DataFrame, names: Names) -> Statement:
    """Give the words of both kinds as counted, or count the provinces with more that bind."""
    rates = strength_rates(strength, provisions)
    rows = rates[rates["area"] == ALL]
    if rates["province"].nunique() <= FEW:
        return say("strength.headline", names, rows=rows)
    more = rows.loc[rows["n_obligatory"] > rows["n_encouraging"], "province"]
    if more.empty:
        return say("strength.headline_none", names, of=len(rows))
    return say("strength.headline_many", names, more=more, of=len(rows))


def plot(strength: pd.DataFrame, provisions: pd.DataFrame, names: Names) -> Axes | np.ndarray:
    """Draw words of strength by length of text: encouraging to the left, obligatory to the right.

    Beside each bar stands the count of words. Many provinces have a line each, in a panel an area.
    """
    rates, provinces = strength_rates(strength, provisions), sorted(set(provisions["province"]))
    if len(provinces) > FEW:
        return _plot_lines(rates, names)
    return _plot_together(rates, provinces, names)


def draw(
    strength: pd.DataFrame,
    provisions: pd.DataFrame,
    names: Names,
    *,
    source: str,
    folder: Path = FIGURES,
) -> SavedFigure:
    """Draw and save the figure `strength`."""
    said = statements(strength, provisions, names)
    return save_figure(
        plot(strength, provisions, names), "strength", source=source, folder=folder,
        title=headline(strength, provisions, names),
        alt=describe_figure(say("strength.drawn"), said),
    )  # fmt: skip


def view(strength: pd.DataFrame, provisions: pd.DataFrame, names: Names) -> View | None:
    """Show words that bind and that encourage, as `draw` does; None without any area."""
    rates = strength_rates(strength, provisions)
    rates = in_order(rates[rates["area"] != ALL], names)
    if rates.empty:
        return None
    columns = (
        "area", "province", "sentences", "binding", "encouraging", "binding_rate",
        "encouraging_rate",
    )  # fmt: skip
    return make_view(say("strength.caption"), columns, (_row(r, names) for r in rates.itertuples()))


def part(tables: Mapping[str, pd.DataFrame], names: Names) -> Part:
    """Write the part of the brief on the strength of wording."""
    table = view(tables["strength"], tables["provisions"], names)
    return Part(Statements([say("strength.note")]), table=table)


def _areas(rates: pd.DataFrame, names: Names) -> list[str]:
    """List what there are rates of: all sentences, then the areas in the lexicon's order."""
    return [area for area in [ALL, *names.areas] if area in set(rates["area"])]


def _row(rate: Any, names: Names) -> Row:
    href = reader_href({"province": rate.province, "area": rate.area, "strength": ANY})
    cells = (
        names.statement(rate.area, ALL), names.statement(rate.province), f"{rate.n_sentences:,}",
        f"{rate.n_obligatory:.0f}", f"{rate.n_encouraging:.0f}", f"{rate.obligatory:.1f}",
        f"{rate.encouraging:.1f}",
    )  # fmt: skip
    return Row(cells, href if rate.n_obligatory + rate.n_encouraging else "")


def _titles(areas: list[str], names: Names) -> list[str]:
    everything = label("strength.figure.all", between="\n")
    return [everything if a == ALL else names.both(a, ALL, between="\n") for a in areas]


def _reach(rates: pd.DataFrame) -> float:
    """Find the highest rate; where no word is counted there still is a scale."""
    return rates[list(STRENGTHS)].to_numpy().max() or 10


def _draw_bar(
    ax: Axes, y: float, row: dict[str, Any], strength: str, *, gap: float, size: float, **look: Any
) -> None:
    """Draw the bar of one kind of words, and so far from its end their count."""
    side, n = _SIDES[strength], row[f"n_{strength}"]
    (bar,) = ax.barh(y, side * row[strength], **look)
    count = ax.text(
        side * (row[strength] + gap), y, f"{n:.0f}", va="center", fontsize=size,
        ha="left" if side > 0 else "right",
    )  # fmt: skip
    if n:
        link_artist(bar, count, province=row["province"], area=row["area"], strength=strength)


def _plot_lines(rates: pd.DataFrame, names: Names) -> np.ndarray:
    """Draw one panel an area, one line a province."""
    colours = {"encouraging": ORANGE, "obligatory": BLUE}
    areas, lines = _areas(rates, names), sorted(rates["province"].unique(), reverse=True)
    looks = {label(f"strengths.{s}"): {"marker": "s", "color": c} for s, c in colours.items()}
    axes = draw_lines(
        [names.both(province) for province in lines],
        _titles(areas, names),
        Key(looks, label("strength.figure.unit_many")),
    )
    for ax, area in zip(axes.flat, areas, strict=False):
        rows = rates[rates["area"] == area]
        reach = _reach(rows)
        for strength in STRENGTHS:
            for row in rows.to_dict("records"):
                _draw_bar(
                    ax, lines.index(row["province"]), row, strength, gap=0.03 * reach, size=7,
                    height=0.7, color=colours[strength],
                )  # fmt: skip
        ax.axvline(0, color=BLACK, lw=0.8)
        ax.set_xlim(-1.35 * reach, 1.35 * reach)
        few_ticks(ax.xaxis, 4)
        ax.xaxis.set_major_formatter(lambda x, _: f"{abs(x):g}")
        ax.set_xlabel(label("strength.figure.scale"), fontsize=8)
    return axes


def _plot_together(rates: pd.DataFrame, provinces: list[str], names: Names) -> Axes:
    """Draw the provinces below each other in every area, all sentences on top."""
    colours, areas = province_colours(provinces), [*reversed(_areas(rates, names))]
    ax = panels(1, 1, 1.9 + len(areas) * (0.25 + 0.28 * len(provinces)))[0, 0]
    step, reach = 0.8 / len(provinces), _reach(rates)
    for y, area in enumerate(areas):
        for row in rates[rates["area"] == area].to_dict("records"):
            colour = colours[row["province"]]
            at = y + 0.4 - step * (provinces.index(row["province"]) + 0.5)
            for strength, shade in zip(STRENGTHS, (colour, (colour, 0.45)), strict=True):
                _draw_bar(
                    ax, at, row, strength, gap=0.01 * reach, size=8, height=step * 0.86,
                    color=[shade],
                )  # fmt: skip
            said = f"{row['n_sentences']:.0f}{label('strength.figure.sentences')}"
            ax.text(
                1.2 * reach, at, f"{names.both(row['province'])}  {said}", va="center", fontsize=8,
                color=ink(colour),
            )  # fmt: skip
    label_rows(ax, _titles(areas, names))
    ax.axvline(0, color=BLACK, lw=0.8)
    ax.set_xlim(-1.15 * reach, 1.65 * reach)
    ax.xaxis.set_major_formatter(lambda x, _: f"{abs(x):.0f}")
    ax.set_xticks([x for x in ax.get_xticks() if abs(x) <= 1.1 * reach])
    left, right = f"← {label('strengths.encouraging')}", f"{label('strengths.obligatory')} →"
    ax.text(-1.1 * reach, len(areas) - 0.45, left, ha="left")
    ax.text(1.1 * reach, len(areas) - 0.45, right, ha="right")
    ax.set_ylim(top=len(areas) - 0.15)
    ax.set_xlabel(label("strength.figure.unit"), fontsize=9)
    return ax

"""Whether other choices say the same, in sentences and a picture."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analysis.draw.shapes import draw_none, panels
from analysis.draw.style import BLACK, GREY, PALETTE, TWO_LINES, link_artist
from analysis.draw.svg import SavedFigure, save_figure
from analysis.say.catalogue import label, say
from analysis.say.links import reader_href
from analysis.say.names import Names, in_order
from analysis.say.views import Part, describe_figure, why_no_terms
from analysis.say.wording import Statement, Statements
from analysis.stats.compare import is_one_pair, rows_of, shown_gaps
from analysis.store.files import FIGURES
from analysis.studies.robustness.measure import FULL, sign_agreement
from analysis.vocabulary import ALL, IDF_CHOICES, OTHERS

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.lines import Line2D

_GAP = ["province_a", "province_b", "area"]
_, _OF_PROVINCE, _OF_SENTENCES, _NO_IDF = IDF_CHOICES

# How a specification may depart from the declared one, and how to tell; the last, with part of the
# lexicon, is told by what it has not.
_DEPARTURES: dict[str, tuple[str, object]] = {
    "preamble": ("preamble", 1),
    "headings": ("headings", 0),
    "goals": ("goals", 0),
    "agencies": ("agencies", 1),
    "idf_of_province": ("idf", _OF_PROVINCE),
    "idf_of_sentences": ("idf", _OF_SENTENCES),
    "no_idf": ("idf", _NO_IDF),
    "engine": ("engine", "rjieba"),
    "hmm": ("hmm", 0),
}


def part(tables: Mapping[str, pd.DataFrame], names: Names) -> Part:
    """Write the part of the brief: would other choices say the same?"""
    divergence = tables["divergence"]
    agreement = sign_agreement(rows_of(tables["specifications"], shown_gaps(divergence)))
    return Part(statements(agreement, divergence, tables["area_shares"], names))


def influence_statements(influence: pd.DataFrame, names: Names) -> Statements:
    """Name each area's weightiest term and every term whose removal turns its gap round."""
    said = []
    named = not is_one_pair(influence)
    for (a, b, area), own in in_order(influence, names).groupby(_GAP, sort=False):
        top = own.loc[own["weight"].idxmax()]
        facts = {
            "province_a": a, "province_b": b, "area": area, "named": named,
            "term": top["term"], "weight": top["weight"],
            "flips": own.loc[own["flips"] == 1, "term"].tolist(),
        }  # fmt: skip
        said.append(say("robustness.influence", names, reader_href({"area": area}), **facts))
    return Statements(said or [say("general.no_term")])


def statements(
    agreement: pd.DataFrame, divergence: pd.DataFrame, shares: pd.DataFrame, names: Names
) -> Statements:
    """Answer for each area: would other choices say the same, and does a reader agree?

    `agreement` as from `measure.sign_agreement`. A sign that holds under all choices is no
    evidence against chance, so the verdict stands beside it.
    """
    gaps = divergence.loc[divergence["topic"] == ALL, [*_GAP, "gap", "verdict"]]
    coded = shares.set_index(["province", "area"])["sentence_codes"]
    said = []
    for row in in_order(agreement.merge(gaps, on=_GAP), names).itertuples():
        sides = [(row.province_a, row.area), (row.province_b, row.area)]
        codes = [coded[side] for side in sides if side in coded.index]
        both = len(codes) == len(sides)
        facts = row._asdict() | {
            "codes": codes if both else [],
            "agree": both and (codes[0] - codes[1]) * row.gap > 0,
        }
        said.append(say("robustness.statement", names, reader_href({"area": row.area}), **facts))
    return Statements(said or [why_no_terms(divergence)])


def headline(agreement: pd.DataFrame, divergence: pd.DataFrame, names: Names) -> Statement:
    """Name the gap whose sign depends most on the choices made."""
    if agreement.empty:
        return why_no_terms(divergence).headline()
    worst = agreement.loc[agreement["agreeing"].idxmin()]
    if worst["agreeing"] == 1:
        return say("robustness.headline.all", n=worst["n"])
    return say("robustness.headline.least", names, **worst)


def draw(
    specifications: pd.DataFrame,
    agreement: pd.DataFrame,
    divergence: pd.DataFrame,
    shares: pd.DataFrame,
    names: Names,
    *,
    source: str,
    folder: Path = FIGURES,
) -> SavedFigure:
    """Draw the specification curves of gaps, and save them; tables as of `plot`, `statements`."""
    said = statements(agreement, divergence, shares, names)
    return save_figure(
        plot(specifications, names), "specifications", source=source, folder=folder,
        title=headline(agreement, divergence, names),
        alt=describe_figure(say("robustness.drawn"), said),
    )  # fmt: skip


def plot(specifications: pd.DataFrame, names: Names) -> np.ndarray:
    """Draw the specification curve of each area: gaps in order, and the choices behind them.

    One column an area, two rows a pair, or of many provinces the gap given for each area. Above,
    the gap of every specification from low to high, and the declared one as a dot; below, the
    darker, the more of the specifications above depart from the declared one in this choice.
    """
    ordered = in_order(specifications, names)
    to_others = bool((ordered["province_b"] == OTHERS).any())
    pairs = list(ordered.groupby("province_b" if to_others else _GAP[:2]))
    if not pairs:
        return draw_none(say("general.alone"))
    areas = ordered["area"].unique()
    axes = panels(
        2 * len(pairs), len(areas), 0.7 + 4.7 * len(pairs), width=max(8, 1.8 + 1.55 * len(areas)),
        sharey="row", height_ratios=[1.1, 1] * len(pairs),
    )  # fmt: skip
    reach = _reach(specifications["gap"] * 100)
    for row, (_, of_pair) in enumerate(pairs):
        for column, area in enumerate(areas):
            above, below = axes[2 * row : 2 * row + 2, column]
            own = of_pair[of_pair["area"] == area]
            own = own.sort_values(["gap", "specification"], ignore_index=True)
            a, b = map(names.both, own.loc[0, _GAP[:2]])
            declared = _plot_curve(above, own)
            above.set_ylim(reach)
            title = names.both(area, ALL, between="\n") + f"\n{a}" * to_others
            head = above.set_title(title, fontsize=10, linespacing=TWO_LINES)
            link_artist(declared, head, area=area)
            _plot_departures(below, own)
            if column == 0:
                _explain(above, below, declared)
                sides = "" if to_others else f"← {b}    {a} →\n"
                unit = sides + label("robustness.gap")
                above.set_ylabel(unit, fontsize=9, linespacing=TWO_LINES)
    return axes


def _reach(gaps: pd.Series) -> tuple[float, float]:
    low, high = min(gaps.min(), 0), max(gaps.max(), 0)
    # Where no gap is wide there still is a scale.
    high = max(high, low + 0.01)
    return low - 0.05 * (high - low), high + 0.2 * (high - low)


def _plot_curve(ax: Axes, own: pd.DataFrame) -> Line2D:
    """Draw the gaps of one area, which are in order; returns the dot of the declared one."""
    gaps = own["gap"] * 100
    declared = own.index[own["specification"] == 0][0]
    ax.axhline(0, color=GREY, lw=0.8)
    ax.plot(own.index, gaps, color=PALETTE[0], lw=2)
    (dot,) = ax.plot(declared, gaps[declared], "o", color=BLACK, ms=6, clip_on=False)
    ax.set(xlim=(-0.5, len(own) - 0.5), xticks=[])
    return dot


def _plot_departures(ax: Axes, own: pd.DataFrame) -> None:
    """Shade, below the gaps of one area, where specifications depart from the declared one."""
    departs = [own[choice] == value for choice, value in _DEPARTURES.values()]
    marks = np.vstack([*departs, own["lexicon"] != FULL]).astype(float)
    ax.imshow(
        _share_in_bins(marks), aspect="auto", cmap="Greys", vmin=0, vmax=1.2, interpolation="none"
    )
    labels = [label(f"robustness.departures.{name}") for name in (*_DEPARTURES, "lexicon")]
    ax.set_yticks(range(len(marks)), labels)
    ax.tick_params(length=0, labelsize=8.5)
    ax.set_xticks([])
    ways = label("robustness.ways", between="\n", n=len(own))
    ax.set_xlabel(ways, fontsize=8, linespacing=TWO_LINES)


def _explain(above: Axes, below: Axes, declared: Line2D) -> None:
    """Say what the dot and the shades mean."""
    ((x, y),) = np.asarray(declared.get_xydata())
    # On the side where the curve is out of the way.
    late = x > (above.get_xlim()[1] + 0.5) / 2
    above.annotate(
        label("robustness.declared", between="\n"), (x, y), (-8 if late else 8, 0),
        textcoords="offset points", ha="right" if late else "left", va="center", fontsize=8,
        linespacing=TWO_LINES,
    )  # fmt: skip
    darker = label("robustness.darker", between="\n")
    below.set_title(darker, fontsize=8, linespacing=TWO_LINES)


def _share_in_bins(marks: np.ndarray, most: int = 40) -> np.ndarray:
    """Average the columns in at most `most` bins of neighbours: single ones are too thin to see."""
    bins = np.array_split(marks, min(most, marks.shape[1]), axis=1)
    return np.column_stack([part.mean(axis=1) for part in bins])

"""The lexicon against hand codes, in sentences and a picture."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analysis.draw.shapes import draw_none, panels
from analysis.draw.style import BLACK, TWO_LINES, label_rows, link_artist
from analysis.draw.svg import SavedFigure, save_figure
from analysis.say.catalogue import label, say
from analysis.say.links import reader_href
from analysis.say.names import Names, in_order
from analysis.say.views import describe_figure
from analysis.say.wording import Statement, Statements
from analysis.store.files import FIGURES
from analysis.studies.validation.measure import MEASURES, score_predictions
from analysis.vocabulary import ALL

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def statements(validation: pd.DataFrame, names: Names) -> Statements:
    """Say for each area how well the lexicon finds what readers find."""
    pooled = validation[validation["province"] == ALL]
    return _by_area("validation.scores", pooled, names)


def headline(validation: pd.DataFrame, names: Names) -> Statement:
    """Name the area in which lexicon and readers agree least."""
    if validation.empty:
        return say("general.uncoded").headline()
    pooled = validation[validation["province"] == ALL]
    worst = pooled.loc[pooled["f1"].idxmin()]
    return say("validation.headline", names, area=worst["area"], f1=worst["f1"])


def reliability_statements(reliability: pd.DataFrame, names: Names) -> Statements:
    """Say how far the coders agree; with fewer than two, that this is not known."""
    if reliability.empty:
        return Statements([say("validation.unreliable")])
    return _by_area("validation.reliability", reliability, names)


def opinion_statements(opinions: pd.DataFrame, names: Names) -> Statements:
    """Say how a classifier does beside the lexicon, and on how many sentences they differ.

    `opinions` as from `second_opinion`.
    """
    differing = opinions["classified"].ne(opinions["predicted"]).groupby(opinions["area"]).sum()
    scores = {
        "lexicon": score_predictions(opinions, "predicted"),
        "classifier": score_predictions(opinions, "classified"),
    }
    compared = pd.DataFrame({**scores, "differing": differing}).reset_index()
    return _by_area("validation.opinion", compared, names)


def _by_area(key: str, rows: pd.DataFrame, names: Names) -> Statements:
    """Say each row by a message, in the lexicon's order; without rows, that nothing is coded."""
    if rows.empty:
        return Statements([say("general.uncoded")])
    return Statements(
        say(key, names, reader_href({"area": row.area}), **row._asdict())
        for row in in_order(rows, names).itertuples(index=False)
    )


def draw(
    validation: pd.DataFrame, names: Names, *, source: str, folder: Path = FIGURES
) -> SavedFigure:
    """Draw and save precision, recall and F1 of the lexicon."""
    return save_figure(
        plot(validation, names), "validation", source=source, folder=folder,
        title=headline(validation, names),
        alt=describe_figure(say("validation.drawn"), statements(validation, names)),
    )  # fmt: skip


def plot(validation: pd.DataFrame, names: Names) -> np.ndarray:
    """Draw precision, recall and F1 of the lexicon against the sentence codes, with intervals."""
    pooled = in_order(validation[validation["province"] == ALL], names)[::-1]
    if pooled.empty:
        return draw_none(say("general.no_codes"))
    axes = panels(1, len(MEASURES), 1.8 + 0.5 * len(pooled), sharey=True)[0]
    for ax, measure in zip(axes, MEASURES, strict=True):
        _plot_scores(ax, pooled, measure)
        label_rows(ax, [names.both(area, ALL, between="\n") for area in pooled["area"]])
        title = label(f"validation.scale.{measure}")
        ax.set(xlim=(0, 1.08), ylim=(-0.5, len(pooled) - 0.3), title=title)
        ax.set_xticks([0, 0.5, 1], ["0", "0.5", "1"])
        unit = label(f"validation.unit.{measure}", between="\n")
        ax.set_xlabel(unit, fontsize=8.5, linespacing=TWO_LINES)
    return axes


def _plot_scores(ax: Axes, pooled: pd.DataFrame, measure: str) -> None:
    """Draw a score of each area with its interval, the number above."""
    columns = ["area", f"{measure}_low", measure, f"{measure}_high"]
    for y, (area, low, score, high) in enumerate(pooled[columns].itertuples(index=False)):
        ax.plot([low, high], [y, y], color=BLACK, lw=2)
        (dot,) = ax.plot(score, y, "o", color=BLACK, ms=7)
        link_artist(dot, area=area)
        ax.annotate(
            f"{score:.2f}", (score, y), (0, 8), textcoords="offset points", ha="center",
            fontsize=8.5,
        )  # fmt: skip

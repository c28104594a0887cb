"""Words that set provinces apart, in sentences and pictures."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analysis.draw.shapes import draw_none, label_below, panels, part_words
from analysis.draw.style import GREY, TWO_LINES, ink, link_artist, province_colours
from analysis.draw.svg import SavedFigure, save_figure
from analysis.say.catalogue import label, say
from analysis.say.links import reader_href
from analysis.say.names import Names
from analysis.say.views import describe_figure
from analysis.say.wording import Statement, Statements, number
from analysis.store.files import FIGURES
from analysis.vocabulary import FEW, OTHERS

if TYPE_CHECKING:
    from matplotlib.axes import Axes

# Of words that set nothing apart, one in twenty has a z beyond it.
_BY_CHANCE = 1.96

_PAIR = ["province_a", "province_b"]
_PROVINCES_IN_ROW = 4


def statements(keyness: pd.DataFrame, names: Names, *, n: int = 8) -> Statements:
    """Name the words most characteristic of each province, and how little that proves.

    Against OTHERS, only those of the province are named.
    """
    said = []
    for (a, b), scores in keyness.groupby(_PAIR):
        of_b, of_a = _extremes(scores.sort_values("z", kind="stable"), n)
        facts = {
            "of_a": of_a["term"].tolist()[::-1],
            "of_b": of_b["term"].tolist(),
            "paired": b != OTHERS,
            "strong": (scores["z"].abs() >= _BY_CHANCE).sum(),
            "n": len(scores),
        }
        said.append(say("keyness.told", names, province_a=a, province_b=b, **facts))
    return Statements(said or [say("general.alone")])


def headline(keyness: pd.DataFrame, names: Names) -> Statement:
    """Name the one word most characteristic of each side of the first pair, or of all provinces."""
    if keyness.empty:
        return say("general.alone").headline()
    if (keyness["province_b"] == OTHERS).any():
        top = keyness.loc[keyness["z"].idxmax()]
        return say("keyness.headline_others", names, province=top["province_a"], term=top["term"])
    (a, b), scores = next(iter(keyness.groupby(_PAIR, sort=False)))
    if not scores["z"].any():
        return say("keyness.headline_none")
    of_a, of_b = (scores.loc[at, "term"] for at in (scores["z"].idxmax(), scores["z"].idxmin()))
    return say("keyness.headline", names, province_a=a, province_b=b, of_a=of_a, of_b=of_b)


def draw(
    keyness: pd.DataFrame, names: Names, *, source: str, folder: Path = FIGURES
) -> SavedFigure:
    """Save the figure `keyness`, as `plot` draws it."""
    return save_figure(
        plot(keyness, names), "keyness", source=source, folder=folder,
        title=headline(keyness, names),
        alt=describe_figure(say("keyness.drawn"), statements(keyness, names)),
    )  # fmt: skip


def draw_words(
    keyness: pd.DataFrame, names: Names, *, source: str, folder: Path = FIGURES
) -> SavedFigure:
    """Save the figure `characteristic_words`, as `plot_words` draws it."""
    return save_figure(
        plot_words(keyness, names), "characteristic_words", source=source, folder=folder,
        title=headline(keyness, names),
        alt=describe_figure(say("keyness.words_drawn"), statements(keyness, names)),
    )  # fmt: skip


def plot(keyness: pd.DataFrame, names: Names, *, n: int = 10) -> np.ndarray:
    """Draw every word by its frequency and its z, the n most extreme of either side named.

    One panel a pair; of many provinces, those three against all others whose words stand out
    most. Words with the same counts share a dot. Beyond the dashed lines |z| is at least 1.96.
    """
    every = list(keyness.groupby(_PAIR))
    if not every:
        return draw_none(say("general.alone"))
    by_z = sorted(every, key=lambda pair: -pair[1]["z"].max())
    pairs = sorted(by_z[:FEW], key=lambda pair: pair[0])
    axes = panels(len(pairs), 1, 0.9 + 5.2 * len(pairs))
    colours = province_colours([province for pair, _ in pairs for province in pair])
    if len(every) > len(pairs):
        most = label("keyness.most", between="  ", n=len(pairs), of=len(every))
        axes[0, 0].set_title(most, fontsize=9)
    for ax, ((a, b), scores) in zip(axes.flat, pairs, strict=True):
        ax.set_xlabel(label("keyness.frequency"), fontsize=9)
        ax.set_ylabel(
            f"← {names.both(b)}        {names.both(a)} →\nz：{label('keyness.z')}",
            fontsize=9, linespacing=TWO_LINES,
        )  # fmt: skip
        _draw_cloud(ax, scores, (colours[a], colours[b]), n)
    return axes


def _draw_cloud(ax: Axes, scores: pd.DataFrame, colours: tuple[str, str], n: int) -> None:
    """Draw the words of a pair, and name the n most extreme of either side."""
    scores = scores.assign(total=scores["n_a"] + scores["n_b"]).sort_values(["z", "term"])
    dots = scores.drop_duplicates(["n_a", "n_b"])
    ax.scatter(dots["total"], dots["z"], s=9, color=GREY, alpha=0.5, lw=0)
    named = pd.concat([scores.head(n), scores.tail(n)]).drop_duplicates("term")
    side = [colours[0] if z > 0 else colours[1] for z in named["z"]]
    urls = [reader_href({"term": term}) for term in named["term"]]
    ax.scatter(named["total"], named["z"], s=16, c=side, lw=0, urls=urls)
    _mark_scale(ax)
    words = []
    for row, colour in zip(named.itertuples(), side, strict=True):
        words.append(ax.text(row.total, row.z, row.term, fontsize=8.5, color=ink(colour)))
        link_artist(words[-1], term=row.term)
    part_words(ax, words, dots["total"], dots["z"])
    for z, va, above in ((-_BY_CHANCE, "top", -3), (_BY_CHANCE, "bottom", 3)):
        ax.annotate(
            f"z = {number(z, 2)}", (0.005, z), (0, above), xycoords=ax.get_yaxis_transform(),
            textcoords="offset points", va=va, fontsize=8, color=GREY,
        )  # fmt: skip


def _mark_scale(ax: Axes) -> None:
    """Count words on a log scale, and draw the lines between which z may fall by chance."""
    from matplotlib.ticker import LogFormatter

    ax.set_xscale("log")
    ax.xaxis.set_major_formatter("{x:g}")
    # Counts within one power of ten are named too, and not in markup.
    ax.xaxis.set_minor_formatter(LogFormatter())
    ax.axhline(0, color=GREY, lw=0.8)
    for z in (-_BY_CHANCE, _BY_CHANCE):
        ax.axhline(z, color=GREY, lw=0.7, ls="--")


def plot_words(keyness: pd.DataFrame, names: Names, *, n: int = 12) -> np.ndarray:
    """Draw the words most characteristic of each province of a pair, by z.

    One panel a pair; the counts in both provinces stand beside each word. Of many provinces, a
    small panel each with the words most characteristic of it against all others.
    """
    if (keyness["province_b"] == OTHERS).any():
        return _plot_words_of_many(keyness, names)
    pairs = list(keyness.groupby(_PAIR))
    if not pairs:
        return draw_none(say("general.alone"))
    axes = panels(len(pairs), 1, 1.3 + (0.3 + 0.235 * 2 * n) * len(pairs))
    colours = province_colours([*keyness["province_a"], *keyness["province_b"]])
    for ax, ((a, b), scores) in zip(axes.flat, pairs, strict=True):
        of_b, of_a = _extremes(scores.sort_values(["z", "term"]), n)
        y = _draw_side(ax, b, of_b, 0.0, -1, colours[b], names)
        y = _draw_side(ax, a, of_a, y, 1, colours[a], names)
        reach = scores["z"].abs().max() * 1.2 or 1
        ax.set(xlim=(-reach, reach), ylim=(-0.8, y - 0.5), yticks=[])
        ax.set_xlabel(
            f"{label('keyness.words_z', between='  ')}\n"
            f"{label('keyness.words_beside', between='  ')}, {names.both(a)} : {names.both(b)}",
            fontsize=9, linespacing=TWO_LINES,
        )  # fmt: skip
        ax.axvline(0, color=GREY, lw=0.8)
        ax.spines["left"].set_visible(False)
    return axes


def _draw_side(
    ax: Axes, province: str, words: pd.DataFrame, y: float, sign: int, colour: str, names: Names
) -> float:
    """Draw the bars of a province's words from y upwards; give where the next can begin."""
    places = y + np.arange(len(words))
    bars = ax.barh(places, words["z"], height=0.7, color=colour)
    inner, outer = ("right", "left") if sign > 0 else ("left", "right")
    for bar, at, row in zip(bars, places, words.itertuples(), strict=True):
        word = ax.text(-0.05 * sign, at, row.term, ha=inner, va="center")
        link_artist(bar, word, term=row.term)
        ax.text(
            row.z + 0.04 * sign, at, f"{row.n_a} : {row.n_b}", ha=outer, va="center", fontsize=8,
            color=GREY,
        )  # fmt: skip
    top = y + len(words)
    typical = label("keyness.typical", names, province=province)
    ax.text(0.05 * sign, top, typical, ha=outer, va="center", color=ink(colour))
    return top + 1.3


def _plot_words_of_many(keyness: pd.DataFrame, names: Names, *, n: int = 6) -> np.ndarray:
    """Draw the words most characteristic of each province against all others, a panel each."""
    own = list(keyness.groupby("province_a"))
    n_rows = -(-len(own) // _PROVINCES_IN_ROW)
    height = 0.9 + (0.45 + 0.16 * n) * n_rows
    axes = panels(n_rows, _PROVINCES_IN_ROW, height, sharex=True)
    for ax, (province, scores) in zip(axes.flat, own, strict=False):
        _, shown = _extremes(scores.sort_values(["z", "term"]), n)
        bars = ax.barh(range(len(shown)), shown["z"], height=0.74, color="#A6C8E0")
        for y, (bar, row) in enumerate(zip(bars, shown.itertuples(), strict=True)):
            word = ax.text(0.06, y, f"{row.term} {row.n_a}:{row.n_b}", va="center", fontsize=7.5)
            link_artist(bar, word, province=province, term=row.term)
        ax.set_title(names.both(province), fontsize=8.5)
        ax.set(yticks=[], ylim=(-0.6, n - 0.4))
        ax.tick_params(axis="x", labelsize=7.5)
        ax.spines["left"].set_visible(False)
        ax.axvline(_BY_CHANCE, color=GREY, lw=0.6, ls="--")
    for ax in axes.flat[len(own) :]:
        ax.set_visible(False)
    label_below(axes, label("keyness.words_key", between="\n"))
    return axes


def _extremes(ranked: pd.DataFrame, n: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Give the n words of lowest z, if below 0, and of highest, if above, of words ranked by z."""
    return ranked[ranked["z"] < 0].head(n), ranked[ranked["z"] > 0].tail(n)

"""What only one province has, in sentences, a picture and tables."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from analysis.draw.shapes import (
    Key,
    draw_lines,
    draw_none,
    few_ticks,
    panels,
    percent_ticks,
)
from analysis.draw.style import (
    BLUE,
    TWO_LINES,
    ink,
    label_rows,
    link_artist,
    province_colours,
    province_markers,
)
from analysis.draw.svg import SavedFigure, save_figure
from analysis.say.catalogue import label, say
from analysis.say.links import OWN_WORDS, reader_href
from analysis.say.names import Names, in_order
from analysis.say.views import Part, Row, View, describe_figure, make_view, range_cell
from analysis.say.wording import Statement, Statements, percent
from analysis.store.files import FIGURES
from analysis.studies.overlap.measure import COUNTERPART, best_status
from analysis.studies.own.measure import own_sentences, own_shares, top_words
from analysis.text.structure import text_order
from analysis.vocabulary import ALL, FEW

if TYPE_CHECKING:
    from matplotlib.axes import Axes

# So many of the words that one of many provinces alone has are named, each with its province.
_FIRST = 8


def statements(own_coverage: pd.DataFrame, names: Names) -> Statements:
    """Say for each area its coverage over all text and over own text, and how sure that is."""
    form = "many" if own_coverage["province"].nunique() > FEW else "few"
    beside = in_order(_beside(own_coverage), names)
    said = [
        say(
            f"own.coverage.{form}", names, reader_href({"area": area}), area=area,
            rows=rows.to_dict("records"), all=rows.set_index("province")["coverage"],
            own=rows.set_index("province")["coverage_own"].dropna(),
            n_lower=(rows["coverage_own"] < rows["coverage"]).sum(),
        )
        for area, rows in beside.groupby("area", sort=False)
    ]  # fmt: skip
    return Statements(said or [say("general.alone")])


def headline(own_coverage: pd.DataFrame, names: Names) -> Statement:
    """Name the area and province whose coverage falls most when only own text counts."""
    if own_coverage.empty:
        return say("general.alone").headline()
    beside = _beside(own_coverage).query("has_own").astype({"n_hits_own": int})
    if beside.empty:
        return say("own.headline.none")
    fall = beside["coverage_own"] - beside["coverage"]
    if fall.min() >= 0:
        return say("own.headline.falls_nowhere")
    return say("own.headline.falls", names, **beside.loc[fall.idxmin()])


def _beside(own_coverage: pd.DataFrame) -> pd.DataFrame:
    """Set the coverage over own text, with the suffix `_own`, beside that over all text."""
    is_own, key = own_coverage["text"] == "own", ["province", "area"]
    both = own_coverage[~is_own].merge(
        own_coverage[is_own], "left", on=key, suffixes=("", "_own"), validate="one_to_one"
    )
    return both.sort_values(key).assign(has_own=both["coverage_own"].notna())


def text_statements(
    sentence_overlap: pd.DataFrame,
    sentences: pd.DataFrame,
    provisions: pd.DataFrame,
    names: Names,
) -> Statements:
    """Say how much of each province's text stands in no other province's."""
    shares = own_shares(sentence_overlap, sentences, provisions)
    if len(shares) > FEW:
        n = shares[["n_own", "n_sentences"]].sum()
        of = shares.set_index("province")["share"]
        return Statements([say("own.all_sentences", names, _place(n), shares=of, **n)])
    rows = shares.to_dict("records")
    said = [say("own.sentences", names, _place(row), **row) for row in rows]
    return Statements(said or [say("general.alone")])


def _place(n: Mapping[Any, Any]) -> str:
    """Give the address of own sentences, of a province if it is named, or "" if there are none."""
    return reader_href({"province": "", **n, "status": "own"}) if n["n_own"] else ""


def only_statements(
    overlap: pd.DataFrame,
    provisions: pd.DataFrame,
    names: Names,
    *,
    counterpart: float = COUNTERPART,
    n: int = 5,
) -> Statements:
    """Name the own provisions of each province, those on a subject of its own first.

    An own provision has no similar one when its best match is less similar than `counterpart`.
    Of more than a few provinces, those are counted that resemble none of any other text, and the n
    least alike are named.
    """
    held = provisions[["provision_id", "province", "heading"]]
    if provisions["province"].nunique() > FEW:
        best = best_status(overlap, provisions).merge(held, on=["provision_id", "province"])
        return Statements([_say_least_alike(best, names, counterpart, n)])
    rows = overlap.merge(held, on="provision_id", validate="many_to_one")
    rows = rows.sort_values("provision_id", key=text_order)
    said = []
    for (province, reference), pair in rows.groupby(["province", "reference"]):
        own = pair[pair["status"] == "own"]
        alone = own["similarity"] < counterpart
        said.append(
            say(
                "own.only.against", names, province=province, reference=reference,
                counterpart=counterpart, alone=own[alone].to_dict("records"),
                anew=own[~alone].assign(heading="").to_dict("records"),
            )
        )  # fmt: skip
    return Statements(said or [say("general.alone")])


def _say_least_alike(best: pd.DataFrame, names: Names, counterpart: float, n: int) -> Statement:
    """Count the own provisions that resemble no other, and name those least alike."""
    alone = best[(best["status"] == "own") & (best["similarity"] < counterpart)]
    if alone.empty:
        return say("own.only.none")
    least = alone.sort_values("similarity", kind="stable").head(n)
    return say(
        "own.only.many", names, n=len(alone), of=len(best), provinces=alone["province"].unique(),
        counterpart=counterpart, least=least.to_dict("records"),
    )  # fmt: skip


def word_statements(
    own_words: pd.DataFrame, terms: pd.DataFrame, names: Names, *, n: int = 16
) -> Statements:
    """Name the words that only one province has: terms of each area, then other words.

    Of each kind at most n, those that say most first.
    """
    if own_words["province"].nunique() > FEW:
        return Statements([_say_first_words(own_words, names, min(n, _FIRST))])
    area = own_words["term"].map(terms.set_index("term")["area"]).fillna("")
    said = []
    for province, words in own_words.groupby("province"):
        by_area = dict(iter(words.groupby(area)))
        parts = [
            {"area": of, "terms": [{"term": term} for term in top_words(by_area[of], n=n)]}
            for of in [*names.areas, ""] if of in by_area
        ]  # fmt: skip
        href = reader_href({"province": province, "passage": OWN_WORDS})
        total = words["term"].nunique()
        said.append(say("own.words.few", names, href, province=province, n=total, parts=parts))
    return Statements(said or [say("own.words.none")])


def _say_first_words(own_words: pd.DataFrame, names: Names, n: int) -> Statement:
    """Count the words that one province alone has, and name the first of them."""
    of = own_words.drop_duplicates(["province", "term"]).set_index("term")["province"]
    first = [{"term": term, "province": of[term]} for term in top_words(own_words, n=n)]
    return say(
        "own.words.many", names, reader_href({"passage": OWN_WORDS}), n=len(of),
        counts=of.value_counts(), first=first,
    )  # fmt: skip


def plot(own_coverage: pd.DataFrame, names: Names) -> np.ndarray:
    """Draw the coverage of each area over all text (hollow) and over own text (filled).

    One panel a province; of more than a few, one panel an area and one line a province.
    """
    provinces = sorted(own_coverage["province"].unique())
    if not provinces:
        return draw_none(say("general.alone"))
    if len(provinces) > FEW:
        return _plot_lines(own_coverage, names)
    colours, markers = province_colours(provinces), province_markers(provinces)
    n_rows = -(-len(provinces) // 2)
    height = 0.9 + (1.1 + 0.5 * len(names.areas)) * n_rows
    axes = panels(n_rows, min(len(provinces), 2), height, sharey=True, sharex=True)
    for ax in axes.flat[len(provinces) :]:
        ax.set_visible(False)
    for ax, province in zip(axes.flat, provinces, strict=False):
        rows = own_coverage[own_coverage["province"] == province]
        _draw_province(ax, rows, names, colours[province], markers[province])
        ax.set_title(names.both(province), color=ink(colours[province]))
        ax.tick_params(labelbottom=True)
        few_ticks(ax.xaxis, 5)
        percent_ticks(ax.xaxis)
        ax.set_xlabel(label("own.scale", between="\n"), fontsize=8.5, linespacing=TWO_LINES)
    # Where nothing is covered there still is a scale.
    axes[0, 0].set_xlim(0, (own_coverage["conf_high"].max() or 0.1) * 1.45)
    return axes


def _draw_province(ax: Axes, rows: pd.DataFrame, names: Names, colour: str, marker: str) -> None:
    """Draw a pair of dots with intervals for each area, the first area on top."""
    order = list(reversed(names.areas))
    by_place = rows.assign(y=rows["area"].map(order.index)).sort_values(["y", "text"])
    for row in by_place.itertuples():
        shift, face = (0.16, "white") if row.text == "all" else (-0.16, colour)
        y = row.y + shift
        ax.plot([row.conf_low, row.conf_high], [y, y], lw=1.8, color=colour, alpha=0.6)
        (dot,) = ax.plot(row.coverage, y, marker, color=colour, mfc=face, ms=7)
        words = ax.annotate(
            f"{label(f'own.dots.{row.text}')} {percent(row.coverage)}", (row.conf_high, y), (5, 0),
            textcoords="offset points", va="center", fontsize=8,
        )  # fmt: skip
        if row.n_hits:
            link_artist(dot, words, province=row.province, area=row.area, status=row.text)
    label_rows(ax, [names.both(area, ALL, between="\n") for area in order])


def _plot_lines(own_coverage: pd.DataFrame, names: Names) -> np.ndarray:
    """Draw one panel an area, one line a province."""
    provinces = sorted(own_coverage["province"].unique(), reverse=True)
    looks = {"all": {"mfc": "white"}, "own": {}}
    dots = {"marker": "o", "color": BLUE}
    axes = draw_lines(
        [names.both(p) for p in provinces],
        [names.both(area, ALL, between="\n") for area in names.areas],
        Key({label(f"own.texts.{t}"): dots | look for t, look in looks.items()}, label("own.key")),
    )
    line = {province: y for y, province in enumerate(provinces)}
    for ax, area in zip(axes.flat, names.areas, strict=False):
        of_area = own_coverage[own_coverage["area"] == area]
        for text, shift, face in (("all", 0.17, "white"), ("own", -0.17, BLUE)):
            rows = of_area[of_area["text"] == text]
            y = rows["province"].map(line) + shift
            ax.hlines(y, rows["conf_low"], rows["conf_high"], color=BLUE, lw=1, alpha=0.5)
            chosen = [
                {"province": row.province, "area": area, "status": text} if row.n_hits else {}
                for row in rows.itertuples()
            ]
            ax.scatter(
                rows["coverage"], y, s=12, fc=face, ec=BLUE, lw=0.9, zorder=3, clip_on=False,
                urls=[reader_href(keys) or None for keys in chosen],
            )  # fmt: skip
        ax.set_xlim(0, (of_area["conf_high"].max() or 0.1) * 1.08)
        percent_ticks(ax.xaxis)
        ax.set_xlabel(label("columns.coverage"), fontsize=8)
    return axes


def draw(
    own_coverage: pd.DataFrame, names: Names, *, source: str, folder: Path = FIGURES
) -> SavedFigure:
    """Save what `plot` draws, titled and described."""
    return save_figure(
        plot(own_coverage, names), "own_coverage", title=headline(own_coverage, names),
        alt=describe_figure(say("own.drawn"), statements(own_coverage, names)), source=source,
        folder=folder,
    )  # fmt: skip


def view(own_coverage: pd.DataFrame, names: Names) -> View:
    """Show coverage over all text and over own text, as the figure `own_coverage` does."""
    texts = {text: say(f"own.texts.{text}") for text in ("all", "own")}
    rows = []
    for r in in_order(own_coverage, names).itertuples():
        interval = range_cell(percent(r.conf_low), percent(r.conf_high))
        cells = (texts[r.text], percent(r.coverage), interval, f"{r.n_hits:,}")
        chosen = {"province": r.province, "area": r.area, "status": r.text} if r.n_hits else {}
        named = names.statement(r.area, ALL), names.statement(r.province)
        rows.append(Row((*named, *cells), reader_href(chosen)))
    columns = ("area", "province", "text", "coverage", "interval", "hits")
    return make_view(say("own.view"), columns, rows)


def sentence_view(chosen: pd.DataFrame, names: Names, *, most: int = 46) -> View | None:
    """List sentences that only one province has, as from `own_sentences`; None without any.

    Of a sentence longer than `most` characters only the beginning stands; its id leads to all.
    """
    if chosen.empty:
        return None
    short = chosen["text"].str.strip()
    short = short.where(short.str.len() <= most, short.str[: most - 1] + "…")
    of = chosen["province"].map(names.statement)
    rows = map(Row, zip(of, short, chosen["sentence_id"], strict=True))
    return make_view(say("own.sentence_view"), ("province", "as_written", "sentence"), rows)


def part(tables: Mapping[str, pd.DataFrame], names: Names) -> Part:
    """Write the part of the brief on what only one province has, but for its agencies."""
    provisions, words = tables["provisions"], tables["own_words"]
    against = tables["sentence_overlap"], tables["sentences"]
    said = (
        *text_statements(*against, provisions, names),
        *only_statements(tables["overlap"], provisions, names),
        *word_statements(words, tables["terms"], names, n=5),
    )
    chosen = own_sentences(*against, words, provisions)
    figures = {"own_coverage": view(tables["own_coverage"], names)}
    return Part(Statements(said), table=sentence_view(chosen, names), figures=figures)

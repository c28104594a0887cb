"""Coverage of areas and topics in sentences, pictures and a table."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analysis.draw.shapes import draw_lines, heat_map, label_below, panels, percent_ticks
from analysis.draw.style import (
    BLUE,
    GREY,
    PALETTE,
    TWO_LINES,
    cover_cell,
    ink,
    label_rows,
    link_artist,
    province_colours,
    province_markers,
)
from analysis.draw.svg import SavedFigure, save_figure
from analysis.say.catalogue import label, say
from analysis.say.links import reader_href
from analysis.say.names import Names, in_order
from analysis.say.views import Part, Row, View, describe_figure, make_view, range_cell
from analysis.say.wording import MOST_TOLD, NAMED, Statement, Statements, percent
from analysis.store.files import FIGURES
from analysis.studies.profiles.measure import order_provinces
from analysis.vocabulary import ALL, TELLING

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def statements(coverage: pd.DataFrame, names: Names) -> Statements:
    """Say for each province how much of its text each area gets, and what can be ranked."""
    ranked = _of_areas(coverage).sort_values("coverage", ascending=False, kind="stable")
    return Statements(
        say(
            "coverage.province", names, reader_href({"province": province}), province=province,
            total=rows["coverage"].sum(), areas=rows.to_dict("records"),
        )
        for province, rows in ranked.groupby("province")
    )  # fmt: skip


def headline(coverage: pd.DataFrame, names: Names) -> Statement:
    """Name the area with the highest coverage in each province, and whether it stands clear."""
    return _name_highest(_of_areas(coverage), names)


def no_hit_statements(coverage: pd.DataFrame, names: Names) -> Statements:
    """Name the provinces in which no term of the areas stands, in one sentence; none for none."""
    n_hits = _of_areas(coverage).groupby("province")["n_hits"].sum()
    without = n_hits.index[n_hits == 0].tolist()
    return Statements([say("coverage.no_hit", names, provinces=without)] if without else [])


def short_interval_statements(coverage: pd.DataFrame, names: Names) -> Statements:
    """Name the intervals of areas that too few provisions stand behind, at most MOST_TOLD."""
    rows = _of_areas(coverage)
    short = rows[rows["n_provisions"] < TELLING].to_dict("records")
    facts = {"short": short, "n": len(rows), "most": MOST_TOLD, "telling": TELLING}
    return Statements([say("coverage.short", names, **facts)] if short else [])


def topic_statements(coverage: pd.DataFrame, names: Names, *, n: int = 3) -> Statements:
    """Name the topics with the highest coverage in each province, and those without a hit."""
    return Statements(
        say(
            "coverage.topics.province", names, reader_href({"province": province}),
            province=province, without=rows[rows["n_hits"] == 0].to_dict("records"),
            top=rows[rows["n_hits"] > 0].nlargest(n, "coverage").to_dict("records"),
        )
        for province, rows in coverage[coverage["topic"] != ALL].groupby("province")
    )  # fmt: skip


def topic_headline(coverage: pd.DataFrame, names: Names) -> Statement:
    """Name the topic with the highest coverage in each province, and whether it stands clear."""
    return _name_highest(coverage[coverage["topic"] != ALL], names)


def view(coverage: pd.DataFrame, names: Names) -> View:
    """Show the coverage of every area and province, as the figure `coverage` does."""
    rows = [
        Row(
            (
                names.statement(r.area, ALL), names.statement(r.province), percent(r.coverage),
                range_cell(percent(r.conf_low), percent(r.conf_high)), f"{r.n_hits:,}",
                f"{r.n_provisions:,}",
            ),
            reader_href({"province": r.province, "area": r.area}),
        )
        for r in in_order(_of_areas(coverage), names).itertuples()
    ]  # fmt: skip
    columns = ["area", "province", "coverage", "interval", "hits", "provisions_hit"]
    return make_view(say("coverage.view"), columns, rows)


def part(tables: Mapping[str, pd.DataFrame], names: Names) -> Part:
    """Write the part of the brief on how much weight each text gives each area."""
    coverage = tables["coverage"]
    told = [say("coverage.note"), *short_interval_statements(coverage, names)]
    return Part(Statements(told), figures={"coverage": view(coverage, names)})


def draw(
    coverage: pd.DataFrame, names: Names, *, source: str, folder: Path = FIGURES
) -> SavedFigure:
    """Save the figure of areas with its title and alt text."""
    alt = describe_figure(say("coverage.drawn"), statements(coverage, names))
    return save_figure(
        plot(coverage, names), "coverage", title=headline(coverage, names), alt=alt,
        source=source, folder=folder,
    )  # fmt: skip


def draw_topics(
    coverage: pd.DataFrame, names: Names, *, source: str, folder: Path = FIGURES
) -> SavedFigure:
    """Save the figure of topics with its title and alt text."""
    alt = describe_figure(say("coverage.topics.drawn"), topic_statements(coverage, names))
    return save_figure(
        plot_topics(coverage, names), "topics", title=topic_headline(coverage, names), alt=alt,
        source=source, folder=folder,
    )  # fmt: skip


def plot(coverage: pd.DataFrame, names: Names) -> np.ndarray:
    """Draw the coverage of each area with its interval, the provinces beneath each other.

    Of more provinces than there are colours, a panel an area.
    """
    rows = _of_areas(coverage).set_index(["area", "province"])
    provinces = sorted(coverage["province"].unique())
    if len(provinces) > len(PALETTE):
        return _plot_panels(rows, order_provinces(coverage), names)
    return _plot_groups(rows, provinces, names)


def plot_topics(coverage: pd.DataFrame, names: Names) -> Axes:
    """Draw the coverage of each topic in each province as a heat map.

    Provinces with like profiles stand side by side; where they are many, colours stand for
    numbers.
    """
    wide = coverage.pivot(index=["area", "topic"], columns="province", values="coverage") * 100
    # The row of an area stays empty and bears its name.
    wide.loc[wide.index.get_level_values("topic") == ALL] = np.nan
    rows = [(area, topic) for area in names.areas for topic in (ALL, *names.topics(area))]
    wide = wide.reindex(pd.MultiIndex.from_tuples(rows, names=wide.index.names))
    wide = wide[order_provinces(coverage)]
    many = len(wide.columns) > len(PALETTE)
    ax: Axes = panels(1, 1, 1.4 + many + 0.26 * len(wide))[0, 0]
    heads = [names.both(province, between=" " if many else "\n") for province in wide]
    cells = heat_map(
        ax, wide.to_numpy(), [""] * len(wide), heads, scale={} if many else None, linewidths=1,
        written=None if many else wide.map("{:.2f}".format), annot_kws={"fontsize": 10},
    )  # fmt: skip
    at, labels = np.arange(len(wide)) + 0.5, np.array([names.both(*key) for key in wide.index])
    is_area = wide.index.get_level_values("topic") == ALL
    ax.set_yticks(at[~is_area], labels[~is_area], fontsize=8.5, va="center")
    ax.set_yticks(at[is_area], labels[is_area], minor=True, va="center")
    unit = label(f"coverage.topics.axis.{'many' if many else 'few'}", between="\n")
    ax.set_xlabel(unit, fontsize=9, linespacing=TWO_LINES)
    for y, x in () if many else cells:
        keys = dict(zip(wide.index.names, wide.index[y], strict=True))
        link_artist(cover_cell(ax, x + 0.5, y + 0.5), province=wide.columns[x], **keys)
    return ax


def _of_areas(coverage: pd.DataFrame) -> pd.DataFrame:
    return coverage[coverage["topic"] == ALL]


def _name_highest(rows: pd.DataFrame, names: Names) -> Statement:
    """Name what has the highest coverage in each province; say if another interval reaches it.

    Of many provinces, what has it most often.
    """
    tops = rows.loc[rows.groupby("province")["coverage"].idxmax()]
    found = tops[tops["coverage"] > 0]
    reach = rows["province"].map(found.set_index("province")["conf_low"])
    overlap = (rows["conf_high"] > reach).drop(found.index).any()
    held = found.groupby(["area", "topic"], sort=False)["province"].agg(list)
    of_each = held.rename("provinces").reset_index().to_dict("records")
    if of_each and len(tops) > NAMED:
        most = max(of_each, key=lambda top: len(top["provinces"]))
        return say("coverage.headline.many", names, **most, of=len(tops), overlap=overlap)
    without = tops.loc[tops["coverage"] == 0, "province"].tolist()
    return say("coverage.headline.few", names, tops=of_each, overlap=overlap, without=without)


def _plot_groups(rows: pd.DataFrame, provinces: list[str], names: Names) -> np.ndarray:
    """Draw the areas beneath each other in one panel, each with all provinces."""
    axes = panels(1, 1, 1.4 + len(names.areas) * (0.3 + 0.3 * len(provinces)))
    ax = axes[0, 0]
    colours, markers = province_colours(provinces), province_markers(provinces)
    step = 0.62 / max(len(provinces), 1)
    for y, area in enumerate(reversed(names.areas)):
        for i, province in enumerate(provinces):
            row, colour = rows.loc[(area, province)], colours[province]
            at = y + 0.31 - step * (i + 0.5)
            ax.plot([row["conf_low"], row["conf_high"]], [at, at], color=colour, lw=2.2, alpha=0.75)
            (dot,) = ax.plot(row["coverage"], at, markers[province], color=colour, ms=7)
            written = ax.annotate(
                f"{names.both(province)} {percent(row['coverage'])}", (row["conf_high"], at),
                (6, 0), textcoords="offset points", va="center", fontsize=8.5, color=ink(colour),
            )  # fmt: skip
            link_artist(dot, written, province=province, area=area)
    label_rows(ax, [names.both(area, ALL, between="\n") for area in reversed(names.areas)])
    # Where nothing is covered there still is a scale.
    ax.set_xlim(0, (rows["conf_high"].max() or 0.1) * 1.25)
    percent_ticks(ax.xaxis)
    ax.set_xlabel(label("coverage.axis.few", between="  "), fontsize=9)
    return axes


def _plot_panels(rows: pd.DataFrame, order: list[str], names: Names) -> np.ndarray:
    """Draw a panel an area, a row a province."""
    titles = [names.both(area, ALL, between="\n") for area in names.areas]
    axes = draw_lines([names.both(province) for province in order[::-1]], titles)
    for area, ax in zip(names.areas, axes.flat, strict=False):
        own = rows.loc[area].loc[order[::-1]]
        ax.hlines(range(len(own)), own["conf_low"], own["conf_high"], color=BLUE, lw=1.8, alpha=0.6)
        for y, (province, covered) in enumerate(own["coverage"].items()):
            (dot,) = ax.plot(covered, y, "o", color=BLUE, ms=4.5)
            link_artist(dot, province=province, area=area)
        ax.axvline(own["coverage"].mean(), color=GREY, lw=0.8, ls="--")
        ax.set_xlim(0, (own["conf_high"].max() or 0.1) * 1.08)
        percent_ticks(ax.xaxis, None)
    label_below(axes, label("coverage.axis.many", between="\n"))
    return axes

"""Gaps and their verdicts in sentences, a picture and a table."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from analysis.draw.shapes import draw_lines, draw_none, label_below, panels
from analysis.draw.style import BLACK, BLUE, GREY, TWO_LINES, label_rows, link_artist
from analysis.draw.svg import SavedFigure, save_figure
from analysis.say.catalogue import label, say
from analysis.say.links import hrefs, reader_href
from analysis.say.names import Names, in_order
from analysis.say.views import (
    Part,
    Row,
    View,
    describe_figure,
    make_view,
    range_cell,
    why_no_terms,
)
from analysis.say.wording import MOST_TOLD, Statement, Statements, points, probability
from analysis.stats.compare import has_no_hit, is_one_pair, shown_gaps, told_gaps
from analysis.store.files import FIGURES
from analysis.studies.gaps.measure import EQUIVALENCE_MARGIN
from analysis.vocabulary import ALL, OTHERS, VERDICTS

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def statements(divergence: pd.DataFrame, names: Names) -> Statements:
    """Say for each area what may be said of the gap, strongest verdict first.

    Only a row whose verdict is `diverges` is called more or less. Of many provinces, only the
    settled are told, at most MOST_TOLD, and all are counted.
    """
    gaps = _surest_first(_of_areas(divergence))
    if not (gaps["province_b"] == OTHERS).any():
        return Statements(_tell(gaps, names) or [say("general.alone")])
    counted = say("gaps.to_others", names, _all_areas(names), **_count(gaps))
    return Statements([*_tell(_settled(gaps).head(MOST_TOLD), names), counted])


def topic_statements(divergence: pd.DataFrame, names: Names) -> Statements:
    """Say which topics diverge or are similar, at most MOST_TOLD; the rest are undetermined."""
    gaps = told_gaps(divergence)[lambda gaps: gaps["topic"] != ALL]
    if gaps.empty:
        return Statements([say("general.alone")])
    if (gaps["province_b"] == OTHERS).any():
        gaps = _surest_first(gaps)
    counted = say("gaps.topics", names, _all_areas(names), **_count(gaps))
    return Statements([*_tell(_settled(gaps).head(MOST_TOLD), names), counted])


def headline(divergence: pd.DataFrame, names: Names) -> Statement:
    """Count the verdicts over the areas, and the gaps without a term on either side."""
    gaps = _of_areas(divergence)
    if gaps.empty:
        return say("general.alone").headline()
    return say("gaps.headline", names, **_count(gaps))


def width_statement(divergence: pd.DataFrame, *, margin: float) -> Statement:
    """Say how wide the intervals are, and so how much these texts could have shown."""
    gaps = _of_areas(divergence)
    if gaps.empty:
        return say("general.alone")
    width = gaps["conf_high"] - gaps["conf_low"]
    return say("gaps.width", narrowest=width.min(), widest=width.max(), reach=2 * margin)


def placebo_statements(divergence: pd.DataFrame, placebo: pd.DataFrame, names: Names) -> Statements:
    """Say for each gap whether halves of one text differ as much by chance; of many, the widest.

    Gaps without a term are left out.
    """
    shown = shown_gaps(divergence)[lambda gaps: ~has_no_hit(gaps)]
    named = not is_one_pair(shown)
    said = []
    for gap in shown.itertuples():
        low, high = _placebo_band(placebo, gap)
        facts = {"low": low, "high": high, "inside": low <= gap.gap <= high, "named": named}
        href = reader_href({"area": gap.area})
        said.append(say("gaps.placebo", names, href, **gap._asdict(), **facts))
    return Statements(said or [why_no_terms(divergence)])


def view(divergence: pd.DataFrame, names: Names) -> View:
    """Show the gap of every area with its interval and verdict, as the figure `gaps` does.

    `divergence` holds the gaps to show; against OTHERS these are the widest of each area.
    """
    to_others = (divergence["province_b"] == OTHERS).any()
    columns = [
        "area", "coverage_in_one", "coverage_in_other", "gap_in_points", "interval", "adjusted_p",
        "verdict",
    ]  # fmt: skip
    gaps = in_order(divergence[divergence["topic"] == ALL], names).itertuples()
    return make_view(
        say("gaps.caption_others" if to_others else "gaps.caption"),
        columns,
        [
            Row(
                (
                    names.statement(gap.area, ALL),
                    say("gaps.side", names, province=gap.province_a, coverage=gap.coverage_a),
                    say("gaps.side", names, province=gap.province_b, coverage=gap.coverage_b),
                    points(gap.gap),
                    range_cell(points(gap.conf_low), points(gap.conf_high)),
                    probability(gap.p_adjusted).removeprefix("p = ").removeprefix("p "),
                    say(f"verdicts.{gap.verdict}"),
                ),
                reader_href({"area": gap.area}),
            )
            for gap in gaps
        ],
    )


def part(tables: Mapping[str, pd.DataFrame], names: Names) -> Part:
    """Tell in the brief what differs and how sure that is, and what the verdicts mean."""
    divergence = tables["divergence"]
    gaps = view(shown_gaps(divergence), names)
    meanings = tuple(
        (say(f"verdicts.{verdict}"), say(f"gaps.meaning.{verdict}", margin=EQUIVALENCE_MARGIN))
        for verdict in VERDICTS
    )
    return Part(
        Statements([*statements(divergence, names), *topic_statements(divergence, names)]),
        lead=headline(divergence, names),
        words=meanings if gaps.rows else (),
        figures={"gaps": gaps},
    )


def draw(
    divergence: pd.DataFrame,
    placebo: pd.DataFrame,
    names: Names,
    *,
    source: str,
    margin: float = EQUIVALENCE_MARGIN,
    folder: Path = FIGURES,
) -> SavedFigure:
    """Save the figure `gaps`, as `plot` draws it."""
    return save_figure(
        plot(divergence, placebo, names, margin=margin), "gaps", source=source, folder=folder,
        title=headline(divergence, names),
        alt=describe_figure(say("gaps.drawn"), statements(divergence, names)),
    )  # fmt: skip


def plot(
    divergence: pd.DataFrame,
    placebo: pd.DataFrame,
    names: Names,
    *,
    margin: float = EQUIVALENCE_MARGIN,
) -> np.ndarray:
    """Draw the gap of each area with its interval and verdict, one panel a pair.

    The grey band is ±margin, inside which a whole interval means `similar`. The dotted line
    below each interval is the placebo: the gaps between random halves of one text. A dot is
    filled where the provinces diverge. Of many provinces, each against the mean of the others, a
    panel an area; there a dot is blue where it diverges, and grey where it is similar.
    """
    gaps = _of_areas(divergence)
    if (gaps["province_b"] == OTHERS).any():
        return _plot_many(gaps, names, margin)
    pairs = list(gaps.groupby(["province_a", "province_b"]))
    if not pairs:
        return draw_none(say("general.alone"))
    axes = panels(len(pairs), 1, 0.9 + (0.8 + 0.5 * len(names.areas)) * len(pairs))
    for ax, (pair, own) in zip(axes.flat, pairs, strict=True):
        _draw_pair(ax, pair, own, placebo, names, margin)
    return axes


def _draw_pair(
    ax: Axes, pair: tuple[str, str], gaps: pd.DataFrame, placebo: pd.DataFrame, names: Names,
    margin: float,
) -> None:  # fmt: skip
    upwards = names.areas[::-1]
    rows = gaps.set_index("area", drop=False).loc[upwards]
    _draw_margin(ax, margin)
    ends = {}
    for y, row in enumerate(rows.itertuples()):
        ax.plot([row.conf_low * 100, row.conf_high * 100], [y, y], color=BLACK, lw=2)
        band = _placebo_band(placebo, row)
        ax.plot([end * 100 for end in band], [y - 0.25] * 2, color=GREY, lw=1.5, ls=":")
        ends[max(row.conf_high, *band) * 100] = y
        face = BLACK if row.verdict == "diverges" else "white"
        (dot,) = ax.plot(row.gap * 100, y, "o", ms=8, mfc=face, mec=BLACK, mew=1.6)
        verdict = ax.annotate(
            f"{points(row.gap)}  {label(f'verdicts.{row.verdict}')}",
            (1.01, y), xycoords=("axes fraction", "data"), va="center", fontsize=9,
        )  # fmt: skip
        link_artist(dot, verdict, area=row.area)
    label_rows(ax, [names.both(area, ALL, between="\n") for area in upwards])
    _centre(ax)
    ax.text(
        0, 1.02, label("gaps.band", margin=margin), transform=ax.get_xaxis_transform(), ha="center",
        fontsize=8, color=GREY,
    )  # fmt: skip
    # Where there is most room.
    ax.annotate(
        label("gaps.dotted", between="\n"), (min(ends), ends[min(ends)] - 0.25), (8, 0),
        textcoords="offset points", va="center", fontsize=7.5, color=GREY, linespacing=TWO_LINES,
    )  # fmt: skip
    (a, b), higher = map(names.both, pair), label("gaps.higher")
    ax.set_xlabel(
        f"← {b} {higher}   |   {a} {higher} →\n{label('gaps.axis', between='  ')}",
        fontsize=9,
        linespacing=TWO_LINES,
    )


def _plot_many(gaps: pd.DataFrame, names: Names, margin: float) -> np.ndarray:
    order = sorted(gaps["province_a"].unique())
    titles = [names.both(area, ALL, between="\n") for area in names.areas]
    axes = draw_lines([names.both(province) for province in order[::-1]], titles)
    rows = gaps.set_index(["area", "province_a"])
    for area, ax in zip(names.areas, axes.flat, strict=False):
        _draw_margin(ax, margin)
        own = rows.loc[area].loc[order]
        for y, row in zip(reversed(range(len(order))), own.itertuples(), strict=True):
            colour = BLUE if row.verdict == "diverges" else BLACK
            face = {"diverges": BLUE, "similar": "#BDBDBD"}.get(row.verdict, "white")
            ax.plot([row.conf_low * 100, row.conf_high * 100], [y, y], color=colour, lw=1.2)
            (dot,) = ax.plot(row.gap * 100, y, "o", ms=4.5, mfc=face, mec=colour, mew=1)
            link_artist(dot, province=row.Index, area=area)
        _centre(ax)
    label_below(axes, label("gaps.key", between="\n", margin=margin))
    return axes


def _draw_margin(ax: Axes, margin: float) -> None:
    ax.axvspan(-margin * 100, margin * 100, color="#EDEDED", zorder=0)
    ax.axvline(0, color=GREY, lw=0.8)


def _centre(ax: Axes) -> None:
    """Put 0 in the middle of the axis of gaps."""
    reach = 1.08 * max(np.abs(ax.dataLim.intervalx))
    ax.set_xlim(-reach, reach)


def _placebo_band(placebo: pd.DataFrame, gap: Any) -> tuple[float, float]:
    """Give the wider of the two provinces' placebo intervals, end by end."""
    own = placebo[
        (placebo["area"] == gap.area) & placebo["province"].isin([gap.province_a, gap.province_b])
    ]
    return float(own["low"].min()), float(own["high"].max())


def _of_areas(divergence: pd.DataFrame) -> pd.DataFrame:
    return told_gaps(divergence)[lambda gaps: gaps["topic"] == ALL]


def _surest_first(gaps: pd.DataFrame) -> pd.DataFrame:
    rank = gaps["verdict"].map({verdict: k for k, verdict in enumerate(VERDICTS)})
    # Of many provinces many p are equal, the least that so many deals can give, or 1; of those the
    # wider gap comes first. The few gaps of a pair stay in the order of areas.
    narrow = -gaps["gap"].abs().where(gaps["province_b"] == OTHERS, 0.0)
    ranked = gaps.assign(rank=rank, narrow=narrow)
    return ranked.sort_values(["rank", "p_adjusted", "narrow"], kind="stable")


def _settled(gaps: pd.DataFrame) -> pd.DataFrame:
    """Keep the gaps with a verdict; where neither side has a term, there is none to tell."""
    return gaps[(gaps["verdict"] != "undetermined") & ~has_no_hit(gaps)]


def _count(gaps: pd.DataFrame) -> dict[str, Any]:
    """Count gaps by verdict, and those that are alike, silent or settled, as facts to be said."""
    n = gaps["verdict"].value_counts().reindex(VERDICTS, fill_value=0)
    found = n[n > 0]
    return {
        "n": len(gaps),
        "counted": [{"verdict": verdict, "n": k} for verdict, k in found.items()],
        "alike": found.index[0] if len(found) == 1 < len(gaps) else "",
        "undetermined": n["undetermined"],
        "silent": has_no_hit(gaps).sum(),
        "settled": len(_settled(gaps)),
        "most": MOST_TOLD,
    }


def _tell(gaps: pd.DataFrame, names: Names) -> list[Statement]:
    return [_tell_gap(gap, names) for gap in gaps.itertuples()]


def _tell_gap(gap: Any, names: Names) -> Statement:
    facts = gap._asdict()
    if has_no_hit(gap):
        return say("gaps.no_term", names, **facts)
    sides = [gap.province_a, gap.province_b]
    more, less = sides if gap.gap > 0 else sides[::-1]
    leaves_out_0 = gap.conf_low > 0 or gap.conf_high < 0
    href = reader_href(facts)
    return say("gaps.told", names, href, **facts, more=more, less=less, leaves_out_0=leaves_out_0)


def _all_areas(names: Names) -> str:
    return hrefs({"area": area} for area in names.areas)

"""Gaps and their verdicts in sentences, a picture and a table."""

from collections.abc import Callable, Sequence
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd

from analysis.draw.shapes import area_panels, draw_none, label_below
from analysis.draw.style import BLACK, BLUE, GREY, TWO_LINES, label_rows, link_artist
from analysis.say.links import hrefs, reader_href
from analysis.say.names import Names, in_order
from analysis.say.views import AREA, INTERVAL, Row, View, _name, _span, why_no_terms
from analysis.say.wording import (
    ALONE,
    MOST_TOLD,
    VERDICT_ZH,
    Statement,
    Statements,
    _areas_in_order,
    count_of,
    percent,
    points,
    probability,
)
from analysis.stats.compare import _has_no_hit, is_one_pair, shown_gaps, told_gaps
from analysis.vocabulary import ALL, OTHERS


def gap_statements(divergence: pd.DataFrame, names: Names) -> Statements:
    """Say for each area what may be said of the gap, strongest verdict first.

    Only a row whose verdict is `diverges` is called more or less. Of many provinces, only the
    settled are told, at most MOST_TOLD, and all are counted.
    """
    told = told_gaps(divergence)
    rows = _surest_first(told[told["topic"] == ALL])
    if not (rows["province_b"] == OTHERS).any():
        return Statements([_gap_statement(row, names) for row in rows.itertuples()] or [ALONE])
    headline = gap_headline(divergence)
    counted = Statement(
        f"{headline.en}, each province against the mean of the others.{_untold(rows).en}",
        f"各省与其他各省的平均相比，{headline.zh}。{_untold(rows).zh}",
        hrefs({"area": area} for area in names.areas),
    )
    return Statements([*_settled(rows, names), counted])


def gap_headline(divergence: pd.DataFrame) -> Statement:
    """Count the verdicts over the areas, and the gaps without a term on either side."""
    told = told_gaps(divergence)[lambda gaps: gaps["topic"] == ALL]
    verdicts, n = told["verdict"], len(told)
    if not n:
        return ALONE.headline()
    counted = [(v, int((verdicts == v).sum())) for v in ("diverges", "similar", "undetermined")]
    found = [(verdict, k) for verdict, k in counted if k]
    silence = _silence(told)
    if len(found) == 1 and n > 1:
        verdict = found[0][0]
        said = "diverge" if verdict == "diverges" else f"are {verdict}"
        return Statement(
            f"All {n} gaps in coverage {said}{silence.en}",
            f"{n}个覆盖度差距均为{VERDICT_ZH[verdict]}{silence.zh}",
        )
    return Statement(
        f"Of {count_of(n, 'gap')} in coverage: "
        + ", ".join(f"{k} {_verdict_en(verdict, k)}" for verdict, k in found)
        + silence.en,
        f"{n}个覆盖度差距中："
        + "，".join(f"{k}个{VERDICT_ZH[verdict]}" for verdict, k in found)
        + silence.zh,
    )


def width_statement(divergence: pd.DataFrame, *, margin: float) -> Statement:
    """Say how wide the intervals are, and so how much these texts could have shown."""
    areas = told_gaps(divergence)[lambda gaps: gaps["topic"] == ALL]
    if areas.empty:
        return ALONE
    width = areas["conf_high"] - areas["conf_low"]
    narrowest, widest = points(width.min()).lstrip("+"), points(width.max()).lstrip("+")
    reach = points(2 * margin).lstrip("+")
    return Statement(
        f"The intervals are {narrowest} to {widest} points wide. Only one narrower than {reach} "
        "points can lie inside the margin and be called similar.",
        f"区间宽{narrowest}至{widest}个百分点。只有窄于{reach}个百分点的区间才可能落在界限之内，称为相近。",
    )


def topic_gap_statements(divergence: pd.DataFrame, names: Names) -> Statements:
    """Say which topics diverge or are similar, at most MOST_TOLD; the rest are undetermined."""
    rows = told_gaps(divergence)[lambda gaps: gaps["topic"] != ALL]
    if rows.empty:
        return Statements([ALONE])
    if (rows["province_b"] == OTHERS).any():
        rows = _surest_first(rows)
    n_open, silence = int((rows["verdict"] == "undetermined").sum()), _silence(rows)
    closing = Statement(
        f"Of {count_of(len(rows), 'gap')} between topics of the areas, {n_open} undetermined"
        f"{silence.en}.{_untold(rows).en}",
        f"各领域下的{len(rows)}个主题差距中，{n_open}个未定{silence.zh}。{_untold(rows).zh}",
        hrefs({"area": area} for area in names.areas),
    )
    return Statements([*_settled(rows, names), closing])


def placebo_statements(divergence: pd.DataFrame, placebo: pd.DataFrame, names: Names) -> Statements:
    """Say for each gap whether halves of one text differ as much by chance; of many, the widest.

    Gaps without a term are left out.
    """
    statements = []
    shown = shown_gaps(divergence)[lambda gaps: ~_has_no_hit(gaps)]
    named = not is_one_pair(shown)
    for gap in shown.itertuples():
        low, high = placebo_band(placebo, gap)
        inside = low <= gap.gap <= high
        statements.append(
            Statement(
                f"{names.en(gap.area, ALL)}{_between(gap, names.en) * named}: the gap of "
                f"{points(gap.gap)} points lies "
                f"{'inside' if inside else 'outside'} the {points(low)} to {points(high)} between "
                "which 95% of the gaps between random halves of one text lie.",
                f"{names.zh(gap.area, ALL)}{_between(gap, names.zh, '、', '与') * named}："
                f"差距{points(gap.gap)}个百分点，"
                f"{'在' if inside else '不在'}同一文本随机两半之间95%的差距范围"
                f"{points(low)}至{points(high)}之内。",
                reader_href({"area": gap.area}),
            )
        )
    return Statements(statements or [why_no_terms(divergence)])


def placebo_band(placebo: pd.DataFrame, gap: Any) -> tuple[float, float]:
    """Give the wider of the two provinces' placebo intervals, end by end."""
    own = placebo[
        (placebo["area"] == gap.area) & placebo["province"].isin([gap.province_a, gap.province_b])
    ]
    return float(own["low"].min()), float(own["high"].max())


def _gap_statement(gap: Any, names: Names) -> Statement:
    a, b, key = gap.province_a, gap.province_b, (gap.area, gap.topic)
    if _has_no_hit(gap):
        return Statement(
            f"{names.en(*key)}: no term of it stands in {names.en(a)} or in {names.en(b)}.",
            f"{names.zh(*key)}：{names.zh(a)}和{names.zh(b)}的条款中均无其词条。",
        )
    in_a, in_b = percent(gap.coverage_a), percent(gap.coverage_b)
    low, high = points(gap.conf_low), points(gap.conf_high)
    p = probability(gap.p_adjusted)
    figures_en = (
        f"{in_a} in {names.en(a)}, {in_b} in {names.en(b)}; gap {points(gap.gap)} points, "
        f"95% interval {low} to {high}, adjusted {p}"
    )
    figures_zh = (
        f"{names.zh(a)}{in_a}，{names.zh(b)}{in_b}；差距{points(gap.gap)}个百分点，"
        f"95%区间{low}至{high}，校正后{p}"
    )
    if gap.verdict == "diverges":
        more, less = (a, b) if gap.gap > 0 else (b, a)
        said_en = f"its coverage is higher in {names.en(more)} than in {names.en(less)}"
        said_zh = f"{names.zh(more)}的覆盖度高于{names.zh(less)}"
    elif gap.verdict == "similar":
        said_en = "the two differ by less than the margin"
        said_zh = "两者的差别小于界限"
    else:
        said_en = "the texts do not tell in which province its coverage is higher"
        said_zh = "文本不足以判断哪个省的覆盖度更高"
        if gap.conf_low > 0 or gap.conf_high < 0:
            said_en = (
                f"its interval leaves out 0, but among all gaps one as wide is no rarity; {said_en}"
            )
            said_zh = f"区间不含0，但在所有差距中这样宽的并不罕见；{said_zh}"
    return Statement(
        f"{names.en(*key)}: {gap.verdict}. {figures_en}; {said_en}.",
        f"{names.zh(*key)}：{VERDICT_ZH[gap.verdict]}。{figures_zh}；{said_zh}。",
        reader_href({"area": gap.area, "topic": gap.topic}),
    )


def _surest_first(gaps: pd.DataFrame) -> pd.DataFrame:
    rank = gaps["verdict"].map({"diverges": 0, "similar": 1, "undetermined": 2})
    # Of many provinces many p are equal, the least that so many deals can give, or 1; of those the
    # wider gap comes first. The few gaps of a pair stay in the order of areas.
    narrow = -gaps["gap"].abs().where(gaps["province_b"] == OTHERS, 0.0)
    ranked = gaps.assign(rank=rank, narrow=narrow)
    return ranked.sort_values(["rank", "p_adjusted", "narrow"], kind="stable")


def _settled(gaps: pd.DataFrame, names: Names) -> list[Statement]:
    settled = _with_verdict(gaps).head(MOST_TOLD)
    return [_gap_statement(row, names) for row in settled.itertuples()]


def _untold(gaps: pd.DataFrame) -> Statement:
    """Say that `_settled` leaves some out, if it does."""
    n = len(_with_verdict(gaps))
    if n <= MOST_TOLD:
        return Statement("", "")
    return Statement(
        f" Of {n} with a verdict, {MOST_TOLD} stand above, those that diverge first.",
        f"有结论的{n}个中，以上列出{MOST_TOLD}个，有分歧的在前。",
    )


def _with_verdict(gaps: pd.DataFrame) -> pd.DataFrame:
    """Keep the gaps that are settled; where neither side has a term, there is none to tell."""
    return gaps[(gaps["verdict"] != "undetermined") & ~_has_no_hit(gaps)]


def _silence(gaps: pd.DataFrame) -> Statement:
    """Count, within a sentence, the gaps without a term on either side."""
    n = int(_has_no_hit(gaps).sum())
    if not n:
        return Statement("", "")
    return Statement(f", in {n} no term stands on either side", f"，{n}个双方均无词条")


def _between(gap: Any, called: Callable[..., str], comma: str = ", ", and_: str = " and ") -> str:
    return f"{comma}{called(gap.province_a)}{and_}{called(gap.province_b)}"


def _verdict_en(verdict: str, n: int) -> str:
    return "diverge" if verdict == "diverges" and n != 1 else verdict


def plot_gaps(
    divergence: pd.DataFrame,
    placebo: pd.DataFrame,
    areas: pd.DataFrame,
    names: Names,
    *,
    margin: float,
) -> np.ndarray:
    """Draw the gap of each area with its interval and verdict, one panel a pair.

    The grey band is ±margin, inside which a whole interval means `similar`. The dotted line
    below each interval is the placebo: the gaps between random halves of one text. A dot is
    filled where the provinces diverge. Of many provinces, each against the mean of the others, a
    panel an area.
    """
    order = _areas_in_order(areas)
    told = told_gaps(divergence)[lambda gaps: gaps["topic"] == ALL]
    if (told["province_b"] == OTHERS).any():
        return draw_gaps(told, sorted(told["province_a"].unique()), names, margin=margin)
    pairs = list(told.groupby(["province_a", "province_b"]))
    if not pairs:
        return draw_none(ALONE)
    _, axes = plt.subplots(
        len(pairs), 1, figsize=(8, 0.9 + (0.8 + 0.5 * len(order)) * len(pairs)), squeeze=False
    )
    for ax, ((a, b), gaps) in zip(axes.flat, pairs, strict=True):
        rows = gaps.set_index("area", drop=False)
        ends = {}
        ax.axvspan(-margin * 100, margin * 100, color="#EDEDED", zorder=0)
        ax.axvline(0, color=GREY, lw=0.8)
        for y, area in enumerate(reversed(order)):
            row = rows.loc[area]
            sure = row["verdict"] == "diverges"
            ax.plot([row["conf_low"] * 100, row["conf_high"] * 100], [y, y], color=BLACK, lw=2)
            band = placebo_band(placebo, row)
            ax.plot([end * 100 for end in band], [y - 0.25] * 2, color=GREY, lw=1.5, ls=":")
            ends[max(row["conf_high"], *band) * 100] = y
            (dot,) = ax.plot(
                row["gap"] * 100, y, "o", ms=8, mfc=BLACK if sure else "white", mec=BLACK, mew=1.6
            )
            verdict = ax.annotate(
                f"{points(row['gap'])}  {VERDICT_ZH[row['verdict']]} {row['verdict']}",
                (1.01, y), xycoords=("axes fraction", "data"), va="center", fontsize=9,
            )  # fmt: skip
            for mark in (dot, verdict):
                link_artist(mark, area=area)
        label_rows(ax, [names.both(area, ALL, between="\n") for area in reversed(order)])
        reach = max(np.abs(ax.dataLim.intervalx))
        ax.set_xlim(-1.08 * reach, 1.08 * reach)
        ax.text(
            0, 1.02, f"相近：区间全在±{margin * 100:g}内 similar: wholly within ±{margin * 100:g}",
            transform=ax.get_xaxis_transform(), ha="center", fontsize=8, color=GREY,
        )  # fmt: skip
        # Where there is most room.
        ax.annotate(
            "点线：同一文本随机两半\ndotted: random halves of one text",
            (min(ends), ends[min(ends)] - 0.25), (8, 0), textcoords="offset points", va="center",
            fontsize=7.5, color=GREY, linespacing=TWO_LINES,
        )  # fmt: skip
        ax.set_xlabel(
            f"← {names.both(b)} 覆盖度更高 higher   |   "
            f"{names.both(a)} 覆盖度更高 higher →\n"
            "覆盖度差距及95%区间（百分点）  Gap in coverage, 95% interval (percentage points)",
            fontsize=9, linespacing=TWO_LINES,
        )  # fmt: skip
    return axes


def draw_gaps(
    gaps: pd.DataFrame, order: Sequence[str], names: Names, *, margin: float
) -> np.ndarray:
    """Draw the gap of each province to the mean of the others, a panel an area, a row a province.

    `gaps` are rows of `divergence` on areas, against OTHERS. A dot is filled where it diverges,
    and grey where it is similar.
    """
    axes, panels = area_panels(names, order)
    rows = gaps.set_index(["area", "province_a"])
    for area, ax in panels.items():
        own = rows.loc[area].loc[list(order)]
        ax.axvspan(-margin * 100, margin * 100, color="#EDEDED", zorder=0)
        ax.axvline(0, color=GREY, lw=0.8)
        for y, row in zip(reversed(range(len(order))), own.itertuples(), strict=True):
            colour = BLUE if row.verdict == "diverges" else BLACK
            face = {"diverges": BLUE, "similar": "#BDBDBD"}.get(row.verdict, "white")
            ax.plot([row.conf_low * 100, row.conf_high * 100], [y, y], color=colour, lw=1.2)
            (dot,) = ax.plot(row.gap * 100, y, "o", ms=4.5, mfc=face, mec=colour, mew=1)
            link_artist(dot, province=row.Index, area=area)
        reach = 1.08 * max(np.abs(ax.dataLim.intervalx))
        ax.set_xlim(-reach, reach)
    label_below(
        axes,
        "与其他各省平均之差及95%区间（百分点）；蓝点：有分歧；灰点：相近；空心：未定；"
        f"灰带：±{margin * 100:g}\n"
        "Gap to the mean of the others, 95% interval (percentage points); blue: diverges; grey: "
        f"similar; hollow: undetermined; band: ±{margin * 100:g}",
    )
    return axes


def gap_view(divergence: pd.DataFrame, names: Names) -> View:
    """Show the gap of every area with its interval and verdict, as the figure `gaps` does.

    `divergence` holds the gaps to show; against OTHERS these are the widest of each area.
    """
    caption = Statement("Coverage of each area, and the gap", "各领域的覆盖度与差距")
    if (divergence["province_b"] == OTHERS).any():
        caption = Statement(
            "The widest gap of each area, to the mean of the others",
            "各领域中与其他各省平均的最宽差距",
        )
    rows = in_order(divergence[divergence["topic"] == ALL], names)
    return View(
        caption,
        (
            AREA, Statement("Coverage in one", "一省覆盖度"), Statement("in the other", "另一省覆盖度"),
            Statement("Gap, points", "差距（百分点）"), INTERVAL, Statement("Adjusted p", "校正后p值"),
            Statement("Verdict", "判定"),
        ),
        tuple(
            Row(
                (
                    _name(names, g.area, ALL),
                    _with(names, g.province_a, percent(g.coverage_a)),
                    _with(names, g.province_b, percent(g.coverage_b)),
                    points(g.gap),
                    _span(points(g.conf_low), points(g.conf_high)),
                    probability(g.p_adjusted).removeprefix("p = ").removeprefix("p "),
                    Statement(g.verdict, VERDICT_ZH[g.verdict]),
                ),
                reader_href({"area": g.area}),
            )
            for g in rows.itertuples()
        ),
    )  # fmt: skip


def _with(names: Names, province: str, share: str) -> Statement:
    return Statement(f"{names.en(province)} {share}", f"{names.zh(province)} {share}")

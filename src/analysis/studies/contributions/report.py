"""The terms that make the gaps, in sentences, a picture and a table."""

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from analysis.draw.shapes import draw_none
from analysis.draw.style import BLACK, GREY, TWO_LINES, link_artist, province_colours
from analysis.say.links import reader_href
from analysis.say.names import Names, in_order
from analysis.say.views import AREA, Row, View, _name, why_no_terms
from analysis.say.wording import VERDICT_ZH, Statement, Statements, count_of, points
from analysis.stats.compare import _has_no_hit, is_one_pair, rows_of, shown_gaps
from analysis.studies.contributions.measure import top_contributions
from analysis.vocabulary import ALL, OTHERS


def contribution_statements(
    contributions: pd.DataFrame, divergence: pd.DataFrame, names: Names, *, n: int = 3
) -> Statements:
    """Name the terms that pull each area's gap most to either side; of many, the widest gap.

    Gaps without a term are left out.
    """
    statements = []
    for _, gap in shown_gaps(divergence)[lambda gaps: ~_has_no_hit(gaps)].iterrows():
        rows = rows_of(contributions, gap.to_frame().T)
        rows = rows.sort_values("contribution", kind="stable")
        to_b, to_a = rows.head(n), rows.tail(n).iloc[::-1]
        to_a, to_b = to_a[to_a["contribution"] > 0], to_b[to_b["contribution"] < 0]
        words_a, words_b = _signed_terms(to_a), _signed_terms(to_b)
        a, b = gap.province_a, gap.province_b
        statements.append(
            Statement(
                f"{names.en(gap.area, ALL)}: a gap of {points(gap.gap, 2)} points, the sum over "
                f"{count_of(len(rows), 'term')}. Towards {names.en(a)}: "
                f"{words_a or 'none'}; towards {names.en(b)}: {words_b or 'none'}.",
                f"{names.zh(gap.area, ALL)}：{len(rows)}个词条合计"
                f"{points(gap.gap, 2)}个百分点。偏向{names.zh(a)}：{words_a or '无'}；"
                f"偏向{names.zh(b)}：{words_b or '无'}。",
                reader_href({"area": gap.area}),
            )
        )
    return Statements(statements or [why_no_terms(divergence)])


def contribution_headline(
    contributions: pd.DataFrame, divergence: pd.DataFrame, names: Names
) -> Statement:
    """Name the single term that weighs most in any gap, and that gap's verdict."""
    if contributions.empty:
        return why_no_terms(divergence).headline()
    contributions = rows_of(contributions, shown_gaps(divergence))
    top = contributions.loc[contributions["contribution"].abs().idxmax()]
    side = top["province_a"] if top["contribution"] > 0 else top["province_b"]
    weight = points(abs(top["contribution"]), 2).lstrip("+")
    key = ["province_a", "province_b", "area"]
    of_area = divergence[(divergence["topic"] == ALL) & (divergence[key] == top[key]).all(axis=1)]
    verdict = of_area["verdict"].iloc[0]
    return Statement(
        f"Heaviest term: {top['term']}, {weight} points towards {names.en(side)}; that gap "
        + ("diverges" if verdict == "diverges" else f"is {verdict}"),
        f"分量最重的词条：“{top['term']}”，偏向{names.zh(side)}{weight}个百分点；该差距{VERDICT_ZH[verdict]}",
    )


def _signed_terms(rows: pd.DataFrame) -> str:
    return "、".join(f"{row.term} {points(row.contribution, 2)}" for row in rows.itertuples())


def contribution_view(contributions: pd.DataFrame, names: Names, *, n: int = 8) -> View:
    """Show the terms behind each gap, the n widest and the rest, as `contributions` does."""
    rows = []
    pair = ["province_a", "province_b"]
    for (a, b, area), own in in_order(contributions, names).groupby([*pair, "area"], sort=False):
        known = set(own["term"])
        rows += [
            Row(
                (
                    _name(names, area, ALL), bar.label, points(bar.contribution, 2),
                    _name(names, a if bar.contribution > 0 else b),
                ),
                reader_href(
                    {"area": area, "term": bar.label if bar.label in known else ""}
                ),
            )
            for bar in top_contributions(own, n=n).itertuples()
        ]  # fmt: skip
    return View(
        Statement("Terms that make the gaps, the widest first", "构成差距的词条，按分量排列"),
        (
            AREA,
            Statement("Term", "词条"),
            Statement("Points", "百分点"),
            Statement("Towards", "偏向"),
        ),
        tuple(rows),
    )


def plot_contributions(
    contributions: pd.DataFrame,
    divergence: pd.DataFrame,
    names: Names,
    *,
    n: int = 8,
) -> np.ndarray:
    """Draw the terms behind each area's gap, the rest in one bar, and their sum.

    One panel an area and pair, or for many provinces that of the widest gap of each area; the
    bars of a panel add up to its last bar, the gap.
    """
    # Pair by pair; against the others, in the order of areas.
    gaps = in_order(shown_gaps(divergence), names)
    first = gaps["province_a"].where(gaps["province_b"] != OTHERS, "")
    gaps = gaps.assign(first=first).sort_values(["first", "province_b"], kind="stable")
    if contributions.empty:
        return draw_none(why_no_terms(divergence))
    n_rows = -(-len(gaps) // 2)
    _, axes = plt.subplots(n_rows, 2, figsize=(8, 0.9 + 3.3 * n_rows), squeeze=False)
    colours = province_colours([*gaps["province_a"], *gaps["province_b"]])
    for ax, (_, gap) in zip(axes.flat, gaps.iterrows(), strict=False):
        area, pair = gap["area"], (gap["province_a"], gap["province_b"])
        own = rows_of(contributions, gap.to_frame().T)
        bars = top_contributions(own, n=n)
        _draw_contributions(ax, bars, gap["gap"], pair, colours, names)
        of_pair = "" if is_one_pair(gaps) else f"\n{'–'.join(map(names.zh, pair))}"
        ax.set_title(names.both(area, ALL) + of_pair)
        # The others and the sum are no terms.
        terms = bars["label"].where(bars["label"].isin(own["term"]), "")
        for bar, label, term in zip(ax.patches, ax.get_yticklabels(), [*terms, ""], strict=True):
            for mark in (bar, label):
                link_artist(mark, area=area, term=term)
    for ax in list(axes.flat)[len(gaps) :]:
        ax.set_visible(False)
    return axes


def _draw_contributions(
    ax: Axes, bars: pd.DataFrame, gap: float, pair: tuple[str, str], colours: dict[str, str],
    names: Names,
) -> None:  # fmt: skip
    values = [*bars["contribution"], gap]
    labels = [*bars["label"], "合计 gap"]
    colour = [colours[pair[0]] if value > 0 else colours[pair[1]] for value in values]
    y = [*range(len(bars)), len(bars) + 0.4]
    ax.barh(y, np.array(values) * 100, color=[*colour[:-1], BLACK], height=0.72)
    ax.axvline(0, color=GREY, lw=0.8)
    ax.set_yticks(y, labels, fontsize=8.5)
    ax.invert_yaxis()
    reach = max(np.abs(values).max() * 100, 0.01)
    for at, value in zip(y, values, strict=True):
        ax.annotate(
            points(value, 2), (value * 100, at), (4 if value >= 0 else -4, 0),
            textcoords="offset points", ha="left" if value >= 0 else "right", va="center",
            fontsize=7.5,
        )  # fmt: skip
    ax.set_xlim(-reach * 1.5, reach * 1.5)
    ax.xaxis.set_major_locator(MaxNLocator(5, steps=[1, 2, 5, 10]))
    ax.tick_params(axis="x", labelsize=8.5)
    ax.tick_params(axis="y", length=0)
    ax.spines["left"].set_visible(False)
    ax.set_xlabel(
        f"← {names.both(pair[1])}      {names.both(pair[0])} →\n"
        "百分点，各图刻度不同 points, scales differ",
        fontsize=8.5, linespacing=TWO_LINES,
    )  # fmt: skip

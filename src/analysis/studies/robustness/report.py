"""Whether other choices say the same, in sentences and a picture."""

from typing import Any

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd

from analysis.draw.shapes import draw_none
from analysis.draw.style import BLACK, GREY, PALETTE, TWO_LINES, link_artist
from analysis.say.links import reader_href
from analysis.say.names import Names, in_order
from analysis.say.views import why_no_terms
from analysis.say.wording import ALONE, NO_TERM, VERDICT_ZH, Statement, Statements, percent, points
from analysis.stats.compare import is_one_pair
from analysis.vocabulary import ALL, OTHERS

# How a specification may depart from the declared one, and how to tell.
_DEPARTURES: dict[str, tuple[str, object]] = {
    "计入引言 preamble in": ("preamble", 1),
    "不计标题 headings out": ("headings", 0),
    "不计目标 goals out": ("goals", 0),
    "计入责任单位 agencies in": ("agencies", 1),
    "idf：分省 per province": ("idf", "provisions of the province"),
    "idf：按句 per sentence": ("idf", "sentences"),
    "不用idf no idf": ("idf", "none"),
    "rjieba分词 by rjieba": ("engine", "rjieba"),
    "不猜新词 no guessing": ("hmm", 0),
}


def plot_specifications(specifications: pd.DataFrame, names: Names) -> np.ndarray:
    """Draw the specification curve of each area: gaps in order, and the choices behind them.

    One column an area, two rows a pair, or of many provinces the gap given for each area. Above,
    the gap of every specification from low to high, and the declared one as a dot; below, the
    darker, the more of the specifications above depart from the declared one in this choice.
    """
    ordered = in_order(specifications, names)
    to_others = bool((ordered["province_b"] == OTHERS).any())
    pairs = list(ordered.groupby(["province_b"] if to_others else ["province_a", "province_b"]))
    if not pairs:
        return draw_none(ALONE)
    areas = ordered["area"].unique()
    _, axes = plt.subplots(
        2 * len(pairs), len(areas), squeeze=False, sharey="row",
        figsize=(max(8, 1.8 + 1.55 * len(areas)), 0.7 + 4.7 * len(pairs)),
        height_ratios=[1.1, 1] * len(pairs),
    )  # fmt: skip
    low, high = min(specifications["gap"].min(), 0) * 100, max(specifications["gap"].max(), 0) * 100
    # Where no gap is wide there still is a scale.
    high = max(high, low + 0.01)
    reach = (low - 0.05 * (high - low), high + 0.2 * (high - low))
    for row, (_, of_pair) in enumerate(pairs):
        for column, area in enumerate(areas):
            above, below = axes[2 * row : 2 * row + 2, column]
            own = of_pair[of_pair["area"] == area]
            own = own.sort_values(["gap", "specification"], ignore_index=True)
            a, b = own[["province_a", "province_b"]].iloc[0]
            declared = own.index[own["specification"] == 0][0]
            at = (declared, own["gap"][declared] * 100)
            above.axhline(0, color=GREY, lw=0.8)
            above.plot(own.index, own["gap"] * 100, color=PALETTE[0], lw=2)
            (dot,) = above.plot(*at, "o", color=BLACK, ms=6, clip_on=False)
            above.set(xlim=(-0.5, len(own) - 0.5), xticks=[], ylim=reach)
            title = names.both(area, ALL, between="\n") + f"\n{names.both(a)}" * to_others
            head = above.set_title(title, fontsize=10, linespacing=TWO_LINES)
            for mark in (dot, head):
                link_artist(mark, area=area)
            departs = [own[choice] == value for choice, value in _DEPARTURES.values()]
            marks = np.vstack([*departs, own["lexicon"] != "full"]).astype(float)
            below.imshow(
                _share_in_bins(marks), aspect="auto", cmap="Greys", vmin=0, vmax=1.2,
                interpolation="none",
            )  # fmt: skip
            below.set_yticks(range(len(marks)), [*_DEPARTURES, "半部词典 half lexicon"])
            below.tick_params(length=0, labelsize=8.5)
            below.set_xticks([])
            below.set_xlabel(
                f"{len(own):,}种做法，差距由低到高\n{len(own):,} ways, by gap", fontsize=8,
                linespacing=TWO_LINES,
            )  # fmt: skip
            if column == 0:
                # On the side where the curve is out of the way.
                late = declared > len(own) / 2
                above.annotate(
                    "事先选定\nas declared", at, (-8 if late else 8, 0),
                    textcoords="offset points", ha="right" if late else "left", va="center",
                    fontsize=8, linespacing=TWO_LINES,
                )  # fmt: skip
                below.set_title(
                    "越深，偏离选定的越多\ndarker: more depart", fontsize=8, linespacing=TWO_LINES
                )
                above.set_ylabel(
                    ("" if to_others else f"← {names.both(b)}    {names.both(a)} →\n")
                    + "差距（百分点） Gap (points)",
                    fontsize=9, linespacing=TWO_LINES,
                )  # fmt: skip
    return axes


def _share_in_bins(marks: np.ndarray, most: int = 40) -> np.ndarray:
    """Average the columns in at most `most` bins of neighbours: single ones are too thin to see."""
    bins = np.array_split(marks, min(most, marks.shape[1]), axis=1)
    return np.column_stack([part.mean(axis=1) for part in bins])


def influence_statements(influence: pd.DataFrame, names: Names) -> Statements:
    """Name each area's weightiest term and every term whose removal turns its gap round."""
    statements = []
    named = not is_one_pair(influence)
    for (a, b, area), own in _by_gap(influence, names):
        of_en = f", {names.en(a)} and {names.en(b)}" * named
        of_zh = f"、{names.zh(a)}与{names.zh(b)}" * named
        top = own.loc[own["weight"].idxmax()]
        flips = own.loc[own["flips"] == 1, "term"].tolist()
        statements.append(
            Statement(
                f"{names.en(area, ALL)}{of_en}: the weightiest term, {top['term']}, makes "
                f"{percent(top['weight'], 0)} of all contributions; "
                + (
                    f"without any one of {'、'.join(flips)} the sign of the gap turns."
                    if flips
                    else "no single term turns the sign of the gap."
                ),
                f"{names.zh(area, ALL)}{of_zh}：分量最重的词条“{top['term']}”占全部贡献的"
                f"{percent(top['weight'], 0)}；"
                + (
                    f"去掉{'、'.join(flips)}中任何一个，差距就变号。"
                    if flips
                    else "去掉任何一个词条，差距都不变号。"
                ),
                reader_href({"area": area}),
            )
        )
    return Statements(statements or [NO_TERM])


def robustness_statements(
    agreement: pd.DataFrame, divergence: pd.DataFrame, shares: pd.DataFrame, names: Names
) -> Statements:
    """Answer for each area: would other choices say the same, and does a reader agree?

    `agreement` as from `robustness.sign_agreement`. A sign that holds under all choices is no
    evidence against chance, so the verdict stands beside it.
    """
    statements = []
    for (a, b, area), own in _by_gap(agreement, names):
        row = own.iloc[0]
        gap = divergence[
            (divergence["province_a"] == a)
            & (divergence["province_b"] == b)
            & (divergence["area"] == area)
            & (divergence["topic"] == ALL)
        ].iloc[0]
        hand = shares[shares["area"] == area].set_index("province")["sentence_codes"]
        reader_en, reader_zh = _reader_says(hand, gap, names)
        statements.append(
            Statement(
                f"{names.en(area, ALL)}: {percent(row['agreeing'], 0)} of {row['n']:,} combinations of "
                f"choices give the gap of {points(gap['gap'])} points between {names.en(a)} and "
                f"{names.en(b)} the same sign, {percent(row['wider'], 0)} a wider one; {reader_en}. "
                f"Verdict: {gap['verdict']}.",
                f"{names.zh(area, ALL)}：{row['n']:,}种做法中有{percent(row['agreeing'], 0)}与{names.zh(a)}、"
                f"{names.zh(b)}间{points(gap['gap'])}个百分点的差距同号，{percent(row['wider'], 0)}差距更大；"
                f"{reader_zh}。判定：{VERDICT_ZH[gap['verdict']]}。",
                reader_href({"area": area}),
            )
        )
    return Statements(statements or [why_no_terms(divergence)])


def robustness_headline(
    agreement: pd.DataFrame, divergence: pd.DataFrame, names: Names
) -> Statement:
    """Name the gap whose sign depends most on the choices made."""
    if agreement.empty:
        return why_no_terms(divergence).headline()
    worst = agreement.loc[agreement["agreeing"].idxmin()]
    if worst["agreeing"] == 1:
        return Statement(
            f"Every gap keeps its sign in all {worst['n']:,} combinations of choices",
            f"每个差距在全部{worst['n']:,}种做法中都不变号",
        )
    area, share = (worst["area"], ALL), percent(worst["agreeing"], 0)
    return Statement(
        f"Least settled by the choices made: {names.en(*area).lower()}, "
        f"whose sign holds in {share} of {worst['n']:,}",
        f"最受做法影响的是{names.zh(*area)}：{worst['n']:,}种做法中{share}同号",
    )


def _reader_says(hand: pd.Series, gap: pd.Series, names: Names) -> tuple[str, str]:
    a, b = gap["province_a"], gap["province_b"]
    if a not in hand or b not in hand:
        return "there are no sentence codes to compare", "没有可比的句子编码"
    agrees = (hand[a] - hand[b]) * gap["gap"] > 0
    return (
        f"the codes given to sentences {'agree' if agrees else 'do not agree'} in direction "
        f"({percent(hand[a])} of {names.en(a)}, {percent(hand[b])} of {names.en(b)})",
        f"逐句编码{'与之同号' if agrees else '与之不同号'}（{names.zh(a)}{percent(hand[a])}，"
        f"{names.zh(b)}{percent(hand[b])}）",
    )


def _by_gap(table: pd.DataFrame, names: Names) -> list[tuple[Any, pd.DataFrame]]:
    grouped = in_order(table, names).groupby(["province_a", "province_b", "area"], sort=False)
    return list(grouped)

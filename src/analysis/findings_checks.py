"""The checks of notebook 05 as sentences: readers, other choices, single terms."""

from itertools import combinations
from typing import Any

import pandas as pd

from analysis.comparisons import is_one_pair
from analysis.findings import NO_TERM, why_no_terms
from analysis.lexicon import ALL
from analysis.links import addresses, reader_address
from analysis.wording import (
    VERDICT_ZH,
    Finding,
    Findings,
    Names,
    count_of,
    in_order,
    join_words,
    percent,
    points,
)

# Where there are no codes, what they would have shown is not known.
UNCODED = Finding(
    "No sentence of these documents has been coded: how well the lexicon finds what they say is not "
    "known.",
    "这些文件还没有逐句编码：词典找得准不准，尚不清楚。",
)


def reliability_findings(reliability: pd.DataFrame, names: Names) -> Findings:
    """Say how far the coders agree; with fewer than two, that this is not known."""
    if reliability.empty:
        said = "Fewer than two coders: reliability is not known."
        return Findings([Finding(said, "编码员不足两名，信度未知。")])
    return Findings(
        Finding(
            f"{names.en(row.area, ALL)}: alpha {row.alpha:.2f} ({row.alpha_low:.2f} to "
            f"{row.alpha_high:.2f}), kappa {row.kappa:.2f} ({row.kappa_low:.2f} to "
            f"{row.kappa_high:.2f}); {row.n_coders} coders, {row.n_sentences} sentences.",
            f"{names.zh(row.area, ALL)}：alpha {row.alpha:.2f}（{row.alpha_low:.2f}至"
            f"{row.alpha_high:.2f}），kappa {row.kappa:.2f}（{row.kappa_low:.2f}至"
            f"{row.kappa_high:.2f}）；{row.n_coders}名编码员，{row.n_sentences}个句子。",
            reader_address({"area": row.area}),
        )
        for row in in_order(reliability, names).itertuples()
    )


def validation_findings(validation: pd.DataFrame, names: Names) -> Findings:
    """Say for each area how well the lexicon finds what readers find."""
    if validation.empty:
        return Findings([UNCODED])
    pooled = in_order(validation[validation["province"] == ALL], names)
    return Findings(
        Finding(
            f"{names.en(row.area, ALL)}: precision {row.precision:.2f}, recall {row.recall:.2f}, "
            f"F1 {row.f1:.2f} ({row.f1_low:.2f} to {row.f1_high:.2f}); "
            f"{count_of(row.false_positives, 'false alarm')}, "
            f"{count_of(row.false_negatives, 'sentence')} missed.",
            f"{names.zh(row.area, ALL)}：精确率{row.precision:.2f}，召回率{row.recall:.2f}，"
            f"F1 {row.f1:.2f}（{row.f1_low:.2f}至{row.f1_high:.2f}）；"
            f"误报{row.false_positives}句，漏报{row.false_negatives}句。",
            reader_address({"area": row.area}),
        )
        for row in pooled.itertuples()
    )


def validation_headline(validation: pd.DataFrame, names: Names) -> Finding:
    """Name the area in which lexicon and readers agree least."""
    if validation.empty:
        return UNCODED.headline()
    pooled = validation[validation["province"] == ALL]
    worst = pooled.loc[pooled["f1"].idxmin()]
    area = (worst["area"], ALL)
    return Finding(
        f"Lexicon and sentence codes agree least on {names.en(*area).lower()}: F1 {worst['f1']:.2f}",
        f"词典与句子编码在{names.zh(*area)}上一致程度最低：F1为{worst['f1']:.2f}",
    )


def opinion_findings(scores: pd.DataFrame, opinions: pd.DataFrame, names: Names) -> Findings:
    """Say how a classifier does beside the lexicon, and on how many sentences they differ.

    `scores` has the columns area, lexicon and classifier, each F1.
    """
    if opinions.empty:
        return Findings([UNCODED])
    differ = opinions["predicted"] != opinions["marked"]
    n = differ.groupby(opinions["area"]).sum()
    return Findings(
        Finding(
            f"{names.en(row.area, ALL)}: F1 of the classifier {row.classifier:.2f}, of the lexicon "
            f"{row.lexicon:.2f}; they differ on {count_of(int(n[row.area]), 'sentence')}.",
            f"{names.zh(row.area, ALL)}：分类器F1为{row.classifier:.2f}，词典F1为{row.lexicon:.2f}；"
            f"两者在{int(n[row.area])}个句子上不一致。",
            reader_address({"area": row.area}),
        )
        for row in in_order(scores, names).itertuples()
    )


def share_findings(shares: pd.DataFrame, names: Names) -> Findings:
    """Say whether coverage and sentence codes agree in the sign of gaps and the order of areas."""
    if shares.empty:
        return Findings([UNCODED])
    findings = []
    for a, b in combinations(sorted(shares["province"].unique()), 2):
        wide = shares.pivot_table(
            index="area", columns="province", values=["sentence_codes", "coverage"]
        )
        by_hand = wide["sentence_codes"][a] - wide["sentence_codes"][b]
        by_terms = wide["coverage"][a] - wide["coverage"][b]
        same = [area for area in names.areas if by_hand[area] * by_terms[area] > 0]
        other = [area for area in names.areas if area not in same]
        findings.append(
            Finding(
                f"{names.en(a)} against {names.en(b)}: coverage and sentence codes give the gap the same "
                f"sign in {len(same)} of {count_of(len(by_hand), 'area')}"
                + (f"; not in {_lower_areas(other, names)}." if other else "."),
                f"{names.zh(a)}与{names.zh(b)}：{len(by_hand)}个领域中，覆盖度与句子编码的差距"
                f"有{len(same)}个同号"
                + (f"；不同号的是{_areas_zh(other, names)}。" if other else "。"),
                addresses({"area": area} for area in names.areas),
            )
        )
    for province, own in shares.groupby("province"):
        hand, terms = (
            own.sort_values(by, ascending=False)["area"].tolist()
            for by in ("sentence_codes", "coverage")
        )
        agree = hand == terms
        findings.append(
            Finding(
                f"{names.en(province)}: by sentence codes the order of areas is "
                f"{_lower_areas(hand, names)}; by coverage it is "
                + ("the same." if agree else f"{_lower_areas(terms, names)}."),
                f"{names.zh(province)}：按句子编码，领域次序为{_areas_zh(hand, names)}；按覆盖度"
                + ("次序相同。" if agree else f"为{_areas_zh(terms, names)}。"),
            )
        )
    return Findings(findings)


def share_headline(shares: pd.DataFrame, names: Names) -> Finding:
    """Give the first of `share_findings`, or for one province the order of areas."""
    return share_findings(shares, names)[0].headline()


def influence_findings(influence: pd.DataFrame, names: Names) -> Findings:
    """Name each area's weightiest term and every term whose removal turns its gap round."""
    findings = []
    named = not is_one_pair(influence)
    for (a, b, area), own in _by_gap(influence, names):
        of_en = f", {names.en(a)} and {names.en(b)}" * named
        of_zh = f"、{names.zh(a)}与{names.zh(b)}" * named
        top = own.loc[own["weight"].idxmax()]
        flips = own.loc[own["flips"] == 1, "term"].tolist()
        findings.append(
            Finding(
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
                reader_address({"area": area}),
            )
        )
    return Findings(findings or [NO_TERM])


def robustness_findings(
    agreement: pd.DataFrame, divergence: pd.DataFrame, shares: pd.DataFrame, names: Names
) -> Findings:
    """Answer for each area: would other choices say the same, and does a reader agree?

    `agreement` as from `robustness.sign_agreement`. A sign that holds under all choices is no
    evidence against chance, so the verdict stands beside it.
    """
    findings = []
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
        findings.append(
            Finding(
                f"{names.en(area, ALL)}: {percent(row['agreeing'], 0)} of {row['n']:,} combinations of "
                f"choices give the gap of {points(gap['gap'])} points between {names.en(a)} and "
                f"{names.en(b)} the same sign, {percent(row['wider'], 0)} a wider one; {reader_en}. "
                f"Verdict: {gap['verdict']}.",
                f"{names.zh(area, ALL)}：{row['n']:,}种做法中有{percent(row['agreeing'], 0)}与{names.zh(a)}、"
                f"{names.zh(b)}间{points(gap['gap'])}个百分点的差距同号，{percent(row['wider'], 0)}差距更大；"
                f"{reader_zh}。判定：{VERDICT_ZH[gap['verdict']]}。",
                reader_address({"area": area}),
            )
        )
    return Findings(findings or [why_no_terms(divergence)])


def robustness_headline(agreement: pd.DataFrame, divergence: pd.DataFrame, names: Names) -> Finding:
    """Name the gap whose sign depends most on the choices made."""
    if agreement.empty:
        return why_no_terms(divergence).headline()
    worst = agreement.loc[agreement["agreeing"].idxmin()]
    if worst["agreeing"] == 1:
        return Finding(
            f"Every gap keeps its sign in all {worst['n']:,} combinations of choices",
            f"每个差距在全部{worst['n']:,}种做法中都不变号",
        )
    area, share = (worst["area"], ALL), percent(worst["agreeing"], 0)
    return Finding(
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


def _lower_areas(areas: list[str], names: Names) -> str:
    return join_words(names.en(area, ALL).lower() for area in areas)


def _areas_zh(areas: list[str], names: Names) -> str:
    return "、".join(names.zh(area, ALL) for area in areas)

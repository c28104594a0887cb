"""Tables to sentences, in English and Chinese, no stronger than the tables allow."""

from collections.abc import Callable
from typing import Any

import pandas as pd

from analysis.comparisons import is_one_pair, rows_of, shown_gaps, told_gaps
from analysis.contracts import OTHERS, TELLING
from analysis.lexicon import ALL
from analysis.links import addresses, reader_address
from analysis.wording import (
    ALONE,
    NAMED,
    VERDICT_ZH,
    Finding,
    Findings,
    Names,
    count_of,
    join_words,
    name_some,
    percent,
    points,
    probability,
)

# As many gaps as one reads one by one; of more, the surest are told and the rest counted.
MOST_TOLD = 12
NO_TERM = Finding("No gap has a term behind it.", "没有哪个差距背后有词条。")


def source_line(documents: pd.DataFrame, provisions: pd.DataFrame, names: Names) -> str:
    """Name the documents behind a figure: province, number, date, provisions counted.

    Many are counted.
    """
    size = provisions.groupby("doc_id").size()
    policies = documents[documents["role"] == "policy"]
    if len(policies) > NAMED:
        n = policies["province"].nunique()
        return (
            f"来源 Source: {n}省{len(policies)}份文件 {len(policies)} documents of {n} provinces "
            f"({size.sum():,} 条 provisions)"
        )
    parts = []
    for document in policies.itertuples():
        n = size.get(document.doc_id, 0)
        said = [names.both(document.province), document.document_number, document.issued_on]
        parts.append(" ".join(x for x in [*said, f"({n} 条 provisions)"] if x))
    return "来源 Source: " + "; ".join(parts)


def document_findings(
    documents: pd.DataFrame, provisions: pd.DataFrame, zones: pd.DataFrame, names: Names
) -> Findings:
    """Say what each document contains and how much of it is counted.

    `zones` as `structure.zone_lengths` returns it. Of several documents of a province each is
    named by its id.
    """
    findings = []
    of_several = documents["province"].duplicated(keep=False)
    for document, named in zip(documents.itertuples(), of_several, strict=True):
        own = provisions[provisions["doc_id"] == document.doc_id]
        length = zones[zones["doc_id"] == document.doc_id].set_index("zone")["n_han"]
        counted = own["n_han"].sum()
        agencies = length.get("agencies", 0)
        parts = own["part"].nunique()
        lists_en = (
            f"; its agency lists are {percent(agencies / length.sum())} and are not counted"
            if agencies
            else "; it has no agency lists"
        )
        lists_zh = (
            f"；责任单位名单占{percent(agencies / length.sum())}，不计入"
            if agencies
            else "；没有责任单位名单"
        )
        findings.append(
            Finding(
                f"{names.en(document.province)}{f' ({document.doc_id})' * named}: "
                f"{count_of(len(own), 'provision')} in "
                f"{count_of(parts, 'part')}. Their headings and bodies hold "
                f"{percent(counted / length.sum())} of its {length.sum():,} Han characters"
                f"{lists_en}.",
                f"{names.zh(document.province)}{f'（{document.doc_id}）' * named}："
                f"{parts}个部分，{len(own)}个条款。"
                f"条款的标题和正文占全文{length.sum():,}个汉字的{percent(counted / length.sum())}"
                f"{lists_zh}。",
                addresses(
                    {"province": document.province, "passage": f"zone/{zone}"}
                    for zone in ("body", "agencies")
                    if zone in length
                ),
            )
        )
    return Findings(findings)


def zone_headline(zones: pd.DataFrame, provisions: pd.DataFrame) -> Finding:
    """Say in one line how much of the documents is counted."""
    counted = provisions.groupby("doc_id")["n_han"].sum()
    share = counted / zones.groupby("doc_id")["n_han"].sum()
    low, high = percent(share.min(), 0), percent(share.max(), 0)
    span_en = low if low == high else f"{low} to {high}"
    span_zh = low if low == high else f"{low}至{high}"
    return Finding(
        f"Headings and bodies of provisions, {span_en} of the characters, are counted",
        f"计入分析的是条款的标题和正文，占全文{span_zh}",
    )


def keyness_findings(keyness: pd.DataFrame, names: Names, *, n: int = 8) -> Findings:
    """Name the words most characteristic of each province, and how little that proves.

    Against OTHERS, only those of the province are named.
    """
    findings = []
    for (a, b), scores in keyness.groupby(["province_a", "province_b"]):
        ranked = scores.sort_values("z", kind="stable")
        of_a = "、".join(ranked[ranked["z"] > 0]["term"].tail(n).tolist()[::-1])
        of_b = "、".join(ranked[ranked["z"] < 0]["term"].head(n))
        strong = int((scores["z"].abs() >= 1.96).sum())
        other_en = "" if b == OTHERS else f"; of {names.en(b)}: {of_b or 'none'}"
        other_zh = "" if b == OTHERS else f"；{names.zh(b)}最有特征的词：{of_b or '无'}"
        findings.append(
            Finding(
                f"Most characteristic of {names.en(a)} against {names.en(b)}: {of_a or 'none'}"
                f"{other_en}. |z| ≥ 1.96 holds for {strong} "
                f"of {count_of(len(scores), 'word')}, and for one in twenty it may by chance: this "
                "describes, and tests nothing.",
                f"与{names.zh(b)}相比，{names.zh(a)}最有特征的词：{of_a or '无'}"
                f"{other_zh}。{len(scores):,}个词中有{strong}个"
                "达到|z| ≥ 1.96，而偶然也会有二十分之一达到：这只是描述，不是检验。",
            )
        )
    return Findings(findings or [ALONE])


def keyness_headline(keyness: pd.DataFrame, names: Names) -> Finding:
    """Name the one word most characteristic of each side of the first pair, or of all provinces."""
    if keyness.empty:
        return ALONE.headline()
    if (keyness["province_b"] == OTHERS).any():
        top = keyness.loc[keyness["z"].idxmax()]
        return Finding(
            f"{names.en(top['province_a'])} stands out most from the others, by {top['term']}",
            f"与其他各省相比最突出的是{names.zh(top['province_a'])}的“{top['term']}”",
        )
    pair = ["province_a", "province_b"]
    scores = keyness[(keyness[pair] == keyness[pair].iloc[0]).all(axis=1)]
    top, bottom = scores.loc[scores["z"].idxmax()], scores.loc[scores["z"].idxmin()]
    a, b = top["province_a"], top["province_b"]
    if not scores["z"].any():
        return Finding("No word sets the provinces apart", "没有区分两省的词")
    return Finding(
        f"{names.en(a)} stands out by {top['term']}, {names.en(b)} by {bottom['term']}",
        f"{names.zh(a)}最突出的词是“{top['term']}”，{names.zh(b)}是“{bottom['term']}”",
    )


def coverage_findings(coverage: pd.DataFrame, names: Names) -> Findings:
    """Say for each province how much of its text each area gets, and what can be ranked."""
    findings = []
    for province, rows in coverage[coverage["topic"] == ALL].groupby("province"):
        ranked = rows.sort_values("coverage", ascending=False, kind="stable")
        total = percent(ranked["coverage"].sum())
        listed = list(zip(ranked["area"], ranked.itertuples(), strict=True))
        en = ", ".join(
            f"{names.en(area, ALL).lower()} {percent(row.coverage)} "
            f"({percent(row.conf_low)} to {percent(row.conf_high)})"
            for area, row in listed
        )
        zh = "，".join(
            f"{names.zh(area, ALL)}{percent(row.coverage)}"
            f"（{percent(row.conf_low)}至{percent(row.conf_high)}）"
            for area, row in listed
        )
        findings.append(
            Finding(
                f"{names.en(province)}: {total} of the tf-idf mass falls on the areas: {en}; "
                "in brackets the 95% interval over redrawn provisions.",
                f"{names.zh(province)}：tf-idf总量的{total}落在各领域：{zh}；"
                "括号内为条款重抽样的95%区间。",
                reader_address({"province": province}),
            )
        )
    return Findings(findings)


def coverage_headline(coverage: pd.DataFrame, names: Names) -> Finding:
    """Name the area with the highest coverage in each province, and whether it stands clear."""
    return _headline(coverage[coverage["topic"] == ALL], names)


def no_hit_findings(coverage: pd.DataFrame, names: Names) -> Findings:
    """Name the provinces in which no term of the areas stands, in one sentence; none for none."""
    n_hits = coverage[coverage["topic"] == ALL].groupby("province")["n_hits"].sum()
    without = n_hits.index[n_hits == 0]
    return Findings(
        [
            Finding(
                f"No term of the lexicon stands in the provisions of "
                f"{join_words(map(names.en, without))}: every coverage there is 0%.",
                f"{'、'.join(map(names.zh, without))}的条款中没有词典中的词条：各领域覆盖度均为0%。",
            )
        ][: len(without)]
    )


def short_interval_findings(coverage: pd.DataFrame, names: Names) -> Findings:
    """Name the intervals of areas that too few provisions stand behind, at most MOST_TOLD."""
    rows = coverage[coverage["topic"] == ALL]
    short = rows[rows["n_provisions"] < TELLING]
    if short.empty:
        return Findings()
    en = join_words(
        f"{names.en(row.area, ALL).lower()} in {names.en(row.province)} ({row.n_provisions})"
        for row in short.itertuples()
    )
    zh = "、".join(
        f"{names.zh(row.province)}的{names.zh(row.area, ALL)}（{row.n_provisions}个）"
        for row in short.itertuples()
    )
    if len(short) > MOST_TOLD:
        en = f"{len(short)} of {count_of(len(rows), 'interval')}"
        zh = f"{len(rows)}个区间中的{len(short)}个"
    return Findings(
        [
            Finding(
                f"Intervals behind which fewer than {TELLING} provisions hold a term are too short, "
                f"and in simulated texts miss the truth more than one time in five: {en}.",
                f"含有词条的条款不足{TELLING}个时，区间过窄，在模拟文本中五次里有一次以上不含真值：{zh}。",
            )
        ]
    )


def topic_findings(coverage: pd.DataFrame, names: Names, *, n: int = 3) -> Findings:
    """Name the topics with the highest coverage in each province, and those without a hit."""
    findings = []
    for province, rows in coverage[coverage["topic"] != ALL].groupby("province"):
        top = rows[rows["n_hits"] > 0].nlargest(n, "coverage")
        none = rows[rows["n_hits"] == 0]
        en = join_words(
            f"{names.en(r.area, r.topic)} ({percent(r.coverage)})" for r in top.itertuples()
        )
        zh = "、".join(
            f"{names.zh(r.area, r.topic)}（{percent(r.coverage)}）" for r in top.itertuples()
        )
        none_en = join_words(names.en(r.area, r.topic) for r in none.itertuples())
        none_zh = "、".join(names.zh(r.area, r.topic) for r in none.itertuples())
        findings.append(
            Finding(
                f"{names.en(province)}: the topics of highest coverage are {en or 'none'}. "
                + (f"No hit for: {none_en}." if none_en else "Every topic has a hit."),
                f"{names.zh(province)}覆盖度最高的主题：{zh or '无'}。"
                + (f"没有命中的主题：{none_zh}。" if none_zh else "每个主题都有命中。"),
                reader_address({"province": province}),
            )
        )
    return Findings(findings)


def topic_headline(coverage: pd.DataFrame, names: Names) -> Finding:
    """Name the topic with the highest coverage in each province, and whether it stands clear."""
    return _headline(coverage[coverage["topic"] != ALL], names)


def gap_findings(divergence: pd.DataFrame, names: Names) -> Findings:
    """Say for each area what may be said of the gap, strongest verdict first.

    Only a row whose verdict is `diverges` is called more or less. Of many provinces, only the
    settled are told, at most MOST_TOLD, and all are counted.
    """
    told = told_gaps(divergence)
    rows = _surest_first(told[told["topic"] == ALL])
    if not (rows["province_b"] == OTHERS).any():
        return Findings([_gap_finding(row, names) for row in rows.itertuples()] or [ALONE])
    headline = gap_headline(divergence)
    counted = Finding(
        f"{headline.en}, each province against the mean of the others.{_untold(rows).en}",
        f"各省与其他各省的平均相比，{headline.zh}。{_untold(rows).zh}",
        addresses({"area": area} for area in names.areas),
    )
    return Findings([*_settled(rows, names), counted])


def gap_headline(divergence: pd.DataFrame) -> Finding:
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
        return Finding(
            f"All {n} gaps in coverage {said}{silence.en}",
            f"{n}个覆盖度差距均为{VERDICT_ZH[verdict]}{silence.zh}",
        )
    return Finding(
        f"Of {count_of(n, 'gap')} in coverage: "
        + ", ".join(f"{k} {_verdict_en(verdict, k)}" for verdict, k in found)
        + silence.en,
        f"{n}个覆盖度差距中："
        + "，".join(f"{k}个{VERDICT_ZH[verdict]}" for verdict, k in found)
        + silence.zh,
    )


def width_finding(divergence: pd.DataFrame, *, margin: float) -> Finding:
    """Say how wide the intervals are, and so how much these texts could have shown."""
    areas = told_gaps(divergence)[lambda gaps: gaps["topic"] == ALL]
    if areas.empty:
        return ALONE
    width = areas["conf_high"] - areas["conf_low"]
    narrowest, widest = points(width.min()).lstrip("+"), points(width.max()).lstrip("+")
    reach = points(2 * margin).lstrip("+")
    return Finding(
        f"The intervals are {narrowest} to {widest} points wide. Only one narrower than {reach} "
        "points can lie inside the margin and be called similar.",
        f"区间宽{narrowest}至{widest}个百分点。只有窄于{reach}个百分点的区间才可能落在界限之内，称为相近。",
    )


def topic_gap_findings(divergence: pd.DataFrame, names: Names) -> Findings:
    """Say which topics diverge or are similar, at most MOST_TOLD; the rest are undetermined."""
    rows = told_gaps(divergence)[lambda gaps: gaps["topic"] != ALL]
    if rows.empty:
        return Findings([ALONE])
    if (rows["province_b"] == OTHERS).any():
        rows = _surest_first(rows)
    n_open, silence = int((rows["verdict"] == "undetermined").sum()), _silence(rows)
    closing = Finding(
        f"Of {count_of(len(rows), 'gap')} between topics of the areas, {n_open} undetermined"
        f"{silence.en}.{_untold(rows).en}",
        f"各领域下的{len(rows)}个主题差距中，{n_open}个未定{silence.zh}。{_untold(rows).zh}",
        addresses({"area": area} for area in names.areas),
    )
    return Findings([*_settled(rows, names), closing])


def contribution_findings(
    contributions: pd.DataFrame, divergence: pd.DataFrame, names: Names, *, n: int = 3
) -> Findings:
    """Name the terms that pull each area's gap most to either side; of many, the widest gap.

    Gaps without a term are left out.
    """
    findings = []
    for _, gap in shown_gaps(divergence)[lambda gaps: ~_has_no_hit(gaps)].iterrows():
        rows = rows_of(contributions, gap.to_frame().T)
        rows = rows.sort_values("contribution", kind="stable")
        to_b, to_a = rows.head(n), rows.tail(n).iloc[::-1]
        to_a, to_b = to_a[to_a["contribution"] > 0], to_b[to_b["contribution"] < 0]
        words_a, words_b = _signed_terms(to_a), _signed_terms(to_b)
        a, b = gap.province_a, gap.province_b
        findings.append(
            Finding(
                f"{names.en(gap.area, ALL)}: a gap of {points(gap.gap, 2)} points, the sum over "
                f"{count_of(len(rows), 'term')}. Towards {names.en(a)}: "
                f"{words_a or 'none'}; towards {names.en(b)}: {words_b or 'none'}.",
                f"{names.zh(gap.area, ALL)}：{len(rows)}个词条合计"
                f"{points(gap.gap, 2)}个百分点。偏向{names.zh(a)}：{words_a or '无'}；"
                f"偏向{names.zh(b)}：{words_b or '无'}。",
                reader_address({"area": gap.area}),
            )
        )
    return Findings(findings or [why_no_terms(divergence)])


def contribution_headline(
    contributions: pd.DataFrame, divergence: pd.DataFrame, names: Names
) -> Finding:
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
    return Finding(
        f"Heaviest term: {top['term']}, {weight} points towards {names.en(side)}; that gap "
        + ("diverges" if verdict == "diverges" else f"is {verdict}"),
        f"分量最重的词条：“{top['term']}”，偏向{names.zh(side)}{weight}个百分点；该差距{VERDICT_ZH[verdict]}",
    )


def why_no_terms(divergence: pd.DataFrame) -> Finding:
    """Say why nothing is told of gaps: there is none, or no term of the texts behind any."""
    return ALONE if divergence.empty else NO_TERM


def placebo_findings(divergence: pd.DataFrame, placebo: pd.DataFrame, names: Names) -> Findings:
    """Say for each gap whether halves of one text differ as much by chance; of many, the widest.

    Gaps without a term are left out.
    """
    findings = []
    shown = shown_gaps(divergence)[lambda gaps: ~_has_no_hit(gaps)]
    named = not is_one_pair(shown)
    for gap in shown.itertuples():
        low, high = placebo_band(placebo, gap)
        inside = low <= gap.gap <= high
        findings.append(
            Finding(
                f"{names.en(gap.area, ALL)}{_between(gap, names.en) * named}: the gap of "
                f"{points(gap.gap)} points lies "
                f"{'inside' if inside else 'outside'} the {points(low)} to {points(high)} between "
                "which 95% of the gaps between random halves of one text lie.",
                f"{names.zh(gap.area, ALL)}{_between(gap, names.zh, '、', '与') * named}："
                f"差距{points(gap.gap)}个百分点，"
                f"{'在' if inside else '不在'}同一文本随机两半之间95%的差距范围"
                f"{points(low)}至{points(high)}之内。",
                reader_address({"area": gap.area}),
            )
        )
    return Findings(findings or [why_no_terms(divergence)])


def placebo_band(placebo: pd.DataFrame, gap: Any) -> tuple[float, float]:
    """Give the wider of the two provinces' placebo intervals, end by end."""
    own = placebo[
        (placebo["area"] == gap.area) & placebo["province"].isin([gap.province_a, gap.province_b])
    ]
    return float(own["low"].min()), float(own["high"].max())


def _gap_finding(gap: Any, names: Names) -> Finding:
    a, b, key = gap.province_a, gap.province_b, (gap.area, gap.topic)
    if _has_no_hit(gap):
        return Finding(
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
    return Finding(
        f"{names.en(*key)}: {gap.verdict}. {figures_en}; {said_en}.",
        f"{names.zh(*key)}：{VERDICT_ZH[gap.verdict]}。{figures_zh}；{said_zh}。",
        reader_address({"area": gap.area, "topic": gap.topic}),
    )


def _surest_first(gaps: pd.DataFrame) -> pd.DataFrame:
    rank = gaps["verdict"].map({"diverges": 0, "similar": 1, "undetermined": 2})
    # Of many provinces many p are equal, the least that so many deals can give, or 1; of those the
    # wider gap comes first. The few gaps of a pair stay in the order of areas.
    narrow = -gaps["gap"].abs().where(gaps["province_b"] == OTHERS, 0.0)
    ranked = gaps.assign(rank=rank, narrow=narrow)
    return ranked.sort_values(["rank", "p_adjusted", "narrow"], kind="stable")


def _settled(gaps: pd.DataFrame, names: Names) -> list[Finding]:
    settled = _with_verdict(gaps).head(MOST_TOLD)
    return [_gap_finding(row, names) for row in settled.itertuples()]


def _untold(gaps: pd.DataFrame) -> Finding:
    """Say that `_settled` leaves some out, if it does."""
    n = len(_with_verdict(gaps))
    if n <= MOST_TOLD:
        return Finding("", "")
    return Finding(
        f" Of {n} with a verdict, {MOST_TOLD} stand above, those that diverge first.",
        f"有结论的{n}个中，以上列出{MOST_TOLD}个，有分歧的在前。",
    )


def _with_verdict(gaps: pd.DataFrame) -> pd.DataFrame:
    """Keep the gaps that are settled; where neither side has a term, there is none to tell."""
    return gaps[(gaps["verdict"] != "undetermined") & ~_has_no_hit(gaps)]


def _has_no_hit(gaps: Any) -> Any:
    """Tell whether no term of the area stands on either side of a gap, or of each."""
    return (gaps.coverage_a == 0) & (gaps.coverage_b == 0)


def _silence(gaps: pd.DataFrame) -> Finding:
    """Count, within a sentence, the gaps without a term on either side."""
    n = int(_has_no_hit(gaps).sum())
    if not n:
        return Finding("", "")
    return Finding(f", in {n} no term stands on either side", f"，{n}个双方均无词条")


def _between(gap: Any, called: Callable[..., str], comma: str = ", ", and_: str = " and ") -> str:
    return f"{comma}{called(gap.province_a)}{and_}{called(gap.province_b)}"


def _signed_terms(rows: pd.DataFrame) -> str:
    return "、".join(f"{row.term} {points(row.contribution, 2)}" for row in rows.itertuples())


def _headline(rows: pd.DataFrame, names: Names) -> Finding:
    """Name what has the highest coverage in each province; say if another interval reaches it.

    Of many provinces, what has it most often.
    """
    tops: dict[tuple[str, str], list[str]] = {}
    empty, overlaps = [], False
    for province, own in rows.groupby("province"):
        top = own.loc[own["coverage"].idxmax()]
        if top["coverage"] > 0:
            tops.setdefault((top["area"], top["topic"]), []).append(province)
            overlaps |= bool((own["conf_high"].drop(top.name) > top["conf_low"]).any())
        else:
            empty.append(province)
    n = rows["province"].nunique()
    if tops and n > NAMED:
        most = max(tops, key=lambda top: len(tops[top]))
        return Finding(
            f"Most often of highest coverage: {names.en(*most)}, in {len(tops[most])} of {n} "
            "provinces" + ", but intervals overlap" * overlaps,
            f"{n}个省中有{len(tops[most])}个省覆盖度最高的是{names.zh(*most)}，为数最多"
            + "，但区间重叠" * overlaps,
        )
    en = [
        f"{names.en(*top)} has the highest coverage in {name_some(provinces, names).en}"
        for top, provinces in tops.items()
    ]
    zh = [
        f"{name_some(provinces, names).zh}覆盖度最高的是{names.zh(*top)}"
        for top, provinces in tops.items()
    ]
    if overlaps:
        en[-1] += ", but intervals overlap"
        zh[-1] += "，但区间重叠"
    if empty:
        en.append(f"{'no' if en else 'No'} hit in {name_some(empty, names).en}")
        zh.append(f"{name_some(empty, names).zh}没有命中")
    return Finding("; ".join(en), "；".join(zh))


def _verdict_en(verdict: str, n: int) -> str:
    return "diverge" if verdict == "diverges" and n != 1 else verdict

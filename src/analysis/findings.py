"""Tables to sentences, in English and Chinese, no stronger than the tables allow."""

from collections.abc import Iterable
from dataclasses import dataclass
from html import escape
from typing import Any

import pandas as pd

from analysis.lexicon import ALL

VERDICT_ZH = {"diverges": "有分歧", "similar": "相近", "undetermined": "未定"}
ZONE_NAMES = {
    "front": ("文头", "front"),
    "preamble": ("引言", "preamble"),
    "heading": ("标题", "headings"),
    "body": ("正文", "body"),
    "agencies": ("责任单位", "agency lists"),
}
MINUS = "\N{MINUS SIGN}"


@dataclass(frozen=True)
class Finding:
    """One statement in two languages; a notebook shows both."""

    en: str
    zh: str

    def _repr_html_(self) -> str:
        return f'<p lang="zh-Hans">{escape(self.zh)}</p>\n<p lang="en">{escape(self.en)}</p>'


class Findings(tuple[Finding, ...]):
    """Statements in the order in which they are to be read; a notebook shows them as a list."""

    def _repr_html_(self) -> str:
        items = "\n".join(f"<li>{finding._repr_html_()}</li>" for finding in self)
        return f'<ul class="findings">\n{items}\n</ul>'


class Names:
    """Chinese and English names of provinces, areas and topics.

    >>> provinces = pd.DataFrame({"province": ["hebei"], "name_zh": ["河北"], "name_en": ["Hebei"]})
    >>> areas = pd.DataFrame({"area": ["culture"], "topic": ["all"], "name_zh": ["文化"],
    ...                       "name_en": ["Culture"]})
    >>> names = Names(provinces, areas)
    >>> names.both("hebei"), names.zh("culture", "all"), names.en("culture", "all")
    ('河北 Hebei', '文化', 'Culture')
    """

    def __init__(self, provinces: pd.DataFrame, areas: pd.DataFrame) -> None:
        rows = list(provinces[["province", "name_zh", "name_en"]].itertuples(index=False))
        self._names: dict[tuple[str, ...], tuple[str, str]] = {(p,): (zh, en) for p, zh, en in rows}
        for area in areas.itertuples():
            self._names[area.area, area.topic] = (area.name_zh, area.name_en)

    def zh(self, *key: str) -> str:
        """Give the Chinese name of a province, or of an area and topic."""
        return self._names[key][0]

    def en(self, *key: str) -> str:
        """Give the English name of a province, or of an area and topic."""
        return self._names[key][1]

    def both(self, *key: str, between: str = " ") -> str:
        """Give the Chinese and the English name together."""
        return between.join(self._names[key])


def percent(share: float, digits: int = 1) -> str:
    """Write a share in percent.

    >>> percent(0.0345), percent(-0.0103), percent(-0.0001)
    ('3.5%', '−1.0%', '0.0%')
    """
    return f"{_number(share * 100, digits)}%"


def points(gap: float, digits: int = 1) -> str:
    """Write a gap in percentage points, with its sign.

    >>> points(0.0133), points(-0.0103), points(0.00001)
    ('+1.3', '−1.0', '0.0')
    """
    written = _number(gap * 100, digits)
    return written if written[0] == MINUS or not float(written) else f"+{written}"


def source_line(documents: pd.DataFrame, provisions: pd.DataFrame, names: Names) -> str:
    """Name the documents behind a figure: province, number, date, provisions counted."""
    size = provisions.groupby("doc_id").size()
    parts = []
    for document in documents[documents["role"] == "policy"].itertuples():
        mark = " ".join(x for x in (document.document_number, document.issued_on) if x)
        n = size.get(document.doc_id, 0)
        parts.append(f"{names.both(document.province)} {mark} ({n} 条 provisions)")
    return "来源 Source: " + "; ".join(parts)


def alt_text(picture: str, findings: Findings) -> str:
    """Describe a figure for those who do not see it: what is drawn, then what it shows.

    >>> alt_text("A bar.", Findings([Finding("One.", "一。"), Finding("Two.", "二。")]))
    'A bar. One. Two.'
    """
    return " ".join([picture, *(finding.en for finding in findings)])


def document_findings(
    documents: pd.DataFrame, provisions: pd.DataFrame, zones: pd.DataFrame, names: Names
) -> Findings:
    """Say what each document contains and how much of it is counted.

    `zones` as `structure.zone_lengths` returns it.
    """
    findings = []
    for document in documents.itertuples():
        own = provisions[provisions["doc_id"] == document.doc_id]
        length = zones[zones["doc_id"] == document.doc_id].set_index("zone")["n_han"]
        counted = length.reindex(["heading", "body"]).sum()
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
                f"{names.en(document.province)}: {_count(len(own), 'provision')} in "
                f"{_count(parts, 'part')}. Headings and bodies hold "
                f"{percent(counted / length.sum())} of its {length.sum():,} Han characters"
                f"{lists_en}.",
                f"{names.zh(document.province)}：{parts}个部分，{len(own)}个条款。"
                f"标题和正文占全文{length.sum():,}个汉字的{percent(counted / length.sum())}"
                f"{lists_zh}。",
            )
        )
    return Findings(findings)


def zone_headline(zones: pd.DataFrame) -> Finding:
    """Say in one line how much of the documents is counted."""
    counted = zones[zones["zone"].isin(["heading", "body"])].groupby("doc_id")["n_han"].sum()
    share = counted / zones.groupby("doc_id")["n_han"].sum()
    low, high = percent(share.min(), 0), percent(share.max(), 0)
    span_en = low if low == high else f"{low} to {high}"
    span_zh = low if low == high else f"{low}至{high}"
    return Finding(
        f"Headings and bodies, {span_en} of the characters, are counted",
        f"计入分析的是标题和正文，占全文{span_zh}",
    )


def keyness_findings(keyness: pd.DataFrame, names: Names, *, n: int = 8) -> Findings:
    """Name the words most characteristic of each province, and how little that proves."""
    findings = []
    for (a, b), scores in keyness.groupby(["province_a", "province_b"]):
        ranked = scores.sort_values("z", kind="stable")
        of_a = ranked[ranked["z"] > 0]["term"].tail(n).tolist()[::-1]
        of_b = ranked[ranked["z"] < 0]["term"].head(n).tolist()
        strong = int((scores["z"].abs() >= 1.96).sum())
        findings.append(
            Finding(
                f"Most characteristic of {names.en(a)} against {names.en(b)}: {'、'.join(of_a)}; "
                f"of {names.en(b)}: {'、'.join(of_b)}. |z| ≥ 1.96 holds for {strong} "
                f"of {_count(len(scores), 'word')}, and for one in twenty it may by chance: this "
                "describes, and tests nothing.",
                f"与{names.zh(b)}相比，{names.zh(a)}最有特征的词：{'、'.join(of_a)}；"
                f"{names.zh(b)}最有特征的词：{'、'.join(of_b)}。{len(scores):,}个词中有{strong}个"
                "达到|z| ≥ 1.96，而偶然也会有二十分之一达到：这只是描述，不是检验。",
            )
        )
    return Findings(findings)


def keyness_headline(keyness: pd.DataFrame, names: Names) -> Finding:
    """Name the one word most characteristic of each side of the first pair."""
    pair = ["province_a", "province_b"]
    scores = keyness[(keyness[pair] == keyness[pair].iloc[0]).all(axis=1)]
    top, bottom = scores.loc[scores["z"].idxmax()], scores.loc[scores["z"].idxmin()]
    a, b = top["province_a"], top["province_b"]
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
            )
        )
    return Findings(findings)


def coverage_headline(coverage: pd.DataFrame, names: Names) -> Finding:
    """Name the area with the highest coverage in each province, and whether it stands clear."""
    rows = coverage[coverage["topic"] == ALL]
    en, zh = _tops(rows, names)
    if _top_overlaps(rows):
        return Finding(f"{en}, but the intervals overlap", f"{zh}，但区间重叠")
    return Finding(en, zh)


def topic_findings(coverage: pd.DataFrame, names: Names, *, n: int = 3) -> Findings:
    """Name the topics with the highest coverage in each province, and those without a hit."""
    findings = []
    for province, rows in coverage[coverage["topic"] != ALL].groupby("province"):
        top = rows.nlargest(n, "coverage")
        none = rows[rows["n_hits"] == 0]
        en = _and(f"{names.en(r.area, r.topic)} ({percent(r.coverage)})" for r in top.itertuples())
        zh = "、".join(
            f"{names.zh(r.area, r.topic)}（{percent(r.coverage)}）" for r in top.itertuples()
        )
        none_en = _and(names.en(r.area, r.topic) for r in none.itertuples())
        none_zh = "、".join(names.zh(r.area, r.topic) for r in none.itertuples())
        findings.append(
            Finding(
                f"{names.en(province)} covers these topics most: {en}. "
                + (f"No hit for: {none_en}." if none_en else "Every topic has a hit."),
                f"{names.zh(province)}覆盖度最高的主题：{zh}。"
                + (f"没有命中的主题：{none_zh}。" if none_zh else "每个主题都有命中。"),
            )
        )
    return Findings(findings)


def topic_headline(coverage: pd.DataFrame, names: Names) -> Finding:
    """Name the topic with the highest coverage in each province."""
    rows = coverage[coverage["topic"] != ALL]
    en, zh = _tops(rows, names)
    return Finding(f"{en} as a topic", f"{zh}（按主题）")


def gap_findings(divergence: pd.DataFrame, names: Names) -> Findings:
    """Say for each area what may be said of the gap, strongest verdict first.

    Only a row whose verdict is `diverges` is called more or less.
    """
    rows = divergence[divergence["topic"] == ALL].copy()
    rows["rank"] = rows["verdict"].map({"diverges": 0, "similar": 1, "undetermined": 2})
    rows = rows.sort_values(["rank", "p_adjusted"], kind="stable")
    return Findings(_gap_finding(row, names) for row in rows.itertuples())


def gap_headline(divergence: pd.DataFrame) -> Finding:
    """Count the verdicts over the areas."""
    verdicts = divergence.loc[divergence["topic"] == ALL, "verdict"]
    n = len(verdicts)
    counted = [(v, int((verdicts == v).sum())) for v in ("diverges", "similar", "undetermined")]
    found = [(verdict, k) for verdict, k in counted if k]
    return Finding(
        f"Of {_count(n, 'gap')} between areas: "
        + ", ".join(f"{k} {_verdict_en(verdict, k)}" for verdict, k in found),
        f"{n}个领域差距中：" + "，".join(f"{k}个{VERDICT_ZH[verdict]}" for verdict, k in found),
    )


def topic_gap_findings(divergence: pd.DataFrame, names: Names) -> Findings:
    """Say which topics diverge or are similar; the rest are undetermined."""
    rows = divergence[divergence["topic"] != ALL]
    settled = rows[rows["verdict"] != "undetermined"]
    n_open = len(rows) - len(settled)
    closing = Finding(
        f"Undetermined: {n_open} of {_count(len(rows), 'topic gap')}.",
        f"{len(rows)}个主题差距中，{n_open}个未定。",
    )
    return Findings([*(_gap_finding(row, names) for row in settled.itertuples()), closing])


def contribution_findings(
    contributions: pd.DataFrame, divergence: pd.DataFrame, names: Names, *, n: int = 3
) -> Findings:
    """Name the terms that pull each area's gap most to either side."""
    findings = []
    for gap in divergence[divergence["topic"] == ALL].itertuples():
        rows = _of_gap(contributions, gap).sort_values("contribution", kind="stable")
        to_b, to_a = rows.head(n), rows.tail(n).iloc[::-1]
        to_a, to_b = to_a[to_a["contribution"] > 0], to_b[to_b["contribution"] < 0]
        words_a, words_b = _signed_terms(to_a), _signed_terms(to_b)
        a, b = gap.province_a, gap.province_b
        findings.append(
            Finding(
                f"{names.en(gap.area, ALL)}: a gap of {points(gap.gap, 2)} points, the sum over "
                f"{_count(len(rows), 'term')}. Towards {names.en(a)}: "
                f"{words_a or 'none'}; towards {names.en(b)}: {words_b or 'none'}.",
                f"{names.zh(gap.area, ALL)}：{len(rows)}个词条合计"
                f"{points(gap.gap, 2)}个百分点。偏向{names.zh(a)}：{words_a or '无'}；"
                f"偏向{names.zh(b)}：{words_b or '无'}。",
            )
        )
    return Findings(findings)


def contribution_headline(contributions: pd.DataFrame, names: Names) -> Finding:
    """Name the single term that weighs most in any gap."""
    top = contributions.loc[contributions["contribution"].abs().idxmax()]
    side = top["province_a"] if top["contribution"] > 0 else top["province_b"]
    weight = points(abs(top["contribution"]), 2).lstrip("+")
    return Finding(
        f"The heaviest single term is {top['term']}, {weight} points towards {names.en(side)}",
        f"单个词条中分量最重的是“{top['term']}”，偏向{names.zh(side)}{weight}个百分点",
    )


def _gap_finding(gap: Any, names: Names) -> Finding:
    a, b, key = gap.province_a, gap.province_b, (gap.area, gap.topic)
    in_a, in_b = percent(gap.coverage_a), percent(gap.coverage_b)
    low, high = points(gap.conf_low), points(gap.conf_high)
    p = _probability(gap.p_adjusted)
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
        said_en = f"{names.en(more)} gives it more of its text than {names.en(less)}"
        said_zh = f"{names.zh(more)}的篇幅占比高于{names.zh(less)}"
    elif gap.verdict == "similar":
        said_en = "the two texts differ by less than the margin"
        said_zh = "两份文件的差别小于界限"
    else:
        said_en = "the texts do not tell which province gives it the larger share"
        said_zh = "文本不足以判断哪个省占比更大"
    return Finding(
        f"{names.en(*key)}: {gap.verdict}. {figures_en}; {said_en}.",
        f"{names.zh(*key)}：{VERDICT_ZH[gap.verdict]}。{figures_zh}；{said_zh}。",
    )


def _probability(p: float) -> str:
    """Write a p value, never as 0 or 1, which it is not.

    >>> _probability(0.0421), _probability(0.0001), _probability(0.9999)
    ('p = 0.042', 'p < 0.001', 'p > 0.999')
    """
    if p < 0.001:
        return "p < 0.001"
    return "p > 0.999" if p > 0.999 else f"p = {p:.3f}"


def _of_gap(contributions: pd.DataFrame, gap: Any) -> pd.DataFrame:
    key = ["province_a", "province_b", "area"]
    return contributions[(contributions[key] == [getattr(gap, k) for k in key]).all(axis=1)]


def _signed_terms(rows: pd.DataFrame) -> str:
    return "、".join(f"{row.term} {points(row.contribution, 2)}" for row in rows.itertuples())


def _tops(rows: pd.DataFrame, names: Names) -> tuple[str, str]:
    """Name what has the highest coverage in each province, in English and Chinese."""
    tops: dict[tuple[str, str], list[str]] = {}
    for province, own in rows.groupby("province"):
        top = own.loc[own["coverage"].idxmax()]
        tops.setdefault((top["area"], top["topic"]), []).append(province)
    en = "; ".join(
        f"{names.en(*top)} has the highest coverage in {_and(map(names.en, provinces))}"
        for top, provinces in tops.items()
    )
    zh = "；".join(
        f"{'、'.join(map(names.zh, provinces))}覆盖度最高的是{names.zh(*top)}"
        for top, provinces in tops.items()
    )
    return en, zh


def _top_overlaps(rows: pd.DataFrame) -> bool:
    """Tell whether in any province another interval reaches that of the highest coverage."""
    for _, own in rows.groupby("province"):
        top = own["coverage"].idxmax()
        if (own["conf_high"].drop(top) > own.loc[top, "conf_low"]).any():
            return True
    return False


def _verdict_en(verdict: str, n: int) -> str:
    return "diverge" if verdict == "diverges" and n != 1 else verdict


def _count(n: int, noun: str) -> str:
    return f"{n:,} {noun}" + ("" if n == 1 else "s")


def _and(words: Iterable[str]) -> str:
    *most, last = [*words] or [""]
    return f"{', '.join(most)} and {last}" if most else last


def _number(value: float, digits: int) -> str:
    written = f"{abs(value):.{digits}f}"
    return f"{MINUS}{written}" if value < 0 and float(written) else written

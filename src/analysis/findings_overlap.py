"""Text in common and text of one's own, as sentences."""

import pandas as pd

from analysis.contracts import FEW, OTHERS, PARENT
from analysis.findings_extremes import (
    only_extremes,
    only_word_extremes,
    overlap_extremes,
    own_coverage_extremes,
    own_headline,
    own_text_extremes,
)
from analysis.lexicon import ALL
from analysis.links import OWN_WORDS, addresses, reader_address
from analysis.overlap import COUNTERPART
from analysis.structure import count_han, text_order
from analysis.wording import (
    ALONE,
    STATUS_NAMES,
    Finding,
    Findings,
    Names,
    count_of,
    in_order,
    percent,
)


def overlap_findings(overlap: pd.DataFrame, provisions: pd.DataFrame, names: Names) -> Findings:
    """Say of each province how many provisions it shares, adapts, or has to itself."""
    if provisions["province"].nunique() > FEW:
        return overlap_extremes(overlap, provisions, names)
    owner = provisions[["provision_id", "province"]]
    held = overlap.merge(owner, on="provision_id", validate="many_to_one")
    findings = []
    for (province, reference), rows in held.groupby(["province", "reference"]):
        n = rows["status"].value_counts()
        en = ", ".join(f"{n.get(s, 0)} {STATUS_NAMES[s][1]}" for s in STATUS_NAMES)
        zh = "，".join(f"{STATUS_NAMES[s][0]}{n.get(s, 0)}个" for s in STATUS_NAMES)
        findings.append(
            Finding(
                f"{names.en(province)} against {names.en(reference)}: of "
                f"{count_of(len(rows), 'provision')}, {en}.",
                f"{names.zh(province)}对照{names.zh(reference)}：{len(rows)}个条款中，{zh}。",
                addresses(
                    {"province": province, "passage": f"provisions/{status}/{reference}"}
                    for status in STATUS_NAMES
                    if status in n
                ),
            )
        )
    return Findings(findings or [ALONE])


def overlap_headline(overlap: pd.DataFrame, provisions: pd.DataFrame, names: Names) -> Finding:
    """Count the provisions that each province writes mostly in words of its own."""
    if overlap.empty:
        return ALONE.headline()
    if provisions["province"].nunique() > FEW:
        return own_headline(overlap, provisions, names)
    owner = provisions.set_index("provision_id")["province"]
    rows = overlap.assign(province=overlap["provision_id"].map(owner))
    # Own is what is found in no reference.
    own = (rows["status"] == "own").groupby([rows["province"], rows["provision_id"]]).all()
    counts = [(str(p), int(v.sum()), len(v)) for p, v in own.groupby("province")]
    return Finding(
        "Provisions mostly in words of their own: "
        + ", ".join(f"{names.en(p)} {k} of {n}" for p, k, n in counts),
        "文字大部分为本省独有的条款："
        + "，".join(f"{names.zh(p)}{n}个中{k}个" for p, k, n in counts),
    )


def parent_finding(documents: pd.DataFrame) -> Finding:
    """Name the superior documents that the texts are held against, or say that there are none."""
    is_parent = documents["role"] == PARENT
    titles = "、".join(f"《{title}》" for title in documents.loc[is_parent, "title"])
    if not titles and documents["province"].nunique() == 1:
        return Finding(
            "No superior document is listed, and no other province: there is nothing to hold the text "
            "against.",
            "没有列出上级文件，也没有别省的文本可供对照。",
        )
    if not titles:
        return Finding(
            "No superior document is listed: the texts are held against each other alone. What only "
            "one of them has may come from a superior document, and be what the other left out.",
            "没有列出上级文件：各文本只互相对照。一省独有的内容也可能来自上级文件，只是别省没有写。",
        )
    return Finding(f"The texts are also held against {titles}.", f"各文本还与{titles}对照。")


def own_text_findings(
    sentence_overlap: pd.DataFrame,
    sentences: pd.DataFrame,
    provisions: pd.DataFrame,
    names: Names,
) -> Findings:
    """Say how much of each province's text stands in no other province's."""
    shares = own_shares(sentence_overlap, sentences, provisions)
    if len(shares) > FEW:
        return own_text_extremes(shares, names)
    findings = [
        Finding(
            f"{names.en(row.province)}: own sentences {row.n_own} of {row.n_sentences:,}; they hold "
            f"{percent(row.share, 0)} of the Han characters of its bodies.",
            f"{names.zh(row.province)}：正文{row.n_sentences}个句子中有{row.n_own}个为独有，"
            f"占正文汉字的{percent(row.share, 0)}。",
            reader_address({"province": row.province, "status": "own"}) if row.n_own else "",
        )
        for row in shares.itertuples()
    ]
    return Findings(findings or [ALONE])


def own_shares(
    sentence_overlap: pd.DataFrame, sentences: pd.DataFrame, provisions: pd.DataFrame
) -> pd.DataFrame:
    """Count own sentences of the bodies and measure their part of the Han characters.

    Returns province, n_sentences, n_own, share (0 to 1).
    """
    owner = provisions.set_index("provision_id")["province"]
    others = sentence_overlap[sentence_overlap["reference"] == OTHERS]
    body = sentences[sentences["zone"] == "body"]
    held = others.merge(body, on="sentence_id", validate="one_to_one")
    held = held.assign(
        province=held["provision_id"].map(owner),
        n_han=held["text"].map(count_han).astype("int64"),
        own=held["status"] == "own",
    )
    held["own_han"] = held["n_han"] * held["own"]
    table = held.groupby("province").agg(
        n_sentences=("own", "size"), n_own=("own", "sum"), han=("n_han", "sum"),
        own_han=("own_han", "sum"),
    )  # fmt: skip
    return table.assign(share=table["own_han"] / table["han"]).reset_index()[
        ["province", "n_sentences", "n_own", "share"]
    ]


def own_sentences(
    sentence_overlap: pd.DataFrame,
    sentences: pd.DataFrame,
    own_words: pd.DataFrame,
    provisions: pd.DataFrame,
    *,
    n: int = 4,
) -> pd.DataFrame:
    """Choose of each province the n own sentences that say most, in the order of the text.

    Those whose words stand in no other province, each word counted once by its characters less
    one, as in `top_words`; of two with as much, the one with less in common. Returns province,
    sentence_id, text.
    """
    words = own_words.drop_duplicates(["sentence_id", "term"])
    weight = (words["term"].str.len() - 1).groupby(words["sentence_id"]).sum()
    own = sentence_overlap[
        (sentence_overlap["reference"] == OTHERS) & (sentence_overlap["status"] == "own")
    ]
    held = own.merge(sentences[sentences["zone"] == "body"], on="sentence_id")
    held = held.merge(provisions[["provision_id", "province"]], on="provision_id")
    held = held.assign(weight=held["sentence_id"].map(weight).fillna(0))
    held = held.sort_values(["weight", "containment"], ascending=[False, True], kind="stable")
    chosen = held.groupby("province").head(n).sort_values(["province", "start"])
    return chosen[["province", "sentence_id", "text"]].reset_index(drop=True)


def own_coverage_findings(own_coverage: pd.DataFrame, names: Names) -> Findings:
    """Say for each area its coverage over all text and over own text, and how sure that is."""
    if own_coverage["province"].nunique() > FEW:
        return own_coverage_extremes(own_coverage, names)
    findings = []
    for area, rows in in_order(own_coverage, names).groupby("area", sort=False):
        said = [
            (row.province, percent(row.coverage), *_own_coverage(rows, row.province))
            for row in rows[rows["text"] == "all"].itertuples()
        ]
        en = "; ".join(f"{names.en(p)} {share} over all text, {own}" for p, share, own, _ in said)
        zh = "；".join(f"{names.zh(p)}全文{share}，{own}" for p, share, _, own in said)
        findings.append(
            Finding(
                f"Coverage of {names.en(str(area), ALL).lower()}: {en}.",
                f"{names.zh(str(area), ALL)}覆盖度：{zh}。",
                reader_address({"area": area}),
            )
        )
    return Findings(findings or [ALONE])


def own_coverage_headline(own_coverage: pd.DataFrame, names: Names) -> Finding:
    """Name the area and province whose coverage falls most when only own text counts."""
    if own_coverage.empty:
        return ALONE.headline()
    wide = own_coverage.pivot_table(
        index=["province", "area"], columns="text", values=["coverage", "n_hits"]
    )
    if ("coverage", "own") not in wide:
        return Finding("No province has text of its own", "没有独有文本")
    wide = wide.dropna()
    fall = wide["coverage"]["own"] - wide["coverage"]["all"]
    if fall.min() >= 0:
        return Finding("Coverage falls nowhere in own text", "只看独有文本，覆盖度都没有下降")
    province, area = fall.idxmin()
    share, hits = wide["coverage"].loc[(province, area)], wide["n_hits"].loc[(province, area)]
    return Finding(
        f"Coverage falls most in own text: {names.en(province)}, {names.en(area, ALL).lower()}, "
        f"from {percent(share['all'])} ({count_of(int(hits['all']), 'hit')}) to "
        f"{percent(share['own'])} ({count_of(int(hits['own']), 'hit')})",
        f"只看独有文本，覆盖度下降最多的是{names.zh(province)}的{names.zh(area, ALL)}："
        f"由{percent(share['all'])}（{hits['all']:.0f}次命中）降至"
        f"{percent(share['own'])}（{hits['own']:.0f}次）",
    )


def only_findings(
    overlap: pd.DataFrame,
    provisions: pd.DataFrame,
    names: Names,
    *,
    counterpart: float = COUNTERPART,
) -> Findings:
    """Name the own provisions of each province, those on a subject of its own first.

    An own provision has no similar one when its best match is less similar than `counterpart`.
    """
    if provisions["province"].nunique() > FEW:
        return only_extremes(overlap, provisions, names, counterpart=counterpart)
    headings = provisions.set_index("provision_id")["heading"]
    owner = provisions[["provision_id", "province"]]
    held = overlap.merge(owner, on="provision_id", validate="many_to_one")
    held = held.sort_values("provision_id", key=text_order)
    findings = []
    for (province, reference), rows in held.groupby(["province", "reference"]):
        own = rows[rows["status"] == "own"]
        alone = [
            f"{r.provision_id} {headings[r.provision_id]}".strip()
            + (f" ({r.best_match})" if r.best_match else "")
            for r in own[own["similarity"] < counterpart].itertuples()
        ]
        anew = [
            f"{r.provision_id} ({r.best_match})"
            for r in own[own["similarity"] >= counterpart].itertuples()
        ]
        a, b = (names.en(province), names.en(reference)), (names.zh(province), names.zh(reference))
        alone_en = (
            f"{a[0]}, provisions whose words resemble no provision of {a[1]} (similarity below "
            f"{counterpart:g}; in brackets the nearest): {', '.join(alone)}. Single sentences may "
            "still have their like."
            if alone
            else f"No provision of {a[0]} is without a similar one in {a[1]}; what single "
            "sentences add, notebook 04 shows."
        )
        alone_zh = (
            f"{b[0]}用词与{b[1]}任何条款都不够相近的条款（相似度低于{counterpart:g}，括号内为最接近者）："
            f"{'、'.join(alone)}。个别句子仍可能相近。"
            if alone
            else f"{b[0]}没有哪个条款在{b[1]}找不到相近条款；个别句子的独有内容见笔记本04。"
        )
        anew_en = f" Similar in subject, mostly in other words: {', '.join(anew)}." if anew else ""
        anew_zh = f"主题相近而文字大部分不同的：{'、'.join(anew)}。" if anew else ""
        findings.append(Finding(alone_en + anew_en, alone_zh + anew_zh))
    return Findings(findings or [ALONE])


def only_word_findings(
    own_words: pd.DataFrame, terms: pd.DataFrame, names: Names, *, n: int = 16
) -> Findings:
    """Name the words that only one province has: terms of each area, then other words.

    Of each kind at most n, those that say most first.
    """
    if own_words["province"].nunique() > FEW:
        return only_word_extremes(own_words, top_words(own_words, n=n), names)
    area = own_words["term"].map(terms.set_index("term")["area"]).fillna("")
    findings = []
    for province, words in own_words.groupby("province"):
        own = area.loc[words.index]
        parts = [
            (names.en(a, ALL).lower(), names.zh(a, ALL), "、".join(top_words(words[own == a], n=n)))
            for a in names.areas
            if (own == a).any()
        ]
        rest = words[own == ""]
        if len(rest):
            parts.append(("other words, such as", "其他，如", "、".join(top_words(rest, n=n))))
        total = words["term"].nunique()
        findings.append(
            Finding(
                f"{count_of(total, 'word')} {'stand' if total != 1 else 'stands'} only in "
                f"{names.en(province)}: " + "; ".join(f"{en}: {top}" for en, _, top in parts) + ".",
                f"只见于{names.zh(province)}的词有{total}个："
                + "；".join(f"{zh}：{top}" for _, zh, top in parts)
                + "。",
                reader_address({"province": province, "passage": OWN_WORDS}),
            )
        )
    none = Finding("No word stands out as one province's own.", "没有一省独有的词。")
    return Findings(findings or [none])


def top_words(own_words: pd.DataFrame, *, n: int) -> list[str]:
    """Choose the words that say most, by occurrences times characters less one.

    A long word is a special one, as 应急通信 is beside 达到; of words of one weight, the first in
    the texts come first.

    >>> top_words(pd.DataFrame({"term": ["达到", "应急通信", "达到", "冬奥会", "谁"]}), n=3)
    ['应急通信', '达到', '冬奥会']
    """
    counts = own_words["term"].value_counts(sort=False).rename("n").reset_index()
    weight = counts["n"] * (counts["term"].str.len() - 1)
    order = counts.assign(weight=weight).sort_values("weight", ascending=False, kind="stable")
    # A term that holds the sign that parts the terms of a list stands in quotation marks.
    return [f"“{t}”" if "、" in t else t for t in order["term"].head(n)]


def _own_coverage(rows: pd.DataFrame, province: object) -> tuple[str, str]:
    own = rows[(rows["province"] == province) & (rows["text"] == "own")]
    if own.empty:
        return "no text of its own", "没有独有文本"
    share, low, high = own[["coverage", "conf_low", "conf_high"]].iloc[0].map(percent)
    return (
        f"{share} over own text (95% interval {low} to {high})",
        f"独有文本{share}（95%区间{low}至{high}）",
    )

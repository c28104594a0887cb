"""What each province promises, as sentences: shared and own text, targets, agencies, wording."""

import pandas as pd

from analysis.contracts import STRENGTHS
from analysis.lexicon import ALL
from analysis.overlap import COUNTERPART, OTHERS
from analysis.structure import count_han, text_order
from analysis.wording import (
    STATUS_NAMES,
    STRENGTH_NAMES,
    Finding,
    Findings,
    Names,
    count_of,
    in_order,
    join_words,
    percent,
)


def overlap_findings(overlap: pd.DataFrame, provisions: pd.DataFrame, names: Names) -> Findings:
    """Say of each province how many provisions it shares, adapts, or has to itself."""
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
            )
        )
    return Findings(findings)


def overlap_headline(overlap: pd.DataFrame, provisions: pd.DataFrame, names: Names) -> Finding:
    """Count the provisions that each province has to itself."""
    owner = provisions.set_index("provision_id")["province"]
    rows = overlap.assign(province=overlap["provision_id"].map(owner))
    # Own is what is found in no reference.
    own = (rows["status"] == "own").groupby([rows["province"], rows["provision_id"]]).all()
    counts = [(str(p), int(v.sum()), len(v)) for p, v in own.groupby("province")]
    return Finding(
        "Provisions that only one province has: "
        + ", ".join(f"{names.en(p)} {k} of {n}" for p, k, n in counts),
        "独有条款：" + "，".join(f"{names.zh(p)}{n}个中{k}个" for p, k, n in counts),
    )


def parent_finding(parents: pd.DataFrame) -> Finding:
    """Name the superior documents that the texts are held against, or say that there are none."""
    titles = "、".join(f"《{title}》" for title in parents["title"])
    if not titles:
        return Finding(
            "No superior document is listed: the texts are held against each other alone.",
            "没有列出上级文件：各文本只互相对照。",
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
    return Findings(
        Finding(
            f"{names.en(row.province)}: {row.n_own} of {count_of(row.n_sentences, 'sentence')} are "
            f"its own, {percent(row.share, 0)} of its Han characters.",
            f"{names.zh(row.province)}：{row.n_sentences}个句子中有{row.n_own}个为独有，"
            f"占其汉字的{percent(row.share, 0)}。",
        )
        for row in shares.itertuples()
    )


def own_shares(
    sentence_overlap: pd.DataFrame, sentences: pd.DataFrame, provisions: pd.DataFrame
) -> pd.DataFrame:
    """Count own sentences and measure their part of each province's Han characters.

    Returns province, n_sentences, n_own, share (0 to 1).
    """
    owner = provisions.set_index("provision_id")["province"]
    others = sentence_overlap[sentence_overlap["reference"] == OTHERS]
    held = others.merge(sentences, on="sentence_id", validate="one_to_one")
    held = held.assign(
        province=held["provision_id"].map(owner),
        n_han=held["text"].map(count_han),
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


def own_coverage_findings(own_coverage: pd.DataFrame, names: Names) -> Findings:
    """Say for each area its coverage over all text and over own text, and how sure that is."""
    findings = []
    for area, rows in in_order(own_coverage, names).groupby("area", sort=False):
        wide = rows.pivot_table(index="province", columns="text", values="coverage")
        en = "; ".join(
            f"{names.en(p)} {percent(row['all'])} of all text, " + _own_en(row, rows, p)
            for p, row in wide.iterrows()
        )
        zh = "；".join(
            f"{names.zh(p)}占全文{percent(row['all'])}，" + _own_zh(row, rows, p)
            for p, row in wide.iterrows()
        )
        findings.append(
            Finding(f"{names.en(str(area), ALL)}: {en}.", f"{names.zh(str(area), ALL)}：{zh}。")
        )
    return Findings(findings)


def own_coverage_headline(own_coverage: pd.DataFrame, names: Names) -> Finding:
    """Name the area and province whose coverage falls most when only own text is counted."""
    wide = own_coverage.pivot_table(
        index=["province", "area"], columns="text", values="coverage"
    ).dropna()
    if "own" not in wide or wide.empty:
        return Finding("No province has text of its own", "没有独有文本")
    province, area = (wide["own"] - wide["all"]).idxmin()
    row = wide.loc[(province, area)]
    return Finding(
        f"Least of its own: {names.en(province)} on {names.en(area, ALL).lower()}, "
        f"{percent(row['all'])} of all text but {percent(row['own'])} of own text",
        f"独有内容最少的是{names.zh(province)}的{names.zh(area, ALL)}："
        f"占全文{percent(row['all'])}，占独有文本{percent(row['own'])}",
    )


def only_findings(
    overlap: pd.DataFrame,
    provisions: pd.DataFrame,
    names: Names,
    *,
    counterpart: float = COUNTERPART,
) -> Findings:
    """Name the own provisions of each province: on a subject of their own, or of both.

    An own provision whose best match is less similar than `counterpart` has no counterpart.
    """
    headings = provisions.set_index("provision_id")["heading"]
    owner = provisions[["provision_id", "province"]]
    held = overlap.merge(owner, on="provision_id", validate="many_to_one")
    held = held.sort_values("provision_id", key=text_order)
    findings = []
    for (province, reference), rows in held.groupby(["province", "reference"]):
        own = rows[rows["status"] == "own"]
        alone = [
            f"{r.provision_id} {headings[r.provision_id]}".strip()
            for r in own[own["similarity"] < counterpart].itertuples()
        ]
        anew = [
            f"{r.provision_id} ({r.best_match})"
            for r in own[own["similarity"] >= counterpart].itertuples()
        ]
        findings.append(
            Finding(
                f"{names.en(province)}, without a counterpart in {names.en(reference)}: "
                f"{', '.join(alone) or 'none'}. In words of its own, on a subject that both have: "
                f"{', '.join(anew) or 'none'}.",
                f"{names.zh(province)}在{names.zh(reference)}没有对应的条款：{'、'.join(alone) or '无'}。"
                f"主题相同而文字独有的条款：{'、'.join(anew) or '无'}。",
            )
        )
    return Findings(findings)


def only_word_findings(own_words: pd.DataFrame, names: Names, *, n: int = 24) -> Findings:
    """Name the words that only one province has, those that say most first."""
    findings = []
    for province, words in own_words.groupby("province"):
        top = "、".join(top_words(words, n=n))
        findings.append(
            Finding(
                f"Only {names.en(province)} has, among {count_of(words['term'].nunique(), 'word')}: "
                f"{top}.",
                f"只有{names.zh(province)}使用的词共{words['term'].nunique()}个，如：{top}。",
            )
        )
    return Findings(findings)


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
    return order["term"].head(n).tolist()


def target_findings(targets: pd.DataFrame, provisions: pd.DataFrame, names: Names) -> Findings:
    """Count each province's quantified targets, by area and deadline."""
    owner = provisions.set_index("provision_id")["province"]
    held = targets.assign(province=targets["provision_id"].map(owner))
    findings = []
    for province in sorted(owner.unique()):
        own = held[held["province"] == province]
        if own.empty:
            findings.append(
                Finding(
                    f"{names.en(province)} sets no quantified target.",
                    f"{names.zh(province)}没有量化目标。",
                )
            )
            continue
        areas = [a for a in names.areas if (own["area"] == a).any()]
        n = own["area"].value_counts()
        en = [f"{n[a]} on {names.en(a, ALL).lower()}" for a in areas]
        zh = [f"{names.zh(a, ALL)}{n[a]}个" for a in areas]
        if (own["area"] == "").any():
            en.append(f"{n['']} in none of the areas")
            zh.append(f"不属任何领域{n['']}个")
        due = own.loc[own["deadline"] != "", "deadline"].value_counts().sort_index()
        due_en = join_words(f"{k} by {year}" for year, k in due.items())
        due_zh = "、".join(f"{year}年{k}个" for year, k in due.items())
        findings.append(
            Finding(
                f"{names.en(province)} sets {count_of(len(own), 'quantified target')}: "
                f"{join_words(en)}; due: {due_en or 'no year given'}.",
                f"{names.zh(province)}有{len(own)}个量化目标：{'，'.join(zh)}；"
                f"期限：{due_zh or '未写年份'}。",
            )
        )
    return Findings(findings)


def target_headline(targets: pd.DataFrame, provisions: pd.DataFrame, names: Names) -> Finding:
    """Compare the number of quantified targets."""
    owner = provisions.set_index("provision_id")["province"]
    n = targets["provision_id"].map(owner).value_counts()
    counted = [(p, int(n.get(p, 0))) for p in sorted(owner.unique())]
    return Finding(
        "Quantified targets: " + ", ".join(f"{names.en(p)} {k or 'none'}" for p, k in counted),
        "量化目标：" + "，".join(f"{names.zh(p)}{f'{k}个' if k else '无'}" for p, k in counted),
    )


def agency_findings(agencies: pd.DataFrame, provisions: pd.DataFrame, names: Names) -> Findings:
    """Say how each province assigns agencies: by lists that close provisions, or in its text."""
    findings = []
    for province, own in provisions.groupby("province"):
        named = agencies[agencies["province"] == province]
        listed = named[named["role"] != "named"]
        if len(listed):
            n = listed.groupby("agency")["provision_id"].nunique()
            n = n.sort_values(ascending=False, kind="stable")
            top = n.head(5)
            closed = listed["provision_id"].nunique()
            findings.append(
                Finding(
                    f"{names.en(province)} closes {closed} of {count_of(len(own), 'provision')} with "
                    f"a list of responsible agencies, {len(n)} different ones. Most often: "
                    + ", ".join(f"{agency} ({k})" for agency, k in top.items())
                    + ".",
                    f"{names.zh(province)}的{len(own)}个条款中有{closed}个以责任单位名单结尾，"
                    f"共{len(n)}个单位。最常见："
                    + "、".join(f"{agency}（{k}）" for agency, k in top.items())
                    + "。",
                )
            )
        else:
            places = named.groupby("provision_id", sort=False)["agency"].unique()
            spots = [f"{i}: {'、'.join(found)}" for i, found in places.items()]
            findings.append(
                Finding(
                    f"{names.en(province)} assigns no agencies provision by provision. Its text names "
                    f"{'; '.join(spots) or 'none'}.",
                    f"{names.zh(province)}没有逐条列出责任单位。"
                    + (f"文中提到的有{'；'.join(spots)}。" if spots else "文中也没有提到。"),
                )
            )
    return Findings(findings)


def agency_headline(agencies: pd.DataFrame, names: Names) -> Finding:
    """Name the agency that is listed for most provisions."""
    listed = agencies[agencies["role"] != "named"]
    if listed.empty:
        return Finding("No document lists responsible agencies", "没有文件列出责任单位")
    n = listed.groupby(["province", "agency"])["provision_id"].nunique()
    province, agency = n.idxmax()
    return Finding(
        f"{names.en(province)} lists {agency} most often: {count_of(int(n.max()), 'provision')}",
        f"{names.zh(province)}列出最多的是{agency}：{n.max()}个条款",
    )


def agency_area_findings(
    agency_coverage: pd.DataFrame, names: Names, *, least: int = 3
) -> Findings:
    """Name for each area the agency whose provisions cover it most, of those listed often."""
    often = agency_coverage[agency_coverage["n_provisions"] >= least]
    findings = []
    for (province, area), rows in in_order(often, names).groupby(["province", "area"], sort=False):
        top = rows.loc[rows["coverage"].idxmax()]
        n = count_of(int(top["n_provisions"]), "provision")
        findings.append(
            Finding(
                f"{names.en(str(province))}, {names.en(str(area), ALL).lower()}: highest in the "
                f"provisions of {top['agency']}, {percent(top['coverage'])} over {n} (of agencies "
                f"listed for at least {least}).",
                f"{names.zh(str(province))}，{names.zh(str(area), ALL)}：{top['agency']}负责的"
                f"{top['n_provisions']}个条款中最高，为{percent(top['coverage'])}"
                f"（限至少{least}个条款的单位）。",
            )
        )
    return Findings(findings)


def agency_area_headline(agency_coverage: pd.DataFrame, names: Names, *, least: int = 3) -> Finding:
    """Name the agency whose provisions are most about one area."""
    often = agency_coverage[agency_coverage["n_provisions"] >= least]
    if often.empty:
        return Finding("No agency is listed often", "没有常被列出的单位")
    top = often.loc[often["coverage"].idxmax()]
    return Finding(
        f"Most about one area: the provisions of {top['agency']}, {percent(top['coverage'])} "
        f"{names.en(top['area'], ALL).lower()}",
        f"最集中于一个领域的是{top['agency']}的条款：{names.zh(top['area'], ALL)}占{percent(top['coverage'])}",
    )


def strength_rates(strength: pd.DataFrame, provisions: pd.DataFrame) -> pd.DataFrame:
    """Count words of strength per 100 sentences in each province and area.

    Returns province, area, n_sentences, obligatory, encouraging (words per 100 sentences).
    """
    owner = provisions[["provision_id", "province"]]
    held = strength.merge(owner, on="provision_id", validate="many_to_one")
    total = held.groupby(["province", "area"])[
        ["n_sentences", "n_obligatory", "n_encouraging"]
    ].sum()
    rates = {s: total[f"n_{s}"] / total["n_sentences"] * 100 for s in STRENGTHS}
    return total[["n_sentences"]].assign(**rates).reset_index()


def strength_findings(strength: pd.DataFrame, provisions: pd.DataFrame, names: Names) -> Findings:
    """Say how often each province binds and how often it encourages, overall and by area."""
    rates = strength_rates(strength, provisions)
    findings = []
    for area in [ALL, *names.areas]:
        rows = rates[rates["area"] == area]
        en = "; ".join(
            f"{names.en(r.province)} {r.obligatory:.0f} {STRENGTH_NAMES['obligatory'][1]} and "
            f"{r.encouraging:.0f} {STRENGTH_NAMES['encouraging'][1]} "
            f"({count_of(r.n_sentences, 'sentence')})"
            for r in rows.itertuples()
        )
        zh = "；".join(
            f"{names.zh(r.province)}{STRENGTH_NAMES['obligatory'][0]}{r.obligatory:.0f}个、"
            f"{STRENGTH_NAMES['encouraging'][0]}{r.encouraging:.0f}个（{r.n_sentences}个句子）"
            for r in rows.itertuples()
        )
        title = ("All sentences", "全部句子")
        if area != ALL:
            title = (names.en(area, ALL), names.zh(area, ALL))
        if len(rows):
            findings.append(
                Finding(
                    f"{title[0]}, words per 100 sentences: {en}.",
                    f"{title[1]}，每百句用语：{zh}。",
                )
            )
    return Findings(findings)


def strength_headline(strength: pd.DataFrame, provisions: pd.DataFrame, names: Names) -> Finding:
    """Say of each province whether it binds or encourages more often."""
    rates = strength_rates(strength, provisions)
    rows = rates[rates["area"] == ALL]
    ratio = [(r.province, f"{r.obligatory:.0f}:{r.encouraging:.0f}") for r in rows.itertuples()]
    return Finding(
        "Obligatory to encouraging words per 100 sentences: "
        + ", ".join(f"{names.en(p)} {pair}" for p, pair in ratio),
        "每百句约束性与鼓励性用语之比：" + "，".join(f"{names.zh(p)}{pair}" for p, pair in ratio),
    )


def _own_en(row: pd.Series, rows: pd.DataFrame, province: object) -> str:
    own = rows[(rows["province"] == province) & (rows["text"] == "own")]
    if own.empty:
        return "no text of its own"
    low, high = percent(own["conf_low"].iloc[0]), percent(own["conf_high"].iloc[0])
    return f"{percent(row['own'])} of own text ({low} to {high})"


def _own_zh(row: pd.Series, rows: pd.DataFrame, province: object) -> str:
    own = rows[(rows["province"] == province) & (rows["text"] == "own")]
    if own.empty:
        return "没有独有文本"
    low, high = percent(own["conf_low"].iloc[0]), percent(own["conf_high"].iloc[0])
    return f"占独有文本{percent(row['own'])}（{low}至{high}）"

"""The brief: what a reader without statistics needs to know, in parts that page and PDF share."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from analysis.contracts import PARENT
from analysis.divergence import MARGIN, rows_of, shown_gaps, told_gaps
from analysis.findings import (
    NAMED,
    gap_findings,
    gap_headline,
    no_hit_findings,
    topic_gap_findings,
    why_no_terms,
)
from analysis.findings_checks import UNCODED, robustness_findings
from analysis.findings_overlap import (
    only_findings,
    only_word_findings,
    own_sentences,
    own_shares,
    own_text_findings,
    parent_finding,
)
from analysis.findings_promises import agency_findings, target_findings, target_headline
from analysis.lexicon import ALL
from analysis.links import ANY, TARGETS, addresses
from analysis.robustness import sign_agreement
from analysis.views import (
    View,
    contribution_view,
    coverage_view,
    gap_view,
    own_sentence_view,
    own_view,
    strength_view,
    target_view,
)
from analysis.wording import ALONE, Finding, Findings, Names, count_of, join_words, percent

Tables = Mapping[str, pd.DataFrame]


@dataclass(frozen=True)
class Part:
    """A part of the brief: statements, words explained, a table, and figures with their tables."""

    name: str
    title: Finding
    statements: Findings = field(default_factory=Findings)
    lead: Finding | None = None
    words: tuple[tuple[Finding, Finding], ...] = ()
    table: View | None = None
    figures: Mapping[str, View] = field(default_factory=dict)


VERDICT_WORDS = (
    (
        Finding("diverges", "有分歧"),
        Finding(
            "Were the provisions dealt out to the two provinces at random, so wide a gap in any of "
            "the areas would come up less than once in twenty times (adjusted p below 0.05), and "
            "the interval leaves out 0.",
            "若把条款随机分给两省，任一领域出现这样宽的差距不到二十分之一（校正后p小于0.05），且区间不含0。",
        ),
    ),
    (
        Finding("similar", "相近"),
        Finding(
            f"The whole interval lies between −{MARGIN * 100:g} and +{MARGIN * 100:g} percentage "
            "points: whatever the gap is, it is small.",
            f"整个区间在−{MARGIN * 100:g}与+{MARGIN * 100:g}个百分点之间：无论差距是多少，都很小。",
        ),
    ),
    (
        Finding("undetermined", "未定"),
        Finding(
            "Neither: the texts do not tell. This is no finding that the provinces agree.",
            "两者皆非：文本不足以判断，并不表示两省一致。",
        ),
    ),
)

GLOSSARY = (
    (
        Finding("Provision", "条款"),
        Finding(
            "The smallest numbered item of a document, such as an article or a sub-part; the unit "
            "that is counted, redrawn and compared.",
            "文件中最小的编号项，如一条或一个“（一）”级小节；计数、重抽样和比较都以它为单位。",
        ),
    ),
    (
        Finding("Hit", "命中"),
        Finding(
            "One place in a text where a term of the lexicon stands.",
            "词典中的一个词条在文本中出现的一处。",
        ),
    ),
    (
        Finding("Coverage", "覆盖度"),
        Finding(
            "How much of a text's weighted words falls on the terms of a policy area; as only the "
            "terms themselves count, a few percent is a lot.",
            "文本的加权词量中落在某一政策领域词条上的份额；只计词条本身，所以百分之几已经不少。",
        ),
    ),
    (
        Finding("tf-idf", "tf-idf"),
        Finding(
            "The weight of a word: how often it stands in a provision, times a factor that grows "
            "the fewer provisions hold it.",
            "词的权重：它在条款中出现的次数，乘以一个因子，含有它的条款越少，因子越大。",
        ),
    ),
    (
        Finding("Gap", "差距"),
        Finding(
            "The coverage of an area in one province less that in the other, in percentage points.",
            "某领域在一省的覆盖度减去在另一省的覆盖度，以百分点计。",
        ),
    ),
    (
        Finding("Interval", "区间"),
        Finding(
            "Where the number might lie had other provisions like these been written, found by "
            "drawing each province's provisions anew 10,000 times; 95% of the draws lie in it.",
            "若换一批同类条款，数值可能落在哪里：把各省条款重新抽取一万次，95%的结果落在其中。",
        ),
    ),
    (
        Finding("Adjusted p", "校正后p值"),
        Finding(
            "How often a gap as wide as this would come up in any of the areas if the provisions "
            "were dealt out to the provinces at random.",
            "若把条款随机分给各省，在任一领域出现这样宽的差距的机会有多大。",
        ),
    ),
    (
        Finding("Own text", "独有文本"),
        Finding(
            "Provisions or sentences of whose runs of five characters less than a fifth stand in "
            "the other province's text; it is about wording, not about ideas.",
            "五字串中只有不到五分之一见于另一省文本的条款或句子；只比较文字，不比较意思。",
        ),
    ),
)


def provinces_compared(tables: Tables, names: Names) -> Finding:
    """Name the provinces compared, or count them when there are many."""
    documents = tables["documents"]
    compared = documents.loc[documents["role"] != PARENT, "province"].unique()
    if len(compared) > NAMED:
        return Finding(f"{len(compared)} provinces", f"{len(compared)}个省")
    return Finding(join_words(map(names.en, compared)), "、".join(map(names.zh, compared)))


def brief_title(tables: Tables, names: Names) -> Finding:
    """Ask what the provinces compared write."""
    compared = provinces_compared(tables, names)
    if tables["divergence"].empty:
        return Finding(f"What does {compared.en} write?", f"{compared.zh}写了什么？")
    return Finding(
        f"What do {compared.en} write on the same policy?", f"{compared.zh}如何写同一项政策？"
    )


def write_brief(tables: Tables, names: Names) -> list[Part]:
    """Write the parts of the brief from the tables, by name; all of them are needed.

    What can be computed is computed; the statements come from the modules `findings*`, and with
    them their caution.
    """
    divergence, provisions = tables["divergence"], tables["provisions"]
    shown = shown_gaps(divergence)
    agreement = sign_agreement(rows_of(tables["specifications"], shown))
    overlap = tables["overlap"]
    gaps = gap_view(shown, names)
    words = contribution_view(rows_of(tables["contributions"], shown), names)
    own = tables["sentence_overlap"], tables["sentences"]
    return [
        Part("answer", Finding("In short", "要点"), answer_findings(tables, names)),
        Part(
            "compared",
            Finding("What was compared, and how", "比较了什么，如何比较"),
            compared_findings(tables, names),
        ),
        Part(
            "findings",
            Finding("What differs, and how sure that is", "哪里不同，把握多大"),
            Findings([*gap_findings(divergence, names), *topic_gap_findings(divergence, names)]),
            lead=gap_headline(divergence),
            words=VERDICT_WORDS if gaps.rows else (),
            figures={"gaps": gaps},
        ),
        Part(
            "trust",
            Finding("Would other choices say the same?", "换一种做法，结论还一样吗？"),
            robustness_findings(agreement, divergence, tables["area_shares"], names),
        ),
        Part(
            "coverage",
            Finding("How much weight each text gives each area", "各文本对各领域着墨多少"),
            Findings(
                [
                    Finding(
                        "A dot says what the text has; the line through it, where it might lie had "
                        "other provisions like these been written.",
                        "点是文本中的数值；横线表示若换一批同类条款，它可能落在哪里。",
                    )
                ]
            ),
            figures={"coverage": coverage_view(tables["coverage"], names)},
        ),
        Part(
            "only",
            Finding("What only one province has", "一省独有的内容"),
            Findings(
                [
                    *own_text_findings(*own, provisions, names),
                    *only_findings(overlap, provisions, names),
                    *only_word_findings(tables["own_words"], tables["terms"], names, n=5),
                    *agency_findings(tables["agencies"], provisions, names),
                ]
            ),
            table=own_sentence_view(own_sentences(*own, tables["own_words"], provisions), names),
            figures={"own_coverage": own_view(tables["own_coverage"], names)},
        ),
        Part(
            "targets",
            Finding("Which numerical targets are set", "设定了哪些量化目标"),
            target_findings(tables["targets"], provisions, names),
            table=target_view(tables["targets"], provisions, names),
        ),
        Part(
            "strength",
            Finding("Does the wording bind, or encourage?", "用语是约束性的还是鼓励性的？"),
            Findings(
                [
                    Finding(
                        "Words such as 必须 and 确保 bind, words such as 鼓励 and 探索 encourage; "
                        "with few sentences, read the counts and not the rates.",
                        "“必须”“确保”等词有约束力，“鼓励”“探索”等词属鼓励性；句子少时，看次数而不看比率。",
                    )
                ]
            ),
            table=strength_view(tables["strength"], provisions, names),
        ),
        Part(
            "words",
            Finding("Which words make the gaps", "差距来自哪些词"),
            Findings(
                [
                    Finding(
                        "A gap is a sum over terms; on the site each term leads to the sentences "
                        "that hold it.",
                        "差距是各词条贡献之和；在网页上，每个词条都通向含有它的句子。",
                    )
                    if words.rows
                    else why_no_terms(divergence)
                ]
            ),
            figures={"contributions": words},
        ),
        Part("limits", Finding("What this cannot say", "不能说明什么"), _limits(tables)),
        Part("glossary", Finding("Words used", "用语"), words=GLOSSARY),
    ]


def answer_findings(tables: Tables, names: Names) -> Findings:
    """Give the answer first: whether coverage differs, and what can be counted without doubt."""
    divergence, provisions, targets = (
        tables[name] for name in ("divergence", "provisions", "targets")
    )
    of_areas = addresses({"area": area} for area in names.areas if len(divergence))
    verdicts = told_gaps(divergence)[lambda gaps: gaps["topic"] == ALL]["verdict"]
    headline = gap_headline(divergence)
    untold = Finding(
        ": these texts do not tell which province writes more on any of the areas",
        "：据这些文本，看不出哪个省在哪个领域着墨更多",
    )
    open_all = set(verdicts) == {"undetermined"}
    end = untold if open_all else Finding("", "")
    listed = tables["agencies"][tables["agencies"]["role"] != "named"]
    n_closed = (
        provisions["provision_id"].isin(listed["provision_id"]).groupby(provisions["province"])
    )
    closed = {
        p: Finding(f"{k} of {n}", f"{n}个中{k}个")
        for p, k, n in n_closed.agg(["sum", "size"]).itertuples()
    }
    shares = own_shares(tables["sentence_overlap"], tables["sentences"], provisions)
    own = {row.province: Finding(*[percent(row.share, 0)] * 2) for row in shares.itertuples()}
    with_targets = targets["provision_id"].map(provisions.set_index("provision_id")["province"])
    counted = [
        (
            target_headline(targets, provisions, names),
            addresses({"province": p, "passage": TARGETS} for p in sorted(with_targets.unique())),
        ),
        (
            _by_province(
                "Provisions that end in a list of who is responsible",
                "列出责任单位的条款",
                closed,
                names,
            ),
            addresses({"province": p, "agency": ANY} for p in listed["province"].unique()),
        ),
        (
            _by_province(
                "Share of text in sentences mostly of their own wording",
                "文字大部分为本省独有的句子所占篇幅",
                own,
                names,
            ),
            addresses(
                {"province": row.province, "status": "own"}
                for row in shares[shares["n_own"] > 0].itertuples()
            ),
        ),
    ]
    # Where no sentence is held against another province's, there is no share to give.
    counted = counted if len(shares) else counted[:-1]
    # A line can hold some provinces, and not all of them.
    counted = counted if provisions["province"].nunique() <= NAMED else []
    return Findings(
        [
            *no_hit_findings(tables["coverage"], names),
            Finding(f"{headline.en}{end.en}.", f"{headline.zh}{end.zh}。", of_areas),
            *(Finding(f"{said.en}.", f"{said.zh}。", places) for said, places in counted),
        ]
    )


def _by_province(en: str, zh: str, values: Mapping[str, Finding], names: Names) -> Finding:
    return Finding(
        f"{en}: " + ", ".join(f"{names.en(p)} {value.en}" for p, value in values.items()),
        f"{zh}：" + "，".join(f"{names.zh(p)}{value.zh}" for p, value in values.items()),
    )


_JUDGED = Finding(
    "Each gap in coverage is then held against chance, by drawing provisions anew and "
    "by dealing them out to the provinces at random, and gets one of three verdicts.",
    "再用重新抽取条款和把条款随机分给各省两种办法，看差距是否可能出于偶然，"
    "每个差距得到三种判定之一。",
)


def compared_findings(tables: Tables, names: Names) -> Findings:
    """Say in five sentences what was compared and how."""
    documents, provisions = tables["documents"], tables["provisions"]
    policies = documents[documents["role"] != PARENT]
    size = provisions.groupby("doc_id").size()
    years = sorted({date[:4] for date in policies["issued_on"] if date})
    ends = sorted({*years[:1], *years[-1:]})
    when_en, when_zh = f" of {'–'.join(ends)}" * bool(ends), f"{'至'.join(ends)}年的" * bool(ends)
    marks = [
        (d.province, d.document_number or d.issued_on or d.doc_id) for d in policies.itertuples()
    ]
    listed_en = join_words(f"{names.en(p)} ({mark})" for p, mark in marks[:NAMED])
    listed_zh = "、".join(f"{names.zh(p)}（{mark}）" for p, mark in marks[:NAMED])
    if len(marks) > NAMED:
        listed_en, listed_zh = f"{listed_en}, and others", f"{listed_zh}等"
    of_documents = addresses({"province": p} for p in policies["province"].unique()[:NAMED])
    alone = tables["divergence"].empty
    matter = (
        Finding("", "{}文件")
        if alone
        else Finding(" on the same policy are compared", "比较{}同一政策的文件")
    )
    title_en, title_zh = policies[["title_en", "title"]].iloc[0]
    n_terms = int((tables["terms"]["area"] != "").sum())
    areas_en = join_words(names.en(a, ALL).lower() for a in names.areas)
    areas_zh = "、".join(names.zh(a, ALL) for a in names.areas)
    cut_en = join_words(
        f"{size[d.doc_id]} in {names.en(d.province)}" for d in policies.itertuples()
    )
    cut_zh = "，".join(f"{names.zh(d.province)}{size[d.doc_id]}个" for d in policies.itertuples())
    if len(marks) > NAMED:
        n = int(size.sum())
        cut_en, cut_zh = f"{n:,}, {size.min()} to {size.max()} a document", f"共{n:,}个"
    return Findings(
        [
            Finding(
                f"{count_of(len(policies), 'document')}{when_en}{matter.en}: "
                f'{listed_en}; the first is headed "{title_en}".',
                f"{matter.zh.format(f'{when_zh}{len(policies)}份')}：{listed_zh}；"
                f"第一份题为《{title_zh}》。",
                of_documents,
            ),
            Finding(
                f"Each is cut into its smallest numbered items, called provisions: {cut_en}.",
                f"每份文件切分为最小的编号项，称为条款：{cut_zh}。",
                of_documents,
            ),
            Finding(
                "Only headings and bodies of provisions count: addresses, preambles and lists of "
                "responsible agencies are shown, and set aside.",
                "只计条款的标题和正文：文头、引言和责任单位名单照样显示，但不计入。",
            ),
            Finding(
                f"A lexicon of {count_of(n_terms, 'term')} finds the words of "
                f"{count_of(len(names.areas), 'policy area')} ({areas_en}) in "
                f"{count_of(len(tables['hits']), 'place')}; the coverage of an area is their share "
                "of the text's words, where a word weighs more the fewer provisions hold it.",
                f"含{n_terms:,}个词条的词典在{len(tables['hits']):,}处找到{len(names.areas)}个政策领域"
                f"（{areas_zh}）的词；领域的覆盖度是这些词在文本词量中的份额，词越是少见于其他条款，"
                "分量越重。",
                addresses({"area": area} for area in names.areas),
            ),
            ALONE if alone else _JUDGED,
        ]
    )


def _limits(tables: Tables) -> Findings:
    checked = Finding(
        "The lexicon was corrected after reading its errors on these very texts, and the "
        "sentence codes it is checked by are readings by language models: expect it to do "
        "worse on other documents.",
        "词典是根据它在这些文本上的错误修正的，用来核对的逐句编码也出自语言模型的阅读："
        "用于其他文件时，效果会差一些。",
    )
    return Findings(
        [
            Finding(
                "Intervals and tests speak of variation between the provisions of the texts "
                "listed, not of a sample of provinces.",
                "区间与检验只说明所列文本内部条款之间的差异，不是对各省的抽样推断。",
            ),
            Finding(
                "Words are counted, not meanings: coverage says how much a text writes on an "
                "area, not what it wants, nor what was done.",
                "计的是词，不是意思：覆盖度说明文本写了多少，不说明主张什么，也不说明做了什么。",
            ),
            Finding(
                "With few and uneven provisions the intervals are somewhat too narrow: in "
                "simulation they hold the true value less often than 95% of the time.",
                "条款少而不匀，区间往往偏窄：在模拟中，它包含真值的机会不到95%。",
            ),
            UNCODED if tables["validation"].empty else checked,
            parent_finding(tables["documents"]),
        ]
    )


def in_one_language(parts: Iterable[Part], lang: str) -> list[dict[str, Any]]:
    """Give the parts as plain dictionaries of texts in one language, for page and PDF.

    What a part has said it does not say again, and a figure whose table has no row is left out.
    """
    return [
        {
            "name": part.name,
            "title": _said(part.title, lang),
            "lead": _said(part.lead or "", lang),
            "statements": [
                {"text": _said(said, lang), "address": said.address}
                for said in dict.fromkeys(part.statements)
                if said.headline() != part.lead
            ],
            "words": [
                {"word": _said(word, lang), "meaning": _said(meaning, lang)}
                for word, meaning in part.words
            ],
            "table": part.table and _view(part.table, lang),
            "figures": [
                {"name": name, "table": _view(table, lang)}
                for name, table in part.figures.items()
                if table.rows
            ],
        }
        for part in parts
    ]


def _view(table: View, lang: str) -> dict[str, Any]:
    return {
        "caption": _said(table.caption, lang),
        "columns": [_said(column, lang) for column in table.columns],
        "rows": [
            {"cells": [_said(cell, lang) for cell in row.cells], "address": row.address}
            for row in table.rows
        ],
    }


def _said(text: str | Finding, lang: str) -> str:
    return text if isinstance(text, str) else text.said(lang)

"""The brief: what a reader without statistics needs to know, in parts that page and PDF share."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from analysis.say.links import ANY, TARGETS, hrefs
from analysis.say.names import Names
from analysis.say.views import View, why_no_terms
from analysis.say.wording import (
    ALONE,
    NAMED,
    UNCODED,
    Statement,
    Statements,
    count_of,
    join_words,
    percent,
)
from analysis.stats.compare import rows_of, shown_gaps, told_gaps
from analysis.studies.agencies.report import agency_statements
from analysis.studies.contributions.report import contribution_view
from analysis.studies.coverage.report import (
    coverage_view,
    no_hit_statements,
    short_interval_statements,
)
from analysis.studies.gaps.report import (
    gap_headline,
    gap_statements,
    gap_view,
    topic_gap_statements,
)
from analysis.studies.overlap.report import parent_statement
from analysis.studies.own.measure import own_sentences, own_shares
from analysis.studies.own.report import (
    only_statements,
    only_word_statements,
    own_sentence_view,
    own_text_statements,
    own_view,
)
from analysis.studies.robustness.measure import sign_agreement
from analysis.studies.robustness.report import robustness_statements
from analysis.studies.strength.report import strength_view
from analysis.studies.targets.report import target_headline, target_statements, target_view
from analysis.vocabulary import ALL, PARENT
from analysis.website.brief_texts import (
    CHECKED,
    COUNTED,
    GLOSSARY,
    JUDGED,
    LIMITS,
    NOTES,
    TITLES,
    UNTOLD,
    VERDICT_WORDS,
)

Tables = Mapping[str, pd.DataFrame]


@dataclass(frozen=True)
class Part:
    """A part of the brief: statements, words explained, a table, and figures with their tables."""

    name: str
    statements: Statements = field(default_factory=Statements)
    lead: Statement | None = None
    words: tuple[tuple[Statement, Statement], ...] = ()
    table: View | None = None
    figures: Mapping[str, View] = field(default_factory=dict)


def provinces_compared(tables: Tables, names: Names) -> Statement:
    """Name the provinces compared, or count them when there are many."""
    documents = tables["documents"]
    compared = documents.loc[documents["role"] != PARENT, "province"].unique()
    if len(compared) > NAMED:
        return Statement(f"{len(compared)} provinces", f"{len(compared)}个省")
    return Statement(join_words(map(names.en, compared)), "、".join(map(names.zh, compared)))


def brief_title(tables: Tables, names: Names) -> Statement:
    """Ask what the provinces compared write."""
    compared = provinces_compared(tables, names)
    if tables["divergence"].empty:
        return Statement(f"What does {compared.en} write?", f"{compared.zh}写了什么？")
    return Statement(
        f"What do {compared.en} write on the same policy?", f"{compared.zh}如何写同一项政策？"
    )


def counted_title(tables: Tables, names: Names) -> Statement:
    """Ask what the documents counted write; whether on one policy, a count does not know."""
    compared, n = provinces_compared(tables, names), len(tables["documents"])
    return Statement(
        f"What do {count_of(n, 'document')} of {compared.en} write?",
        f"{compared.zh}的{n:,}份文件写了什么？",
    )


def write_brief(tables: Tables, names: Names) -> list[Part]:
    """Write the parts of the brief from the tables, by name; all of them are needed.

    What can be computed is computed; the statements come from the modules `statements*`, and with
    them their caution.
    """
    divergence, provisions = tables["divergence"], tables["provisions"]
    shown = shown_gaps(divergence)
    agreement = sign_agreement(rows_of(tables["specifications"], shown))
    overlap = tables["overlap"]
    words = contribution_view(rows_of(tables["contributions"], shown), names)
    own = tables["sentence_overlap"], tables["sentences"]
    return [
        Part("answer", answer_statements(tables, names)),
        Part(
            "compared",
            compared_statements(tables, names),
        ),
        _gaps_part(tables, names),
        Part(
            "trust",
            robustness_statements(agreement, divergence, tables["area_shares"], names),
        ),
        _coverage_part(tables, names),
        Part(
            "only",
            Statements(
                [
                    *own_text_statements(*own, provisions, names),
                    *only_statements(overlap, provisions, names),
                    *only_word_statements(tables["own_words"], tables["terms"], names, n=5),
                    *agency_statements(tables["agencies"], provisions, names),
                ]
            ),
            table=own_sentence_view(own_sentences(*own, tables["own_words"], provisions), names),
            figures={"own_coverage": own_view(tables["own_coverage"], names)},
        ),
        Part(
            "targets",
            target_statements(tables["targets"], provisions, names),
            table=target_view(tables["targets"], provisions, names),
        ),
        Part(
            "strength",
            Statements([NOTES["strength"]]),
            table=strength_view(tables["strength"], provisions, names),
        ),
        Part(
            "words",
            Statements([NOTES["words"] if words.rows else why_no_terms(divergence)]),
            figures={"contributions": words},
        ),
        Part("limits", limit_statements(tables)),
        Part("glossary", words=GLOSSARY),
    ]


def write_counted_brief(tables: Tables, names: Names) -> list[Part]:
    """Write the parts of the brief of a counted corpus: those that need no sentence."""
    return [
        Part("answer", Statements(_coverage_answer(tables, names))),
        Part("compared", counted_statements(tables, names)),
        _gaps_part(tables, names),
        _coverage_part(tables, names),
        Part("limits", Statements([*COUNTED, *LIMITS, UNCODED])),
    ]


def _gaps_part(tables: Tables, names: Names) -> Part:
    divergence = tables["divergence"]
    gaps = gap_view(shown_gaps(divergence), names)
    return Part(
        "findings",
        Statements([*gap_statements(divergence, names), *topic_gap_statements(divergence, names)]),
        lead=gap_headline(divergence),
        words=VERDICT_WORDS if gaps.rows else (),
        figures={"gaps": gaps},
    )


def _coverage_part(tables: Tables, names: Names) -> Part:
    return Part(
        "coverage",
        Statements([NOTES["coverage"], *short_interval_statements(tables["coverage"], names)]),
        figures={"coverage": coverage_view(tables["coverage"], names)},
    )


def answer_statements(tables: Tables, names: Names) -> Statements:
    """Give the answer first: whether coverage differs, and what can be counted without doubt."""
    # A line can hold some provinces, and not all of them.
    few = tables["provisions"]["province"].nunique() <= NAMED
    counts = _counts_by_province(tables, names) if few else ()
    return Statements([*_coverage_answer(tables, names), *counts])


def _coverage_answer(tables: Tables, names: Names) -> Iterator[Statement]:
    """Say whether coverage differs, and where there is none."""
    divergence = tables["divergence"]
    headline = gap_headline(divergence)
    verdicts = told_gaps(divergence)[lambda gaps: gaps["topic"] == ALL]["verdict"]
    end = UNTOLD if set(verdicts) == {"undetermined"} else Statement("", "")
    of_areas = hrefs({"area": area} for area in names.areas if len(divergence))
    yield from no_hit_statements(tables["coverage"], names)
    yield Statement(f"{headline.en}{end.en}.", f"{headline.zh}{end.zh}。", of_areas)


def _counts_by_province(tables: Tables, names: Names) -> Iterator[Statement]:
    """Count targets, lists of who is responsible, and own text in each province."""
    provisions, targets, agencies = (tables[n] for n in ("provisions", "targets", "agencies"))
    said = target_headline(targets, provisions, names)
    has_target = provisions["provision_id"].isin(targets["provision_id"])
    aiming = sorted(provisions.loc[has_target, "province"].unique())
    places = hrefs({"province": p, "passage": TARGETS} for p in aiming)
    yield Statement(f"{said.en}.", f"{said.zh}。", places)
    listed = agencies[agencies["role"] != "named"]
    closed = provisions["provision_id"].isin(listed["provision_id"])
    counts = closed.groupby(provisions["province"]).agg(["sum", "size"])
    yield _by_province(
        Statement("Provisions that end in a list of who is responsible", "列出责任单位的条款"),
        {p: Statement(f"{k} of {n}", f"{n}个中{k}个") for p, k, n in counts.itertuples()},
        names,
        hrefs({"province": p, "agency": ANY} for p in listed["province"].unique()),
    )
    shares = own_shares(tables["sentence_overlap"], tables["sentences"], provisions)
    # Where no sentence is held against another province's, there is no share to give.
    if len(shares):
        own = shares.loc[shares["n_own"] > 0, "province"]
        yield _by_province(
            Statement(
                "Share of text in sentences mostly of their own wording",
                "文字大部分为本省独有的句子所占篇幅",
            ),
            {row.province: Statement(*[percent(row.share, 0)] * 2) for row in shares.itertuples()},
            names,
            hrefs({"province": p, "status": "own"} for p in own),
        )


def _by_province(
    what: Statement, values: Mapping[str, Statement], names: Names, places: str
) -> Statement:
    return Statement(
        f"{what.en}: {', '.join(f'{names.en(p)} {said.en}' for p, said in values.items())}.",
        f"{what.zh}：{'，'.join(f'{names.zh(p)}{said.zh}' for p, said in values.items())}。",
        places,
    )


def compared_statements(tables: Tables, names: Names) -> Statements:
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
    of_documents = hrefs({"province": p} for p in policies["province"].unique()[:NAMED])
    alone = tables["divergence"].empty
    matter = (
        Statement("", "{}文件")
        if alone
        else Statement(" on the same policy are compared", "比较{}同一政策的文件")
    )
    title_en, title_zh = policies[["title_en", "title"]].iloc[0]
    cut_en = join_words(
        f"{size[d.doc_id]} in {names.en(d.province)}" for d in policies.itertuples()
    )
    cut_zh = "，".join(f"{names.zh(d.province)}{size[d.doc_id]}个" for d in policies.itertuples())
    if len(marks) > NAMED:
        n = int(size.sum())
        cut_en, cut_zh = f"{n:,}, {size.min()} to {size.max()} a document", f"共{n:,}个"
    return Statements(
        [
            Statement(
                f"{count_of(len(policies), 'document')}{when_en}{matter.en}: "
                f'{listed_en}; the first is headed "{title_en}".',
                f"{matter.zh.format(f'{when_zh}{len(policies)}份')}：{listed_zh}；"
                f"第一份题为《{title_zh}》。",
                of_documents,
            ),
            Statement(
                f"Each is cut into its smallest numbered items, called provisions: {cut_en}.",
                f"每份文件切分为最小的编号项，称为条款：{cut_zh}。",
                of_documents,
            ),
            Statement(
                "Only headings and bodies of provisions count: addresses, preambles and lists of "
                "responsible agencies are shown, and set aside.",
                "只计条款的标题和正文：文头、引言和责任单位名单照样显示，但不计入。",
            ),
            _lexicon_statement(tables, names, len(tables["hits"])),
            ALONE if alone else JUDGED,
        ]
    )


def counted_statements(tables: Tables, names: Names) -> Statements:
    """Say what a count has counted and how; the first sentence stands at the foot of every page."""
    documents, provisions = tables["documents"], tables["provisions"]
    compared = provinces_compared(tables, names)
    sizes = provisions.groupby("doc_id").size().reindex(documents["doc_id"], fill_value=0)
    n_documents, n = len(documents), len(provisions)
    of_areas = tables["terms"].loc[tables["terms"]["area"] != "", "term"]
    weights = tables["weights"]
    n_hits = int(weights.loc[weights["term"].isin(of_areas), "n"].sum())
    ends = [f"{size:,}" for size in sorted({int(sizes.min()), int(sizes.max())})]
    return Statements(
        [
            Statement(
                f"Counted: {count_of(n_documents, 'document')} of {compared.en}, cut into "
                f"{count_of(n, 'provision')}, {' to '.join(ends)} a document.",
                f"计数的是{compared.zh}的{n_documents:,}份文件，切分为{n:,}个条款，"
                f"每份{'至'.join(ends)}个。",
            ),
            Statement(
                "Provisions are the smallest numbered items of a document. Only their headings and "
                "bodies count: addresses, preambles and lists of responsible agencies are set "
                "aside.",
                "条款是文件中最小的编号项。只计条款的标题和正文：文头、引言和责任单位名单不计入。",
            ),
            _lexicon_statement(tables, names, n_hits),
            ALONE if tables["divergence"].empty else JUDGED,
        ]
    )


def _lexicon_statement(tables: Tables, names: Names, n_hits: int) -> Statement:
    n_terms = int((tables["terms"]["area"] != "").sum())
    areas_en = join_words(names.en(a, ALL).lower() for a in names.areas)
    areas_zh = "、".join(names.zh(a, ALL) for a in names.areas)
    return Statement(
        f"A lexicon of {count_of(n_terms, 'term')} finds the words of "
        f"{count_of(len(names.areas), 'policy area')} ({areas_en}) in "
        f"{count_of(n_hits, 'place')}; the coverage of an area is their share "
        "of the text's words, where a word weighs more the fewer provisions hold it.",
        f"含{n_terms:,}个词条的词典在{n_hits:,}处找到{len(names.areas)}个政策领域"
        f"（{areas_zh}）的词；领域的覆盖度是这些词在文本词量中的份额，词越是少见于其他条款，"
        "分量越重。",
        hrefs({"area": area} for area in names.areas),
    )


def limit_statements(tables: Tables) -> Statements:
    """Say what the numbers cannot say, and how the lexicon was checked, if it was."""
    checked = UNCODED if tables["validation"].empty else CHECKED
    return Statements([*LIMITS, checked, parent_statement(tables["documents"])])


def in_one_language(parts: Iterable[Part], lang: str) -> list[dict[str, Any]]:
    """Give the parts as plain dictionaries of texts in one language, for page and PDF.

    What a part has said it does not say again, and a figure whose table has no row is left out.
    """
    return [
        {
            "name": part.name,
            "title": TITLES[part.name].said(lang),
            "lead": _said(part.lead or "", lang),
            "statements": [
                {"text": _said(said, lang), "href": said.href}
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
            {"cells": [_said(cell, lang) for cell in row.cells], "href": row.href}
            for row in table.rows
        ],
    }


def _said(text: str | Statement, lang: str) -> str:
    return text if isinstance(text, str) else text.said(lang)

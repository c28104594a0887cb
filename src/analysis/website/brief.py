"""The brief: what a reader without statistics needs to know, in parts that page and PDF share."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from importlib import import_module
from typing import Any

import pandas as pd

from analysis.say.catalogue import keys, say
from analysis.say.links import ANY, TARGETS, hrefs
from analysis.say.names import Names
from analysis.say.views import Part
from analysis.say.wording import NAMED, Statement, Statements
from analysis.stats.compare import told_gaps
from analysis.studies.agencies import report as agencies_report
from analysis.studies.contributions import report as contributions
from analysis.studies.coverage import report as coverage
from analysis.studies.gaps import report as gaps
from analysis.studies.overlap.report import parent_statement
from analysis.studies.own import report as own_report
from analysis.studies.own.measure import own_shares
from analysis.studies.robustness import report as robustness
from analysis.studies.targets import report as targets_report
from analysis.vocabulary import ALL, OTHER_WORDS, PARENT
from analysis.website.language import in_language

Tables = Mapping[str, pd.DataFrame]
Write = Callable[[Tables, Names], Part]


def write_brief(tables: Tables, names: Names) -> dict[str, Part]:
    """Write the parts of the brief from the tables, by name; all of them are needed.

    What can be computed is computed; the statements come from the studies, and with them their
    caution.
    """
    return {name: _writer(name)(tables, names) for name in keys("brief.titles")}


def write_counted_brief(tables: Tables, names: Names) -> dict[str, Part]:
    """Write the parts of the brief of a counted corpus: those that need no sentence."""
    ordered = [name for name in keys("brief.titles") if name in COUNTED_PARTS]
    return {name: COUNTED_PARTS[name](tables, names) for name in ordered}


def _writer(name: str) -> Write:
    """Find what writes a part: what stands in PARTS, or else the report of the study of its name."""
    if name in PARTS:
        return PARTS[name]
    write: Write = import_module(f"analysis.studies.{name}.report").part
    return write


def _only(tables: Tables, names: Names) -> Part:
    """Say what only one province has, and whom each makes responsible."""
    own = own_report.part(tables, names)
    listed = agencies_report.statements(tables["agencies"], tables["provisions"], names)
    return replace(own, statements=Statements([*own.statements, *listed]))


def in_one_language(parts: Mapping[str, Part], lang: str) -> list[dict[str, Any]]:
    """Give the parts as plain dictionaries of texts in one language, for page and PDF.

    What a part has said it does not say again, and a figure whose table has no row is left out.
    """
    contents = [
        {
            "name": name,
            "title": say(f"brief.titles.{name}"),
            "lead": part.lead or "",
            "statements": [
                {"text": said, "href": said.href}
                for said in dict.fromkeys(part.statements)
                if said.headline() != part.lead
            ],
            "words": [{"word": word, "meaning": meaning} for word, meaning in part.words],
            "table": part.table,
            "figures": [
                {"name": n, "table": view} for n, view in part.figures.items() if view.rows
            ],
        }
        for name, part in parts.items()
    ]
    return [in_language(content, lang) for content in contents]


def provinces_compared(tables: Tables, names: Names) -> Statement:
    """Name the provinces compared, or count them when there are many."""
    documents = tables["documents"]
    compared = documents.loc[documents["role"] != PARENT, "province"].unique()
    kind = "many" if len(compared) > NAMED else "few"
    return say(f"provinces.{kind}", names, provinces=compared, n=len(compared))


def brief_title(tables: Tables, names: Names) -> Statement:
    """Ask what the provinces compared write."""
    alone = tables["divergence"].empty
    compared = provinces_compared(tables, names)
    return say("brief.title_alone" if alone else "brief.title", compared=compared)


def counted_title(tables: Tables, names: Names) -> Statement:
    """Ask what the documents counted write; whether on one policy, a count does not know."""
    compared, n = provinces_compared(tables, names), len(tables["documents"])
    return say("brief.title_counted", compared=compared, n=n)


def answer_statements(tables: Tables, names: Names) -> Statements:
    """Give the answer first: whether coverage differs, and what can be counted without doubt."""
    # A line can hold some provinces, and not all of them.
    few = tables["provisions"]["province"].nunique() <= NAMED
    counts = _counts_by_province(tables, names) if few else ()
    return Statements([*_coverage_answer(tables, names), *counts])


def _coverage_answer(tables: Tables, names: Names) -> Iterator[Statement]:
    """Say whether coverage differs, and where there is none."""
    divergence = tables["divergence"]
    verdicts = told_gaps(divergence)[lambda told: told["topic"] == ALL]["verdict"]
    key = "brief.untold" if set(verdicts) == {"undetermined"} else "brief.told"
    of_areas = hrefs({"area": area} for area in names.areas if len(divergence))
    yield from coverage.no_hit_statements(tables["coverage"], names)
    yield say(key, names, of_areas, headline=gaps.headline(divergence, names))


def _counts_by_province(tables: Tables, names: Names) -> Iterator[Statement]:
    """Count targets, lists of who is responsible, and own text in each province."""
    provisions, targets, agencies = (tables[n] for n in ("provisions", "targets", "agencies"))
    has_target = provisions["provision_id"].isin(targets["provision_id"])
    aiming = sorted(provisions.loc[has_target, "province"].unique())
    places = hrefs({"province": p, "passage": TARGETS} for p in aiming)
    yield say(
        "brief.told", names, places, headline=targets_report.headline(targets, provisions, names)
    )
    listed = agencies[agencies["role"] != "named"]
    closed = provisions["provision_id"].isin(listed["provision_id"])
    counts = closed.groupby(provisions["province"]).agg(n_listed="sum", n="size").reset_index()
    places = hrefs({"province": p, "agency": ANY} for p in listed["province"].unique())
    yield say("brief.listed", names, places, counts=list(counts.itertuples()))
    shares = own_shares(tables["sentence_overlap"], tables["sentences"], provisions)
    # Where no sentence is held against another province's, there is no share to give.
    if len(shares):
        own = shares.loc[shares["n_own"] > 0, "province"]
        places = hrefs({"province": p, "status": "own"} for p in own)
        yield say("brief.own", names, places, shares=list(shares.itertuples()))


def compared_statements(tables: Tables, names: Names) -> Statements:
    """Say in five sentences what was compared and how."""
    documents, alone = tables["documents"], tables["divergence"].empty
    policies = documents[documents["role"] != PARENT]
    first = policies.iloc[0]
    size = tables["provisions"].groupby("doc_id").size()
    years = sorted({date[:4] for date in policies["issued_on"] if date})
    sizes = [{"province": d.province, "n": size[d.doc_id]} for d in policies.itertuples()]
    named = [
        {"province": d.province, "mark": d.document_number or d.issued_on or d.doc_id}
        for d in policies.head(NAMED).itertuples()
    ]
    places = hrefs({"province": p} for p in policies["province"].unique()[:NAMED])
    return Statements(
        [
            say(
                "brief.compared.documents", names, places, n=len(policies), named=named,
                years=sorted({*years[:1], *years[-1:]}), alone=alone,
                first=Statement(first["title_en"], first["title"]),
            ),
            say("brief.compared.cut", names, places, sizes=sizes, many=len(policies) > NAMED),
            say("brief.compared.zones"),
            _lexicon_statement(tables, names, len(tables["hits"])),
            say("general.alone" if alone else "brief.judged"),
        ]
    )  # fmt: skip


def counted_statements(tables: Tables, names: Names) -> Statements:
    """Say what a count has counted and how; the first sentence stands at the foot of every page."""
    documents, provisions = tables["documents"], tables["provisions"]
    sizes = provisions.groupby("doc_id").size().reindex(documents["doc_id"], fill_value=0)
    of_areas = tables["terms"].loc[tables["terms"]["area"] != "", "term"]
    weights = tables["weights"]
    n_hits = int(weights.loc[weights["term"].isin(of_areas), "n"].sum())
    return Statements(
        [
            say(
                "brief.compared.counted", compared=provinces_compared(tables, names),
                n_documents=len(documents), n_provisions=len(provisions),
                sizes=sorted({sizes.min(), sizes.max()}),
            ),
            say("brief.compared.counted_zones"),
            _lexicon_statement(tables, names, n_hits),
            say("general.alone" if tables["divergence"].empty else "brief.judged"),
        ]
    )  # fmt: skip


def _lexicon_statement(tables: Tables, names: Names, n_hits: int) -> Statement:
    n_terms, areas = (tables["terms"]["area"] != "").sum(), names.areas
    places = hrefs({"area": area} for area in areas)
    return say("brief.compared.lexicon", names, places, n_terms=n_terms, areas=areas, n_hits=n_hits)


def limit_statements(tables: Tables) -> Statements:
    """Say what the numbers cannot say, and how the lexicon was checked, if it was."""
    checked = say("general.uncoded" if tables["validation"].empty else "brief.checked")
    return Statements([*_limits(), checked, parent_statement(tables["documents"])])


def counted_limit_statements() -> Statements:
    """Say what a count cannot say, nor its numbers."""
    of_counts = [say(f"brief.counted.{k}", other_words=OTHER_WORDS) for k in keys("brief.counted")]
    return Statements([*of_counts, *_limits(), say("general.uncoded")])


def _limits() -> list[Statement]:
    return [say(f"brief.limits.{key}") for key in keys("brief.limits")]


def glossary() -> tuple[tuple[Statement, Statement], ...]:
    """Explain the words used, each as a pair of the word and what it means."""
    entries = dict.fromkeys(key.partition(".")[0] for key in keys("brief.glossary"))
    return tuple(
        (say(f"brief.glossary.{entry}.word"), say(f"brief.glossary.{entry}.meaning"))
        for entry in entries
    )


# By the names that their titles have in the catalogues, which give the order too. A part that is not
# here is that of the study of its name.
PARTS: Mapping[str, Write] = {
    "answer": lambda tables, names: Part(answer_statements(tables, names)),
    "compared": lambda tables, names: Part(compared_statements(tables, names)),
    "findings": gaps.part,
    "trust": robustness.part,
    "only": _only,
    "words": contributions.part,
    "limits": lambda tables, _: Part(limit_statements(tables)),
    "glossary": lambda *_: Part(words=glossary()),
}
COUNTED_PARTS: Mapping[str, Write] = {
    "answer": lambda tables, names: Part(Statements(_coverage_answer(tables, names))),
    "compared": lambda tables, names: Part(counted_statements(tables, names)),
    "findings": gaps.part,
    "coverage": coverage.part,
    "limits": lambda *_: Part(counted_limit_statements()),
}

"""The contracts of the tables: columns, keys, types, units; `say` has what each of them means."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from analysis.vocabulary import (
    AGENCY_ROLES,
    COMPARATORS,
    IDF_CHOICES,
    LEVELS,
    NUMBER_KINDS,
    OTHERS,
    PARENT,
    ROLES,
    STATUSES,
    STRENGTHS,
    VERDICTS,
    ZONES,
)


@dataclass(frozen=True)
class Column:
    """One column of a contract: its type, its unit if it is a number, and what it may hold.

    Units and meanings have their texts in the catalogues, under `units`, `tables` and `dictionary`.
    """

    dtype: str
    unit: str = ""
    may_be_empty: bool = False
    allowed: tuple[str, ...] = ()


@dataclass(frozen=True)
class Contract:
    """What a table promises: one row per key, these columns in this order."""

    key: tuple[str, ...]
    columns: dict[str, Column]


def _table(key: str, columns: Mapping[str, Column]) -> Contract:
    """Make a contract of names parted by blanks: columns of one kind that follow each other."""
    kinds = {name: kind for names, kind in columns.items() for name in names.split()}
    return Contract(tuple(key.split()), kinds)


def _one_of(*allowed: str) -> Column:
    return Column("str", allowed=allowed)


def _count(unit: str) -> Column:
    return Column("int64", unit)


def _number(unit: str, *, may_be_empty: bool = False) -> Column:
    return Column("float64", unit, may_be_empty)


TEXT = Column("str")
TEXT_OR_NONE = Column("str", may_be_empty=True)
ZONE = _one_of(*ZONES)
STATUS = _one_of(*STATUSES)
FLAG = _count("zero_or_one")
OFFSET = _count("offset")
SENTENCES = _count("sentences")
SHARE = _number("share")
SHARE_OR_NONE = _number("share", may_be_empty=True)
DIFFERENCE = _number("difference")
PROBABILITY = _number("probability")

_PAIR = {"province_a province_b": TEXT}
_OCCURRENCE = {"sentence_id": TEXT, "start end": OFFSET, "provision_id": TEXT}

CONTRACTS: dict[str, Contract] = {
    "provinces": _table("province", {"province name_zh name_en": TEXT}),
    "documents": _table(
        "doc_id",
        {
            "doc_id province title title_en issuer": TEXT,
            "issued_on document_number": TEXT_OR_NONE,
            "role": _one_of(*ROLES),
            "source file sha256": TEXT,
        },
    ),
    "segments": _table(
        "doc_id start",
        {"doc_id": TEXT, "start end": OFFSET, "zone": ZONE, "provision_id": TEXT_OR_NONE},
    ),
    "provisions": _table(
        "provision_id",
        {
            "provision_id doc_id province": TEXT,
            "part": TEXT_OR_NONE,
            "number": TEXT,
            "heading text": TEXT_OR_NONE,
            "n_han": _count("han"),
        },
    ),
    "sentences": _table(
        "sentence_id",
        {"sentence_id provision_id": TEXT, "start end": OFFSET, "zone": ZONE, "text": TEXT},
    ),
    "policy_areas": _table(
        "area topic",
        {
            "area topic": TEXT,
            "position": _count("rank"),
            "name_zh name_en": TEXT,
            "n_terms": _count("terms"),
        },
    ),
    "terms": _table("term", {"term": TEXT, "area topic": TEXT_OR_NONE}),
    "agency_lists": _table(
        "sentence_id",
        {"sentence_id provision_id": TEXT, "start end": OFFSET, "zone": ZONE, "text": TEXT},
    ),
    "tokens": _table("sentence_id start", {**_OCCURRENCE, "term": TEXT}),
    "term_counts": _table(
        "provision_id term", {"provision_id term": TEXT, "n": _count("occurrences")}
    ),
    "weights": _table(
        "provision_id term",
        {
            "provision_id term": TEXT,
            "n": _count("occurrences"),
            "idf": _number("nats"),
            "tf_idf": _number("occurrences_times_nats"),
        },
    ),
    "hits": _table("sentence_id start", {**_OCCURRENCE, "area topic term": TEXT}),
    "coverage": _table(
        "province area topic",
        {
            "province area topic": TEXT,
            "coverage conf_low conf_high prevalence": SHARE,
            "intensity": _number("hits_per_10000_han"),
            "breadth": SHARE,
            "n_hits": _count("hits"),
            "n_provisions": _count("provisions"),
        },
    ),
    "divergence": _table(
        "province_a province_b area topic",
        {
            **_PAIR,
            "area topic": TEXT,
            "coverage_a coverage_b": SHARE,
            "gap": DIFFERENCE,
            "log2_ratio": _number("doublings", may_be_empty=True),
            "conf_low conf_high": DIFFERENCE,
            "p_value p_adjusted": PROBABILITY,
            "verdict": _one_of(*VERDICTS),
        },
    ),
    "profile_divergence": _table(
        "province_a province_b",
        {**_PAIR, "jensen_shannon expected": _number("bits"), "p_value p_adjusted": PROBABILITY},
    ),
    "contributions": _table(
        "province_a province_b area term",
        {**_PAIR, "area term": TEXT, "share_a share_b": SHARE, "contribution": DIFFERENCE},
    ),
    "keyness": _table(
        "province_a province_b term",
        {
            **_PAIR,
            "term": TEXT,
            "n_a n_b": _count("occurrences"),
            "log_odds std_error": _number("nats"),
            "z": _number("standard_errors"),
        },
    ),
    "overlap": _table(
        "provision_id reference",
        {
            "provision_id reference": TEXT,
            "best_match": TEXT_OR_NONE,
            "similarity": _number("cosine"),
            "containment": SHARE,
            "status": STATUS,
        },
    ),
    "sentence_overlap": _table(
        "sentence_id reference",
        {
            "sentence_id": TEXT,
            "reference": _one_of(OTHERS, PARENT),
            "containment": SHARE,
            "status": STATUS,
        },
    ),
    "common_runs": _table(
        "provision_id reference start",
        {
            "provision_id reference": TEXT,
            "start end": OFFSET,
            "best_match": TEXT,
            "match_start match_end": OFFSET,
        },
    ),
    "own_coverage": _table(
        "province area text",
        {
            "province area": TEXT,
            "text": _one_of("all", "own"),
            "coverage conf_low conf_high": SHARE,
            "n_hits": _count("hits"),
        },
    ),
    "own_words": _table("sentence_id start", {**_OCCURRENCE, "province term": TEXT}),
    "targets": _table(
        "sentence_id start",
        {
            **_OCCURRENCE,
            "text": TEXT,
            "quantity": TEXT_OR_NONE,
            "comparator": _one_of(*COMPARATORS),
            "value": _number("as_in_unit"),
            "unit": TEXT,
            "deadline area": TEXT_OR_NONE,
        },
    ),
    "numbers": _table(
        "sentence_id start", {**_OCCURRENCE, "text": TEXT, "kind": _one_of(*NUMBER_KINDS)}
    ),
    "agencies": _table(
        "provision_id start",
        {
            "provision_id": TEXT,
            "start end": OFFSET,
            "sentence_id province agency": TEXT,
            "level": _one_of(*LEVELS),
            "role": _one_of(*AGENCY_ROLES),
        },
    ),
    "agency_coverage": _table(
        "province agency area",
        {"province agency area": TEXT, "coverage": SHARE, "n_provisions": _count("provisions")},
    ),
    "strength_hits": _table(
        "sentence_id start", {**_OCCURRENCE, "term": TEXT, "strength": _one_of(*STRENGTHS)}
    ),
    "strength": _table(
        "provision_id area",
        {
            "provision_id area": TEXT,
            "n_sentences": SENTENCES,
            "n_han": _count("han"),
            "n_obligatory n_encouraging": _count("words"),
        },
    ),
    "evidence": _table(
        "provision_id start",
        {
            "span province provision_id sentence_id": TEXT,
            "start end": OFFSET,
            "before": TEXT_OR_NONE,
            "match": TEXT,
            "after": TEXT_OR_NONE,
        },
    ),
    "codes": _table(
        "sentence_id coder",
        {"sentence_id coder": TEXT, "infrastructure security poverty culture": FLAG},
    ),
    "reliability": _table(
        "area",
        {
            "area": TEXT,
            "n_coders": _count("coders"),
            "n_sentences": SENTENCES,
            "alpha alpha_low alpha_high kappa kappa_low kappa_high": _number(
                "agreement", may_be_empty=True
            ),
        },
    ),
    "validation": _table(
        "province area",
        {
            "province area": TEXT,
            "n_sentences true_positives false_positives false_negatives": SENTENCES,
            "precision precision_low precision_high": SHARE_OR_NONE,
            "recall recall_low recall_high": SHARE_OR_NONE,
            "f1 f1_low f1_high": SHARE_OR_NONE,
            "predicted": SHARE,
            "corrected": SHARE_OR_NONE,
            "gold": SHARE,
        },
    ),
    "lexicon_errors": _table(
        "area sentence_id",
        {
            "area sentence_id": TEXT,
            "error": _one_of("false positive", "false negative"),
            "terms heading": TEXT_OR_NONE,
            "text": TEXT,
        },
    ),
    "second_opinion": _table(
        "sentence_id area",
        {"sentence_id area": TEXT, "probability": PROBABILITY, "classified predicted gold": FLAG},
    ),
    "area_shares": _table(
        "province area",
        {
            "province area": TEXT,
            "sentence_codes classifier coverage prevalence": SHARE,
            "intensity": _number("hits_per_10000_han"),
        },
    ),
    "placebo": _table("province area", {"province area": TEXT, "low high": DIFFERENCE}),
    "term_influence": _table(
        "province_a province_b area term",
        {**_PAIR, "area term": TEXT, "gap gap_without": DIFFERENCE, "flips": FLAG, "weight": SHARE},
    ),
    "specifications": _table(
        "province_a province_b area specification",
        {
            **_PAIR,
            "area": TEXT,
            "specification": _count("rank"),
            "preamble headings goals agencies": FLAG,
            "idf": _one_of(*IDF_CHOICES),
            "engine": _one_of("jieba", "rjieba"),
            "hmm": FLAG,
            "lexicon": TEXT,
            "gap": DIFFERENCE,
        },
    ),
}

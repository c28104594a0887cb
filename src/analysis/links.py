"""Addresses in the reader: where the words behind a number stand."""

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations
from typing import Any
from urllib.parse import quote

import pandas as pd

from analysis.contracts import OTHERS, STATUSES
from analysis.lexicon import ALL

# What the reader can choose by: hits by area, topic and term; words of strength; sentences by their
# status; the provisions that are given to an agency; and other passages: TARGETS, OWN_WORDS, zones
# as "zone/body", provisions by status as "provisions/own" and "provisions/own/hebei".
KEYS = ("province", "area", "topic", "term", "strength", "status", "agency", "passage")
TARGETS, OWN_WORDS = "targets", "words/own"

# Words of strength of either kind, or all agencies.
ANY = "any"

# Chinese stays as it is: browsers take it, people can read it, and pages are smaller.
_UNSAFE = re.compile(r"[^\w/-]")

Places = dict[frozenset[tuple[str, str]], str]


def reader_address(keys: Mapping[Any, Any]) -> str:
    """Give the address of what some keys of a table choose, or "" when they choose nothing.

    Keys are those of KEYS; others, 'all' and empty values choose nothing.

    >>> reader_address({"area": "poverty", "topic": "all", "province": "gansu", "gap": 0.1})
    'reader.html?province=gansu&area=poverty'
    """
    chosen = {k: keys[k] for k in KEYS if k in keys and keys[k] not in ("", ALL)}
    written = [f"{key}={_UNSAFE.sub(_escape, str(value))}" for key, value in chosen.items()]
    return f"reader.html?{'&'.join(written)}" if chosen else ""


def addresses(choices: Iterable[Mapping[Any, Any]]) -> str:
    """Give the addresses of several choices, parted by spaces, as a Finding holds them."""
    return " ".join(map(reader_address, choices))


def _escape(character: re.Match[str]) -> str:
    return quote(character[0], safe="")


def reader_places(tables: Mapping[str, pd.DataFrame]) -> Places:
    """Find for each choice of keys the first sentence, or provision, that it leads to.

    `tables` holds documents, pieces, provisions, sentences, tokens, terms, overlap,
    sentence_overlap, own_words, strength_hits, targets and agencies. Words of strength belong to
    every area of which their sentence has a hit. Returns ids by the set of (key, value) pairs; ""
    where a zone stands in no provision.
    """
    against = tables["sentence_overlap"]
    status = against[against["reference"] == OTHERS].set_index("sentence_id")["status"]
    province = tables["provisions"].set_index("provision_id")["province"]
    order = ["province", "start"]

    def placed(table: pd.DataFrame) -> pd.DataFrame:
        own = table.assign(
            province=table["provision_id"].map(province), status=table["sentence_id"].map(status)
        )
        return own.sort_values(order, kind="stable").fillna("")

    words = placed(tables["tokens"].merge(tables["terms"], on="term", how="left"))
    areas = words.loc[words["area"] != "", ["provision_id", "sentence_id", "area"]]
    of_sentence = areas[["sentence_id", "area"]].drop_duplicates()
    of_provision = areas.drop_duplicates(["provision_id", "area"])
    strong = placed(tables["strength_hits"].merge(of_sentence, on="sentence_id", how="left"))
    listed = tables["agencies"][tables["agencies"]["role"] != "named"]
    listed = placed(listed.assign(sentence_id=listed["provision_id"]))
    strong = pd.concat([strong, strong.assign(strength=ANY)])
    listed = pd.concat([listed, listed.assign(agency=ANY)])
    sentences = tables["sentences"]
    bodies = placed(sentences[sentences["zone"] == "body"])
    given = listed[["province", "agency", "provision_id"]].merge(of_provision, on="provision_id")
    hits_first = words.sort_values("area", key=lambda area: area == "", kind="stable")
    of_hits = ("province", "area", "topic", "term")
    at = ["sentence_id", "provision_id", "start"]
    owned = tables["own_words"][at].assign(passage=OWN_WORDS)
    marked = placed(pd.concat([owned, tables["targets"][at].assign(passage=TARGETS)]))
    stand = tables["provisions"].reset_index(names="start").merge(statuses(tables["overlap"]))
    stand = placed(stand.assign(sentence_id=stand["provision_id"]))
    doc_province = tables["documents"].set_index("doc_id")["province"]
    # What stands in a provision comes first: only there is a place to lead to.
    zones = tables["pieces"].sort_values("provision_id", key=lambda i: i == "", kind="stable")
    zones = zones.assign(
        province=zones["doc_id"].map(doc_province),
        passage="zone/" + zones["zone"],
        sentence_id=zones["provision_id"],
    )
    # What comes later is taken where a choice is made by several.
    return (
        _first(zones, ("province", "passage"))
        | _first(stand, ("province", "passage"))
        | _first(marked, ("province", "passage"))
        | _first(given, ("province", "agency", "area"))
        | _first(listed, ("province", "agency"))
        | _first(strong, ("province", "area", "strength", "status"))
        | _first(hits_first, (*of_hits, "status"))
        | _first(bodies, ("province", "status"))
        | _first(hits_first, of_hits)
    )


def statuses(overlap: pd.DataFrame) -> pd.DataFrame:
    """Write the status of each provision as passages: against each reference, and against all.

    Against all, it is shared or adapted when it is against any. Returns provision_id, passage.
    """
    against = overlap["status"] + "/" + overlap["reference"]
    rank = {status: place for place, status in enumerate(STATUSES)}
    best = overlap.sort_values("status", key=lambda status: status.map(rank), kind="stable")
    best = best.drop_duplicates("provision_id")
    passages = pd.concat(
        [
            pd.DataFrame({"provision_id": table["provision_id"], "passage": "provisions/" + status})
            for table, status in ((best, best["status"]), (overlap, against))
        ]
    )
    return passages.reset_index(drop=True)


def _first(table: pd.DataFrame, keys: Sequence[str]) -> Places:
    """Find for each choice of these keys the first row, and give its sentence."""
    rows = table[[*keys, "sentence_id"]].drop_duplicates(list(keys))
    places: Places = {}
    for *values, sentence_id in rows.to_numpy().tolist():
        pairs = [pair for pair in zip(keys, values, strict=True) if pair[1]]
        for n in range(1, len(pairs) + 1):
            for choice in combinations(pairs, n):
                places.setdefault(frozenset(choice), sentence_id)
    return places

"""Addresses in the reader: where the words behind a number stand."""

import re
from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import Any
from urllib.parse import quote

import pandas as pd

from analysis.lexicon import ALL
from analysis.overlap import OTHERS

# What the reader can choose by: hits by area, topic and term; words of strength; sentences by their
# status; and the provisions that are given to an agency.
KEYS = ("province", "area", "topic", "term", "strength", "status", "agency")

# Words of strength of either kind, or all agencies.
ANY = "any"

# Chinese stays as it is: browsers take it, people can read it, and pages are smaller.
_UNSAFE = re.compile(r"[^\w-]")

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


def _escape(character: re.Match[str]) -> str:
    return quote(character[0], safe="")


def reader_places(tables: Mapping[str, pd.DataFrame]) -> Places:
    """Find for each choice of keys the first sentence, or provision, that it leads to.

    `tables` holds tokens, terms, provisions, sentences, sentence_overlap, strength_hits and
    agencies. Words of strength belong to every area of which their sentence has a hit. Returns ids
    by the set of (key, value) pairs.
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
    # What comes later is taken where a choice is made by several.
    return (
        _first(given, ("province", "agency", "area"))
        | _first(listed, ("province", "agency"))
        | _first(strong, ("province", "area", "strength", "status"))
        | _first(hits_first, (*of_hits, "status"))
        | _first(bodies, ("province", "status"))
        | _first(hits_first, of_hits)
    )


def _first(table: pd.DataFrame, keys: Sequence[str]) -> Places:
    """Find for each choice of these keys the first row, and give its sentence."""
    rows = table[[*keys, "sentence_id"]].drop_duplicates(list(keys))
    places: Places = {}
    for *values, sentence_id in rows.itertuples(index=False):
        pairs = [pair for pair in zip(keys, values, strict=True) if pair[1]]
        for n in range(1, len(pairs) + 1):
            for choice in combinations(pairs, n):
                places.setdefault(frozenset(choice), sentence_id)
    return places

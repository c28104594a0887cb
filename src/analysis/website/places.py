"""Where in the reader a choice of keys leads: the first of the words that it counts."""

from collections.abc import Callable, Mapping, Sequence
from itertools import combinations

import pandas as pd

from analysis.say.links import ANY, OWN_WORDS, TARGETS
from analysis.vocabulary import OTHERS, STATUSES

Places = dict[frozenset[tuple[str, str]], str]
# Gives rows their province and status, and puts them in the order of the texts.
_Placed = Callable[[pd.DataFrame], pd.DataFrame]


def reader_places(tables: Mapping[str, pd.DataFrame]) -> Places:
    """Find for each choice of keys the first sentence, or provision, that it leads to.

    `tables` holds documents, segments, provisions, sentences, tokens, terms, overlap,
    sentence_overlap, own_words, strength_hits, targets and agencies. Words of strength belong to
    every area of which their sentence has a hit. Returns ids by the set of (key, value) pairs; ""
    where a zone stands in no provision.
    """
    against = tables["sentence_overlap"]
    status = against[against["reference"] == OTHERS].set_index("sentence_id")["status"]
    province = tables["provisions"].set_index("provision_id")["province"]

    def placed(table: pd.DataFrame) -> pd.DataFrame:
        own = table.assign(
            province=table["provision_id"].map(province), status=table["sentence_id"].map(status)
        )
        return own.sort_values(["province", "start"], kind="stable").fillna("")

    words = placed(tables["tokens"].merge(tables["terms"], on="term", how="left"))
    # What comes later is taken where a choice is made by several.
    return (
        _passage_places(tables, placed)
        | _agency_places(tables, placed, words)
        | _word_places(tables, placed, words)
    )


def statuses(overlap: pd.DataFrame) -> pd.DataFrame:
    """Write the status of each provision as passages: against each reference, and against all.

    Against all, it is shared or adapted when it is against any. Returns provision_id, passage.
    """
    best = overlap.sort_values("status", key=lambda own: own.map(STATUSES.index), kind="stable")
    each = overlap.assign(status=overlap["status"] + "/" + overlap["reference"])
    both = pd.concat([best.drop_duplicates("provision_id"), each], ignore_index=True)
    return pd.DataFrame(
        {"provision_id": both["provision_id"], "passage": "provisions/" + both["status"]}
    )


def _word_places(
    tables: Mapping[str, pd.DataFrame], placed: _Placed, words: pd.DataFrame
) -> Places:
    """Find words, hits before others, words of strength, and sentences by their status."""
    of_area = words.loc[words["area"] != "", ["sentence_id", "area"]].drop_duplicates()
    strong = placed(tables["strength_hits"].merge(of_area, on="sentence_id", how="left"))
    strong = pd.concat([strong, strong.assign(strength=ANY)])
    sentences = tables["sentences"]
    bodies = placed(sentences[sentences["zone"] == "body"])
    hits_first = words.sort_values("area", key=lambda area: area == "", kind="stable")
    of_hits = ("province", "area", "topic", "term")
    return (
        _first(strong, ("province", "area", "strength", "status"))
        | _first(hits_first, (*of_hits, "status"))
        | _first(bodies, ("province", "status"))
        | _first(hits_first, of_hits)
    )


def _agency_places(
    tables: Mapping[str, pd.DataFrame], placed: _Placed, words: pd.DataFrame
) -> Places:
    """Find the provisions that are given to agencies, and their first words of an area."""
    listed = tables["agencies"][tables["agencies"]["role"] != "named"]
    listed = placed(listed.assign(sentence_id=listed["provision_id"]))
    listed = pd.concat([listed, listed.assign(agency=ANY)])
    areas = words.loc[words["area"] != "", ["provision_id", "sentence_id", "area"]]
    areas = areas.drop_duplicates(["provision_id", "area"])
    given = listed[["province", "agency", "provision_id"]].merge(areas, on="provision_id")
    return _first(given, ("province", "agency", "area")) | _first(listed, ("province", "agency"))


def _passage_places(tables: Mapping[str, pd.DataFrame], placed: _Placed) -> Places:
    """Find zones, provisions by their status, targets, and words of one province alone."""
    provinces = tables["documents"].set_index("doc_id")["province"]
    # What stands in a provision comes first: only there is a place to lead to.
    zones = tables["segments"].sort_values("provision_id", key=lambda i: i == "", kind="stable")
    zones = zones.assign(
        province=zones["doc_id"].map(provinces),
        passage="zone/" + zones["zone"],
        sentence_id=zones["provision_id"],
    )
    provisions = tables["provisions"].reset_index(names="start").merge(statuses(tables["overlap"]))
    provisions = placed(provisions.assign(sentence_id=provisions["provision_id"]))
    at = ["sentence_id", "provision_id", "start"]
    own, targets = tables["own_words"][at], tables["targets"][at]
    marked = pd.concat([own.assign(passage=OWN_WORDS), targets.assign(passage=TARGETS)])
    keys = ("province", "passage")
    return _first(zones, keys) | _first(provisions, keys) | _first(placed(marked), keys)


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

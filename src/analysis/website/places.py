"""Where in the reader a choice of keys leads: the first of the words that it counts."""

from collections.abc import Mapping, Sequence
from itertools import combinations

import pandas as pd

from analysis.say.links import ANY, OWN_WORDS, TARGETS
from analysis.vocabulary import OTHERS, STATUSES

Places = dict[frozenset[tuple[str, str]], str]


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
    zones = tables["segments"].sort_values("provision_id", key=lambda i: i == "", kind="stable")
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

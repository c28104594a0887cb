"""Addresses in the reader, and the places where they land."""

import pandas as pd
import pytest

from analysis.say.links import reader_href
from analysis.website.places import reader_places


@pytest.mark.parametrize(
    ("keys", "href"),
    [
        ({"term": "网络扶贫"}, "reader.html?term=网络扶贫"),
        ({"area": "security", "topic": "all", "gap": 0.1}, "reader.html?area=security"),
        ({"topic": "fees", "province": "hebei", "area": "infrastructure"},
         "reader.html?province=hebei&area=infrastructure&topic=fees"),
        ({"term": "<a&b>"}, "reader.html?term=%3Ca%26b%3E"),
        ({"area": "all", "topic": ""}, ""),
        ({"gap": 0.1}, ""),
        ({"status": "own", "strength": "any"}, "reader.html?strength=any&status=own"),
        ({"passage": "words/own"}, "reader.html?passage=words/own"),
    ],
)  # fmt: skip
def test_an_address_holds_the_keys_that_choose_hits(keys, href):
    assert reader_href(keys) == href


TEXTS = {
    "provisions": [("x-1", "anhui"), ("x-2", "anhui"), ("y-1", "beijing")],
    "sentences": [
        ("x-1-s00", "x-1", 0, "heading"), ("x-1-s01", "x-1", 5, "body"),
        ("x-2-s01", "x-2", 20, "body"), ("y-1-s01", "y-1", 0, "body"),
    ],
    "sentence_overlap": [
        ("x-1-s00", "others", "own"), ("x-1-s01", "others", "shared"),
        ("x-2-s01", "others", "own"), ("y-1-s01", "others", "own"),
        ("x-1-s01", "beijing", "own"),
    ],
    "tokens": [
        ("x-1-s00", "x-1", 0, "发展"), ("x-1-s01", "x-1", 6, "光纤"), ("x-2-s01", "x-2", 22, "光纤"),
        ("y-1-s01", "y-1", 3, "诈骗"),
    ],
    "terms": [("光纤", "net", "fibre"), ("诈骗", "sec", "crime")],
    "strength_hits": [
        ("x-2-s01", "x-2", 24, "鼓励", "encouraging"), ("x-1-s01", "x-1", 8, "确保", "obligatory"),
        ("x-1-s00", "x-1", 1, "鼓励", "encouraging"),
    ],
    "agencies": [
        ("x-2", 30, "网信办", "responsible"), ("x-1", 12, "公安厅", "lead"), ("y-1", 9, "网信办", "named"),
    ],
    "documents": [("x", "anhui"), ("y", "beijing")],
    "segments": [
        ("x", 0, "front", ""), ("x", 3, "heading", ""), ("x", 4, "heading", "x-1"),
        ("x", 5, "body", "x-1"), ("y", 0, "body", "y-1"),
    ],
    "targets": [("x-2-s01", "x-2", 21, "net"), ("x-1-s01", "x-1", 9, "")],
    "own_words": [("x-2-s01", "x-2", 22, "光纤"), ("x-1-s00", "x-1", 0, "发展")],
    "overlap": [
        ("x-1", "beijing", "own"), ("x-1", "parent", "shared"), ("x-2", "beijing", "own"),
        ("x-2", "parent", "own"), ("y-1", "anhui", "adapted"),
    ],
}  # fmt: skip
COLUMNS = {
    "documents": ["doc_id", "province"],
    "segments": ["doc_id", "start", "zone", "provision_id"],
    "targets": ["sentence_id", "provision_id", "start", "area"],
    "own_words": ["sentence_id", "provision_id", "start", "term"],
    "overlap": ["provision_id", "reference", "status"],
    "provisions": ["provision_id", "province"],
    "sentences": ["sentence_id", "provision_id", "start", "zone"],
    "sentence_overlap": ["sentence_id", "reference", "status"],
    "tokens": ["sentence_id", "provision_id", "start", "term"],
    "terms": ["term", "area", "topic"],
    "strength_hits": ["sentence_id", "provision_id", "start", "term", "strength"],
    "agencies": ["provision_id", "start", "agency", "role"],
}


@pytest.mark.parametrize(
    ("choice", "place"),
    [
        ({"area": "net"}, "x-1-s01"),
        ({"province": "beijing", "area": "sec", "topic": "crime", "term": "诈骗"}, "y-1-s01"),
        ({"province": "beijing", "area": "net"}, None),
        ({"term": "发展"}, "x-1-s00"),
        # A province leads to its first hit, though words of no area come before.
        ({"province": "anhui"}, "x-1-s01"),
        # Own sentences are those of bodies; own against all others, not against one of them.
        ({"province": "anhui", "status": "own"}, "x-2-s01"),
        ({"area": "net", "status": "own"}, "x-2-s01"),
        ({"area": "net", "status": "shared"}, "x-1-s01"),
        # A word of strength is of the areas of its sentence.
        ({"strength": "encouraging"}, "x-1-s00"),
        ({"strength": "encouraging", "area": "net"}, "x-2-s01"),
        ({"strength": "any", "area": "net"}, "x-1-s01"),
        ({"strength": "obligatory", "area": "sec"}, None),
        # A provision is given to the agencies of its list, not to those that its text names.
        ({"agency": "网信办"}, "x-2"),
        ({"agency": "any"}, "x-1"),
        ({"agency": "网信办", "area": "net"}, "x-2-s01"),
        ({"agency": "网信办", "province": "beijing"}, None),
        ({"passage": "targets", "province": "anhui"}, "x-1-s01"),
        ({"passage": "words/own"}, "x-1-s00"),
        # Against all, a provision is own when it is against each.
        ({"passage": "provisions/own"}, "x-2"),
        ({"passage": "provisions/own/beijing"}, "x-1"),
        ({"passage": "provisions/adapted", "province": "anhui"}, None),
        ({"passage": "zone/body", "province": "beijing"}, "y-1"),
        # The heading of a part stands in no provision, so another one is led to.
        ({"passage": "zone/heading"}, "x-1"),
        # Front matter stands in no provision.
        ({"passage": "zone/front"}, ""),
    ],
)
def test_a_choice_leads_to_the_first_of_what_it_chooses(choice, place):
    tables = {name: pd.DataFrame(rows, columns=COLUMNS[name]) for name, rows in TEXTS.items()}
    assert reader_places(tables).get(frozenset(choice.items())) == place

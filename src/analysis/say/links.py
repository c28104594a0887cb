"""Addresses in the reader: where the words behind a number stand."""

import re
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import quote

from analysis.vocabulary import ALL

# What the reader can choose by: hits by area, topic and term; words of strength; sentences by their
# status; the provisions that are given to an agency; and other passages: TARGETS, OWN_WORDS, zones
# as "zone/body", provisions by status as "provisions/own" and "provisions/own/hebei".
KEYS = ("province", "area", "topic", "term", "strength", "status", "agency", "passage")
TARGETS, OWN_WORDS = "targets", "words/own"

# Words of strength of either kind, or all agencies.
ANY = "any"

# Chinese stays as it is: browsers take it, people can read it, and pages are smaller.
_UNSAFE = re.compile(r"[^\w/-]")


def reader_href(keys: Mapping[Any, Any]) -> str:
    """Give the address of what some keys of a table choose, or "" when they choose nothing.

    Keys are those of KEYS; others, 'all' and empty values choose nothing.

    >>> reader_href({"area": "poverty", "topic": "all", "province": "gansu", "gap": 0.1})
    'reader.html?province=gansu&area=poverty'
    """
    chosen = {k: keys[k] for k in KEYS if k in keys and keys[k] not in ("", ALL)}
    written = [f"{key}={_UNSAFE.sub(_escape, str(value))}" for key, value in chosen.items()]
    return f"reader.html?{'&'.join(written)}" if chosen else ""


def hrefs(choices: Iterable[Mapping[Any, Any]]) -> str:
    """Give the addresses of several choices, parted by spaces, as a Statement holds them."""
    return " ".join(map(reader_href, choices))


def _escape(character: re.Match[str]) -> str:
    return quote(character[0], safe="")

"""Addresses in the reader: where the words behind a number stand."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from analysis.lexicon import ALL

KEYS = ("province", "area", "topic", "term")


def reader_address(keys: Mapping[Any, Any]) -> str:
    """Give the address of the hits that some keys of a table choose, or "" when there are none.

    Keys are province, area, topic and term; others, 'all' and empty values choose nothing.

    >>> reader_address({"area": "poverty", "topic": "all", "province": "gansu", "gap": 0.1})
    'reader.html?province=gansu&area=poverty'
    """
    chosen = {k: keys[k] for k in KEYS if k in keys and keys[k] not in ("", ALL)}
    return f"reader.html?{urlencode(chosen)}" if chosen else ""

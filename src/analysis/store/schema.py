"""The contracts of the tables, as `schema.toml` has them; `say` has what each of them means."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import analysis.vocabulary as vocabulary
from analysis.vocabulary import LANGUAGES

_DTYPES = {"text": "str", "in": "str", "int": "int64", "float": "float64"}


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


def read_contract(written: Mapping[str, str]) -> Contract:
    """Read a contract as it is written in `schema.toml`, where the forms are explained.

    >>> read_contract({"key": "term", "term": "text", "n": "int terms?"}).columns["n"]
    Column(dtype='int64', unit='terms', may_be_empty=True, allowed=())
    """
    every_name = " ".join(f"name_{lang}" for lang in reversed(LANGUAGES))
    kinds = {
        column: _read_kind(kind)
        for columns, kind in written.items()
        if columns != "key"
        for column in columns.replace("name_*", every_name).split()
    }
    return Contract(tuple(written["key"].split()), kinds)


def _read_kind(kind: str) -> Column:
    form, _, of = kind.removesuffix("?").partition(" ")
    allowed = getattr(vocabulary, of, None) or of.split("|") if form == "in" else ()
    unit = "" if form == "in" else of
    return Column(_DTYPES[form], unit, kind.endswith("?"), tuple(allowed))


_WRITTEN = Path(__file__).with_suffix(".toml").read_text(encoding="utf-8")
CONTRACTS = {name: read_contract(table) for name, table in tomllib.loads(_WRITTEN).items()}

"""How it was done: the data dictionary, and the lexicon with its hits."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from analysis.say.catalogue import messages, say, write
from analysis.say.links import reader_href
from analysis.say.names import Names
from analysis.say.wording import Statement
from analysis.store.schema import CONTRACTS
from analysis.vocabulary import ALL, LANGUAGES


def describe_tables(tables: Mapping[str, pd.DataFrame]) -> list[dict[str, Any]]:
    """Describe every table by its contract: meaning, key, rows, and each column with its unit.

    Meanings and units are statements, to be shown in either language.
    """
    return [
        {
            "name": name,
            "meaning": say(f"tables.{name}.meaning"),
            "key": CONTRACTS[name].key,
            "rows": len(table),
            "columns": [
                {
                    "name": column,
                    "meaning": column_meaning(name, column),
                    "unit": say(f"units.{rule.unit}") if rule.unit else Statement("", ""),
                    "dtype": rule.dtype,
                    "allowed": rule.allowed,
                    "may_be_empty": rule.may_be_empty,
                }
                for column, rule in CONTRACTS[name].columns.items()
            ],
        }
        for name, table in tables.items()
    ]


def column_meaning(table: str, column: str) -> Statement:
    """Say what a column means in a table, or else in all tables that have it."""
    own = f"tables.{table}.columns.{column}"
    return say(own if own in messages(LANGUAGES[0]) else f"dictionary.{column}")


def table_meanings() -> dict[str, dict[str, str]]:
    """Say what each table means, for `store.export`: by language, each under its heading there."""
    return {
        "meaning" if lang == LANGUAGES[0] else f"meaning_{lang}": {
            name: write(lang, f"tables.{name}.meaning") for name in CONTRACTS
        }
        for lang in LANGUAGES
    }


def describe_lexicon(
    terms: pd.DataFrame, weights: pd.DataFrame, provisions: pd.DataFrame, names: Names
) -> list[dict[str, Any]]:
    """Count the hits of every term in each province, by area and topic, most hits first.

    A token is a term of an area exactly where there is a hit, so hits are the n of `weights`.
    Returns for each area, in the lexicon's order, its topics; for each topic `found`, the terms
    that occur with a count for every province in alphabetical order, and `absent`, the others.
    """
    provinces = sorted(provisions["province"].unique())
    owned = weights[weights["term"].isin(terms["term"])].merge(
        provisions[["provision_id", "province"]], on="provision_id", validate="many_to_one"
    )
    n = owned.groupby(["term", "province"])["n"].sum().unstack(fill_value=0)
    n = n.reindex(columns=provinces, fill_value=0)
    described = []
    for area in names.areas:
        topics = []
        for topic in names.topics(area):
            listed = terms.loc[(terms["area"] == area) & (terms["topic"] == topic), "term"]
            found = n[n.index.isin(listed)].sort_index(kind="stable")
            found = found.loc[found.sum(axis=1).sort_values(ascending=False, kind="stable").index]
            rows = [
                {
                    "term": term,
                    "counts": [f"{k:,}" for k in counts],
                    "href": reader_href({"area": area, "topic": topic, "term": term}),
                }
                for term, counts in zip(found.index, found.to_numpy(), strict=True)
            ]
            absent = [term for term in listed if term not in found.index]
            name = names.statement(area, topic)
            topics.append({"key": topic, "name": name, "found": rows, "absent": absent})
        described.append({"key": area, "name": names.statement(area, ALL), "topics": topics})
    return described

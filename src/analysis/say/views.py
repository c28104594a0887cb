"""What a brief is made of: parts with statements, and tables in rows that lead to words."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd

from analysis.say.catalogue import label, say
from analysis.say.names import Names
from analysis.say.wording import NAMED, Statement, Statements


@dataclass(frozen=True)
class Row:
    """A row of a table in the brief: what its cells say, and where its words stand."""

    cells: tuple[str | Statement, ...]
    href: str = ""


@dataclass(frozen=True)
class View:
    """A table in the brief: its columns, and rows whose first cell names them."""

    caption: Statement
    columns: tuple[Statement, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Part:
    """A part of the brief: statements, words explained, a table, and figures with their tables.

    `lead` stands above the statements, in larger letters. `words` are pairs of a word and what it
    means. `figures` has the view of a figure by its name.
    """

    statements: Statements = field(default_factory=Statements)
    lead: Statement | None = None
    words: tuple[tuple[Statement, Statement], ...] = ()
    table: View | None = None
    figures: Mapping[str, View] = field(default_factory=dict)


def make_view(caption: Statement, columns: Sequence[str], rows: Iterable[Row]) -> View:
    """Put a table together; columns are named by their keys in the catalogues' group `columns`."""
    return View(caption, tuple(say(f"columns.{column}") for column in columns), tuple(rows))


def range_cell(low: str, high: str) -> Statement:
    """Write the two ends of an interval."""
    return say("columns.range", low=low, high=high)


def describe_figure(drawn: Statement, statements: Iterable[Statement]) -> Statement:
    """Describe a figure for those who do not see it: what is drawn, then what it shows.

    >>> describe_figure(Statement("A bar.", "条。"), [Statement("One.", "一。")])
    Statement(en='A bar. One.', zh='条。一。', href='')
    """
    return say("general.described", said=[drawn, *statements])


def why_no_terms(divergence: pd.DataFrame) -> Statement:
    """Say why nothing is told of gaps: there is none, or no term of the texts behind any."""
    return say("general.alone" if divergence.empty else "general.no_term")


def source_line(documents: pd.DataFrame, provisions: pd.DataFrame, names: Names) -> str:
    """Name the documents behind a figure: province, number, date, provisions counted.

    Many are counted.
    """
    size = provisions.groupby("doc_id").size()
    policies = documents[documents["role"] == "policy"]
    source, of_provisions = label("source.source"), label("source.provisions")
    if len(policies) > NAMED:
        many = label("source.many", provinces=policies["province"].nunique(), n=len(policies))
        return f"{source}: {many} ({size.sum():,} {of_provisions})"
    parts = []
    for document in policies.itertuples():
        n = f"({size.get(document.doc_id, 0)} {of_provisions})"
        said = [names.both(document.province), document.document_number, document.issued_on, n]
        parts.append(" ".join(x for x in said if x))
    return f"{source}: {'; '.join(parts)}"

"""Tables for readers: what a figure shows, or what a text promises, in rows that lead to words."""

from dataclasses import dataclass

from analysis.say.wording import Names, Statement

AREA, PROVINCE = Statement("Policy area", "政策领域"), Statement("Province", "省")
COVERAGE = Statement("Coverage", "覆盖度")
INTERVAL = Statement("95% interval", "95%区间")


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


def _name(names: Names, *key: str) -> Statement:
    return Statement(names.en(*key), names.zh(*key))


def _span(low: str, high: str) -> Statement:
    return Statement(f"{low} to {high}", f"{low}至{high}")

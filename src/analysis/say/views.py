"""Tables for readers: what a figure shows, or what a text promises, in rows that lead to words."""

from dataclasses import dataclass

from analysis.say.wording import Finding, Names

AREA, PROVINCE = Finding("Policy area", "政策领域"), Finding("Province", "省")
COVERAGE = Finding("Coverage", "覆盖度")
INTERVAL = Finding("95% interval", "95%区间")


@dataclass(frozen=True)
class Row:
    """A row of a table in the brief: what its cells say, and where its words stand."""

    cells: tuple[str | Finding, ...]
    address: str = ""


@dataclass(frozen=True)
class View:
    """A table in the brief: its columns, and rows whose first cell names them."""

    caption: Finding
    columns: tuple[Finding, ...]
    rows: tuple[Row, ...]


def _name(names: Names, *key: str) -> Finding:
    return Finding(names.en(*key), names.zh(*key))


def _span(low: str, high: str) -> Finding:
    return Finding(f"{low} to {high}", f"{low}至{high}")

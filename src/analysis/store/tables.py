"""Tables as files: read, check against their contracts, write."""

import csv
from collections.abc import Iterable
from functools import partial
from pathlib import Path

import pandas as pd

from analysis.errors import TableError
from analysis.store.files import PROCESSED, show_path, write_file
from analysis.store.schema import CONTRACTS, Column

# Ten significant digits: far finer than any reading of the texts, and coarser than the last
# bits in which two processors may differ.
FLOAT_FORMAT = "%.10g"


def check_table(table: pd.DataFrame, name: str, *, where: str = "") -> pd.DataFrame:
    """Hold a table against its contract and return it with columns and rows in order.

    Columns come back in the contract's order and type, rows sorted by key.

    Raises TableError for a missing or unknown column, an empty or wrong cell, a doubled key.

    >>> check_table(pd.DataFrame({"provision_id": ["b", "a"], "term": "网", "n": [1, 2]}),
    ...             "term_counts").to_dict("list")
    {'provision_id': ['a', 'b'], 'term': ['网', '网'], 'n': [2, 1]}
    """
    contract = CONTRACTS[name]
    where = where or f"table '{name}'"
    columns = list(contract.columns)
    missing = [c for c in columns if c not in table.columns]
    unknown = [c for c in table.columns if c not in columns]
    if missing or unknown:
        raise TableError(
            f"{where}: missing column(s) {missing or 'none'}, unknown column(s) "
            f"{unknown or 'none'}; expected exactly {columns}. Correct the header."
        )
    rules = contract.columns.items()
    typed = pd.DataFrame({c: _typed(table[c], rule, f"{where}, column '{c}'") for c, rule in rules})
    # The header is line 1 of a CSV file.
    doubled = typed.duplicated(list(contract.key), keep=False)
    if doubled.any():
        value = dict(typed[list(contract.key)].iloc[doubled.argmax()])
        raise TableError(
            f"{where}, row {doubled.argmax() + 2}: {value} stands more than once; expected one row per "
            f"{list(contract.key)}. Remove or rename the doubled row."
        )
    return typed.sort_values(list(contract.key), kind="stable", ignore_index=True)


def read_table(name: str, folder: Path = PROCESSED) -> pd.DataFrame:
    """Read `folder/name.csv` and hold it against its contract.

    Raises TableError when the file is missing, is not UTF-8 CSV, or breaks the contract.
    """
    return read_csv(folder / f"{name}.csv", name)


def read_tables(folder: Path = PROCESSED) -> dict[str, pd.DataFrame]:
    """Read all tables that lie in a folder, by name, in the order of the contracts."""
    found = {path.stem for path in folder.glob("*.csv")}
    return {name: read_table(name, folder) for name in CONTRACTS if name in found}


def read_csv(path: Path, name: str) -> pd.DataFrame:
    """Read a CSV file that keeps the contract `name`; errors as in `read_table`."""
    return check_table(read_cells(path, name), name, where=show_path(path))


def read_cells(path: Path, name: str) -> pd.DataFrame:
    """Read a CSV file as texts, whatever its columns; `name` says what was expected there.

    Raises TableError when the file is missing or is not UTF-8 CSV.
    """
    where = show_path(path)
    try:
        return pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8-sig")
    except FileNotFoundError:
        raise TableError(
            f"{where}: no such file; expected the table '{name}'. "
            "Run 'make data', or put the file back."
        ) from None
    except (UnicodeDecodeError, pd.errors.ParserError, pd.errors.EmptyDataError) as error:
        raise TableError(
            f"{where}: cannot be read ({str(error).strip()}); expected a CSV table in UTF-8. "
            "Give every line a cell for each column, and save it as 'CSV UTF-8'."
        ) from None


def write_table(table: pd.DataFrame, name: str, folder: Path = PROCESSED) -> None:
    """Check a table and write it to `folder/name.csv`, sorted, whole or not at all."""
    write_file(folder / f"{name}.csv", format_csv(check_table(table, name)).encode("utf-8"))


def format_csv(table: pd.DataFrame) -> str:
    """Give a table as the text of a CSV file, with the digits and line ends of all of ours."""
    write = partial(table.to_csv, index=False, float_format=FLOAT_FORMAT, lineterminator="\n")
    text = str(write())
    # Python before 3.11.9 leaves a carriage return inside a cell without quotes, and readers take
    # it for the end of the row. Quoting every cell gives the same bytes on every Python.
    return str(write(quoting=csv.QUOTE_ALL)) if "\r" in text else text


def stack_tables(parts: Iterable[pd.DataFrame], name: str) -> pd.DataFrame:
    """Join tables of one contract, such as one a pair of provinces; none give an empty table."""
    tables = list(parts) or [pd.DataFrame(columns=list(CONTRACTS[name].columns))]
    return check_table(pd.concat(tables, ignore_index=True), name)


def _typed(values: pd.Series, rule: Column, where: str) -> pd.Series:
    """Give the cells of a column in the type of its rule."""
    empty = values.isna()
    if not pd.api.types.is_numeric_dtype(values):
        empty |= values.astype("str") == ""
    expected = "a text"
    if rule.allowed:
        expected = f"one of {list(rule.allowed)}"
    elif rule.unit:
        expected = f"a number ({rule.unit})"
    if empty.any() and not rule.may_be_empty:
        row = empty.argmax() + 2
        raise TableError(f"{where}, row {row}: empty; expected {expected}. Fill the cell.")
    if rule.dtype == "str":
        typed = values.astype("str").where(~empty, "")
        wrong = ~typed.isin(rule.allowed) & bool(rule.allowed)
    else:
        typed = pd.to_numeric(values.where(~empty), errors="coerce")
        wrong = typed.isna() & ~empty
        if rule.dtype == "int64":
            wrong |= typed.notna() & (typed % 1 != 0)
    if wrong.any():
        row, found = wrong.argmax() + 2, values.iloc[wrong.argmax()]
        raise TableError(
            f"{where}, row {row}: found '{found}', expected {expected}. Correct the cell."
        )
    return typed.astype(rule.dtype)

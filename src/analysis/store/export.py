"""Downloads: tables as files that a reader may open in a spreadsheet without harm."""

import math
import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any
from unicodedata import east_asian_width
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import pandas as pd
import xlsxwriter

from analysis.errors import TableError
from analysis.store.files import PROCESSED, REPORTS, write_file
from analysis.store.schema import CONTRACTS
from analysis.store.tables import FLOAT_FORMAT, check_table, format_csv, read_tables

# The sheet that lists the others.
CONTENTS = "tables"

# What makes a spreadsheet read a cell as a formula when it stands first: the list of OWASP's page
# "CSV Injection", the null of its ASVS, and the full-width forms, which a spreadsheet may take for
# the half-width ones.
_FORMULA_STARTS = tuple("=+-@\t\r\n\0＝＋－＠")

# Excel's limits: a sheet has no more rows and a cell no more UTF-16 units. XlsxWriter leaves out
# or cuts what lies beyond them without a word.
MAX_ROWS = 1_048_576
_MAX_UNITS = 32_767

# Half of a surrogate pair: Python's strings may hold one, UTF-8 may not.
_HALF_CHARACTER = re.compile("[\ud800-\udfff]")

# Columns as wide as their longest cell, but no wider than half a screen.
_MAX_WIDTH = 60

# Any fixed date gives the same bytes on every day; this is the one that zip files begin at.
_CREATED = datetime(1980, 1, 1)

_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


# What tables mean: texts by table, under the heading of the column they are to stand in.
Meanings = Mapping[str, Mapping[str, str]]


def write_downloads(
    processed: Path = PROCESSED, reports: Path = REPORTS, *, meanings: Meanings
) -> None:
    """Write all tables to `reports/tables`: as CSV files in one ZIP, and as one XLSX workbook."""
    tables = read_tables(processed)
    contents = {"csv.zip": write_archive(tables), "xlsx": write_workbook(tables, meanings)}
    for kind, content in contents.items():
        write_file(reports / "tables" / f"all_tables.{kind}", content)


def write_csv(table: pd.DataFrame, name: str) -> bytes:
    """Give a table as a CSV file for spreadsheets, with no cell that one would run as a formula.

    The bytes are those of `write_table`, but for two things. They begin with a byte order mark:
    without it Excel reads UTF-8 in the code page of the machine, GBK on a Chinese one; pandas'
    'utf-8-sig', `read_csv` of tables and R's 'UTF-8-BOM' skip it. And a cell of a text column
    that begins with = + - @, their full-width forms, a tab, a line end or a null gets an
    apostrophe in front. Numbers are never touched, so -1.5 stays a number.

    Raises TableError when the table breaks its contract or holds half of a surrogate pair.

    >>> counts = pd.DataFrame({"provision_id": ["a-1"], "term": ["=1+1"], "n": [2]})
    >>> print(write_csv(counts, "term_counts").decode("utf-8-sig"), end="")
    provision_id,term,n
    a-1,'=1+1,2
    """
    checked = check_table(table, name)
    _check_characters(checked, name)
    safe = {column: checked[column].map(_defuse) for column in _text_columns(checked)}
    return format_csv(checked.assign(**safe)).encode("utf-8-sig")


def write_archive(tables: Mapping[str, pd.DataFrame]) -> bytes:
    """Give tables as one ZIP file with a CSV file each, as `write_csv` gives them.

    Same tables, same bytes, with the same zlib. Raises TableError as `write_csv` does.
    """
    return _pack({f"{name}.csv": write_csv(table, name) for name, table in tables.items()})


def write_workbook(tables: Mapping[str, pd.DataFrame], meanings: Meanings) -> bytes:
    """Give tables as one XLSX file: a sheet that lists them, then one sheet a table.

    The first sheet, `tables`, has a row a table in the order given: its name, which leads to its
    sheet, its `meanings`, its number of rows and its key. A sheet bears the
    name of its table and has the columns of the contract. Texts are text cells and unchanged,
    also those like '=1+1' or '4.10', numbers have the digits of the CSV files, empty cells are
    blank; there are no formulas. Same tables, same bytes, whenever and wherever they are written
    with the same zlib.

    Raises TableError when a table breaks its contract, or holds what an XLSX file cannot: a text
    of more than 32,767 UTF-16 units, half of a surrogate pair, an infinite number, or more than
    1,048,575 rows. Nothing is cut.

    >>> write_workbook({}, {})[:2]
    b'PK'
    """
    checked = {name: check_table(table, name) for name, table in tables.items()}
    for name, table in checked.items():
        _check_limits(table, name)
    buffer = BytesIO()
    with xlsxwriter.Workbook(buffer, _OPTIONS) as book:
        book.set_properties({"created": _CREATED})
        formats = {
            "header": book.add_format({"bold": True}),
            # Keeps a text a text also when a reader edits the cell.
            "quoted": book.add_format({"quote_prefix": True}),
        }
        contents = book.add_worksheet(CONTENTS)
        _write_sheet(contents, _list_tables(checked, meanings), formats)
        for row, (name, table) in enumerate(checked.items(), start=1):
            _write_sheet(book.add_worksheet(name), table, formats)
            contents.write_url(row, 0, f"internal:'{name}'!A1", string=name)
    with ZipFile(buffer) as book:
        return _pack({file.filename: book.read(file) for file in book.infolist()})


def _pack(files: Mapping[str, bytes]) -> bytes:
    """Pack files into a ZIP, as tight as it can and with one date for all."""
    buffer = BytesIO()
    with ZipFile(buffer, "w") as archive:
        for name, content in files.items():
            file = ZipInfo(name, _CREATED.timetuple()[:6])
            file.compress_type, file.external_attr = ZIP_DEFLATED, 0o644 << 16
            archive.writestr(file, content, compresslevel=9)
    return buffer.getvalue()


def _defuse(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text


def _text_columns(table: pd.DataFrame) -> list[str]:
    return [c for c in table.columns if not pd.api.types.is_numeric_dtype(table[c])]


def _list_tables(tables: Mapping[str, pd.DataFrame], meanings: Meanings) -> pd.DataFrame:
    listed = {
        "table": list(tables),
        **{heading: [said[name] for name in tables] for heading, said in meanings.items()},
        "rows": [len(table) for table in tables.values()],
        "key": [", ".join(CONTRACTS[name].key) for name in tables],
    }
    return pd.DataFrame(listed).astype({"rows": "int64"})


def _write_sheet(sheet: Any, table: pd.DataFrame, formats: Mapping[str, Any]) -> None:
    texts = _text_columns(table)
    for position, column in enumerate(table.columns):
        sheet.write_string(0, position, column, formats["header"])
        cells = table[column].tolist()
        if column in texts:
            for row, text in enumerate(cells, start=1):
                _write_text(sheet, row, position, text, formats)
        else:
            cells = ["" if math.isnan(number) else FLOAT_FORMAT % number for number in cells]
            for row, digits in enumerate(cells, start=1):
                if digits:
                    sheet.write_number(row, position, float(digits))
        sheet.set_column(position, position, _column_width(column, cells))
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, len(table), len(table.columns) - 1)
    # Numbers such as 4.4 in a text column are meant: no green corner on each of them.
    sheet.ignore_errors({"number_stored_as_text": f"A1:XFD{MAX_ROWS}"})


def _write_text(sheet: Any, row: int, column: int, text: str, formats: Mapping[str, Any]) -> None:
    if text.startswith("<r>") and text.endswith("</r>"):
        # XlsxWriter would take it for markup of its own and put it into the file as it is; in
        # pieces it is escaped. The least number of pieces is three.
        sheet.write_rich_string(row, column, text[:1], text[1:2], text[2:])
    elif text.startswith(_FORMULA_STARTS):
        sheet.write_string(row, column, text, formats["quoted"])
    elif text:
        sheet.write_string(row, column, text)


def _column_width(header: str, cells: Iterable[str]) -> int:
    """Give the width of a column, in digits; the arrow of the filter takes two."""
    longest = max(map(_text_width, set(cells)), default=0)
    return min(max(longest, _text_width(header) + 2) + 1, _MAX_WIDTH)


def _text_width(text: str) -> int:
    """Count a character of full width, such as a Han character, as two."""
    if text.isascii():
        return min(len(text), _MAX_WIDTH)
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text[:_MAX_WIDTH])


def _check_limits(table: pd.DataFrame, name: str) -> None:
    if len(table) >= MAX_ROWS:
        raise TableError(
            f"table '{name}': found {len(table):,} rows; a sheet of an XLSX file holds "
            f"{MAX_ROWS - 1:,} below its header. Leave the table out of the workbook; its CSV "
            "file has no such limit."
        )
    _check_characters(table, name)
    texts = _text_columns(table)
    for column in table.columns:
        if column in texts:
            _check_lengths(table[column].tolist(), name, column)
        elif (infinite := table[column].isin([math.inf, -math.inf])).any():
            raise TableError(
                f"{_place(name, int(infinite.argmax()), column)}: found an infinite number; a cell "
                "of an XLSX file holds finite ones. Correct the cell, or leave it empty if the "
                "column may be."
            )


def _check_characters(table: pd.DataFrame, name: str) -> None:
    for column in _text_columns(table):
        for row, text in enumerate(table[column].tolist()):
            if half := _HALF_CHARACTER.search(text):
                raise TableError(
                    f"{_place(name, row, column)}: found U+{ord(half[0]):04X}, half of a "
                    "character; expected text that UTF-8 can hold. Read the text again in its own "
                    "encoding."
                )


def _check_lengths(texts: list[str], name: str, column: str) -> None:
    units = [_count_units(text) for text in texts]
    longest = max(units, default=0)
    if longest > _MAX_UNITS:
        raise TableError(
            f"{_place(name, units.index(longest), column)}: found a text of {longest:,} "
            f"characters; a cell of an XLSX file holds {_MAX_UNITS:,}. Give the document smaller "
            "provisions or sentences, or leave the table out of the workbook; its CSV file has no "
            "such limit."
        )


def _count_units(text: str) -> int:
    """Count UTF-16 units, as Excel does: characters beyond U+FFFF, such as rare Han, are two."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le")) // 2


def _place(name: str, row: int, column: str) -> str:
    """Name a cell; the row is counted as a spreadsheet does, where the header is row 1."""
    return f"table '{name}', column '{column}', row {row + 2}"

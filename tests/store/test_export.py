import os
import re
import subprocess
import sys
from collections.abc import Mapping
from functools import lru_cache
from io import BytesIO
from xml.etree import ElementTree
from zipfile import ZipFile

import pandas as pd
import pytest

from analysis.errors import TableError
from analysis.store.export import (
    CONTENTS,
    write_archive,
    write_csv,
    write_downloads,
    write_workbook,
)
from analysis.store.files import PROCESSED, ROOT
from analysis.store.schema import CONTRACTS
from analysis.store.tables import read_csv, read_table, write_table

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
MEANINGS = {
    "meaning": {"term_counts": "how often each word occurs", "contributions": "what adds up"},
    "meaning_zh": {"term_counts": "出现次数", "contributions": "相加即为差距"},
}
BOM = b"\xef\xbb\xbf"
SHIPPED = sorted(path.stem for path in PROCESSED.glob("*.csv"))
HARMFUL = ["=cmd()", "+1", "-1", "@x", "\t=1", "\r=1", "\n=1", "\0=1", "＝1", "＋1", "－1", "＠x"]
HARMLESS = ["网络", "a=b", "1-2", "'=1", " x", "（－1）", "4.10", "2017-08-02"]


def counts(*terms: str) -> pd.DataFrame:
    return pd.DataFrame(
        {"provision_id": [f"a-{n}" for n in range(len(terms))], "term": terms, "n": 1}
    )


def contribution(**cells: object) -> pd.DataFrame:
    row = {"province_a": "a", "province_b": "b", "area": "net", "term": "-1", "share_a": 0.0}
    return pd.DataFrame([row | {"share_b": 1.5, "contribution": -1.5} | cells])


# ---------------------------------------------------------------- reading a workbook back


@lru_cache(maxsize=1)
def parts(book: bytes) -> dict[str, ElementTree.Element]:
    """Give every part of the file; a part that is no XML fails here."""
    with ZipFile(BytesIO(book)) as archive:
        assert archive.testzip() is None
        return {name: ElementTree.fromstring(archive.read(name)) for name in archive.namelist()}


def sheet_names(files: Mapping[str, ElementTree.Element]) -> list[str]:
    return [sheet.attrib["name"] for sheet in files["xl/workbook.xml"].iter(f"{MAIN}sheet")]


def sheet_of(book: bytes, name: str) -> ElementTree.Element:
    files = parts(book)
    return files[f"xl/worksheets/sheet{sheet_names(files).index(name) + 1}.xml"]


def rows_of(book: bytes, name: str) -> list[list[object]]:
    """Give the cells of a sheet: texts as str, numbers as float, blanks as None."""
    files = parts(book)
    shared = [
        "".join(text.text or "" for text in item.iter(f"{MAIN}t"))
        for item in files["xl/sharedStrings.xml"].iter(f"{MAIN}si")
    ]
    sheet = sheet_of(book, name)
    last_column = sheet.find(f"{MAIN}dimension").attrib["ref"].rpartition(":")[2] or "A1"
    width = ord(re.match("[A-Z]", last_column)[0]) - 64
    rows = []
    for row in sheet.iter(f"{MAIN}row"):
        cells: list[object] = [None] * width
        for cell in row.iter(f"{MAIN}c"):
            value = cell.find(f"{MAIN}v").text
            cells[ord(cell.attrib["r"][0]) - 65] = (
                shared[int(value)] if cell.attrib.get("t") == "s" else float(value)
            )
        rows.append(cells)
    return rows


# ---------------------------------------------------------------- CSV


def test_a_csv_file_has_a_mark_for_excel_and_the_bytes_of_the_table(tmp_path):
    assert write_csv(counts("网", "络"), "term_counts") == BOM + (
        "provision_id,term,n\na-0,网,1\na-1,络,1\n".encode()
    )
    write_table(contribution(share_a=1 / 3, term="网"), "contributions", tmp_path)
    assert write_csv(contribution(share_a=1 / 3, term="网"), "contributions") == (
        BOM + (tmp_path / "contributions.csv").read_bytes()
    )


@pytest.mark.parametrize("text", HARMFUL)
def test_a_text_that_begins_like_a_formula_gets_an_apostrophe(tmp_path, text):
    (tmp_path / "t.csv").write_bytes(write_csv(counts("网", text), "term_counts"))
    assert read_csv(tmp_path / "t.csv", "term_counts")["term"].tolist() == ["网", "'" + text]


@pytest.mark.parametrize("text", HARMLESS)
def test_other_texts_stay_as_they_are_and_read_back(tmp_path, text):
    table = counts("网", text)
    (tmp_path / "t.csv").write_bytes(write_csv(table, "term_counts"))
    pd.testing.assert_frame_equal(read_csv(tmp_path / "t.csv", "term_counts"), table)


def test_a_negative_number_stays_a_number_where_the_same_text_does_not():
    line = write_csv(contribution(), "contributions").decode("utf-8-sig").splitlines()[1]
    assert line == "a,b,net,'-1,0,1.5,-1.5"


def test_a_carriage_return_inside_a_text_starts_no_row(tmp_path):
    written = write_csv(counts("网\r=1"), "term_counts")
    assert b'"\xe7\xbd\x91\r=1"' in written
    (tmp_path / "t.csv").write_bytes(written)
    assert read_csv(tmp_path / "t.csv", "term_counts")["term"].tolist() == ["网\r=1"]


def test_quotes_and_commas_open_no_cell(tmp_path):
    (tmp_path / "t.csv").write_bytes(write_csv(counts('网",=1'), "term_counts"))
    assert read_csv(tmp_path / "t.csv", "term_counts")["term"].tolist() == ['网",=1']


@pytest.mark.parametrize("name", SHIPPED)
def test_no_cell_of_the_shipped_tables_needs_an_apostrophe(name):
    assert write_csv(read_table(name), name) == BOM + (PROCESSED / f"{name}.csv").read_bytes()


# ---------------------------------------------------------------- workbook


def test_a_workbook_lists_its_tables_with_their_meanings_and_leads_to_them():
    tables = {"term_counts": counts("网", "络"), "contributions": contribution()}
    book = write_workbook(tables, MEANINGS)
    assert sheet_names(parts(book)) == ["tables", "term_counts", "contributions"]
    assert rows_of(book, "tables") == [
        ["table", "meaning", "meaning_zh", "rows", "key"],
        ["term_counts", "how often each word occurs", "出现次数", 2, "provision_id, term"],
        ["contributions", "what adds up", "相加即为差距", 1, "province_a, province_b, area, term"],
    ]
    links = [link.attrib for link in sheet_of(book, "tables").iter(f"{MAIN}hyperlink")]
    assert [(link["ref"], link["location"]) for link in links] == [
        ("A2", "'term_counts'!A1"),
        ("A3", "'contributions'!A1"),
    ]


def test_a_sheet_has_the_rows_of_its_table_with_texts_as_texts_and_numbers_as_numbers():
    table = contribution(term="4.10", share_a=1 / 3)
    assert rows_of(write_workbook({"contributions": table}, {}), "contributions") == [
        ["province_a", "province_b", "area", "term", "share_a", "share_b", "contribution"],
        ["a", "b", "net", "4.10", 0.3333333333, 1.5, -1.5],
    ]


def test_empty_cells_are_blank():
    row = {"sentence_id": "a-1-s01", "start": 0, "end": 2, "provision_id": "a-1", "text": "2户",
           "quantity": "", "comparator": "stated", "value": 2.0, "unit": "户", "deadline": "", "area": ""}  # fmt: skip
    cells = rows_of(write_workbook({"targets": pd.DataFrame([row])}, {}), "targets")[1]
    assert cells == ["a-1-s01", 0, 2, "a-1", "2户", None, "stated", 2, "户", None, None]
    reliability = read_table("reliability").assign(alpha=float("nan")).head(1)
    header, cells = rows_of(write_workbook({"reliability": reliability}, {}), "reliability")
    assert cells[header.index("alpha")] is None


@pytest.mark.parametrize("text", [*HARMFUL, *HARMLESS, "{=1}", "https://example.org", "1e5"])
def test_a_text_is_a_text_cell_and_no_formula_number_or_link(text):
    book = write_workbook({"term_counts": counts(text)}, {})
    sheet = sheet_of(book, "term_counts")
    (cell,) = [cell for cell in sheet.iter(f"{MAIN}c") if cell.attrib["r"] == "B2"]
    assert cell.attrib["t"] == "s"
    written = re.sub(
        "_x([0-9A-F]{4})_", lambda code: chr(int(code[1], 16)), rows_of(book, "term_counts")[1][1]
    )
    assert written == text
    for name, part in parts(book).items():
        assert not list(part.iter(f"{MAIN}f")), name
    assert not list(sheet.iter(f"{MAIN}hyperlink"))
    # A quoted cell stays a text when it is edited.
    style = parts(book)["xl/styles.xml"].find(f"{MAIN}cellXfs")[int(cell.attrib.get("s", 0))]
    assert (style.attrib.get("quotePrefix") == "1") == (text in HARMFUL)


@pytest.mark.parametrize(
    ("text", "stored"),
    [
        ("a\x01b", "a_x0001_b"),
        ("a\x0bb", "a_x000B_b"),
        ("a\rb", "a_x000D_b"),
        ("a\ufffeb\uffff", "a_xFFFE_b_xFFFF_"),
        ("_x0001_", "_x005F_x0001_"),
        ("<a>&\"'</a>", "<a>&\"'</a>"),
        ("<r>&</r>", "<r>&</r>"),
        ("<r><t>a</t></r>", "<r><t>a</t></r>"),
        ("𠮷\x85", "𠮷\x85"),
        (" a\n b ", " a\n b "),
    ],
)
def test_odd_characters_make_no_broken_file(text, stored):
    assert rows_of(write_workbook({"term_counts": counts(text)}, {}), "term_counts")[1][1] == stored


@pytest.mark.parametrize(
    "write", [write_csv, lambda table, name: write_workbook({name: table}, {})], ids=["csv", "xlsx"]
)
def test_half_a_character_is_refused_with_its_place(write):
    with pytest.raises(
        TableError,
        match=r"table 'term_counts', column 'term', row 3: found U\+D83D, half .*Read the text again",
    ):
        write(counts("网", "a\ud83d"), "term_counts")


def test_a_text_of_excels_length_is_whole_and_a_longer_one_is_refused_with_its_place():
    fits = "𠮷" * 16_383 + "网"
    assert rows_of(write_workbook({"term_counts": counts(fits)}, {}), "term_counts")[1][1] == fits
    for text in (fits + "网", "a" * 32_768):
        with pytest.raises(
            TableError,
            match=r"'term_counts', column 'term', row 3: found a text of 32,768 .* 32,767.*Give the",
        ):
            write_workbook({"term_counts": counts("网", text)}, {})
        assert text in write_csv(counts(text), "term_counts").decode()


def test_more_rows_than_a_sheet_has_are_refused(monkeypatch):
    monkeypatch.setattr("analysis.store.export.MAX_ROWS", 3)
    assert len(rows_of(write_workbook({"term_counts": counts("网", "络")}, {}), "term_counts")) == 3
    with pytest.raises(
        TableError, match=r"table 'term_counts': found 3 rows; .* holds 2 .*Leave the table out"
    ):
        write_workbook({"term_counts": counts("网", "络", "线")}, {})


def test_an_infinite_number_is_refused_with_its_place():
    with pytest.raises(TableError, match=r"column 'share_a', row 2: found an infinite number"):
        write_workbook({"contributions": contribution(share_a=float("-inf"))}, {})


def test_a_table_that_breaks_its_contract_is_refused():
    for write in (write_csv, lambda table, name: write_workbook({name: table}, {})):
        with pytest.raises(TableError, match=r"missing column\(s\) \['n'\]"):
            write(counts("网").drop(columns="n"), "term_counts")


def test_headers_are_bold_and_frozen_with_filters_and_columns_wide_enough():
    book = write_workbook({"term_counts": counts("网络基础设施建设", "网" * 99)}, {})
    sheet, styles = sheet_of(book, "term_counts"), parts(book)["xl/styles.xml"]
    for cell in next(sheet.iter(f"{MAIN}row")):
        style = styles.find(f"{MAIN}cellXfs")[int(cell.attrib["s"])]
        assert styles.find(f"{MAIN}fonts")[int(style.attrib["fontId"])].find(f"{MAIN}b") is not None
    pane = next(sheet.iter(f"{MAIN}pane")).attrib
    assert (pane["ySplit"], pane["state"], "xSplit" in pane) == ("1", "frozen", False)
    assert next(sheet.iter(f"{MAIN}autoFilter")).attrib["ref"] == "A1:C3"
    # The longest cell and a space, Han characters as two; the name and the filter's arrow; the cap.
    assert column_widths(book) == [15, 60, 4]
    book = write_workbook({"term_counts": counts("网络", "网络基础设施建设", "IPv6")}, {})
    assert column_widths(book) == [15, 17, 4]


def column_widths(book: bytes) -> list[int]:
    """Give the widths asked for; Excel's margin of less than one is cut off."""
    return [
        int(float(col.attrib["width"])) for col in sheet_of(book, "term_counts").iter(f"{MAIN}col")
    ]


def test_names_of_tables_can_be_names_of_sheets():
    names = [*CONTRACTS, CONTENTS]
    assert len({name.lower() for name in names}) == len(names)
    assert all(re.fullmatch(r"[a-z_]{1,31}", name) and name != "history" for name in names)


@pytest.mark.slow
def test_the_shipped_tables_make_one_sound_workbook_without_a_formula():
    tables = {name: read_table(name) for name in SHIPPED}
    book = write_workbook(tables, {})
    files = parts(book)
    assert sheet_names(files) == ["tables", *SHIPPED]
    assert [row[1] for row in rows_of(book, "tables")[1:]] == [len(t) for t in tables.values()]
    assert not [name for name, part in files.items() if list(part.iter(f"{MAIN}f"))]
    assert rows_of(book, "sentences")[1:] == tables["sentences"].values.tolist()


@pytest.mark.slow
def test_same_tables_same_bytes_later_in_another_zone_under_another_seed():
    names = ("documents", "coverage", "validation")
    program = (
        "import sys\n"
        "from analysis.store.export import write_workbook\n"
        "from analysis.store.tables import read_table\n"
        f"sys.stdout.buffer.write(write_workbook({{n: read_table(n) for n in {names}}}, {{}}))\n"
    )
    first = write_workbook({name: read_table(name) for name in names}, {})
    created = parts(first)["docProps/core.xml"].find("{http://purl.org/dc/terms/}created").text
    assert created == "1980-01-01T00:00:00Z"
    with ZipFile(BytesIO(first)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    for seed, zone in (("1", "Asia/Shanghai"), ("2", "America/Los_Angeles")):
        environment = os.environ | {
            "PYTHONHASHSEED": seed, "TZ": zone, "PYTHONPATH": str(ROOT / "src"),
        }  # fmt: skip
        run = subprocess.run(
            [sys.executable, "-c", program], env=environment, capture_output=True, check=True
        )
        assert run.stdout == first


def test_writing_leaves_the_tables_as_they_were():
    table = counts("=1", "网").iloc[::-1]
    before = table.copy(deep=True)
    write_csv(table, "term_counts")
    write_workbook({"term_counts": table}, {})
    pd.testing.assert_frame_equal(table, before)


def test_an_archive_has_a_csv_file_for_every_table_and_the_same_bytes_at_every_run():
    tables = {"term_counts": counts("=cmd()"), "contributions": contribution()}
    archive = write_archive(tables)
    with ZipFile(BytesIO(archive)) as files:
        assert files.namelist() == ["term_counts.csv", "contributions.csv"]
        assert files.read("term_counts.csv") == write_csv(tables["term_counts"], "term_counts")
        assert {file.date_time for file in files.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert write_archive(tables) == archive


def test_downloads_are_made_of_all_tables_of_a_folder(tmp_path):
    write_table(counts("网"), "term_counts", tmp_path)
    write_downloads(tmp_path, tmp_path / "site", meanings=MEANINGS)
    made = {path.name: path.read_bytes() for path in (tmp_path / "site" / "tables").iterdir()}
    tables = {"term_counts": counts("网")}
    assert made == {
        "all_tables.csv.zip": write_archive(tables),
        "all_tables.xlsx": write_workbook(tables, MEANINGS),
    }

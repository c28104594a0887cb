"""A whole build of documents of many layouts, one a province, of which one tries to be markup,
formulas and code: all are shown, and it stays a text."""

import re
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree
from zipfile import ZipFile

import pandas as pd
import pytest
from benchmark import make_documents
from building import DOCUMENTS, copy_project, make, missing_values, page_of
from layouts import DRAWN
from made_up import many_provinces, write_corpus

from analysis.store.tables import read_table

EVIL = """<script>alert("1")</script></mark></style>"onload="alert(2)' onclick='x'&amp;{{ 7*7 }}${6*7}"""
FORMULA = "=cmd()"


class Page(HTMLParser):
    """The elements, attributes and text of a page."""

    def __init__(self, html: str):
        super().__init__()
        self.scripts: list[str | None] = []
        self.attributes: set[str] = set()
        self.text = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.attributes |= {name for name, _ in attrs}
        if tag == "script":
            self.scripts.append(dict(attrs).get("src"))

    def handle_data(self, data):
        self.text += data


@pytest.fixture(scope="module")
def hostile(tmp_path_factory) -> Path:
    """The report of documents that lie elsewhere, without codes, built in a folder of its own."""
    folder = tmp_path_factory.mktemp("hostile")
    project = copy_project(folder / "project")
    texts = {name: (DOCUMENTS / f"{name}.txt").read_bytes() for name in DRAWN}
    texts |= dict(make_documents(3).select("doc_id", "text").iter_rows())
    # Into a heading, and at the start of the sentence that follows it.
    *_, spoilt = texts
    opening, marker, rest = texts[spoilt].partition("（一）")
    texts[spoilt] = opening + marker + rest.replace("。", f"{EVIL}。{FORMULA}", 1)
    # Two for the first province, one for each other: 31 provinces, 32 documents.
    provinces = dict(zip(texts, many_provinces(31) + many_provinces(1), strict=True))
    listed = write_corpus(folder / "corpus", texts, provinces=provinces)
    documents = pd.read_csv(listed, dtype="str", keep_default_na=False)
    documents.loc[documents["doc_id"] == spoilt, "title_en"] = f"{FORMULA}<script> Opinions"
    documents.to_csv(listed, index=False)
    run = make(project, "report", f"CORPUS={listed}", f"OUT={folder / 'out'}")
    assert run.returncode == 0, run.stderr
    assert "Warning" not in run.stderr
    assert not (project / "reports").exists()
    return folder / "out"


def test_no_page_or_table_holds_what_is_not_a_number(hostile):
    assert missing_values(hostile) == {}


def test_every_provision_of_every_document_is_shown(hostile):
    provisions = read_table("provisions", hostile / "data" / "processed")
    drawn = {name: len(re.findall(r"(?<!\S)[0-9]", words)) for name, words in DRAWN.items()}
    assert provisions["province"].nunique() == 31
    assert provisions.groupby("doc_id").size()[list(drawn)].to_dict() == drawn
    page = page_of(hostile / "reports" / "reader.html")
    assert set(provisions["provision_id"]) <= set(page.xpath("//@id"))


def test_a_province_of_a_few_provisions_is_not_similar_because_it_says_nothing(hostile):
    brief = page_of(hostile / "reports" / "index.html").text_content()
    assert "All 124 gaps in coverage are undetermined" in brief
    assert re.search(r"Of 589 gaps between topics .*, in \d+ no term stands on either side", brief)
    assert "similar. 0.0%" not in brief


def test_without_codes_the_pages_say_that_nothing_was_checked(hostile):
    for name in ("index", "05_robustness"):
        html = (hostile / "reports" / f"{name}.html").read_text(encoding="utf-8")
        assert "how well the lexicon finds what they say is not known" in html
    assert "readings by language models" not in (hostile / "reports" / "index.html").read_text(
        encoding="utf-8"
    )


def test_no_page_takes_a_text_for_markup(hostile):
    pages = {p: Page(p.read_text(encoding="utf-8")) for p in (hostile / "reports").rglob("*.html")}
    assert len(pages) == 22
    for path, page in pages.items():
        root = "../" if path.parent.name == "zh" else ""
        assert page.scripts == [f"{root}site.js"], path
        assert not {name for name in page.attributes if name.startswith("on")}, path
    shown = "".join(page.text for page in pages.values())
    assert EVIL in shown
    assert "&amp;49 $42" not in shown


def test_the_reader_shows_the_text_as_it_is(hostile):
    assert EVIL in Page((hostile / "reports" / "reader.html").read_text(encoding="utf-8")).text


def test_figures_are_sound_and_run_nothing(hostile):
    for path in (hostile / "reports" / "figures").glob("*.svg"):
        tree = ElementTree.parse(path)
        assert not [e for e in tree.iter() if e.tag.endswith("script")]
        assert not [name for e in tree.iter() for name in e.attrib if name.startswith("on")]


def test_no_cell_of_a_download_is_a_formula(hostile):
    with ZipFile(hostile / "reports" / "tables" / "all_tables.csv.zip") as archive:
        cells = pd.read_csv(BytesIO(archive.read("documents.csv")), dtype=str)["title_en"]
    assert f"'{FORMULA}<script> Opinions" in set(cells)
    with ZipFile(hostile / "reports" / "tables" / "all_tables.xlsx") as book:
        sheets = [name for name in book.namelist() if "worksheets/" in name]
        assert not [name for name in sheets if b"<f>" in book.read(name)]
        assert FORMULA in book.read("xl/sharedStrings.xml").decode()

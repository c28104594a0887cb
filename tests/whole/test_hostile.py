"""A whole build of texts that try to be markup, formulas and code: they stay texts."""

import hashlib
import shutil
import subprocess
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree
from zipfile import ZipFile

import pandas as pd
import pytest
from building import copy_project, project_environment

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
    """The site of a corpus that lies elsewhere, without codes, built in a folder of its own."""
    folder = tmp_path_factory.mktemp("hostile")
    project = copy_project(folder / "project")
    raw = folder / "corpus"
    shutil.copytree(project / "data" / "raw" / "texts", raw / "texts")
    shutil.copy(project / "data" / "raw" / "documents.csv", raw)
    text = (raw / "texts" / "hebei.txt").read_text(encoding="utf-8")
    assert text.count("1.指导思想。") == 1
    spoilt = text.replace("1.指导思想。", f"1.指导思想{EVIL}。{FORMULA}")
    (raw / "texts" / "hebei.txt").write_text(spoilt, encoding="utf-8")
    listed = (raw / "documents.csv").read_text(encoding="utf-8")
    for old, new in (
        (hashlib.sha256(text.encode()).hexdigest(), hashlib.sha256(spoilt.encode()).hexdigest()),
        ("Implementing Opinions on Promoting the Healthy and Orderly", f"{FORMULA}<script>"),
    ):
        assert listed.count(old) == 1
        listed = listed.replace(old, new)
    (raw / "documents.csv").write_text(listed, encoding="utf-8")
    there = [f"CORPUS={raw / 'documents.csv'}", f"OUT={folder / 'out'}"]
    run = subprocess.run(
        ["make", "-j2", "report", *there], cwd=project, env=project_environment(project),
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert run.returncode == 0, run.stderr
    assert not (project / "reports").exists()
    return folder / "out" / "reports"


def test_without_codes_the_pages_say_that_nothing_was_checked(hostile):
    for name in ("index", "05_robustness"):
        html = (hostile / f"{name}.html").read_text(encoding="utf-8")
        assert "how well the lexicon finds what they say is not known" in html
    assert "readings by language models" not in (hostile / "index.html").read_text(encoding="utf-8")


def test_no_page_takes_a_text_for_markup(hostile):
    pages = {p: Page(p.read_text(encoding="utf-8")) for p in hostile.rglob("*.html")}
    assert len(pages) == 22
    for path, page in pages.items():
        root = "../" if path.parent.name == "zh" else ""
        assert page.scripts == [f"{root}site.js"], path
        assert not {name for name in page.attributes if name.startswith("on")}, path
    shown = "".join(page.text for page in pages.values())
    assert EVIL in shown
    assert "&amp;49 $42" not in shown


def test_the_reader_shows_the_text_as_it_is(hostile):
    assert EVIL in Page((hostile / "reader.html").read_text(encoding="utf-8")).text


def test_figures_are_sound_and_run_nothing(hostile):
    for path in (hostile / "figures").glob("*.svg"):
        tree = ElementTree.parse(path)
        assert not [e for e in tree.iter() if e.tag.endswith("script")]
        assert not [name for e in tree.iter() for name in e.attrib if name.startswith("on")]


def test_no_cell_of_a_download_is_a_formula(hostile):
    with ZipFile(hostile / "tables" / "all_tables.csv.zip") as archive:
        cells = pd.read_csv(BytesIO(archive.read("documents.csv")), dtype=str)["title_en"]
    assert f"'{FORMULA}<script> Development of the Mobile Internet" in set(cells)
    with ZipFile(hostile / "tables" / "all_tables.xlsx") as book:
        sheets = [name for name in book.namelist() if "worksheets/" in name]
        assert not [name for name in sheets if b"<f>" in book.read(name)]
        assert FORMULA in book.read("xl/sharedStrings.xml").decode()

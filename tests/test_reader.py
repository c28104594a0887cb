"""The reader: nothing is missing, every hit is marked, every id is there once."""

from html.parser import HTMLParser

import pandas as pd
import pytest

from analysis.corpus import read_documents, read_texts
from analysis.reader import link_ids, write_documents
from analysis.tables import read_table
from analysis.wording import Names

EVIL = '<script>alert("1")</script></mark>"onload="x&amp;'


class Reader(HTMLParser):
    """Ids, marks and text of a document, without what is said of its provisions."""

    def __init__(self, html: str):
        super().__init__()
        self.ids: list[str] = []
        self.tags: set[str] = set()
        self.marks: list[tuple[str, str]] = []
        self.text = ""
        self._about = self._marked = False
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        found = dict(attrs)
        self.tags.add(tag)
        self._about |= found.get("class") == "about"
        if "id" in found:
            self.ids.append(found["id"])
        if tag == "mark":
            self._marked = True
            self.marks.append((found["class"], ""))

    def handle_endtag(self, tag):
        self._about &= tag != "p"
        self._marked &= tag != "mark"

    def handle_data(self, data):
        if self._marked:
            area, text = self.marks[-1]
            self.marks[-1] = (area, text + data)
        if not self._about:
            self.text += data


@pytest.fixture(scope="module")
def shipped():
    texts = read_texts(read_documents())
    names = Names(read_table("provinces"), read_table("policy_areas"))
    tables = [read_table(name) for name in ("pieces", "sentences", "hits", "overlap")]
    return texts, write_documents(tables[0], texts, *tables[1:], names)


def test_the_text_of_every_document_is_whole(shipped):
    texts, written = shipped
    assert set(written) == {"gansu", "hebei"}
    for document in texts.itertuples():
        assert Reader(written[document.doc_id].text).text == document.text


def test_every_hit_is_marked_by_its_area(shipped):
    _, written = shipped
    hits = read_table("hits")
    names = Names(read_table("provinces"), read_table("policy_areas"))
    for doc_id, html in written.items():
        own = hits[hits["provision_id"].str.startswith(doc_id)].sort_values("start")
        expected = [f"area-{names.areas.index(area)}" for area in own["area"]]
        assert [area for area, _ in Reader(html.text).marks] == expected


def test_every_provision_and_sentence_has_its_id_once(shipped):
    _, written = shipped
    found = [i for html in written.values() for i in Reader(html.text).ids]
    ids = [*read_table("provisions")["provision_id"], *read_table("sentences")["sentence_id"]]
    assert sorted(found) == sorted(ids)


def test_a_provision_says_how_it_stands_against_the_other(shipped):
    html = shipped[1]["hebei"].text
    own = html[html.index('<section id="hebei-16">') :]
    assert '<a href="#gansu-5.3">gansu-5.3</a>' in own[:600]
    assert "改写 adapted 0.574" in own[:600]


def test_no_text_can_be_markup(names):
    text = f"一、{EVIL}\n"
    pieces = pd.DataFrame(
        [("x", 0, 2, "heading", "x-1"), ("x", 2, len(text), "body", "x-1")],
        columns=["doc_id", "start", "end", "zone", "provision_id"],
    )
    sentences = pd.DataFrame(
        [("x-1-s01", "x-1", 2, 2 + len(EVIL))],
        columns=["sentence_id", "provision_id", "start", "end"],
    )
    hits = pd.DataFrame(
        [("x-1-s01", "x-1", 4, 9, "net", "fibre")],
        columns=["sentence_id", "provision_id", "start", "end", "area", "topic"],
    )
    overlap = pd.DataFrame(
        [("x-1", "parent", "c-1", "own", 0.1)],
        columns=["provision_id", "reference", "best_match", "status", "containment"],
    )
    texts = pd.DataFrame({"doc_id": ["x"], "text": [text]})
    html = write_documents(pieces, texts, sentences, hits, overlap, names)["x"].text
    page = Reader(html)
    assert page.text == text
    assert page.tags == {"section", "p", "a", "h4", "div", "span", "mark"}
    assert page.marks == [("area-0", "cript")]
    # The superior document is named, and not led to, for it is not on the page.
    assert "上级文件 the superior document：独有 own 0.100，最相近 best match c-1<" in html


@pytest.mark.parametrize(
    ("html", "linked"),
    [
        ("<td>x-1-s02</td>", '<td><a href="reader.html#x-1-s02">x-1-s02</a></td>'),
        ("<th>x-1-agencies01</th>", '<th><a href="reader.html#x-1">x-1-agencies01</a></th>'),
        ("<p>x-1.</p>", '<p><a href="reader.html#x-1">x-1</a>.</p>'),
        ("<p>条款x-1（x-2）</p>", '<p>条款<a href="reader.html#x-1">x-1</a>（x-2）</p>'),
        ("<p>x-11 y-1 ax-1 x-1-s99</p>", "<p>x-11 y-1 ax-1 x-1-s99</p>"),
        ('<a href="#x-1">x-1</a>', '<a href="#x-1">x-1</a>'),
        ('<img alt="x-1">', '<img alt="x-1">'),
        (
            "<pre><b>x-1</b> x-1</pre>x-1",
            '<pre><b>x-1</b> x-1</pre><a href="reader.html#x-1">x-1</a>',
        ),
    ],
)
def test_ids_become_links_and_nothing_else_does(html, linked):
    assert link_ids(html, {"x-1", "x-1-s02"}) == linked

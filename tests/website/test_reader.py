"""The reader: nothing is missing, every hit is marked, every id is there once."""

import json
import re
from html import unescape
from html.parser import HTMLParser

import pandas as pd
import pytest

from analysis.say.catalogue import write
from analysis.say.names import Names
from analysis.stats.mass import sum_mass
from analysis.store.tables import read_table, read_tables
from analysis.text.documents import read_documents, read_texts
from analysis.website.reader import describe_provisions, write_documents
from analysis.words.lexicon import normalise

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
def names():
    return Names(read_table("provinces"), read_table("policy_areas"))


@pytest.fixture(scope="module", params=["en", "zh"])
def shipped(request, names):
    texts, tables = read_texts(read_documents()), read_tables()
    mass = sum_mass(
        tables["weights"], tables["provisions"], tables["policy_areas"], tables["terms"]
    )
    about = describe_provisions(mass, tables, names, request.param)
    return texts, write_documents(tables, texts, about, names, request.param), request.param


def test_the_text_of_every_document_is_whole(shipped):
    texts, written, _ = shipped
    assert set(written) == {"gansu", "hebei"}
    for document in texts.itertuples():
        assert Reader(written[document.doc_id].text).text == document.text


def test_every_hit_is_marked_by_its_area(shipped, names):
    _, written, _ = shipped
    hits = read_table("hits")
    for doc_id, html in written.items():
        own = hits[hits["provision_id"].str.startswith(doc_id)].sort_values("start")
        expected = [f"area-{names.areas.index(area)}" for area in own["area"]]
        assert [area for area, _ in Reader(html.text).marks] == expected


def test_a_mark_names_its_term_only_where_the_text_writes_it_otherwise(shipped):
    hits = read_table("hits")
    raw = shipped[0].set_index("doc_id")["text"]
    other = sum(
        raw[hit.provision_id.split("-")[0]][hit.start : hit.end] != hit.term
        for hit in hits.itertuples()
    )
    html = "".join(html.text for html in shipped[1].values())
    assert html.count(" data-term=") == other > 0


def test_provisions_stand_below_parts(shipped):
    html = shipped[1]["hebei"].text
    assert re.search(r'<h3 class="zone heading"[^>]*>[^<]*一、总体要求', html)
    assert re.search(r'<h4 class="zone heading"[^>]*>[^<]*1\.', html)


def test_every_provision_and_sentence_has_its_id_once(shipped):
    _, written, _ = shipped
    found = [i for html in written.values() for i in Reader(html.text).ids]
    ids = [*read_table("provisions")["provision_id"], *read_table("sentences")["sentence_id"]]
    assert sorted(found) == sorted(ids)


def test_a_provision_says_its_hits_its_coverage_and_how_it_stands(shipped):
    html, lang = shipped[1]["hebei"].text, shipped[2]
    own = re.search(r'<section id="hebei-16".*?</p>', html)[0]
    assert '<a class="compare" href="#gansu-5.3">' in own
    # 66 of its 115 runs of five characters stand in Gansu's text, counted in test_overlap.
    said = {
        "en": "against Gansu: adapted (57% of its runs of five characters)",
        "zh": "对照甘肃：改写（57%的五字串）",
    }
    assert said[lang] in own
    hits = read_table("hits")
    n = (hits["provision_id"] == "hebei-16").sum()
    assert {"en": f"{n} hits", "zh": f"{n}处命中"}[lang] in own
    weights, terms = read_table("weights"), read_table("terms").set_index("term")["area"]
    held = weights[weights["provision_id"] == "hebei-16"]
    share = held.loc[held["term"].map(terms) == "security", "tf_idf"].sum() / held["tf_idf"].sum()
    assert {"en": "Security", "zh": "安全"}[lang] + f" {share:.1%}" in own


def test_hits_are_counted_in_the_singular_for_one():
    assert [write("en", "reader.hits", n=n) for n in (0, 1, 2)] == ["0 hits", "1 hit", "2 hits"]
    assert write("zh", "reader.hits", n=1) == "1处命中"


def sections(written) -> list[str]:
    """The opening tags of all provisions."""
    return [tag for html in written.values() for tag in re.findall("<section [^>]*>", html.text)]


def test_runs_of_a_provision_and_its_best_match_say_the_same_words(shipped):
    texts, written, _ = shipped
    raw = texts.set_index("doc_id")["text"]
    pairs = [tag for tag in sections(written) if "data-runs" in tag]
    assert sum("data-match=" in tag for tag in sections(written)) == 49
    assert len(pairs) == 43
    spans, starts = 0, provision_starts()
    for tag in pairs:
        here, there = (attribute(tag, name).split("-")[0] for name in ("id", "data-match"))
        runs, matched = (
            json.loads(attribute(tag, name))[""] for name in ("data-runs", "data-match-runs")
        )
        for (a, b), (c, d) in zip(runs, matched, strict=True):
            assert 0 <= a < b
            a, b = (starts[attribute(tag, "id")] + offset for offset in (a, b))
            c, d = (starts[attribute(tag, "data-match")] + offset for offset in (c, d))
            assert normalise(raw[here][a:b]).lower() == normalise(raw[there][c:d]).lower()
            spans += 1
    assert spans > 100


def provision_starts() -> dict[str, int]:
    return read_table("segments").groupby("provision_id")["start"].min().to_dict()


def test_words_agencies_and_passages_stand_where_a_provision_says(shipped):
    texts, written, _ = shipped
    raw, starts = texts.set_index("doc_id")["text"], provision_starts()
    found = {"words": [], "agencies": [], "passages": []}
    for tag in sections(written):
        provision_id = attribute(tag, "id")
        text = raw[provision_id.split("-")[0]][starts[provision_id] :]
        for name, words in found.items():
            places = json.loads(attribute(tag, f"data-{name}")) if f"data-{name}" in tag else {}
            words += [(kind, text[a:b]) for kind, own in places.items() for a, b in own]
    hits, agencies = read_table("strength_hits"), read_table("agencies")
    listed = agencies[agencies["role"] != "named"]
    assert sorted(found["words"]) == sorted(zip(hits["strength"], hits["term"], strict=True))
    # Every listed agency stands in the texts as it is called.
    assert sorted(found["agencies"]) == sorted(zip(listed["agency"], listed["agency"], strict=True))
    targets = [("targets", text) for text in read_table("targets")["text"]]
    own_words = [("words/own", term) for term in read_table("own_words")["term"]]
    normal = [(passage, normalise(text).lower()) for passage, text in found["passages"]]
    assert sorted(normal) == sorted(
        (passage, normalise(text).lower()) for passage, text in targets + own_words
    )


def test_a_provision_says_its_statuses(shipped):
    found = [
        (attribute(tag, "id"), passage)
        for tag in sections(shipped[1])
        for passage in attribute(tag, "data-statuses").split()
    ]
    assert sorted(found) == sorted(
        (row.provision_id, f"provisions/{row.status}{against}")
        for row in read_table("overlap").itertuples()
        for against in ("", f"/{row.reference}")
    )


def test_a_sentence_says_its_status(shipped):
    _, written, _ = shipped
    against = read_table("sentence_overlap")
    for status in ("own", "adapted", "shared"):
        marked = sum(html.text.count(f'" class="{status}">') for html in written.values())
        assert marked == (against["status"] == status).sum() > 5


def test_no_text_can_be_markup(small, names_of_small):
    text = f"一、{EVIL}\r\n"
    segments = pd.DataFrame(
        [("x", 0, 2, "heading", "x-1"), ("x", 2, len(text), "body", "x-1")],
        columns=["doc_id", "start", "end", "zone", "provision_id"],
    )
    sentences = pd.DataFrame(
        [("x-1-s01", "x-1", 2, 2 + len(EVIL))],
        columns=["sentence_id", "provision_id", "start", "end"],
    )
    hits = pd.DataFrame(
        [("x-1-s01", "x-1", 4, 9, "net", "fibre", '"><b>')],
        columns=["sentence_id", "provision_id", "start", "end", "area", "topic", "term"],
    )
    overlap = pd.DataFrame(
        [("x-1", "parent", "c-1", "own", 0.1, 0.2)],
        columns=[
            "provision_id", "reference", "best_match", "status", "containment", "similarity",
        ],
    )  # fmt: skip
    none = pd.DataFrame(columns=["provision_id", "sentence_id", "start", "role", "best_match"])
    statuses = pd.DataFrame(
        [("x-1-s01", "others", '"own')], columns=["sentence_id", "reference", "status"]
    )
    agencies = pd.DataFrame(
        [("x-1", 2, 4, '"<b>&', "responsible"), ("x-1", 5, 6, "named", "named")],
        columns=["provision_id", "start", "end", "agency", "role"],
    )
    tables = {
        "segments": segments, "sentences": sentences, "hits": hits, "overlap": overlap,
        "common_runs": none, "strength_hits": none, "agencies": agencies,
        "own_words": none, "targets": none,
        "sentence_overlap": statuses,
    }  # fmt: skip
    mass = sum_mass(
        pd.DataFrame([("x-1", "光纤", 1.0)], columns=["provision_id", "term", "tf_idf"]),
        pd.DataFrame([("x-1", "anhui")], columns=["provision_id", "province"]),
        small.areas, small.terms,
    )  # fmt: skip
    about = describe_provisions(mass, tables, names_of_small, "zh")
    texts = pd.DataFrame({"doc_id": ["x"], "text": [text]})
    html = write_documents(tables, texts, about, names_of_small, "zh")["x"].text
    page = Reader(html)
    assert page.text == text
    assert page.tags == {"section", "p", "a", "h3", "div", "span", "mark"}
    assert page.marks == [("area-0", "cript")]
    assert 'data-term="&quot;&gt;&lt;b&gt;"' in html
    # A browser would take a bare carriage return out, and move all offsets behind it.
    assert "&#13;\n" in html
    # The superior document is named, and not led to, for it is not on the page.
    assert "1处命中 · 覆盖度 网络 100.0% · 对照上级文件：独有（10%的五字串）</p>" in html
    assert "data-match" not in html
    assert 'data-agencies="{&quot;\\&quot;&lt;b&gt;&amp;&quot;:[[2,4]]}"' in html
    assert 'data-statuses="provisions/own provisions/own/parent"' in html


def attribute(data: str, name: str) -> str:
    return unescape(re.search(rf' {name}="([^"]*)"', data)[1])


@pytest.fixture
def names_of_small(small):
    return Names(small.provinces, small.areas)


def test_a_provision_of_several_references_leads_to_the_one_most_like_it(small, names_of_small):
    overlap = pd.DataFrame(
        [
            ("x-1", "beijing", "y-1", "own", 0.1, 0.3),
            ("x-1", "anhui", "x-2", "shared", 0.7, 0.2),
            ("x-1", "parent", "c-1", "shared", 0.9, 0.9),
        ],
        columns=[
            "provision_id", "reference", "best_match", "status", "containment", "similarity",
        ],
    )  # fmt: skip
    runs = pd.DataFrame(
        [("x-1", 9, 20, "y-1", 4, 15), ("x-1", 1, 8, "y-1", 30, 37), ("x-1", 2, 9, "x-2", 5, 12)],
        columns=["provision_id", "start", "end", "best_match", "match_start", "match_end"],
    )
    weights = small.term_counts.rename(columns={"n": "tf_idf"})
    mass = sum_mass(weights, small.provisions, small.areas, small.terms)
    strength = pd.DataFrame(
        [
            ("x-1", 21, 23, "encouraging"),
            ("x-1", 12, 14, "obligatory"),
            ("x-1", 3, 5, "obligatory"),
        ],
        columns=["provision_id", "start", "end", "strength"],
    )
    agencies = pd.DataFrame(columns=["provision_id", "start", "end", "agency", "role"])
    segments = pd.DataFrame(
        [("x-1", 3), ("x-1", 1), ("x-2", 0), ("y-1", 4)], columns=["provision_id", "start"]
    )
    tables = {
        "hits": small.hits, "overlap": overlap, "common_runs": runs, "strength_hits": strength,
        "agencies": agencies, "own_words": agencies, "segments": segments,
        "targets": pd.DataFrame([("x-1", 4, 6)], columns=["provision_id", "start", "end"]),
    }  # fmt: skip
    about = describe_provisions(mass, tables, names_of_small, "en")
    data, line = about["x-1"]
    assert json.loads(attribute(data, "data-words")) == {
        "obligatory": [[2, 4], [11, 13]],
        "encouraging": [[20, 22]],
    }
    assert json.loads(attribute(data, "data-passages")) == {"targets": [[3, 5]]}
    # Shared with one is shared with all of them together.
    assert attribute(data, "data-statuses") == (
        "provisions/shared provisions/own/beijing provisions/shared/anhui provisions/shared/parent"
    )
    assert 'data-match="y-1"' in data
    assert json.loads(attribute(data, "data-runs")) == {"": [[0, 7], [8, 19]]}
    assert json.loads(attribute(data, "data-match-runs")) == {"": [[26, 33], [0, 11]]}
    assert "data-agencies" not in data
    # Of its weight of 3 words, 光纤 has 2.
    assert "2 hits · coverage: Networks 66.7% · against Beijing: own (10% of" in line
    assert "0 hits</p>" in about["x-2"][1]

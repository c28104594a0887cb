"""Excerpts: what is marked, and that no text can be anything but text."""

import re
from html.parser import HTMLParser

import pandas as pd
import pytest
from made_up import none_of

from analysis.website.excerpts import (
    PAIRS,
    Html,
    fold,
    headed,
    show_evidence,
    show_pairs,
    show_sentences,
)

EVIL = '<script>alert("1")</script></mark>"onload="x&amp;'


class Reader(HTMLParser):
    """The elements of a piece of HTML, the text it shows, and the text marked in it."""

    def __init__(self, html: Html):
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.shown = ""
        self.marked: list[str] = []
        self._open = 0
        self.feed(html._repr_html_())
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        if tag == "mark":
            self._open += 1
            self.marked.append("")

    def handle_endtag(self, tag):
        self._open -= tag == "mark"

    def handle_data(self, data):
        self.shown += data
        if self._open:
            self.marked[-1] += data


def evidence_of(*rows: tuple[str, str, str]) -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=["before", "match", "after"])
    return table.assign(sentence_id=[f"x-1-s{n:02d}" for n in range(len(rows))])


def test_a_keyword_stands_in_its_context():
    page = Reader(show_evidence(evidence_of(("到年底，", "光纤", "入户。"))))
    assert page.marked == ["光纤"]
    assert "到年底，光纤入户。" in page.shown
    assert "x-1-s00" in page.shown


def test_long_contexts_are_cut_and_what_is_left_out_is_said():
    rows = [("甲" * 50, "网", "乙" * 50)] * 5
    page = Reader(show_evidence(evidence_of(*rows), width=10, most=3))
    assert f"…{'甲' * 10}网{'乙' * 10}…" in page.shown
    assert "甲" * 11 not in page.shown
    assert page.marked == ["网"] * 3
    assert "另有2处 2 more" in page.shown
    assert "more" not in Reader(show_evidence(evidence_of(*rows))).shown
    assert "甘肃（5）" in Reader(show_evidence(evidence_of(*rows), "甘肃", most=3)).shown


@pytest.fixture
def two_provisions():
    return pd.DataFrame(
        [("x-2-s00", "x-2", 5, 8, "heading", "建网。"), ("x-2-s01", "x-2", 9, 18, "body", "推进网络全面覆盖。"),
         ("x-10-s01", "x-10", 30, 35, "body", "保障安全。"),
         ("y-1-s01", "y-1", 0, 8, "body", "网络全面覆盖了。")],
        columns=["sentence_id", "provision_id", "start", "end", "zone", "text"],
    )  # fmt: skip


def test_pairs_mark_the_runs_on_both_sides_in_the_order_of_the_text(two_provisions):
    overlap = pd.DataFrame(
        [("x-10", "beijing", "y-1", 0.1, "own"), ("x-2", "beijing", "y-1", 0.7, "shared"),
         ("x-3", "beijing", "", 0.0, "own")],
        columns=["provision_id", "reference", "best_match", "containment", "status"],
    )  # fmt: skip
    runs = pd.DataFrame(
        [("x-2", "beijing", 11, 17, 0, 6)],
        columns=["provision_id", "reference", "start", "end", "match_start", "match_end"],
    )
    html = show_pairs(overlap, runs, two_provisions)
    page = Reader(html)
    assert page.marked == ["网络全面覆盖", "网络全面覆盖"]
    summaries = re.findall("<summary>(.*?)</summary>", html.text)
    assert summaries == [
        "x-2 建网 ↔ y-1 · x-2 共有 shared 0.700", "x-10 ↔ y-1 · x-10 独有 own 0.100",
    ]  # fmt: skip


def test_provisions_that_match_each_other_stand_once_with_the_status_of_both(two_provisions):
    overlap = pd.DataFrame(
        [("x-2", "beijing", "y-1", 0.7, "shared"), ("y-1", "anhui", "x-2", 0.3, "adapted")],
        columns=["provision_id", "reference", "best_match", "containment", "status"],
    )
    runs = pd.DataFrame(
        [("x-2", "beijing", 11, 17, 0, 6)],
        columns=["provision_id", "reference", "start", "end", "match_start", "match_end"],
    )
    html = show_pairs(overlap, runs, two_provisions).text
    assert re.findall("<summary>(.*?)</summary>", html) == [
        "x-2 建网 ↔ y-1 · x-2 共有 shared 0.700 · y-1 改写 adapted 0.300"
    ]


def test_of_many_pairs_the_most_similar_against_each_province_are_shown_and_the_rest_counted():
    ids = [f"x-{k}" for k in range(1, 151)]
    sentences = pd.DataFrame(
        [(f"{i}-s01", i, 0, 3, "body", "建网。") for i in [*ids, "y-1", "z-1"]],
        columns=["sentence_id", "provision_id", "start", "end", "zone", "text"],
    )
    overlap = pd.DataFrame(
        [(i, reference, match, k / 200, 0.1, "own")
         for k, i in enumerate(ids) for reference, match in (("beijing", "y-1"), ("fujian", "z-1"))],
        columns=["provision_id", "reference", "best_match", "similarity", "containment", "status"],
    )  # fmt: skip
    html = show_pairs(overlap, none_of("common_runs"), sentences).text
    summaries = re.findall("<summary>(.*?)</summary>", html)
    # Two hundred are a hundred for each reference, in the order of the text.
    assert len(summaries) == PAIRS == 200
    shown = [summary.split(" · ")[0] for summary in summaries]
    assert {*shown[:2]} == {"x-51 ↔ y-1", "x-51 ↔ z-1"}
    assert {*shown[-2:]} == {"x-150 ↔ y-1", "x-150 ↔ z-1"}
    assert html.startswith(
        '<p class="said" lang="zh-Hans">300个匹配中列出200个：对照每个省份的，至多取'
    )
    assert (
        "200 of 300 matches are shown, against each province up to 100, the most similar." in html
    )
    # As many as there is room for are all shown, however they are spread.
    spread = overlap.sort_values("reference", kind="stable").head(200)
    all_shown = show_pairs(spread, none_of("common_runs"), sentences).text
    assert all_shown.startswith("<details>")
    assert all_shown.count("<summary>") == 200


def test_matches_that_were_not_compared_are_said_to_be_left_out(two_provisions):
    provinces = {"a": "x-2", "b": "x-10", "c": "y-1", "d": "y-1"}
    overlap = pd.DataFrame(
        [(i, reference, provinces[reference], 0.5, 0.1, "own")
         for i, references in (("x-2", "bc"), ("x-10", "ad"), ("y-1", "ab"))
         for reference in references],
        columns=["provision_id", "reference", "best_match", "similarity", "containment", "status"],
    )  # fmt: skip
    said = (
        "A provision is compared word by word with 2 of its matches in 3 other provinces, the most "
        "similar."
    )
    assert said in show_pairs(overlap, none_of("common_runs"), two_provisions).text
    # A superior document is no province, and of three provinces two are all the others.
    parent = overlap[2:3].assign(reference="parent")
    for left in (overlap, pd.concat([overlap, parent])):
        three = left[left["reference"] != "d"]
        assert "word by word" not in show_pairs(three, none_of("common_runs"), two_provisions).text


def test_sentences_are_shown_whole_by_provision_with_their_words(two_provisions):
    words = pd.DataFrame(
        [("x-10", "x-10-s01", 32, 34, "安全"), ("x-2", "x-2-s01", 13, 15, "全面"),
         ("x-2", "x-2-s01", 11, 13, "网络")],
        columns=["provision_id", "sentence_id", "start", "end", "term"],
    )  # fmt: skip
    html = show_sentences(two_provisions, words)
    page = Reader(html)
    assert page.marked == ["网络", "全面", "安全"]
    assert "x-2-s01 推进网络全面覆盖。" in page.shown
    assert "y-1" not in page.shown
    assert re.findall("<summary>(.*?)</summary>", html.text) == [
        "x-2 建网：网络、全面",
        "x-10：安全",
    ]


def test_no_text_can_be_markup(two_provisions):
    sentences = two_provisions.assign(text=EVIL)
    overlap = pd.DataFrame(
        [("x-2", "beijing", "y-1", 0.7, "shared")],
        columns=["provision_id", "reference", "best_match", "containment", "status"],
    )
    runs = pd.DataFrame(
        [("x-2", "beijing", 11, 17, 2, 9)],
        columns=["provision_id", "reference", "start", "end", "match_start", "match_end"],
    )
    words = pd.DataFrame(
        [("x-2", "x-2-s01", 11, 30, EVIL)],
        columns=["provision_id", "sentence_id", "start", "end", "term"],
    )
    # How often the text is shown: as caption, id and three parts of a row; as heading in the summary and
    # in three sentences; as heading, term and sentence; as summary.
    segments = {
        show_evidence(evidence_of((EVIL, EVIL, EVIL)).assign(sentence_id=EVIL), EVIL, width=90): 5,
        show_pairs(overlap, runs, sentences): 4,
        show_sentences(sentences, words): 3,
        fold({EVIL: Html("")}): 1,
        headed({EVIL: Html("")}): 1,
    }
    for segment, times in segments.items():
        page = Reader(segment)
        assert "script" not in page.tags
        assert page.attributes <= {"class", "scope", "lang", "colspan"}
        assert page.shown.count(EVIL) == times


def test_words_that_overlap_are_marked_once(two_provisions):
    words = pd.DataFrame(
        [("x-2", "x-2-s01", 11, 14, "网络全"), ("x-2", "x-2-s01", 13, 15, "全面")],
        columns=["provision_id", "sentence_id", "start", "end", "term"],
    )
    page = Reader(show_sentences(two_provisions, words))
    assert page.marked == ["网络全", "面"]
    assert "推进网络全面覆盖。" in page.shown


def test_provisions_without_a_match_are_said_to_have_none():
    shown = show_pairs(none_of("overlap"), none_of("common_runs"), none_of("sentences"))
    assert Reader(shown).shown.split("\n") == [
        "没有可以并列的相近条款。", "No provision has a match to stand beside it."
    ]  # fmt: skip

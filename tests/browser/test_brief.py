"""The brief at work: what it counts leads to the words, and back."""

import re
from urllib.parse import parse_qsl, urlsplit

import pytest
from browsing import leave, settle
from bs4 import BeautifulSoup
from playwright.sync_api import expect

from analysis.store.tables import read_table
from analysis.text.documents import read_documents, read_texts

DOCUMENTS = read_documents()
TEXTS = read_texts(DOCUMENTS).merge(DOCUMENTS[["doc_id", "province"]])

TERM = "网络扶贫"
MARK = f"#figure-contributions svg a[href*='term={TERM}']"

IN_VIEW = """element => {
  const box = element.getBoundingClientRect()
  const pane = element.closest("article")?.getBoundingClientRect() ?? {top: 0, bottom: innerHeight}
  return box.top >= Math.max(0, pane.top) && box.bottom <= Math.min(innerHeight, pane.bottom)
}"""


@pytest.fixture(params=["", "zh/"], ids=["en", "zh"])
def folder(request):
    """The folder of a language."""
    return request.param


@pytest.fixture
def brief(page, site, folder):
    page.goto((site / folder / "index.html").as_uri())
    return settle(page)


def expect_the_term(page, folder):
    """The reader is open, in the same language, at the first hit of the term."""
    assert page.evaluate("location.pathname").endswith("/reader.html")
    assert page.evaluate("document.documentElement.lang") == ("zh-Hans" if folder else "en")
    assert page.locator("[name=term]").input_value() == TERM
    n = (HITS["term"] == TERM).sum()
    assert page.locator("#found").inner_text() == f"1 / {n}"
    assert page.locator("mark.chosen").count() == n
    assert page.locator("mark.chosen").first.evaluate(IN_VIEW)


def test_a_bar_of_a_figure_leads_to_its_words_and_back(brief, folder):
    bar = brief.locator(MARK).first
    bar.scroll_into_view_if_needed()
    before = brief.evaluate("scrollY")
    assert before > 1000
    leave(brief, bar.click)
    expect_the_term(brief, folder)
    leave(brief, brief.go_back)
    assert brief.evaluate("location.pathname").endswith("/index.html")
    assert brief.evaluate("scrollY") == pytest.approx(before, abs=2)


def test_the_way_back_leads_to_the_same_line_of_a_page_that_comes_in_parts(page, served, folder):
    page.goto(f"{served}/{folder}index.html?slow")
    bar = settle(page).locator(MARK).first
    bar.scroll_into_view_if_needed()
    before = page.evaluate("scrollY")
    leave(page, bar.click)
    leave(page, page.go_back)
    assert page.evaluate("scrollY") == pytest.approx(before, abs=2)


def test_the_keyboard_reaches_a_bar_and_follows_it(brief, folder):
    brief.locator("#figure-contributions .picture").focus()
    reached = "document.activeElement.getAttribute('href')"
    for _ in range(100):
        brief.keyboard.press("Tab")
        if f"term={TERM}" in (brief.evaluate(reached) or ""):
            break
    bar = brief.locator(MARK).first
    expect(bar).to_be_focused()
    dressed = "bar => [getComputedStyle(bar).outlineStyle, getComputedStyle(bar).outlineWidth]"
    style, width = bar.evaluate(dressed)
    assert style == "solid"
    assert float(width.removesuffix("px")) >= 2
    assert bar.evaluate(IN_VIEW)
    leave(brief, lambda: brief.keyboard.press("Enter"))
    expect_the_term(brief, folder)


def test_the_keyboard_stops_once_at_each_place_of_a_figure(brief):
    for figure in brief.locator("figure:has(svg a)").all():
        links = figure.locator("svg a:not([tabindex='-1'])")
        places = links.evaluate_all("links => links.map(link => link.getAttribute('href'))")
        every = figure.locator("svg a").evaluate_all(
            "links => links.map(l => l.getAttribute('href'))"
        )
        assert sorted(places) == sorted(set(every))


def reader_links(page):
    """The links of a page to words in the reader, each once."""
    links = BeautifulSoup(page.read_text(encoding="utf-8"), "html.parser").select("a[href]")
    return sorted({a["href"] for a in links if a["href"].startswith("reader.html?")})


def owned(table):
    """A table with the province and the status of each row's sentence."""
    province = read_table("provisions").set_index("provision_id")["province"]
    against = read_table("sentence_overlap").query("reference == 'others'")
    status = against.set_index("sentence_id")["status"]
    return table.assign(
        province=table["provision_id"].map(province), status=table["sentence_id"].map(status)
    )


HITS = owned(read_table("hits"))
STRENGTH = owned(read_table("strength_hits"))
BODIES = owned(read_table("sentences").query("zone == 'body'"))
LISTED = owned(read_table("agencies").query("role != 'named'"))


def matching(table, keys):
    for key in set(keys) & set(table.columns):
        table = table[(table[key] == keys[key]) | (keys[key] == "any")]
    return table


def count(link):
    """Count in the tables and texts what an address of the reader chooses."""
    keys = dict(parse_qsl(urlsplit(link).query))
    hits = matching(HITS, keys)
    of_hits = set(keys) & {"area", "topic", "term"}
    if "term" in keys and keys["term"] not in set(HITS["term"]):
        own = TEXTS[TEXTS["province"].str.contains(keys.get("province", ""))]
        return int(own["text"].str.count(re.escape(keys["term"])).sum())
    if "passage" in keys:
        return count_passages(*keys["passage"].split("/"), province=keys.get("province", ""))
    if "strength" in keys:
        words = matching(STRENGTH, keys)
        return int((words["sentence_id"].isin(hits["sentence_id"]) | (not of_hits)).sum())
    if "agency" in keys:
        lists = matching(LISTED, {k: keys[k] for k in ("province", "agency") if k in keys})
        return (
            int(hits["provision_id"].isin(lists["provision_id"]).sum()) if of_hits else len(lists)
        )
    if "status" in keys and not of_hits:
        return len(matching(BODIES, keys))
    return len(hits)


def count_passages(kind, *of, province):
    table, column = {
        "targets": ("targets", ""),
        "words": ("own_words", ""),
        "provisions": ("overlap", "status"),
        "zone": ("segments", "zone"),
    }[kind]
    rows = read_table(table)
    key = "doc_id" if kind == "zone" else "provision_id"
    rows = rows[rows[key].str.startswith(province)]
    return int((rows[column] == of[0]).sum()) if column else len(rows)


@pytest.mark.parametrize(
    ("linking", "n_kinds"), [("index.html", 9), ("04_promises.html", 10), ("01_texts.html", 3)]
)
def test_every_link_to_words_finds_some(page, site, linking, n_kinds):
    counted = {link: count(link) for link in reader_links(site / linking)}
    assert len(counted) > 30
    assert list(counted) == reader_links(site / "zh" / linking)
    assert [link for link, n in counted.items() if not n] == []
    # Each takes the reader a while, so some of every kind stand for all.
    kinds = {tuple(sorted(dict(parse_qsl(urlsplit(link).query)))): link for link in counted}
    assert len(kinds) >= n_kinds
    for link in {*list(counted)[::12], *kinds.values()}:
        page.goto(f"{site.as_uri()}/{link}", wait_until="domcontentloaded")
        assert page.locator("#found").inner_text().split(" / ")[-1] == str(counted[link]), link


def test_the_rows_of_a_figure_as_a_table_can_be_unfolded_and_followed(brief, folder):
    brief.locator("#figure-contributions summary").click()
    row = brief.locator("#figure-contributions tr", has_text=TERM)
    leave(brief, row.locator("a").click)
    expect_the_term(brief, folder)


HEADING_AT = "id => document.getElementById(id).getBoundingClientRect().top"


def switch(page, folder):
    leave(page, page.locator("a.language").click)
    assert page.evaluate("document.documentElement.lang") == ("en" if folder else "zh-Hans")


def test_the_other_language_opens_at_the_same_section(brief, folder):
    brief.locator("#only").evaluate("section => section.scrollIntoView()")
    switch(brief, folder)
    assert brief.evaluate("location.pathname").endswith("/index.html")
    assert 0 <= brief.evaluate(HEADING_AT, "only") < 100
    brief.evaluate("scrollBy(0, 40)")
    switch(brief, "" if folder else "zh/")
    assert 0 <= brief.evaluate(HEADING_AT, "only") < 100


def test_the_other_language_opens_at_the_same_heading_of_a_notebook(page, site, folder):
    page.goto((site / folder / "03_divergence.html").as_uri())
    settle(page)
    heading = page.locator("main h2").nth(3)
    heading.evaluate("heading => heading.scrollIntoView()")
    for there in (folder, "" if folder else "zh/"):
        switch(page, there)
        assert page.evaluate("location.pathname").endswith("/03_divergence.html")
        assert 0 <= heading.evaluate("heading => heading.getBoundingClientRect().top") < 150


def test_the_other_language_opens_at_the_top_of_what_was_not_scrolled(brief, folder):
    switch(brief, folder)
    assert brief.evaluate("scrollY") == 0
    assert brief.evaluate("location.hash") == ""

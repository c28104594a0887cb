"""The reader at work: what is chosen is what the tables count, and the address keeps it."""

from itertools import product
from urllib.parse import quote

import pytest
from browsing import leave, settle
from playwright.sync_api import expect

from analysis.say.names import Names
from analysis.store.tables import read_table
from analysis.text.documents import read_documents, read_texts
from analysis.words.lexicon import normalise

PHONE = {"width": 360, "height": 740}

HITS = read_table("hits")
HITS["province"] = HITS["provision_id"].map(
    read_table("provisions").set_index("provision_id")["province"]
)
TEXTS = read_texts(read_documents()).set_index("doc_id")["text"]

# In front of all, in the part of its document that is on the screen.
IN_VIEW = """element => {
  const box = element.getClientRects()[0]
  const pane = element.closest("article").getBoundingClientRect()
  const bottom = Math.min(innerHeight, pane.bottom)
  return box.top >= Math.max(0, pane.top) - 1 && box.top + 10 < bottom
    && box.left >= 0 && box.left + 10 < innerWidth
}"""

# The text of documents, but for what is said of provisions.
DOCUMENTS = """texts => texts.map(text => {
  const copy = text.cloneNode(true)
  copy.querySelectorAll(".about").forEach(about => about.remove())
  return copy.textContent
})"""


def open_at(page, site, href):
    """Open a page of the site from its file."""
    page.goto(f"{site.as_uri()}/{href}")
    return settle(page)


def chosen(page):
    return page.locator("mark.chosen").count()


def counter(page):
    return page.locator("#found").inner_text()


def in_view(page, selector):
    return page.locator(selector).first.evaluate(IN_VIEW)


@pytest.fixture
def reader(page, site):
    return open_at(page, site, "reader.html")


@pytest.fixture(params=["", "zh/"], ids=["en", "zh"])
def folder(request):
    """The folder of a language."""
    return request.param


@pytest.fixture(params=[None, PHONE], ids=["desktop", "phone"])
def screen(request, new_page):
    return new_page(**({"viewport": request.param} if request.param else {}))


# ---- addresses -------------------------------------------------------------------------------


def test_an_address_leads_to_a_provision(screen, site, folder):
    open_at(screen, site, f"{folder}reader.html#gansu-4.4")
    assert in_view(screen, "[id='gansu-4.4']")
    assert counter(screen) == str(len(HITS))


def test_an_address_leads_to_the_first_hit_of_a_term(screen, site, folder):
    open_at(screen, site, f"{folder}reader.html?term={quote('网络扶贫')}")
    assert counter(screen) == f"1 / {(HITS['term'] == '网络扶贫').sum()}"
    assert in_view(screen, "mark.chosen")
    assert screen.locator("mark.chosen").first.get_attribute("class").split()[-1] == "current"
    assert screen.locator("[name=term]").input_value() == "网络扶贫"


def test_an_address_leads_to_the_first_hit_of_an_area_in_a_province(screen, site, folder):
    open_at(screen, site, f"{folder}reader.html?province=hebei&area=security")
    n = ((HITS["province"] == "hebei") & (HITS["area"] == "security")).sum()
    assert counter(screen) == f"1 / {n}"
    assert in_view(screen, "mark.chosen")
    assert screen.locator("[name=province]").input_value() == "hebei"
    assert screen.locator("[name=area]").input_value() == "security"


def test_an_address_chooses_a_topic(page, site):
    open_at(page, site, "reader.html?area=security&topic=cybercrime&term=犯罪")
    assert counter(page) == f"1 / {(HITS['term'] == '犯罪').sum()}"
    assert page.locator("[name=area]").input_value() == "security/cybercrime"
    assert page.locator("[name=term]").input_value() == "犯罪"


def test_an_address_with_a_sentence_begins_there(page, site):
    open_at(page, site, f"reader.html?term={quote('网络扶贫')}#hebei-11-s00")
    n = (HITS["term"] == "网络扶贫").sum()
    assert counter(page) == f"{n} / {n}"
    assert in_view(page, "[id='hebei-11-s00']")


def test_an_address_that_names_nothing_shows_all(page, site):
    open_at(page, site, "reader.html?area=nowhere&province=atlantis#nothing")
    assert chosen(page) == len(HITS)


# ---- what is marked --------------------------------------------------------------------------


def test_every_hit_is_marked_by_its_area_and_reads_as_its_term(reader):
    marks = reader.locator(".documents mark")
    assert marks.count() == len(HITS)
    areas = Names(read_table("provinces"), read_table("policy_areas")).areas
    for number, area in enumerate(areas):
        n = reader.locator(f".documents mark.area-{number}").count()
        assert n == (HITS["area"] == area).sum(), area
    found = marks.evaluate_all("marks => marks.map(m => [m.textContent, m.dataset.term])")
    wrong = [(text, term) for text, term in found if normalise(text).lower() != term.lower()]
    assert wrong == []


def test_every_area_and_topic_chooses_its_hits(reader):
    for area, own in HITS.groupby("area"):
        reader.select_option("[name=area]", area)
        assert (chosen(reader), counter(reader)) == (len(own), str(len(own))), area
    for (area, topic), own in HITS.groupby(["area", "topic"]):
        reader.select_option("[name=area]", f"{area}/{topic}")
        assert (chosen(reader), counter(reader)) == (len(own), str(len(own))), (area, topic)


def test_a_term_in_a_province_chooses_its_hits(reader):
    often = HITS["term"].value_counts().index
    for term, province in product([*often[:3], *often[-2:]], ["", "gansu", "hebei"]):
        reader.select_option("[name=term]", term)
        reader.select_option("[name=province]", province)
        own = HITS[(HITS["term"] == term) & HITS["province"].str.contains(province)]
        assert (chosen(reader), counter(reader)) == (len(own), str(len(own))), (term, province)


def test_what_is_not_chosen_steps_back(reader):
    def dressed(selector):
        line = "mark => getComputedStyle(mark).textDecorationLine"
        return set(reader.locator(selector).evaluate_all(f"marks => marks.map({line})"))

    assert dressed(".documents mark") == {"underline"}
    reader.select_option("[name=area]", "security")
    assert dressed("mark.chosen") == {"underline"}
    assert dressed(".documents mark:not(.chosen)") == {"none"}


def test_the_terms_are_those_of_the_area(reader):
    def terms():
        options = reader.locator("[name=term] option")
        return options.evaluate_all("options => options.slice(1).map(o => [o.value, o.label])")

    def expected(hits):
        return sorted([term, f"{term} ({n})"] for term, n in hits["term"].value_counts().items())

    assert sorted(terms()) == expected(HITS)
    reader.select_option("[name=term]", "网络扶贫")
    reader.select_option("[name=area]", "poverty")
    assert sorted(terms()) == expected(HITS[HITS["area"] == "poverty"])
    assert reader.locator("[name=term]").input_value() == "网络扶贫"
    reader.select_option("[name=area]", "security/cybercrime")
    assert sorted(terms()) == expected(HITS[HITS["topic"] == "cybercrime"])
    # A term that the area does not have is chosen no more.
    assert reader.locator("[name=term]").input_value() == ""


# ---- search ----------------------------------------------------------------------------------


def test_a_word_that_is_no_term_is_searched_for(page, site):
    words = read_table("tokens")["term"]
    word = words[~words.isin(read_table("terms")["term"])].mode()[0]
    open_at(page, site, f"reader.html?term={quote(word)}")
    n = sum(text.count(word) for text in TEXTS)
    assert n > 100
    assert counter(page) == f"1 / {n}"
    assert page.locator("[name=q]").input_value() == word
    assert page.evaluate("CSS.highlights.get('search').size") == n
    page.select_option("[name=province]", "hebei")
    assert counter(page) == str(TEXTS["hebei"].count(word))


@pytest.mark.parametrize(
    "forms", [("互联网+", "互联网＋"), ("wlan", "ＷＬＡＮ"), ("(2016)", "〔2016〕")]
)
def test_search_takes_full_and_half_width_for_one(reader, forms):
    n = sum(normalise(text).lower().count(normalise(forms[0]).lower()) for text in TEXTS)
    assert n > 0
    found = []
    for form in forms:
        reader.fill("[name=q]", form)
        found.append(counter(reader))
    assert found == [str(n), str(n)]


def test_search_for_nonsense_finds_nothing_and_clearing_restores_all(reader):
    reader.select_option("[name=province]", "gansu")
    reader.fill("[name=q]", "胡言乱语")
    assert counter(reader) == "0"
    expect(reader.locator("#previous")).to_be_disabled()
    expect(reader.locator("#next")).to_be_disabled()
    reader.click("#clear")
    assert (chosen(reader), counter(reader)) == (len(HITS), str(len(HITS)))
    expect(reader.locator("#next")).to_be_enabled()
    assert reader.locator("body.filtered").count() == 0
    assert reader.evaluate("CSS.highlights.get('search').size") == 0
    assert reader.evaluate("location.search") == ""


# ---- moving ----------------------------------------------------------------------------------


def test_buttons_and_keys_move_and_wrap_around(page, site):
    open_at(page, site, f"reader.html?term={quote('网络扶贫')}")
    assert counter(page) == "1 / 6"
    marks = page.locator("mark.chosen")

    def at(number):
        classes = marks.evaluate_all("marks => marks.map(m => m.classList.contains('current'))")
        assert counter(page) == f"{number} / 6"
        assert classes == [k + 1 == number for k in range(6)]
        assert marks.nth(number - 1).evaluate(IN_VIEW)

    page.click("#next")
    at(2)
    page.click("#previous")
    page.click("#previous")
    at(6)
    page.click("#next")
    at(1)
    page.locator("article").first.focus()
    page.keyboard.press("p")
    at(6)
    page.keyboard.press("p")
    at(5)
    page.keyboard.press("n")
    page.keyboard.press("n")
    at(1)
    page.keyboard.press("/")
    expect(page.locator("[name=q]")).to_be_focused()
    assert page.locator("[name=q]").input_value() == ""
    # In the field these are letters.
    page.keyboard.type("np")
    assert page.locator("[name=q]").input_value() == "np"


def test_enter_in_the_search_moves_through_what_was_found(reader):
    reader.fill("[name=q]", "丝绸之路")
    n = sum(text.count("丝绸之路") for text in TEXTS)
    reader.press("[name=q]", "Enter")
    assert counter(reader) == f"1 / {n}"
    reader.press("[name=q]", "Enter")
    assert counter(reader) == f"2 / {n}"
    current = "[...CSS.highlights.get('current')]"
    assert reader.evaluate(f"{current}.map(String)") == ["丝绸之路"]
    top, bottom = reader.evaluate(
        f"{current}.map(r => r.getBoundingClientRect()).map(b => [b.top, b.bottom])[0]"
    )
    assert 0 <= top < bottom <= reader.viewport_size["height"]


# ---- wording, own sentences, agencies --------------------------------------------------------


def found(page, **choice):
    """How many places the reader finds for a choice made by hand."""
    page.click("#clear")
    page.evaluate("document.getElementById('more').open = true")
    for name, value in choice.items():
        page.select_option(f"[name={name}]", value)
    return int(counter(page))


def lit(page, name):
    return page.evaluate(f"[...CSS.highlights.get('{name}')].map(String)")


def test_words_of_strength_are_as_many_as_the_table_counts(reader):
    strength = read_table("strength")
    strength["province"] = strength["provision_id"].str.split("-").str[0]
    counts = strength.groupby(["province", "area"])[["n_obligatory", "n_encouraging"]].sum()
    assert counts.to_numpy().sum() > 50
    for (province, area), row in counts.iterrows():
        chosen = {"province": province} | ({"area": area} if area != "all" else {})
        for kind in ("obligatory", "encouraging"):
            assert found(reader, **chosen, strength=kind) == row[f"n_{kind}"], (province, area)
        assert found(reader, **chosen, strength="any") == row.sum()
    hits = read_table("strength_hits")
    assert found(reader, strength="obligatory") == (hits["strength"] == "obligatory").sum()
    assert sorted(lit(reader, "words")) == sorted(
        hits.loc[hits["strength"] == "obligatory", "term"]
    )


def test_hits_in_own_sentences_are_as_many_as_the_table_counts(reader):
    own = read_table("own_coverage")
    for row in own[own["text"] == "own"].itertuples():
        assert found(reader, province=row.province, area=row.area, status="own") == row.n_hits


def test_own_sentences_alone_are_those_of_the_bodies(reader):
    against = read_table("sentence_overlap").merge(read_table("sentences"), on="sentence_id")
    own = against[(against["status"] == "own") & (against["zone"] == "body")]
    for province in ("gansu", "hebei"):
        ids = own.loc[own["provision_id"].str.startswith(province), "sentence_id"]
        assert found(reader, province=province, status="own") == len(ids) > 10
        reader.click("#next")
        assert reader.locator("span.current").get_attribute("id") in set(ids)


def test_an_agency_is_found_in_its_lists_and_leads_to_hits_of_their_provisions(reader):
    agencies = read_table("agencies")
    listed = agencies[agencies["role"] != "named"]
    name = listed["agency"].mode()[0]
    own = listed[listed["agency"] == name]
    assert found(reader, agency=name) == len(own) > 10
    assert lit(reader, "words") == [name] * len(own)
    for area, hits in HITS.groupby("area"):
        n = hits["provision_id"].isin(own["provision_id"]).sum()
        assert found(reader, agency=name, area=area) == n
    assert found(reader, agency="any") == len(listed)


def test_search_keeps_to_the_provisions_of_what_is_chosen(reader):
    of_area = set(HITS.loc[HITS["area"] == "culture", "provision_id"])
    sentences = read_table("sentences")
    counts = sentences.groupby("provision_id")["text"].apply(
        lambda texts: "".join(texts).count("平台")
    )
    assert 0 < counts[counts.index.isin(of_area)].sum() < counts.sum()
    found(reader, area="culture")
    reader.fill("[name=q]", "平台")
    assert int(counter(reader)) == counts[counts.index.isin(of_area)].sum()


def test_provisions_are_found_by_their_status(reader):
    overlap = read_table("overlap")
    overlap["province"] = overlap["provision_id"].str.split("-").str[0]
    counts = overlap.value_counts(["province", "status", "reference"])
    assert len(counts) == 6
    place = read_table("segments").groupby("provision_id")["start"].min()
    for (province, status, reference), n in counts.items():
        # Of two provinces, the one other is all others.
        for passage in (f"provisions/{status}/{reference}", f"provisions/{status}"):
            assert found(reader, province=province, passage=passage) == n
            reader.click("#next")
            provision_id = reader.locator("section.current").get_attribute("id")
            own = overlap[(overlap["province"] == province) & (overlap["status"] == status)]
            assert provision_id == min(own["provision_id"], key=place.get)


def test_targets_own_words_and_zones_are_as_many_as_the_tables_count(reader):
    targets, own_words = read_table("targets"), read_table("own_words")
    terms, segments = read_table("terms"), read_table("segments")
    assert found(reader, passage="targets") == len(targets) > 10
    assert lit(reader, "words") == list(targets["text"])
    assert found(reader, passage="targets", province="hebei") == 0
    for province, own in own_words.groupby("province"):
        assert found(reader, province=province, passage="words/own") == len(own) > 100
    of_area = own_words.merge(terms[terms["area"] == "security"], on="term")
    # An own word of an area stands in a sentence with a hit; so may others.
    n = own_words["sentence_id"].isin(HITS.loc[HITS["area"] == "security", "sentence_id"]).sum()
    assert found(reader, area="security", passage="words/own") == n > len(of_area) > 10
    for (doc_id, zone), own in segments.groupby(["doc_id", "zone"]):
        assert found(reader, province=doc_id, passage=f"zone/{zone}") == len(own)


@pytest.mark.parametrize(
    ("choice", "items"),
    [
        ("province=gansu&passage=targets", "words"),
        ("province=hebei&passage=zone/preamble", "div.preamble.current"),
        ("province=hebei&passage=provisions/own/gansu", "section.current"),
        ("province=gansu&area=security&strength=obligatory", "words"),
        (f"agency={quote('省通信管理局')}", "words"),
        ("province=hebei&status=own", "span.own.current"),
        ("province=hebei&area=infrastructure&status=own", "span.own mark.current"),
    ],
)
def test_an_address_leads_to_the_first_of_what_it_chooses(screen, site, folder, choice, items):
    open_at(screen, site, f"{folder}reader.html?{choice}")
    assert counter(screen).startswith("1 / ")
    assert screen.evaluate("location.search") == f"?{choice}"
    expect(screen.locator("[name=strength]")).to_be_visible()
    if items == "words":
        assert len(lit(screen, "current")) == 1
        top, bottom = screen.evaluate(
            "[...CSS.highlights.get('current')].map(r => r.getBoundingClientRect())"
            ".map(b => [b.top, b.bottom])[0]"
        )
        assert 0 <= top < bottom <= screen.viewport_size["height"]
    else:
        assert in_view(screen, items)


# ---- the address keeps it --------------------------------------------------------------------


def choose_and_move(page):
    """Choose words of an area, and go to the third of them."""
    page.select_option("[name=province]", "gansu")
    page.select_option("[name=area]", "security")
    for _ in range(3):
        page.click("#next")
    n = ((HITS["province"] == "gansu") & (HITS["area"] == "security")).sum()
    assert counter(page) == f"3 / {n}"
    return n


def test_the_address_keeps_the_choice(reader):
    choose_and_move(reader)
    assert reader.evaluate("location.search") == "?province=gansu&area=security"
    leave(reader, reader.reload)
    assert reader.locator("[name=province]").input_value() == "gansu"
    assert reader.locator("[name=area]").input_value() == "security"
    n = ((HITS["province"] == "gansu") & (HITS["area"] == "security")).sum()
    assert chosen(reader) == n


def test_reloading_stays_at_the_place(reader):
    n = choose_and_move(reader)
    leave(reader, reader.reload)
    assert counter(reader) == f"3 / {n}"
    assert in_view(reader, "mark.current")


def test_going_back_from_the_brief_comes_to_the_same_place(reader):
    n = choose_and_move(reader)
    leave(reader, reader.locator("nav a[href='index.html']").click)
    leave(reader, reader.go_back)
    assert reader.locator("[name=area]").input_value() == "security"
    assert chosen(reader) == n
    assert counter(reader) == f"3 / {n}"
    assert in_view(reader, "mark.current")


def test_going_back_from_the_brief_comes_to_what_was_being_read(reader):
    reader.locator("[id='gansu-6.2']").evaluate("section => section.scrollIntoView()")
    assert in_view(reader, "[id='gansu-6.2']")
    leave(reader, reader.locator("nav a[href='index.html']").click)
    leave(reader, reader.go_back)
    assert in_view(reader, "[id='gansu-6.2']")


# ---- the other language ----------------------------------------------------------------------


@pytest.mark.parametrize("provision_id", ["gansu-5.1", "gansu-2.3"])
def test_the_other_language_opens_at_the_same_provision(page, site, provision_id):
    # One with words of the area, and one without.
    own = HITS[HITS["provision_id"] == provision_id]
    assert (own["area"] == "security").any() == (provision_id == "gansu-5.1")
    open_at(page, site, "reader.html?area=security")
    section = page.locator(f"[id='{provision_id}']")
    section.evaluate("section => section.scrollIntoView()")
    for path in ("zh/reader.html", "reader.html"):
        leave(page, page.locator("a.language").click)
        assert page.evaluate("location.pathname").endswith(f"{site.name}/{path}")
        assert page.evaluate("location.search") == "?area=security"
        assert page.locator("[name=area]").input_value() == "security"
        assert in_view(page, f"[id='{provision_id}']"), path
        assert page.locator("[id='gansu-1.1']").evaluate(IN_VIEW) is False


# ---- comparing -------------------------------------------------------------------------------


def test_a_provision_and_its_match_stand_side_by_side(reader):
    reader.locator("[id='hebei-16'] a.compare").click()
    left, right = reader.evaluate(
        "['gansu-5.3', 'hebei-16'].map(id => document.getElementById(id).getBoundingClientRect())"
    )
    assert left["left"] + left["width"] <= right["left"]
    assert left["top"] == pytest.approx(right["top"], abs=3)
    assert in_view(reader, "[id='hebei-16']")
    assert in_view(reader, "[id='gansu-5.3']")
    assert reader.evaluate("document.activeElement.id") == "gansu-5.3"
    assert reader.locator("section.compared").count() == 2


def test_what_two_provisions_have_in_common_is_lit_in_both(reader):
    reader.locator("[id='hebei-16'] a.compare").click()
    runs = read_table("common_runs")
    own = runs[(runs["provision_id"] == "hebei-16") & (runs["reference"] == "gansu")]
    assert len(own) > 1
    lit = reader.evaluate("[...CSS.highlights.get('run')].map(String)")
    assert len(lit) == 2 * len(own)
    here, there = lit[: len(own)], lit[len(own) :]
    assert [normalise(run).lower() for run in here] == [normalise(run).lower() for run in there]
    assert here == [TEXTS["hebei"][run.start : run.end] for run in own.itertuples()]
    reader.click("#clear")
    assert reader.evaluate("CSS.highlights.get('run').size") == 0


# ---- without scripts, on paper, on a phone ---------------------------------------------------


def test_without_scripts_the_documents_are_whole_and_marked(new_page, site, folder):
    plain = open_plain(new_page, site, f"{folder}reader.html")
    assert plain.locator(".text").evaluate_all(DOCUMENTS) == list(TEXTS)
    assert plain.locator(".documents mark").count() == len(HITS)
    expect(plain.locator("#tools")).to_be_hidden()
    expect(plain.locator(".documents mark").last).to_be_visible()


def test_without_scripts_a_link_to_words_lands_at_a_sentence(new_page, site, folder):
    plain = open_plain(
        new_page, site, f"{folder}reader.html?term={quote('网络扶贫')}#gansu-4.4-s00"
    )
    assert in_view(plain, "[id='gansu-4.4-s00']")
    assert "网络扶贫" in plain.locator("[id='gansu-4.4-s00']").inner_text()


def open_plain(new_page, site, href):
    plain = new_page(java_script_enabled=False)
    plain.goto(f"{site.as_uri()}/{href}")
    return plain


def test_with_scripts_the_documents_are_as_whole(reader):
    assert reader.locator(".text").evaluate_all(DOCUMENTS) == list(TEXTS)


def test_print_has_the_documents_whole_and_no_form(reader):
    expect(reader.locator("#tools")).to_be_visible()
    reader.emulate_media(media="print")
    expect(reader.locator("#tools")).to_be_hidden()
    sizes = "articles => articles.map(a => [a.scrollHeight, a.clientHeight])"
    for whole, shown in reader.locator("article").evaluate_all(sizes):
        assert whole == shown > 1000


def test_on_a_phone_one_document_stands_below_the_other(new_page, site, folder):
    phone = open_at(new_page(viewport=PHONE), site, f"{folder}reader.html")
    first, second = phone.locator("article").evaluate_all(
        "articles => articles.map(a => a.getBoundingClientRect())"
    )
    assert first["bottom"] <= second["top"]
    assert first["left"] == second["left"]
    assert phone.evaluate("document.scrollingElement.scrollWidth") == PHONE["width"]
    expect(phone.locator("#tools")).to_be_visible()

"""What holds on every page of the site, whichever pages there are."""

from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path
from urllib.parse import unquote, urlsplit

from axe_playwright_python.sync_playwright import Axe
from bs4 import BeautifulSoup, Tag
from fontTools.ttLib import TTFont
from playwright.sync_api import expect

# Levels A and AA of WCAG 2.2, and what axe recommends beyond.
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

# What a Content-Security-Policy may name.
ALLOWED = {"'none'", "'self'", "data:"}

UNFOLD = "document.querySelectorAll('details').forEach(details => { details.open = true })"

# What scrolls on its own may hold what is wider.
TOO_WIDE = """() => {
  const scrolls = e => e && (getComputedStyle(e).overflowX != "visible" || scrolls(e.parentElement))
  return [...document.querySelectorAll("body *")]
    .filter(e => e.getBoundingClientRect().right > innerWidth && !scrolls(e.parentElement))
    .map(e => e.outerHTML.slice(0, 80))
}"""

# On a phone a figure is moved sideways in a box of its own.
PICTURES_OUTSIDE = """() =>
  [...document.querySelectorAll("img, body svg")]
    .map(e => e.closest(".picture") ?? e)
    .map(e => [e.getBoundingClientRect(), e.outerHTML.slice(0, 80)])
    .filter(([box]) => box.left < 0 || box.right > innerWidth)
    .map(([, html]) => html)
"""


# Formulas are set in a mathematical font.
WORDS = """() => {
  const formulas = [...document.querySelectorAll("math")]
  for (const formula of formulas) formula.style.display = "none"
  const words = document.body.innerText
  for (const formula of formulas) formula.style.display = ""
  return words
}"""


@cache
def parse(path: Path) -> BeautifulSoup:
    return BeautifulSoup(path.read_text(encoding="utf-8"), "lxml")


@cache
def ids(path: Path) -> set[str]:
    return {element["id"] for element in parse(path).select("[id]")}


@cache
def glyphs(path: Path) -> set[str]:
    return {chr(code) for code in TTFont(path).getBestCmap()}


def leads_somewhere(link: str, page: Path, site: Path) -> bool:
    there = urlsplit(link)
    target = (page.parent / unquote(there.path)).resolve() if there.path else page
    if there.netloc or not target.is_file() or not target.is_relative_to(site):
        return False
    return not there.fragment or unquote(there.fragment) in ids(target)


@cache
def kinds(path: Path) -> set[tuple]:
    """How the elements of a page are dressed: their kinds, each within the kinds around it."""

    def walk(element: Tag, around: tuple) -> Iterator[tuple]:
        # Words of the other language are dressed as what they stand in.
        spoken = element.name in ("span", "tspan") and set(element.attrs) == {"lang"}
        kind = (element.name, *element.get("class", []), element.get("fill"))
        own = around if spoken else (*around, kind)
        yield own
        for child in element.find_all(True, recursive=False):
            yield from walk(child, own)

    return set(walk(parse(path).body, ()))


def test_it_opens_without_a_complaint_from_a_file(opened):
    opened.evaluate("document.fonts.ready.then(() => {})")
    assert opened.title()


def test_it_opens_without_a_complaint_from_a_static_host(hosted, from_host):
    hosted.evaluate("document.fonts.ready.then(() => {})")
    assert from_host.status == 200


# Served, because axe may not read the style sheet of a page that was opened from a file.
def test_axe_finds_no_barrier(hosted, site, name):
    hosted.evaluate(UNFOLD)
    # Contrast takes most of the time. It is of the style sheet: once is enough for two pages that
    # differ in their words alone.
    original = site / name.removeprefix("zh/")
    looked_at = name.startswith("zh/") and kinds(site / name) <= kinds(original)
    options = {
        "runOnly": RULES,
        "rules": {"color-contrast": {"enabled": not looked_at}},
        "resultTypes": ["violations"],
    }
    violations = Axe().run(hosted, options=options).response["violations"]
    found = [f"{v['id']}: {node['html'][:200]}" for v in violations for node in v["nodes"]]
    assert not found, "\n".join(found)


def test_it_says_its_language(site, name):
    language = parse(site / name).html.get("lang", "")
    assert language.split("-")[0] in (["zh"] if name.startswith("zh/") else ["en", "zh"])


def test_every_link_leads_to_a_place_in_the_site(site, name):
    page = site / name
    links = {e[key] for key in ("href", "src") for e in parse(page).select(f"[{key}]")}
    inside = [link for link in links if not urlsplit(link).scheme]
    assert inside
    broken = sorted(link for link in inside if not leads_somewhere(link, page, site))
    assert not broken, broken


def test_every_character_has_a_glyph_in_the_font_that_ships(opened, site):
    opened.evaluate(UNFOLD)
    shown = {c for c in opened.evaluate(WORDS) if not c.isspace()}
    assert len(shown) > 50
    missing = shown - glyphs(site / "font.woff2")
    assert not missing, sorted(missing)


def test_the_font_that_ships_is_loaded(opened):
    found = opened.evaluate("document.fonts.ready.then(fonts => [...fonts].map(f => f.status))")
    assert "loaded" in found
    assert "error" not in found


def test_without_scripts_the_main_text_is_all_there(opened, new_page, site, name):
    plain = new_page(java_script_enabled=False)
    plain.goto((site / name).as_uri())
    plain.evaluate(UNFOLD)
    opened.evaluate(UNFOLD)
    expect(plain.locator("h1")).to_be_visible()
    # The reader's controls come with scripts; no text of a page does.
    opened.evaluate("document.getElementById('tools')?.remove()")
    assert len(plain.inner_text("main")) > 0.9 * len(opened.inner_text("main"))


def test_nothing_is_wider_than_a_small_screen(opened):
    opened.evaluate(UNFOLD)
    opened.set_viewport_size({"width": 360, "height": 640})
    assert opened.evaluate("innerWidth") == 360
    width = opened.evaluate("document.scrollingElement.scrollWidth")
    assert width <= 360, opened.evaluate(TOO_WIDE)
    assert opened.evaluate(PICTURES_OUTSIDE) == []


def test_its_policy_allows_no_other_host(site, name):
    # The policy holds for what stands below it.
    policy_or_link = "meta[http-equiv=Content-Security-Policy], link, script, style"
    first = parse(site / name).head.select_one(policy_or_link)
    assert first.name == "meta", f"no policy stands above {first}"
    parts = [part.split() for part in first["content"].split(";") if part.strip()]
    policy = {directive: sources for directive, *sources in parts}
    assert policy["default-src"] == ["'none'"]
    assert {source for sources in policy.values() for source in sources} <= ALLOWED


def test_the_browser_refuses_another_host(opened, from_file):
    with opened.expect_console_message() as told:
        opened.evaluate("() => { new Image().src = 'https://example.org/x.png' }")
    assert "Content Security Policy" in told.value.text
    # Here the complaint is what is asked for, and nothing else may have been said.
    assert [told.value.text in complaint for complaint in from_file.watch.complaints] == [True]
    from_file.watch.complaints.clear()
    from_file.watch.requests.clear()


def test_headings_skip_no_rank(site, name):
    ranks = [int(h.name[1]) for h in parse(site / name).select("h1, h2, h3, h4, h5, h6")]
    assert ranks[0] == 1
    assert ranks.count(1) == 1
    assert [(above, below) for above, below in pairwise(ranks) if below > above + 1] == []


def test_print_leaves_the_navigation_out(opened):
    navigation = opened.locator("nav")
    expect(navigation.first).to_be_visible()
    opened.emulate_media(media="print")
    expect(navigation.filter(visible=True)).to_have_count(0)
    expect(opened.locator("h1")).to_be_visible()

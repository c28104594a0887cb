"""What holds on every page of the site, whichever pages there are."""

from functools import cache
from itertools import pairwise
from pathlib import Path
from urllib.parse import unquote, urlsplit

from axe_playwright_python.sync_playwright import Axe
from bs4 import BeautifulSoup
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

PICTURES_OUTSIDE = """() =>
  [...document.querySelectorAll("img, body svg")]
    .map(e => [e.getBoundingClientRect(), e.outerHTML.slice(0, 80)])
    .filter(([box]) => box.left < 0 || box.right > innerWidth)
    .map(([, html]) => html)
"""


@cache
def parse(path: Path) -> BeautifulSoup:
    return BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")


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


def test_it_opens_without_a_complaint_from_a_file(opened):
    opened.wait_for_load_state("networkidle")
    assert opened.title()


def test_it_opens_without_a_complaint_from_a_static_host(page, served, name):
    answer = page.goto(f"{served}/{name}", wait_until="networkidle")
    assert answer.status == 200


# Served, because axe may not read the style sheet of a page that was opened from a file.
def test_axe_finds_no_barrier(page, served, name):
    page.goto(f"{served}/{name}")
    page.evaluate(UNFOLD)
    options = {"runOnly": RULES, "resultTypes": ["violations"]}
    violations = Axe().run(page, options=options).response["violations"]
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
    # Formulas are set in a mathematical font.
    opened.evaluate("document.querySelectorAll('math').forEach(formula => formula.remove())")
    shown = {c for c in opened.inner_text("body") if not c.isspace()}
    assert len(shown) > 100
    missing = shown - glyphs(site / "font.woff2")
    assert not missing, sorted(missing)


def test_the_font_that_ships_is_loaded(opened):
    found = opened.evaluate("document.fonts.ready.then(fonts => [...fonts].map(f => f.status))")
    assert "loaded" in found
    assert "error" not in found


def test_without_scripts_the_main_text_is_all_there(opened, new_page, site, name):
    plain = new_page(java_script_enabled=False)
    plain.goto((site / name).as_uri())
    expect(plain.locator("h1")).to_be_visible()
    # Scripts may add some words, such as those of controls, but hold back no text.
    assert len(plain.inner_text("main")) > 0.9 * len(opened.inner_text("main"))


def test_nothing_is_wider_than_a_small_screen(new_page, site, name):
    page = new_page(viewport={"width": 360, "height": 640})
    page.goto((site / name).as_uri())
    page.evaluate(UNFOLD)
    assert page.evaluate("innerWidth") == 360
    assert page.evaluate("document.scrollingElement.scrollWidth") <= 360, page.evaluate(TOO_WIDE)
    assert page.evaluate(PICTURES_OUTSIDE) == []


def test_its_policy_allows_no_other_host(site, name):
    # The policy holds for what stands below it.
    policy_or_link = "meta[http-equiv=Content-Security-Policy], link, script, style"
    first = parse(site / name).head.select_one(policy_or_link)
    assert first.name == "meta", f"no policy stands above {first}"
    parts = [part.split() for part in first["content"].split(";") if part.strip()]
    policy = {directive: sources for directive, *sources in parts}
    assert policy["default-src"] == ["'none'"]
    assert {source for sources in policy.values() for source in sources} <= ALLOWED


def test_the_browser_refuses_another_host(browser, site, name):
    # Not the watched page: here the complaint is what is asked for.
    with browser.new_context() as context:
        page = context.new_page()
        page.goto((site / name).as_uri())
        with page.expect_console_message() as told:
            page.evaluate("() => { new Image().src = 'https://example.org/x.png' }")
    assert "Content Security Policy" in told.value.text


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

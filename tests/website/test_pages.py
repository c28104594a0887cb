"""The site of a whole build: every page in two languages, and nothing that asks for more."""

import re
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path
from urllib.parse import parse_qs, urlparse

import nbformat
import pandas as pd
import pytest
from fontTools.ttLib import TTFont

from analysis.say.catalogue import write
from analysis.store.schema import CONTRACTS
from analysis.store.tables import read_table
from analysis.website.how import column_meaning
from analysis.website.pages import subset_font, write_site

NAMES = [
    "01_texts", "02_coverage", "03_divergence", "04_promises", "05_robustness", "codebook", "data",
    "how", "index", "lexicon", "reader",
]  # fmt: skip
PAGES = [f"{name}.html" for name in NAMES] + [f"zh/{name}.html" for name in NAMES]
HAN = re.compile(r"[\u4e00-\u9fff]")


class Collector(HTMLParser):
    """Everything a page asks for, the texts of its pictures, and the text it shows by language."""

    def __init__(self, page: Path):
        super().__init__()
        self.wanted: list[str] = []
        self.scripts: list[dict[str, str | None]] = []
        self.attributes: set[str] = set()
        self.alts: list[str | None] = []
        self.headings: list[int] = []
        self.spoken: dict[str, str] = {}
        self.shown = ""
        self._open: list[tuple[str, str]] = []
        self.feed(page.read_text(encoding="utf-8"))

    def handle_starttag(self, tag, attrs):
        found = dict(attrs)
        self.attributes |= found.keys()
        self.wanted += [found[key] for key in ("href", "src") if key in found]
        if tag == "script":
            self.scripts.append(found)
        if tag == "img" or found.get("class") == "picture":
            self.alts.append(found.get("alt") or found.get("aria-label"))
        if tag in ("h1", "h2", "h3", "h4"):
            self.headings.append(int(tag[1]))
        if tag not in ("meta", "link", "br", "img", "input", "image", "use", "path", "rect"):
            outer = self._open[-1][1] if self._open else ""
            self._open.append((tag, found.get("lang") or outer))

    def handle_endtag(self, tag):
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data):
        self.shown += data
        inside = [tag for tag, _ in self._open]
        if self._open and not {"script", "style", "code", "pre", "title", "math"} & set(inside):
            lang = self._open[-1][1]
            self.spoken[lang] = self.spoken.get(lang, "") + data


@pytest.fixture(params=PAGES)
def page(request, builds):
    return builds[0] / "reports" / request.param


def test_the_site_is_whole(builds):
    reports = builds[0] / "reports"
    found = {p.relative_to(reports).as_posix() for p in reports.rglob("*") if p.is_file()}
    figures = {f"figures/{p.name}" for p in (reports / "figures").iterdir()}
    assert found - figures == {
        *PAGES, "style.css", "site.js", "font.woff2", "brief.en.pdf", "brief.zh.pdf",
        "tables/all_tables.csv.zip", "tables/all_tables.xlsx",
    }  # fmt: skip


def test_the_site_is_small_enough_to_send_and_to_host(builds):
    files = [p for p in (builds[0] / "reports").rglob("*") if p.is_file()]
    assert sum(p.stat().st_size for p in files) < 6_000_000


def test_every_link_leads_to_a_file_of_the_site(page):
    for link in Collector(page).wanted:
        target = urlparse(link)
        if target.scheme != "data":
            assert not target.scheme, link
            assert not target.netloc, link
            assert (page.parent / (target.path or page.name)).exists(), link


@pytest.mark.parametrize("folder", ["", "zh"])
def test_links_into_the_reader_lead_to_a_place_and_to_hits(builds, folder):
    reports = builds[0] / "reports" / folder
    there = set(re.findall(r' id="([^"]+)"', (reports / "reader.html").read_text()))
    links = 0
    overlap = read_table("overlap")
    known = {
        "province": set(read_table("provinces")["province"]),
        "area": set(read_table("policy_areas")["area"]),
        "topic": set(read_table("policy_areas")["topic"]),
        "term": set(read_table("tokens")["term"]),
        "strength": {"obligatory", "encouraging", "any"},
        "status": {"own"},
        "agency": {"any", *read_table("agencies")["agency"]},
        "passage": {
            "targets",
            "words/own",
            "zone/body",
            "zone/heading",
            "zone/agencies",
            *("provisions/" + overlap["status"] + "/" + overlap["reference"]),
        },
    }
    for name in NAMES:
        for link in Collector(reports / f"{name}.html").wanted:
            href = urlparse(link)
            if href.path == "reader.html" and (href.query or href.fragment):
                links += 1
                assert href.fragment in there, link
                for key, (value,) in parse_qs(href.query).items():
                    assert value in known[key], link
    assert links > 1_600


def test_no_page_asks_for_anything_outside(page, builds):
    html = page.read_text(encoding="utf-8")
    css = (builds[0] / "reports" / "style.css").read_text()
    # MathML and SVG name their languages by addresses that nothing fetches.
    rest = re.sub(r"http://www\.w3\.org/(1998/Math/MathML|2000/svg|1999/xlink)", "", html + css)
    assert "http://" not in rest
    assert "https://" not in rest
    assert "@import" not in css


def test_a_page_runs_one_script_and_no_style_of_its_own(page):
    found = Collector(page)
    root = "../" if page.parent.name == "zh" else ""
    assert found.scripts == [{"src": f"{root}site.js", "defer": None}]
    assert not {a for a in found.attributes if a.startswith("on")}
    assert "style" not in found.attributes
    assert "<style" not in page.read_text(encoding="utf-8")
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]+)"', page.read_text())
    rules = dict(rule.strip().split(" ", 1) for rule in policy[1].split(";"))
    assert rules.pop("default-src") == "'none'"
    assert set(" ".join(rules.values()).split()) <= {"'self'", "'none'", "data:"}
    assert rules["script-src"] == rules["style-src"] == "'self'"


def test_figures_have_alt_texts_and_headings_are_in_order(page):
    found = Collector(page)
    assert all(alt and len(alt) > 20 for alt in found.alts)
    assert found.headings[0] == 1
    assert found.headings.count(1) == 1
    assert all(b <= a + 1 for a, b in zip(found.headings, found.headings[1:], strict=False))


def test_chinese_is_said_to_be_chinese(page):
    spoken = Collector(page).spoken
    assert not HAN.findall(spoken.get("en", "")), HAN.findall(spoken["en"])[:9]
    if page.parent.name == "zh":
        assert len(HAN.findall(spoken["zh-Hans"])) > 100


def test_a_page_says_what_it_says_in_one_language(page):
    found = Collector(page)
    limits = ("not of a sample of provinces", "不是对各省的抽样推断")
    chinese = page.parent.name == "zh"
    assert [limit in found.shown for limit in limits] == [not chinese, chinese]
    html = page.read_text(encoding="utf-8")
    assert len(re.findall('class="said" lang="en"', html)) * chinese == 0
    assert len(re.findall('class="said" lang="zh-Hans"', html)) * (not chinese) == 0
    assert ("see the sentences" in found.shown) <= (not chinese)


def test_every_page_leads_to_itself_in_the_other_language(page):
    other = re.search(r'class="language" href="([^"]+)"', page.read_text(encoding="utf-8"))[1]
    target = (page.parent / other).resolve()
    assert target.name == page.name
    assert (target.parent.name == "zh") != (page.parent.name == "zh")
    assert target.exists()


def test_every_page_names_version_and_data(page):
    shown = Collector(page).shown
    assert re.search(r"(version |版本)0\.1\.0(, data |，数据)[0-9a-f]{12}", shown)


def test_every_character_has_a_glyph_in_the_font_that_ships(page, builds):
    font = TTFont(BytesIO((builds[0] / "reports" / "font.woff2").read_bytes()))
    shown = {c for c in Collector(page).shown if not c.isspace()}
    # Formulas are set in a mathematical font, and boxes of code may be.
    missing = {c for c in shown if ord(c) not in font.getBestCmap()}
    assert {c for c in missing if "\u4e00" <= c <= "\u9fff" or "\u3000" <= c <= "\u303f"} == set()
    assert len(shown) > 30


def test_code_is_folded_and_findings_and_figures_are_shown(builds):
    html = (builds[0] / "reports" / "03_divergence.html").read_text()
    assert html.count('<details class="code">') >= 8
    assert '<details class="code" open' not in html
    assert 'class="findings"' in html
    assert html.count("<figure id=") == html.count("<svg ") == 4
    assert "data-name" not in html


@pytest.mark.parametrize(("folder", "lang"), [("", "en"), ("zh", "zh")])
def test_the_data_dictionary_lists_every_table_and_column(builds, folder, lang):
    page = Collector(builds[0] / "reports" / folder / "data.html")
    shown = re.sub(r"\s+", " ", page.shown)
    for path in (builds[0] / "data" / "processed").glob("*.csv"):
        assert write(lang, f"tables.{path.stem}.meaning") in shown
        assert f"{len(pd.read_csv(path)):,}" in shown
        for name in CONTRACTS[path.stem].columns:
            assert f"{name}{column_meaning(path.stem, name).said(lang)}" in shown


def test_the_lexicon_shows_as_many_hits_as_there_are(builds):
    html = (builds[0] / "reports" / "lexicon.html").read_text()
    counted = sum(int(n.replace(",", "")) for n in re.findall(r'class="number">([\d,]+)<', html))
    assert counted == len(read_table("hits"))


def test_the_brief_says_what_only_one_province_has(builds):
    shown = Collector(builds[0] / "reports" / "index.html").shown
    assert "Gansu sets 16 quantified targets: 7 on infrastructure" in shown
    assert "own sentences 27 of 88" in shown
    assert "河北没有量化目标。" in Collector(builds[0] / "reports" / "zh" / "index.html").shown


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_brief_is_printed_on_two_to_four_pages(builds, lang):
    pdf = (builds[0] / "reports" / f"brief.{lang}.pdf").read_bytes()
    (pages,) = {int(n) for n in re.findall(rb"/Type ?/Pages[^>]*?/Count (\d+)", pdf)} or {0}
    assert 2 <= pages <= 4


def test_the_style_says_each_thing_once_and_print_leaves_out_what_only_screens_need(builds):
    css = (builds[0] / "reports" / "style.css").read_text()
    screen, printed = css.split("@media print {")
    assert re.search(r"nav, details\.code,[^{]* \{ display: none; \}", printed)
    selectors = re.findall(r"^([^\s@}][^{]*) \{", screen, flags=re.M)
    assert len(selectors) == len(set(selectors)) > 30
    assert css.count("{") == css.count("}")


def test_the_font_holds_just_what_is_asked():
    font = TTFont(BytesIO(subset_font("网络A")))
    assert set(font.getBestCmap()) == {ord(c) for c in "网络A"}


def test_a_figure_without_alt_text_stops_the_site(tmp_path):
    output = nbformat.v4.new_output("display_data", {"image/png": "AAAA"})
    cell = nbformat.v4.new_code_cell("plot()", outputs=[output])
    (tmp_path / "notebooks").mkdir()
    notebook = nbformat.v4.new_notebook(cells=[cell])
    nbformat.write(notebook, tmp_path / "notebooks" / "01_a.ipynb")
    with pytest.raises(ValueError, match=r"01_a\.ipynb, cell 1: a figure without alt text"):
        write_site(tmp_path, tmp_path, executed=tmp_path / "notebooks")
    assert [p.name for p in tmp_path.iterdir()] == ["notebooks"]

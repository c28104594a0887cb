import re
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path
from urllib.parse import urlparse

import nbformat
import pytest
from fontTools.ttLib import TTFont

from analysis.contracts import CONTRACTS
from analysis.pages import formulas_to_mathml, subset_font, write_site

PAGES = [
    "01_texts.html", "02_coverage.html", "03_divergence.html", "04_promises.html", "05_robustness.html", "index.html",
    "reader.html",
]  # fmt: skip


class Collector(HTMLParser):
    """Everything a page asks for, its pictures' alt texts, and the text it shows."""

    def __init__(self, page: Path):
        super().__init__()
        self.wanted: list[str] = []
        self.alts: list[str | None] = []
        self.headings: list[int] = []
        self.shown = ""
        self.feed(page.read_text(encoding="utf-8"))

    def handle_starttag(self, tag, attrs):
        found = dict(attrs)
        self.wanted += [found[key] for key in ("href", "src") if key in found]
        if tag == "img":
            self.alts.append(found.get("alt"))
        if tag in ("h1", "h2", "h3"):
            self.headings.append(int(tag[1]))

    def handle_data(self, data):
        self.shown += data


@pytest.fixture(params=PAGES)
def page(request, builds):
    return builds[0] / "reports" / request.param


def test_the_site_is_whole(builds):
    reports = builds[0] / "reports"
    assert sorted(p.name for p in reports.glob("*.html")) == PAGES
    assert {p.name for p in (reports / "tables").iterdir()} == {
        p.name for p in (builds[0] / "data" / "processed").iterdir()
    }


def test_every_link_leads_to_a_file_of_the_site(page):
    for link in Collector(page).wanted:
        target = urlparse(link)
        assert not target.scheme, link
        assert not target.netloc, link
        assert (page.parent / (target.path or page.name)).exists(), link


def test_ids_lead_to_their_place_in_the_reader(builds):
    reports = builds[0] / "reports"
    there = set(re.findall(r' id="([^"]+)"', (reports / "reader.html").read_text()))
    for name in PAGES:
        wanted = re.findall(r'href="(?:reader\.html)?#([^"]+)"', (reports / name).read_text())
        assert set(wanted) <= there, name
    links = (reports / "04_promises.html").read_text().count('href="reader.html#')
    assert links > 300


def test_no_page_asks_for_anything_outside(page):
    html = page.read_text(encoding="utf-8")
    css = (page.parent / "style.css").read_text()
    # MathML names its language by an address that nothing fetches.
    rest = (html + css).replace("http://www.w3.org/1998/Math/MathML", "")
    assert "http://" not in rest
    assert "https://" not in rest
    assert "<script" not in html
    assert "@import" not in css


def test_figures_have_alt_texts_and_headings_are_in_order(page):
    found = Collector(page)
    assert all(alt and len(alt) > 40 for alt in found.alts)
    assert found.headings[0] == 1
    assert found.headings.count(1) == 1
    assert all(b <= a + 1 for a, b in zip(found.headings, found.headings[1:], strict=False))


def test_every_page_says_what_the_numbers_do_not_say(page):
    shown = Collector(page).shown
    assert "not of a sample of provinces" in shown
    assert "不是对各省的抽样推断" in shown


def test_every_character_has_a_glyph_in_the_font_that_ships(page):
    font = TTFont(BytesIO((page.parent / "font.woff2").read_bytes()))
    shown = {c for c in Collector(page).shown if not c.isspace()}
    # Formulas are set in a mathematical font, and boxes of code may be.
    missing = {c for c in shown if ord(c) not in font.getBestCmap()}
    assert {c for c in missing if "\u4e00" <= c <= "\u9fff" or "\u3000" <= c <= "\u303f"} == set()
    assert len(shown) > 100


def test_code_is_folded_and_findings_are_shown(builds):
    html = (builds[0] / "reports" / "03_divergence.html").read_text()
    assert html.count('<details class="code">') >= 8
    assert '<details class="code" open' not in html
    assert 'class="findings"' in html
    assert html.count("<figure>") == 3


def test_the_overview_lists_every_table_with_its_rows(builds):
    html = (builds[0] / "reports" / "index.html").read_text()
    for path in (builds[0] / "data" / "processed").glob("*.csv"):
        assert f'href="tables/{path.name}"' in html
        assert CONTRACTS[path.stem].meaning.replace("'", "&#39;") in html


def test_the_overview_says_what_only_one_province_has(builds):
    shown = Collector(builds[0] / "reports" / "index.html").shown
    assert "Gansu sets 16 quantified targets: 7 on infrastructure" in shown
    assert "河北没有量化目标。" in shown
    assert "own sentences 27 of 88" in shown


def test_the_style_says_each_thing_once_and_print_leaves_out_what_only_screens_need(builds):
    css = (builds[0] / "reports" / "style.css").read_text()
    screen, printed = css.split("@media print {")
    assert "nav, details.code { display: none; }" in printed
    selectors = re.findall(r"^([^\s@}][^{]*) \{", screen, flags=re.M)
    assert len(selectors) == len(set(selectors)) > 30
    assert css.count("{") == css.count("}")


def test_formulas_become_mathml():
    html = formulas_to_mathml("<p>a $x &lt; 1$</p><p>$$y = 2$$</p>")
    assert html.count("<math") == 2
    assert 'display="block"' in html
    assert "$" not in html


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
        write_site(tmp_path, tmp_path)
    assert [p.name for p in tmp_path.iterdir()] == ["notebooks"]

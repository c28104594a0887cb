"""Pages in one language: the other's passages left out, its words marked, tables tidied."""

import re
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any
from urllib.parse import unquote

from lxml import etree, html

from analysis.vocabulary import LANGUAGES, TAGS

_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")

# With the punctuation that belongs to it, and figures and signs between Han characters.
_HAN_RUN = re.compile(
    r"[《（“「【]*[\u3400-\u9fff\uf900-\ufaff]"
    r"(?:[\u3000-\u9fff\uf900-\ufaff\uff01-\uff65“”‘’…—·0-9%.]*"
    r"[\u3001\u3002\u300b-\u9fff\uf900-\ufaff\uff01-\uff65”…])?"
)

# Code is in no language; formulas, styles and names of pages are left alone.
_UNMARKED = ("math", "script", "style", "title")

# Keywords, imports, words that work as operators, texts and comments have colours of their own.
_CODE_CLASSES = ("k", "kn", "ow", "s1", "s2", "c1")
_NUMBER = re.compile(r"[-−+]?[\d,]+(?:\.\d+)?(?:e[-+]\d+)?%?|NaN")

# No page may hold these. As many signs as characters, so that offsets stay.
_SIGNS = {c: 0x2400 + c for c in range(32) if chr(c) not in "\t\n\r"} | {0xFFFE: "�", 0xFFFF: "�"}
# Makes an element of what a pattern has found, or None where it stays as it is.
Make = Callable[[re.Match[str]], html.HtmlElement | None]


def parse_page(page: str) -> html.HtmlElement:
    """Read a page, or a piece of one; control characters of a text become signs for them."""
    return html.document_fromstring(page.translate(_SIGNS))


def write_page(root: html.HtmlElement) -> str:
    """Write what `parse_page` has read, addresses in the letters in which they were given.

    lxml writes the Chinese of addresses in code, three times as long.
    """

    def decode(href: re.Match[str]) -> str:
        return re.sub(r"(?:%[89A-F][0-9A-F])+", lambda letters: unquote(letters[0]), href[0])

    page = re.sub(r'(?<= href=")[^"]*%[^"]*', decode, html.tostring(root, encoding="unicode"))
    return f"<!DOCTYPE html>\n{page}\n"


def place_figures(root: html.HtmlElement, figures: Mapping[str, str]) -> None:
    """Put each figure, as HTML, where a page keeps a place for it."""
    for place in root.xpath("//figure[@data-name]"):
        figure = html.fragment_fromstring(figures[place.get("data-name")])
        figure.tail = place.tail
        place.getparent().replace(place, figure)


def keep_language(root: html.HtmlElement, lang: str) -> None:
    """Leave out what is said in other languages: findings, and blocks of prose.

    Of a heading "English? 中文？" its own half stays; a block without a counterpart stays too.
    Prose is English and Chinese; a further language has the English.
    """
    for said in root.xpath("//*[@class='said']"):
        if said.get("lang") != TAGS[lang]:
            said.drop_tree()
    for prose in root.xpath("//section[@class='prose']"):
        blocks = prose.xpath(".//p[not(math[@display='block'])] | .//li[not(p)]")
        spoken = {block: _language(block) for block in blocks}
        if len(set(spoken.values())) > 1:
            kept = lang if lang in spoken.values() else LANGUAGES[0]
            for block, own in spoken.items():
                if own != kept:
                    block.drop_tree()
        for emptied in prose.xpath(".//ul[not(li)] | .//ol[not(li)]"):
            emptied.drop_tree()
        for heading in prose.xpath(".//h1 | .//h2 | .//h3"):
            halves = _HAN.search(heading.text or "")
            if halves and not len(heading):
                en, zh = heading.text[: halves.start()], heading.text[halves.start() :]
                heading.text = (zh if lang == "zh" else en).strip() or heading.text


def name_headings(root: html.HtmlElement) -> None:
    """Name every heading by its number, which is the same in both languages, to lead there."""
    for number, heading in enumerate(root.xpath("//main//h2 | //main//h3"), start=1):
        if not heading.get("id") and not heading.xpath("ancestor::article"):
            heading.set("id", f"heading-{number}")


def mark_language(root: html.HtmlElement, lang: str) -> None:
    """Give Chinese words their language where they stand in English."""

    def choose(within: list[html.HtmlElement]) -> Make | None:
        if any(e.tag in _UNMARKED for e in within) or _is_chinese(within, lang):
            return None
        return partial(_spoken, "tspan" if any(e.tag == "svg" for e in within) else "span")

    replace_texts(root, _HAN_RUN, choose)


def fix_tables(root: html.HtmlElement) -> None:
    """Make pandas' tables fit for a strict page and for screen readers.

    Styles in attributes and indents go, empty heads become plain cells, heads say what they head,
    and numbers stand on the right.
    """
    for style in root.xpath("//body//style"):
        style.drop_tree()
    for part in root.xpath("//table | //thead | //tbody | //tr"):
        part.text = (part.text or "").strip()
        for child in part:
            child.tail = (child.tail or "").strip()
    for table in root.xpath("//table[contains(@class, 'dataframe')]"):
        for element in table.iter():
            for attribute in ("style", "border", "valign", "halign"):
                element.attrib.pop(attribute, None)
        for head in table.xpath(".//th"):
            if not head.text_content().strip():
                head.tag = "td"
            else:
                head.set("scope", "col" if head.xpath("ancestor::thead") else "row")
        for cell in table.xpath(".//tbody//td"):
            if _NUMBER.fullmatch(cell.text_content().strip()):
                cell.set("class", "number")


def thin_code(root: html.HtmlElement) -> None:
    """Take out what the highlighting of code says without the style sheet showing it."""
    styled = " or ".join(f"@class='{name}'" for name in _CODE_CLASSES)
    for span in root.xpath(f"//pre//span[not({styled})]"):
        span.drop_tag()


def replace_texts(
    root: html.HtmlElement,
    pattern: re.Pattern[str],
    choose: Callable[[list[html.HtmlElement]], Make | None],
) -> None:
    """Put elements in place of what a pattern finds in the texts of a page.

    `choose` is given the elements around a text, the innermost first, and gives what makes the
    elements, or None where the text stays as it is.
    """
    found = [
        (element, kind)
        for element in root.iter(etree.Element)
        for kind in ("text", "tail")
        if pattern.search(getattr(element, kind) or "")
    ]
    for element, kind in found:
        around = element if kind == "text" else element.getparent()
        make = choose([around, *around.iterancestors()])
        if make:
            first, made = _cut(getattr(element, kind), pattern, make)
            setattr(element, kind, first)
            place = 0 if kind == "text" else around.index(element) + 1
            for offset, new in enumerate(made):
                around.insert(place + offset, new)


def _cut(text: str, pattern: re.Pattern[str], make: Make) -> tuple[str, list[html.HtmlElement]]:
    """Cut what a pattern finds out of a text, as elements that carry the text behind them."""
    texts, made, position = [], [], 0
    for found in pattern.finditer(text):
        new = make(found)
        if new is not None:
            texts.append(text[position : found.start()])
            made.append(new)
            position = found.end()
    first, *behind = [*texts, text[position:]]
    for new, tail in zip(made, behind, strict=True):
        new.tail = tail
    return first, made


def _language(block: html.HtmlElement) -> str:
    spoken = "".join(block.xpath(".//text()[not(ancestor::code) and not(ancestor::math)]"))
    return "zh" if len(_HAN.findall(spoken)) > len(re.findall("[A-Za-z]", spoken)) else "en"


def _is_chinese(within: list[Any], lang: str) -> bool:
    """Tell whether an element, given with all around it, is in Chinese already."""
    spoken = next((e.get("lang") for e in within if e.get("lang")), TAGS[lang])
    return bool(spoken == TAGS["zh"])


def _spoken(tag: str, word: re.Match[str]) -> html.HtmlElement:
    element = etree.Element(tag, lang=TAGS["zh"])
    element.text = word[0]
    return element

"""Pages in one language: the other's passages left out, its words marked, numbers linked."""

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from functools import partial
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import parse_qsl, unquote, urlparse

from lxml import etree, html

from analysis.say.links import ANY, KEYS, reader_href
from analysis.say.names import Names
from analysis.say.wording import STATUS_NAMES, STRENGTH_NAMES, ZONE_NAMES, passage_name
from analysis.vocabulary import ALL
from analysis.website.places import Places

LANGUAGES = ("en", "zh")
LANG_TAGS = {"en": "en", "zh": "zh-Hans"}
_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")

# With the punctuation that belongs to it, and figures and signs between Han characters.
_HAN_RUN = re.compile(
    r"[《（“「【]*[\u3400-\u9fff\uf900-\ufaff]"
    r"(?:[\u3000-\u9fff\uf900-\ufaff\uff01-\uff65“”‘’…—·0-9%.]*"
    r"[\u3001\u3002\u300b-\u9fff\uf900-\ufaff\uff01-\uff65”…])?"
)

# Code is in no language; formulas, styles and names of pages are left alone.
_UNMARKED = ("math", "script", "style", "title")

# Text in these is code, or leads somewhere already.
_UNLINKED = ("a", "code", "pre", "style", "summary", "title", "svg", "math")

# Keywords, imports, words that work as operators, texts and comments have colours of their own.
_CODE_CLASSES = ("k", "kn", "ow", "s1", "s2", "c1")
_NUMBER = re.compile(r"[-−+]?[\d,]+(?:\.\d+)?(?:e[-+]\d+)?%?|NaN")

_ID = re.compile(
    r"(?<![A-Za-z0-9_.#-])[A-Za-z][A-Za-z0-9_]*-\d+(?:\.\d+)*(?:-[a-z]+\d+)?(?![A-Za-z0-9_-])"
)

# No page may hold these. As many signs as characters, so that offsets stay.
_SIGNS = {c: 0x2400 + c for c in range(32) if chr(c) not in "\t\n\r"} | {0xFFFE: "�", 0xFFFF: "�"}
_Made = Callable[[re.Match[str]], html.HtmlElement | None]


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
    """Leave out what is said in the other language: findings, and blocks of prose.

    Of a heading "English? 中文？" its own half stays; a block without a counterpart stays too.
    """
    for said in root.xpath("//*[@class='said']"):
        if said.get("lang") != LANG_TAGS[lang]:
            said.drop_tree()
    for prose in root.xpath("//section[@class='prose']"):
        blocks = prose.xpath(".//p[not(math[@display='block'])] | .//li[not(p)]")
        spoken = {block: _language(block) for block in blocks}
        if set(spoken.values()) >= set(LANGUAGES):
            for block, own in spoken.items():
                if own != lang:
                    block.drop_tree()
        for emptied in prose.xpath(".//ul[not(li)] | .//ol[not(li)]"):
            emptied.drop_tree()
        for heading in prose.xpath(".//h1 | .//h2 | .//h3"):
            halves = _HAN.search(heading.text or "")
            if halves and not len(heading):
                en, zh = heading.text[: halves.start()], heading.text[halves.start() :]
                heading.text = (en if lang == "en" else zh).strip() or heading.text


def name_headings(root: html.HtmlElement) -> None:
    """Name every heading by its number, which is the same in both languages, to lead there."""
    for number, heading in enumerate(root.xpath("//main//h2 | //main//h3"), start=1):
        if not heading.get("id") and not heading.xpath("ancestor::article"):
            heading.set("id", f"heading-{number}")


def mark_language(root: html.HtmlElement, lang: str) -> None:
    """Give Chinese words their language where they stand in English."""
    for element in _elements_with(_HAN, root):
        within = [element, *element.iterancestors()]
        if any(e.tag in _UNMARKED for e in within):
            continue
        tag = "tspan" if any(e.tag == "svg" for e in within) else "span"
        if not _is_chinese(within, lang):
            _replace_text(element, _HAN_RUN, partial(_spoken, tag))
        if not _is_chinese(within[1:], lang) and element is not root:
            outer = "tspan" if any(e.tag == "svg" for e in within[1:]) else "span"
            _replace_tail(element, _HAN_RUN, partial(_spoken, outer))


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


def drop_links(root: html.HtmlElement, pages: Collection[str]) -> None:
    """Take out links to pages that the site does not have: their words stay, without a link.

    `pages` has the names of those there are. What is no page, such as a style sheet, is left alone.
    """

    def leads_nowhere(href: str) -> bool:
        page = PurePosixPath(urlparse(href).path)
        return page.suffix == ".html" and page.stem not in pages

    for said in root.xpath("//*[@data-href]"):
        if any(map(leads_nowhere, said.get("data-href").split())):
            said.attrib.pop("data-href")
    for link in root.xpath("//a[@href]"):
        if leads_nowhere(link.get("href")):
            link.drop_tag()


def link_ids(root: html.HtmlElement, ids: set[str], reader: str = "reader.html") -> None:
    """Turn the ids of provisions and sentences into links to the reader.

    An agency list leads to its provision. Code, links and summaries stay as they are.
    """

    def link(found: re.Match[str]) -> html.HtmlElement | None:
        target = re.sub(r"-agencies\d+$", "", found[0])
        return _link(f"{reader}#{target}", found[0]) if target in ids else None

    for element in _elements_with(_ID, root):
        within = [element, *element.iterancestors()]
        if not any(e.tag in _UNLINKED for e in within):
            _replace_text(element, _ID, link)
        if element is not root and not any(e.tag in _UNLINKED for e in within[1:]):
            _replace_tail(element, _ID, link)


def link_rows(root: html.HtmlElement, known: Mapping[str, set[str]]) -> None:
    """Make rows of tables lead to the hits that they count, by the last of their keys.

    `known` gives the values that a column of each key may hold; a row with another stays as it
    is, and so does one that leads somewhere already.
    """
    for table in root.xpath("//table[contains(@class, 'dataframe')]"):
        columns = _column_names(table)
        for cells in _rows(table):
            row = dict(zip(columns, (c.text_content() for c in cells), strict=False))
            if row.get("zone") in ZONE_NAMES:
                row["passage"] = f"zone/{row['zone']}"
            keys = {k: row[k] for k in KEYS if row.get(k, ALL) not in ("", ALL)}
            known_keys = all(value in known[key] for key, value in keys.items())
            href = reader_href(keys) if known_keys else ""
            column = max((columns.index("zone" if k == "passage" else k) for k in keys), default=0)
            cell = cells[column]
            # A cell that spans rows may lead somewhere already, and the rows below it not yet.
            if href and not cell.xpath(".//a") and not cells[-1].xpath("..//a"):
                link = _link(href, "")
                link.text, cell.text = cell.text, None
                link.extend(list(cell))
                cell.append(link)


def link_statements(root: html.HtmlElement, names: Names, lang: str) -> None:
    """End every statement that counts words with a link to them, or with one to each of several."""
    label = {"en": "see the sentences", "zh": "看原文"}[lang]
    begin, part, end = {"en": (" See ", ", ", "; "), "zh": ("见", "，", "；")}[lang]
    for said in root.xpath("//*[@data-href]"):
        hrefs = said.attrib.pop("data-href").split()
        before = begin if len(hrefs) > 1 else " "
        for href in hrefs:
            link = _link(href, label)
            if len(hrefs) > 1:
                chosen = dict(parse_qsl(urlparse(href).query))
                link.text = part.join(_say_choice(chosen, names, lang))
            link.set("class", "see")
            if len(said):
                said[-1].tail = f"{said[-1].tail or ''}{before}"
            else:
                said.text = f"{said.text or ''}{before}"
            said.append(link)
            before = end


def finish_links(root: html.HtmlElement, places: Places, names: Names, lang: str) -> None:
    """Let links to hits land at the first of them, and say what links of figures lead to.

    `places` as from `links.reader_places`. Without scripts a page cannot choose hits, but it can
    still stand at the first.
    """
    seen: set[tuple[Any, str]] = set()
    for link in root.xpath("//a[starts-with(@href, 'reader.html')]"):
        href = urlparse(link.get("href"))
        keys = dict(parse_qsl(href.query))
        place = href.fragment or places.get(frozenset(keys.items()), "")
        link.set("href", href._replace(fragment=place).geturl())
        figure = next(link.iterancestors("svg"), None)
        if figure is not None:
            # A mark and its label lead to one place; the keyboard stops there once.
            if (figure, link.get("href")) in seen:
                link.set("tabindex", "-1")
            seen.add((figure, link.get("href")))
            said = _say_choice(keys, names, lang) or [place]
            link.set("aria-label", {"en": ", ", "zh": "，"}[lang].join(said))


def _say_choice(keys: Mapping[str, str], names: Names, lang: str) -> list[str]:
    """Say what keys choose in the reader."""
    name, own = names.called(lang), {"zh": 0, "en": 1}[lang]
    words = {
        "strength": {ANY: ("约束性与鼓励性用语", "words of strength"), **STRENGTH_NAMES},
        "status": STATUS_NAMES,
        "agency": {ANY: ("责任单位", "agencies")},
    }
    said = [name(keys["province"])] if "province" in keys else []
    said += [name(keys["area"], keys.get("topic", ALL))] if "area" in keys else []
    said += [keys["term"]] if "term" in keys else []
    for key, known in words.items():
        if key in keys:
            said.append(known[keys[key]][own] if keys[key] in known else keys[key])
    said += [passage_name(keys["passage"], names).said(lang)] if "passage" in keys else []
    return said


def _language(block: html.HtmlElement) -> str:
    spoken = "".join(block.xpath(".//text()[not(ancestor::code) and not(ancestor::math)]"))
    return "zh" if len(_HAN.findall(spoken)) > len(re.findall("[A-Za-z]", spoken)) else "en"


def _is_chinese(within: list[Any], lang: str) -> bool:
    """Tell whether an element, given with all around it, is in Chinese already."""
    spoken = next((e.get("lang") for e in within if e.get("lang")), LANG_TAGS[lang])
    return bool(spoken == LANG_TAGS["zh"])


def _elements_with(pattern: re.Pattern[str], root: html.HtmlElement) -> list[html.HtmlElement]:
    """List the elements in or behind which a pattern stands; most have no such text."""
    return [
        element
        for element in root.iter(etree.Element)
        if pattern.search(f"{element.text or ''}\n{element.tail or ''}")
    ]


def _spoken(tag: str, word: re.Match[str]) -> html.HtmlElement:
    element = etree.Element(tag, lang=LANG_TAGS["zh"])
    element.text = word[0]
    return element


def _link(href: str, text: str) -> html.HtmlElement:
    element = etree.Element("a", href=href)
    element.text = text
    return element


def _replace_text(element: html.HtmlElement, pattern: re.Pattern[str], make: _Made) -> None:
    text, made = _split(element.text, pattern, make)
    element.text = text
    for place, new in enumerate(made):
        element.insert(place, new)


def _replace_tail(element: html.HtmlElement, pattern: re.Pattern[str], make: _Made) -> None:
    text, made = _split(element.tail, pattern, make)
    parent, place = element.getparent(), element.getparent().index(element) + 1
    element.tail = text
    for offset, new in enumerate(made):
        parent.insert(place + offset, new)


def _split(
    text: str | None, pattern: re.Pattern[str], make: _Made
) -> tuple[str | None, list[html.HtmlElement]]:
    """Cut what a pattern finds out of a text, as elements that carry the text behind them."""
    made: list[html.HtmlElement] = []
    first, position = text, 0
    for found in pattern.finditer(text or ""):
        new = make(found)
        if new is not None and text is not None:
            before = text[position : found.start()]
            if made:
                made[-1].tail = before
            else:
                first = before
            made.append(new)
            position = found.end()
    if made and text is not None:
        made[-1].tail = text[position:]
    return first, made


def _column_names(table: html.HtmlElement) -> list[str]:
    """Name the columns of a pandas table: a second head row names those of the index."""
    heads = [[c.text_content() for c in tr] for tr in table.xpath(".//thead/tr")]
    width = max((len(head) for head in heads), default=0)
    return [next((h[k] for h in reversed(heads) if k < len(h) and h[k]), "") for k in range(width)]


def _rows(table: html.HtmlElement) -> Iterator[list[html.HtmlElement]]:
    """Give the cells of each row, with those that span it from above."""
    spanning: dict[int, tuple[html.HtmlElement, int]] = {}
    for tr in table.xpath(".//tbody/tr"):
        own = list(tr)
        cells: list[html.HtmlElement] = []
        while own or len(cells) in spanning:
            column = len(cells)
            if column in spanning:
                cell, left = spanning[column]
                if left > 1:
                    spanning[column] = (cell, left - 1)
                else:
                    del spanning[column]
            else:
                cell = own.pop(0)
                if int(cell.get("rowspan", 1)) > 1:
                    spanning[column] = (cell, int(cell.get("rowspan")) - 1)
            cells.append(cell)
        yield cells

"""Links of pages: ids, rows of tables and statements lead to the words that they stand for."""

import re
from collections.abc import Collection, Iterator, Mapping
from pathlib import PurePosixPath
from urllib.parse import parse_qsl, urlparse

from lxml import etree, html

from analysis.say.catalogue import keys, write
from analysis.say.links import ANY, KEYS, reader_href
from analysis.say.names import Names
from analysis.vocabulary import ALL
from analysis.website.passages import replace_texts
from analysis.website.places import Places

# Text in these is code, or leads somewhere already.
_UNLINKED = ("a", "code", "pre", "style", "summary", "title", "svg", "math")

_ID = re.compile(
    r"(?<![A-Za-z0-9_.#-])[A-Za-z][A-Za-z0-9_]*-\d+(?:\.\d+)*(?:-[a-z]+\d+)?(?![A-Za-z0-9_-])"
)


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

    replace_texts(
        root, _ID, lambda within: None if any(e.tag in _UNLINKED for e in within) else link
    )


def link_rows(root: html.HtmlElement, known: Mapping[str, set[str]]) -> None:
    """Make rows of tables lead to the hits that they count, by the last of their keys.

    `known` gives the values that a column of each key may hold; a row with another stays as it
    is, and so does one that leads somewhere already.
    """
    zones = keys("zones.names")
    for table in root.xpath("//table[contains(@class, 'dataframe')]"):
        columns = _column_names(table)
        for cells in _rows(table):
            row = dict(zip(columns, (c.text_content() for c in cells), strict=False))
            if row.get("zone") in zones:
                row["passage"] = f"zone/{row['zone']}"
            chosen = {k: row[k] for k in KEYS if row.get(k, ALL) not in ("", ALL)}
            leads = all(value in known[key] for key, value in chosen.items())
            href = reader_href(chosen) if leads else ""
            of_keys = [columns.index("zone" if k == "passage" else k) for k in chosen]
            cell = cells[max(of_keys, default=0)]
            # A cell that spans rows may lead somewhere already, and the rows below it not yet.
            if href and not cell.xpath(".//a") and not cells[-1].xpath("..//a"):
                link = _link(href, "")
                link.text, cell.text = cell.text, None
                link.extend(list(cell))
                cell.append(link)


def link_statements(root: html.HtmlElement, names: Names, lang: str) -> None:
    """End every statement that counts words with a link to them, or with one to each of several."""
    for said in root.xpath("//*[@data-href]"):
        hrefs = said.attrib.pop("data-href").split()
        several = len(hrefs) > 1
        before = write(lang, "pages.see_first") if several else " "
        for href in hrefs:
            choice = dict(parse_qsl(urlparse(href).query))
            link = _link(
                href, name_choice(choice, names, lang) if several else write(lang, "pages.see")
            )
            link.set("class", "see")
            if len(said):
                said[-1].tail = f"{said[-1].tail or ''}{before}"
            else:
                said.text = f"{said.text or ''}{before}"
            said.append(link)
            before = write(lang, "pages.see_next")


def finish_links(root: html.HtmlElement, places: Places, names: Names, lang: str) -> None:
    """Let links to hits land at the first of them, and say what links of figures lead to.

    `places` as from `places.reader_places`. Without scripts a page cannot choose hits, but it can
    still stand at the first.
    """
    seen: set[tuple[html.HtmlElement, str]] = set()
    for link in root.xpath("//a[starts-with(@href, 'reader.html')]"):
        href = urlparse(link.get("href"))
        choice = dict(parse_qsl(href.query))
        place = href.fragment or places.get(frozenset(choice.items()), "")
        link.set("href", href._replace(fragment=place).geturl())
        figure = next(link.iterancestors("svg"), None)
        if figure is not None:
            # A mark and its label lead to one place; the keyboard stops there once.
            if (figure, link.get("href")) in seen:
                link.set("tabindex", "-1")
            seen.add((figure, link.get("href")))
            link.set("aria-label", name_choice(choice, names, lang) or place)


def name_choice(choice: Mapping[str, str], names: Names, lang: str) -> str:
    """Name what keys choose in the reader."""
    said = [
        _name_value(key, choice, names, lang) for key in KEYS if key in choice and key != "topic"
    ]
    return write(lang, "pages.choice", said=said)


def _name_value(key: str, choice: Mapping[str, str], names: Names, lang: str) -> str:
    name, value = names.called(lang), choice[key]
    match key:
        case "province":
            return str(name(value))
        case "area":
            return str(name(value, choice.get("topic", ALL)))
        case "strength":
            return write(lang, "pages.any_strength" if value == ANY else f"strengths.{value}")
        case "status":
            return write(lang, f"statuses.{value}")
        case "agency" if value == ANY:
            return write(lang, "pages.any_agency")
        case "passage":
            return name_passage(value, names, lang)
    return value


def name_passage(passage: str, names: Names, lang: str) -> str:
    """Name a passage that the reader can choose, as `say.links.KEYS` lists them."""
    kind, *of = passage.split("/")
    if kind == "zone":
        return write(lang, f"zones.names.{of[0]}")
    if kind == "provisions":
        status, reference = write(lang, f"statuses.{of[0]}"), "".join(of[1:])
        return write(lang, "passages.provisions", names, status=status, reference=reference)
    return write(lang, f"passages.{passage}")


def _link(href: str, text: str) -> html.HtmlElement:
    element = etree.Element("a", href=href)
    element.text = text
    return element


def _column_names(table: html.HtmlElement) -> list[str]:
    """Name the columns of a pandas table: a second head row names those of the index."""
    heads = [[c.text_content() for c in tr] for tr in table.xpath(".//thead/tr")]
    width = max((len(head) for head in heads), default=0)
    return [next((h[k] for h in reversed(heads) if k < len(h) and h[k]), "") for k in range(width)]


def _rows(table: html.HtmlElement) -> Iterator[list[html.HtmlElement]]:
    """Give the cells of each row, with those that span it from above."""
    # By column, a cell and in how many more rows it stands.
    spanning: dict[int, tuple[html.HtmlElement, int]] = {}
    for tr in table.xpath(".//tbody/tr"):
        own = list(tr)
        cells: list[html.HtmlElement] = []
        while own or len(cells) in spanning:
            column = len(cells)
            cell, left = spanning.pop(column, (None, 0))
            if cell is None:
                cell = own.pop(0)
                left = int(cell.get("rowspan", 1))
            if left > 1:
                spanning[column] = (cell, left - 1)
            cells.append(cell)
        yield cells

"""The numbering of a document: its markers, which is wider than which, and the names they give."""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import accumulate, pairwise
from typing import NamedTuple

import pandas as pd

_DIGIT = "〇零一二三四五六七八九"
_FIGURES = {figure: n for n, figure in enumerate("一二三四五六七八九", start=1)} | {"两": 2}
_POWERS = {"十": 10, "百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}

# Scanning and conversion make a dash of the figure one.
_DASH = "—–―－"
_NUMERAL = f"[{_DIGIT}十百{_DASH}]+"
_EITHER = rf"({_NUMERAL}|[0-9０-９]{{1,3}})"
_ARABIC = "([0-9０-９]{1,3})"
_GAPS = " \\t\u00a0\u2002\u2003\u3000\u200b\ufeff"
_GAP = f"[{_GAPS}]"

# What tells the number of an item, 1.1, from an amount, 1.1亿.
_BEHIND = rf"(?:[.．、]{_GAP}*|{_GAP}+)(?=[\u4e00-\u9fffA-Za-z“《（])"

# From the widest division to the narrowest. An item is a provision when nothing narrower
# follows before the next item of its own width or wider.
_KINDS = {
    "第一编": rf"第{_GAP}?{_EITHER}{_GAP}?(?:编|篇|部分)",
    "第一章": rf"第{_GAP}?{_EITHER}{_GAP}?章",
    "第一节": rf"第{_GAP}?{_EITHER}{_GAP}?节",
    "第一条": rf"第{_GAP}?{_EITHER}{_GAP}?条",
    "一、": rf"({_NUMERAL}){_GAP}?[、．.]",
    "（一）": rf"[（(]{_GAP}?({_NUMERAL}){_GAP}?[）)]",
    "1.": rf"{_ARABIC}{_GAP}?[.．、](?![0-9０-９])",
    "1": rf"{_ARABIC}{_GAP}+(?=[\u4e00-\u9fff][\u4e00-\u9fff、（）()“”]{{1,30}}+(?:\s|$))",
    "1.1": rf"[0-9０-９]{{1,2}}[.．]{_ARABIC}{_BEHIND}",
    "1.1.1": rf"(?:[0-9０-９]{{1,2}}[.．]){{2}}{_ARABIC}{_BEHIND}",
    "（1）": rf"[（(]{_GAP}?{_ARABIC}{_GAP}?[）)]",
    "1）": rf"{_ARABIC}[）)]",
    "①": r"([\u2460-\u2473])",
    "——": r"(——|[•●■◆▪★☆]|[\ue000-\uf8ff])",
}
MARKERS = tuple(_KINDS)

# Each kind has one group, so that the group found tells the kind.
_MARKER = re.compile(rf"{_GAP}*+(?:{'|'.join(_KINDS.values())})")
ARTICLE = MARKERS.index("第一条")
_BULLET = MARKERS.index("——")

# Decimal numbers are those of items where most of them count on; elsewhere they are amounts.
_DECIMAL = MARKERS.index("1.1")
_DECIMALS = {MARKERS.index("1"), _DECIMAL, MARKERS.index("1.1.1")}
_AT_LINE_STARTS = {_BULLET, *_DECIMALS}

# What a marker begins with, which tells most places apart that have none.
_FIRST = rf"(?={_GAP}*+[第（(0-9０-９\u2460-\u2473•●■◆▪★☆\ue000-\uf8ff{_DIGIT}十百{_DASH}])"

# Where a marker may stand within a line: behind a stop, or behind a gap; a gap behind the end of a
# sentence is the item's own. What begins with one class of characters is searched for fast.
_STOPS = "。！？：:；"

_WITHIN = re.compile(
    rf"[{_STOPS}{_GAPS}](?<![。！？{_GAPS}]{_GAP}){_FIRST}(?:(?<=[。！？])|{_GAP}*+)"
    rf"(?={_MARKER.pattern})"
)
_TITLE_BEFORE = re.compile(r"[^。；，：:！？\n]{1,40}")


class Item(NamedTuple):
    """A numbered marker: where it and its text start, where its line ends, how wide it is.

    `kind` is its place in MARKERS; `level` is 0 for the widest division that a document has.
    """

    start: int
    text_start: int
    line_end: int
    kind: int
    number: int
    level: int = 0


def find_items(text: str) -> list[Item]:
    r"""Find the items of a text, in its order.

    Markers begin a line. Within a line they count behind the title or the sentence of another
    item, when their number follows; and anywhere behind a stop when no line begins with one.
    The order of widths is that of MARKERS, unless the text turns it round.

    >>> [(item.number, item.level) for item in find_items("1.建设\n（一）宽带\n（二）基站\n2.安全")]
    [(1, 0), (1, 1), (2, 1), (2, 0)]
    """
    found = _without_amounts(_at_line_starts(text))
    found = _with_items_within(text, found) if found else _within_lines(text)
    rank = {kind: level for level, kind in enumerate(_order_kinds(found))}
    return list(_count_bullets([Item(*item[:-1], rank[item.kind]) for item in found]))


def find_numbering(items: list[Item]) -> pd.DataFrame:
    r"""List the numbered markers of items, in their order, and where their numbers jump.

    Returns start, marker (the kind, such as （一）), number, after (the number of that kind before
    it; 0 at the beginning) and jump. A number is as expected when it is one more than the one
    before it of its kind, or 1 below a wider marker.

    >>> text = "一、建设\n（一）宽带。\n（三）基站。\n二、安全\n（一）防护。"
    >>> found = find_numbering(find_items(text))
    >>> found[["marker", "number", "after"]].values.tolist()
    [['一、', 1, 0], ['（一）', 1, 0], ['（一）', 3, 1], ['一、', 2, 1], ['（一）', 1, 3]]
    >>> found.loc[found["jump"], "number"].tolist()
    [3]
    """
    rows = []
    last: dict[int, int] = {}
    opened: set[int] = set()
    for item in items:
        after = last.get(item.level, 0)
        restarts = item.number == 1 and item.level not in opened
        jump = item.number != after + 1 and not restarts
        rows.append((item.start, MARKERS[item.kind], item.number, after, jump))
        last[item.level] = item.number
        opened = {level for level in opened if level < item.level} | {item.level}
    return pd.DataFrame(rows, columns=["start", "marker", "number", "after", "jump"])


def name_items(items: list[Item], named: set[int]) -> tuple[dict[int, str], bool]:
    r"""Name the items that start at `named` by the numbers of those that hold them and their own.

    Articles that run on through a document need only their own number; items that begin anew in
    each part need the part's before theirs. Returns the names, such as 2.1, by where the items
    start, and whether two would have one name: then items are named by their places instead.

    >>> items = find_items("一、甲\n（一）子\n二、乙\n（一）丑")
    >>> name_items(items, {items[1].start, items[3].start})
    ({4: '1.1', 13: '2.1'}, False)
    """
    paths: dict[int, list[Item]] = {}
    places: dict[int, str] = {}
    n_below: dict[str, int] = {}
    opened: list[tuple[Item, str]] = []
    for item in items:
        while opened and opened[-1][0].level >= item.level:
            opened.pop()
        holder = f"{opened[-1][1]}." if opened else ""
        n_below[holder] = n_below.get(holder, 0) + 1
        opened.append((item, f"{holder}{n_below[holder]}"))
        if item.start in named:
            paths[item.start] = [above for above, _ in opened]
            places[item.start] = opened[-1][1]
    widest = min((path[-1].level for path in paths.values()), default=0)
    running = [level for level in range(widest, 0, -1) if _runs_on(items, level)]
    for begin in [*running, 0]:
        names = {
            start: ".".join([str(item.number) for item in path if item.level >= begin])
            for start, path in paths.items()
        }
        if len(set(names.values())) == len(names):
            return names, False
    return places, True


def _runs_on(items: list[Item], level: int) -> bool:
    """Tell whether the numbers of a level never begin anew, and so tell its items apart."""
    numbers = [item.number for item in items if item.level == level]
    return bool(numbers) and all(a < b for a, b in pairwise(numbers))


def marker_end(text: str, start: int = 0) -> int:
    """Find where the marker ends that stands at `start`; with none there, give `start`."""
    match = _MARKER.match(text, start)
    return match.end() if match else start


def has_dash_for_one(text: str, item: Item) -> bool:
    """Tell whether a marker has a dash where the figure one should stand."""
    marker = text[item.start : item.text_start]
    return item.kind != _BULLET and any(dash in marker for dash in _DASH)


def _at_line_starts(text: str) -> list[Item]:
    lines = [len(line) for line in text.splitlines(keepends=True)]
    found = (_item_at(text, start, end) for start, end in pairwise(accumulate(lines, initial=0)))
    return [item for item in found if item]


def _without_amounts(items: list[Item]) -> list[Item]:
    numbers = [0, *(item.number for item in items if item.kind == _DECIMAL)]
    counting = sum(after in (1, before + 1) for before, after in pairwise(numbers))
    if counting > 1 and counting > len(numbers) / 2:
        return items
    return [item for item in items if item.kind not in _DECIMALS]


def _with_items_within(text: str, items: list[Item]) -> list[Item]:
    """Add the items that stand on the line of another, when their numbers follow.

    Behind a title may stand the first item of what it holds, 一、总体要求 （一）指导思想; behind a
    sentence, the next item of a kind that is open.
    """
    all_items: list[Item] = []
    last: dict[int, int] = {}
    for item in items:
        last[item.kind] = item.number
        opened, line_end = item, item.line_end
        for found in _WITHIN.finditer(text, item.text_start, line_end):
            inner = _item_at(text, found.end(), line_end)
            if inner is None or inner.kind in _AT_LINE_STARTS:
                continue
            before = found[0][0]
            # So long a stretch as no title has is not looked at.
            begins = (
                inner.number == 1
                and before not in _STOPS
                and found.start() - opened.text_start < 1_000
                and _TITLE_BEFORE.fullmatch(text[opened.text_start : found.start()].strip())
            )
            goes_on = inner.number == last.get(inner.kind, 0) + 1 > 1 and before not in "：:；"
            if begins or goes_on:
                all_items.append(opened._replace(line_end=inner.start))
                opened, last[inner.kind] = inner, inner.number
        all_items.append(opened)
    return all_items


def _within_lines(text: str) -> list[Item]:
    """Find items that follow one another in a text of which no line begins with one."""
    last: dict[int, int] = {}
    items: list[Item] = []
    for found in _WITHIN.finditer(text):
        item = _item_at(text, found.end(), len(text))
        if item is None or item.kind in _AT_LINE_STARTS:
            continue
        if item.number in (1, last.get(item.kind, 0) + 1):
            last[item.kind] = item.number
            items.append(item)
    if max(last.values(), default=0) < 2:
        return []
    ends = [item.start for item in items[1:]] + [len(text)]
    return [item._replace(line_end=end) for item, end in zip(items, ends, strict=True)]


def _item_at(text: str, start: int, line_end: int) -> Item | None:
    match = _MARKER.match(text, start, line_end)
    if match is None or match.lastindex is None:
        return None
    kind = match.lastindex - 1
    number = 0 if kind == _BULLET else read_number(match[match.lastindex])
    return Item(start, match.end(), line_end, kind, number)


def _order_kinds(items: list[Item]) -> list[int]:
    """Put the kinds of a document in order of width: as in MARKERS, but for those turned round.

    A kind is wider than MARKERS has it when it begins before the other, and goes on counting where
    the other has begun: 1. （一） （二） 2. holds the bracketed items in the others.
    """
    order = sorted({item.kind for item in items} - {_BULLET})
    for narrow in list(order):
        for wide in [kind for kind in order if kind < narrow]:
            if order.index(wide) < order.index(narrow) and _turned(items, wide, narrow):
                order.remove(narrow)
                order.insert(order.index(wide), narrow)
    return [*order, _BULLET]


def _turned(items: list[Item], wide: int, narrow: int) -> bool:
    first = next(place for place, item in enumerate(items) if item.kind == wide)
    before = [item.number for item in items[:first] if item.kind == narrow]
    after = [item.number for item in items[first:] if item.kind == narrow]
    return bool(before and after) and items[first].number == 1 and after[0] == before[-1] + 1


def _count_bullets(items: list[Item]) -> Iterator[Item]:
    """Number the items that have a sign and no number, from 1 below each numbered one."""
    n = 0
    for item in items:
        n = n + 1 if item.kind == _BULLET else 0
        yield item._replace(number=n) if item.kind == _BULLET else item


@lru_cache(maxsize=1000)
def read_number(numeral: str) -> int:
    """Read a number in Arabic or Chinese figures; a dash is the figure one.

    Figures that follow one another have their place value, as in the numbers of years.

    >>> [read_number(n) for n in ("７", "⑫", "十", "二十八", "一百零二", "十—", "二○一七")]
    [7, 12, 10, 28, 102, 11, 2017]
    >>> [read_number(n) for n in ("两百零三", "千亿", "一亿二千万", "一万亿")]
    [203, 100000000000, 120000000, 1000000000000]
    """
    if numeral.isdecimal():
        return int(numeral)
    if "①" <= numeral <= "⑳":
        return ord(numeral) - ord("①") + 1
    total = section = figures = 0
    for character in re.sub(f"[{_DASH}]", "一", numeral):
        power = _POWERS.get(character)
        if power is None:
            # Every sign for nought is none of those from one to nine.
            figures = 10 * figures + _FIGURES.get(character, 0)
        elif power < 10_000:
            section += (figures or 1) * power
            figures = 0
        else:
            # 亿 raises all before it, as in 一万亿; 万 only its own section, as in 一亿二千万.
            raised = total if power > 10_000 else 0
            total += (raised + section + figures or 1) * power - raised
            section = figures = 0
    return total + section + figures

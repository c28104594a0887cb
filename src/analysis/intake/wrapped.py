"""Lines that a page broke, as in texts taken from PDF: found by their width, joined on request."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import NamedTuple

from analysis.intake.cleaning import Change, list_changes
from analysis.text.numbering import marker_end

# An official document has 28 characters a line (GB/T 9704-2012), and few texts have below 20.
# Widths are in half characters. Where no break is allowed, lines end somewhat short of the margin.
_NARROWEST = 40
_RAGGED = 7

# Paragraphs are indented by two characters; what is by far more is no paragraph, such as a date.
_DEEPEST = 8

# Fewer lines than these, or a smaller share of all, may reach one width by chance.
_FEWEST = 5
_SHARE = 0.25
_FEWEST_HEADS = 3
_STOPS = "。！？；：…!?;:."
_CLOSING = "）)〕]】》〉”’」』"

_PAGE = re.compile(
    r"[—–－-]{1,2}\s*\d{1,3}\s*[—–－-]{1,2}|第\s*\d{1,3}\s*页(?:[\s,，/]*共\s*\d{1,3}\s*页)?"
)

# What may be a number of the text too, and is one of a page where such lines count on.
_MAYBE_PAGE = re.compile(r"(\d{1,3})(?:\s*/\s*\d{1,3})?")


class Line(NamedTuple):
    """A line that is not empty: where what is written in it begins and ends, and its indent."""

    start: int
    end: int
    indent: int


def find_wrapped(text: str) -> tuple[list[tuple[Line, Line]], list[Line]]:
    r"""Find pairs of lines of which a page broke one into two, and the lines of pages themselves.

    A line is broken if it reaches the margin, does not end a sentence, and the next is not
    indented and has no marker; where paragraphs are indented, also behind a sentence. The margin
    is the width that most lines have that do not end a sentence, and none are broken where these
    are few. Lines of pages are their numbers, and heads that come again beside them.

    >>> lines = ["加快移动互联网" * 3] * 6
    >>> broken, pages = find_wrapped("\n".join([*lines[:3], "— 1 —", *lines[3:]]))
    >>> len(broken), len(pages)
    (5, 1)
    """
    every = list(_lines(text))
    pages = _lines_of_pages(text, every)
    numbers = set(pages)
    lines = [line for line in every if line not in numbers]
    indents = Counter(line.indent for line in lines)
    # The first lines of paragraphs may be most; of what is common, the least is how others begin.
    usual = min((indent for indent, n in indents.items() if n >= len(lines) / 5), default=0)
    indented = sum(n for indent, n in indents.items() if indent > usual) >= _FEWEST
    going_on = [
        (line, below, line.indent + _width(text[line.start : line.end]))
        for line, below in pairwise(lines)
        if below.indent <= usual >= line.indent - _DEEPEST
        and marker_end(text, below.start) == below.start
    ]
    unended = [w for line, _, w in going_on if text[line.end - 1] not in _STOPS + _CLOSING]
    n, margin = _margin(unended)
    if n < max(_FEWEST, _SHARE * len(lines)):
        return [], pages
    return [
        (line, below)
        for line, below, width in going_on
        if width >= margin - _RAGGED and (indented or text[line.end - 1] not in _STOPS)
    ], pages


def join_lines(text: str) -> tuple[str, list[Change]]:
    r"""Join the lines that a page broke, and take out numbers and heads of pages.

    Nothing comes between the parts of a line, or a space between Latin words.

    >>> joined, [change] = join_lines("\n".join(["加快移动互联" * 4] * 5 + ["网建设。"]))
    >>> joined.count("\n"), joined[-10:]
    (0, '加快移动互联网建设。')
    >>> str(change)
    '5 × lines joined that a page broke, first in line 1: 动互联 加快移'
    """
    broken, pages = find_wrapped(text)
    edits = [(line.end, below.start, _between(text, line, below)) for line, below in broken]
    edits = sorted([*edits, *((page.start, page.end, "") for page in pages)])
    parts, at = [], 0
    for start, end, put in edits:
        # The number of a page between the parts of a line goes with their break.
        if start >= at:
            parts += [text[at:start], put]
            at = end
    found = {
        "lines joined that a page broke": [
            (line.end - 3, text[line.end - 3 : below.start + 3]) for line, below in broken
        ],
        "numbers and heads of pages taken out": [
            (page.start, text[page.start : page.end]) for page in pages
        ],
    }
    return "".join([*parts, text[at:]]), list_changes(text, found)


def _lines(text: str) -> Iterator[Line]:
    at = 0
    for line in text.splitlines(keepends=True):
        written = line.strip()
        if written:
            indent = line[: len(line) - len(line.lstrip())]
            start = at + len(indent)
            yield Line(start, start + len(written), _width(indent))
        at += len(line)


def _width(text: str) -> int:
    """Measure a text in half characters, of which GB 18030 has as many bytes for the usual ones."""
    return len(text.encode("gb18030"))


def _lines_of_pages(text: str, lines: list[Line]) -> list[Line]:
    """Choose the lines that number a page, and the heads beside at least a third of them."""
    written = [text[line.start : line.end] if line.end - line.start <= 40 else "" for line in lines]
    numbers = {k for k, words in enumerate(written) if _PAGE.fullmatch(words)}
    maybe = {k: int(m[1]) for k, words in enumerate(written) if (m := _MAYBE_PAGE.fullmatch(words))}
    first = min(maybe.values(), default=0)
    if len(maybe) > 1 and list(maybe.values()) == list(range(first, first + len(maybe))):
        numbers.update(maybe)
    beside = {k + step for k in numbers for step in (-1, 1)} & set(range(len(lines))) - numbers
    said = Counter(written[k] for k in beside if written[k][-1:] not in _STOPS + _CLOSING)
    heads = {k for k in beside if said[written[k]] >= max(_FEWEST_HEADS, len(numbers) / 3)}
    return [lines[k] for k in sorted(numbers | heads)]


def _margin(widths: Iterable[int]) -> tuple[int, int]:
    """Count how many lines end, within what is ragged, at the width where most do; and give it."""
    n = Counter(widths)
    ends = [
        (sum(n[width - short] for short in range(_RAGGED + 1)), width)
        for width in n
        if width >= _NARROWEST
    ]
    return max(ends, default=(0, 0))


def _between(text: str, line: Line, below: Line) -> str:
    latin = (text[line.end - 1] + text[below.start]).isascii()
    both_words = text[line.end - 1].isalpha() and text[below.start].isalpha()
    return " " if latin and both_words else ""

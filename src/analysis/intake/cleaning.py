"""Clean a text on request: what conversion and web pages left in it, and traditional characters.

Each function gives the new text and what it changed. Where it is not certain that a change is
right, as for numbers in a table, the text stays as it is, and `check` tells of it.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from html import unescape
from unicodedata import normalize

from lxml.html.defs import block_tags, tags

from analysis.text.documents import line_of

ZERO_WIDTH = r"[\u200b-\u200f\u2060]|(?<!^)\ufeff"
CONTROLS = r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]"

# Some fonts of PDF have the code of a radical in the place of the character that looks like it.
RADICALS = r"[\u2e80-\u2fdf]"

# Those that NFKC leaves: Unicode, EquivalentUnifiedIdeograph.txt, of simplified writing.
_RADICAL = dict(
    zip(
        "\u2ea0\u2ec1\u2ec4\u2ec5\u2ec6\u2ec9\u2ecb\u2ed3\u2ed4\u2ed8\u2eda\u2edb\u2edc\u2edd\u2ee2"
        "\u2ee3\u2ee4\u2ee5\u2ee6\u2ee7\u2ee8\u2ee9\u2eec\u2eee\u2ef0",
        "民虎西见角贝车长门青页风飞食马骨鬼鱼鸟卤麦黄齐齿龙",
        strict=True,
    )
)
ENTITY = r"&(?:amp;)*(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,30});"

# Digits parted by blanks are one number where it is written into a sentence: a year; single digits
# between Chinese characters, as in 到2 0 年; thousands in groups, as in 达1 000 万. What could be
# cells of a table, or a number behind the number of a table, is left.
_HAN = r"[\u3400-\u9fff]"
_BLANK = r"[ \u3000]"

_PARTED_DIGITS = (
    rf"(?<![\d.．])(?<!\d{_BLANK})(?:[1１]{_BLANK}?[9９]|[2２]{_BLANK}?[0０]){_BLANK}?\d{_BLANK}?\d(?=年)"
    rf"|(?:(?<={_HAN})|(?<=[〔〕\[\]（(]))\d(?:{_BLANK}\d)+(?={_HAN}|[〕\]）)%％‰])"
    rf"|(?<={_HAN})(?<![第表图栏])\d{{1,3}}(?:{_BLANK}\d{{3}})*{_BLANK}000(?={_BLANK}?(?:{_HAN}|[%％]))"
)

# Four and more characters that each stand alone are words, spaced out or recognised one by one;
# fewer may be a label in wide letters, such as 索 引 号, or cells of a table.
SPACED = rf"(?<!{_HAN})(?<!{_HAN}{_BLANK}){_HAN}(?:{_BLANK}{_HAN}){{3,}}+(?!{_HAN})"

# Names as HTML has them, or with a prefix as Word writes them: what else stands in angle brackets
# may be text. Attributes have no Chinese names, so that a<b 且 c>d is none.
_ATTRIBUTE = r"""\s+[A-Za-z_:@][\w:.-]*(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'<>]+))?"""
_NAME = rf"(?:{'|'.join(sorted(tags, key=len, reverse=True))}|[a-z]\w*:\w+)"
_TAG = rf"(?ai:</?{_NAME}(?:{_ATTRIBUTE})*\s*/?>)|<!DOCTYPE[^<>]*>|<[?]xml[^<>]*>|<!\[[^<>]*\]>"

# Each stops at the next that begins, or many that never end would take the square of their number.
_CODE = r"(?is:<(?P<name>style|script)\b[^<>]*>(?:(?!<(?P=name)).)*?</(?P=name)\s*>)"
_COMMENT = r"(?s:<!--(?:(?!<!--).)*?-->)"
_LINES = {*block_tags, "br", "article", "section", "header", "footer", "nav", "main", "title"}
_CELLS = {"td", "th"}

# Simplified writing has these too, such as in 乾县, where OpenCC may not know the name.
_IN_NAMES = "乾於鍾徵藉瞭麼"

# What is changed, by its pattern, and what comes in its place.
_Rule = tuple[str, str, Callable[[re.Match[str]], str]]


@dataclass(frozen=True)
class Change:
    """A kind of change: what, how often, in which line first and what stood there."""

    what: str
    n: int
    line: int
    first: str

    def __str__(self) -> str:
        shown = " ".join(self.first.split())
        first = f": {shown[:40]}" if shown.isprintable() and shown else ""
        return f"{self.n} × {self.what}, first in line {self.line}{first}"


def clean_text(text: str) -> tuple[str, list[Change]]:
    r"""Take out HTML, invisible characters and the blanks that parted digits in recognition.

    Tags that begin or end a line of a web page leave the end of a line, cells of a table a tab,
    and what ends a page or a line invisibly the end of a line. Lines are those of `text`.

    >>> cleaned, changes = clean_text("<p>到2 0 2 0年，增速&lt;8%。</p><p>a<b 且 c>d</p>")
    >>> cleaned
    '到2020年，增速<8%。\n\na<b 且 c>d'
    >>> [(change.what, change.n) for change in changes]
    [('HTML entities decoded', 1), ('numbers put together', 1), ('HTML tags taken out', 4)]
    """
    cleaned, of_characters = _apply(_CHARACTERS, text)
    cleaned, of_markup = _apply(_MARKUP, cleaned)
    return cleaned, of_characters + of_markup


def simplify_text(text: str) -> tuple[str, list[Change]]:
    """Make traditional characters simplified, with OpenCC, which reads them in their words.

    >>> simplified, [change] = simplify_text("發展乾隆")
    >>> simplified, str(change)
    ('发展乾隆', '1 × traditional characters made simplified, first in line 1: 發→发')
    """
    from opencc import OpenCC

    # Of this conversion every character has its place, so lines and lengths stay.
    simplified = OpenCC("t2s").convert(text)
    pairs = enumerate(zip(text, simplified, strict=True))
    made = [(n, f"{a}→{b}") for n, (a, b) in pairs if a != b]
    found = {
        "traditional characters made simplified": made,
        "of them that simplified writing keeps in names; look whether one is": [
            change for change in made if change[1][0] in _IN_NAMES
        ],
    }
    return simplified, [
        replace(change, first="、".join(list(dict.fromkeys(c for _, c in found[change.what]))[:3]))
        for change in list_changes(text, found)
    ]


def list_changes(text: str, found: Mapping[str, Sequence[tuple[int, str]]]) -> list[Change]:
    """Give the kinds of change that were made, each from its places and what stood there."""
    return [
        Change(what, len(places), line_of(text, places[0][0]), places[0][1])
        for what, places in found.items()
        if places
    ]


def _apply(rules: tuple[_Rule, ...], text: str) -> tuple[str, list[Change]]:
    """Change a text by all rules in one pass, so that every place is one of the text before."""
    named = {f"rule{n}": rule for n, rule in enumerate(rules)}
    found: dict[str, list[tuple[int, str]]] = {what: [] for what, _, _ in rules}

    def change(match: re.Match[str]) -> str:
        what, _, put = named[str(match.lastgroup)]
        new = put(match)
        if new != match[0]:
            found[what].append((match.start(), match[0]))
        return new

    either = "|".join(f"(?P<{name}>{pattern})" for name, (_, pattern, _) in named.items())
    return re.sub(either, change, text), list_changes(text, found)


def _decode(match: re.Match[str]) -> str:
    """Decode an entity, whose ampersand may be coded itself; one that is none stays."""
    decoded = unescape(re.sub("^&(?:amp;)+(?=.)", "&", match[0]))
    return re.sub(f"{ZERO_WIDTH}|{CONTROLS}", "", decoded.replace("\xa0", " "))


def _join(match: re.Match[str]) -> str:
    return re.sub(_BLANK, "", match[0])


def _space_for_tag(match: re.Match[str]) -> str:
    name = re.sub(r"^</?|[\s/>].*", "", match[0], flags=re.DOTALL).lower()
    if name in _CELLS:
        return "" if match[0].startswith("</") else "\t"
    text = match.string
    start, end = match.span()
    beside = {text[max(start - 1, 0) : start], text[end : end + 1]}
    at_end_of_line = beside & {"", "\n", "\r", "\ufeff"}
    return "\n" if name in _LINES and not at_end_of_line else ""


_CHARACTERS: tuple[_Rule, ...] = (
    ("HTML entities decoded", ENTITY, _decode),
    ("zero-width characters taken out", ZERO_WIDTH, lambda _: ""),
    ("control characters taken out", CONTROLS, lambda m: "\n" * (m[0].splitlines() == [""])),
    ("radicals made characters", RADICALS, lambda m: _RADICAL.get(m[0]) or normalize("NFKC", m[0])),
    ("numbers put together", _PARTED_DIGITS, _join),
    ("words put together", SPACED, _join),
)
_MARKUP: tuple[_Rule, ...] = (
    ("styles and scripts taken out", _CODE, lambda _: ""),
    ("HTML comments taken out", _COMMENT, lambda _: ""),
    ("HTML tags taken out", _TAG, _space_for_tag),
)

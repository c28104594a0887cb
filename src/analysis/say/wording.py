"""Words for numbers: statements in two languages, names, percentages, signs."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from html import escape
from math import floor, log10
from typing import Any

import pandas as pd

from analysis.vocabulary import ALL, FEW

# So many provinces are named in a line; more are counted.
NAMED = 6
VERDICT_ZH = {"diverges": "有分歧", "similar": "相近", "undetermined": "未定"}

ZONE_NAMES = {
    "front": ("文头", "front"),
    "preamble": ("引言", "preamble"),
    "heading": ("标题", "headings"),
    "body": ("正文", "body"),
    "agencies": ("责任单位", "agency lists"),
}

STATUS_NAMES = {
    "shared": ("共有", "shared"),
    "adapted": ("改写", "adapted"),
    "own": ("独有", "own"),
}

STRENGTH_NAMES = {"obligatory": ("约束性", "obligatory"), "encouraging": ("鼓励性", "encouraging")}
MINUS = "\N{MINUS SIGN}"

# As many gaps as one reads one by one; of more, the surest are told and the rest counted.
MOST_TOLD = 12


@dataclass(frozen=True)
class Statement:
    """One statement in two languages; a notebook shows both.

    `href` says where in the reader the words stand that it counts, as
    `links.reader_href` writes it, or several such, parted by spaces; pages end the statement
    with links to them.
    """

    en: str
    zh: str
    href: str = ""

    def said(self, lang: str) -> str:
        """Give it in one language, en or zh."""
        return {"en": self.en, "zh": self.zh}[lang]

    def headline(self) -> "Statement":
        """Give it without its full stops, to stand over a figure."""
        return Statement(self.en.rstrip("."), self.zh.rstrip("。"))

    def _repr_html_(self) -> str:
        leads = f' data-href="{escape(self.href)}"' if self.href else ""
        return (
            f'<p class="said" lang="zh-Hans"{leads}>{escape(self.zh)}</p>\n'
            f'<p class="said" lang="en"{leads}>{escape(self.en)}</p>'
        )


class Statements(tuple[Statement, ...]):
    """Statements in the order in which they are to be read; a notebook shows them as a list."""

    def _repr_html_(self) -> str:
        items = "\n".join(f"<li>{statement._repr_html_()}</li>" for statement in self)
        return f'<ul class="findings">\n{items}\n</ul>'


# Said in place of all that compares provinces where there is only one.
ALONE = Statement(
    "One province alone: there is nothing to compare it with.", "只有一个省，无从比较。"
)


def percent(share: float, digits: int = 1) -> str:
    """Write a share in percent.

    >>> percent(0.0345), percent(-0.0103), percent(-0.0001)
    ('3.5%', '−1.0%', '0.0%')
    """
    return f"{number(share * 100, digits)}%"


def points(gap: float, digits: int = 1) -> str:
    """Write a gap in percentage points, with its sign.

    >>> points(0.0133), points(-0.0103), points(0.00001)
    ('+1.3', '−1.0', '0.0')
    """
    written = number(gap * 100, digits)
    return written if written[0] == MINUS or not float(written) else f"+{written}"


def alt_text(en: str, zh: str, statements: Statements) -> Statement:
    """Describe a figure for those who do not see it: what is drawn, then what it shows.

    >>> alt_text("A bar.", "条。", Statements([Statement("One.", "一。")]))
    Statement(en='A bar. One.', zh='条。一。', href='')
    """
    return Statement(
        " ".join([en, *(statement.en for statement in statements)]),
        "".join([zh, *(statement.zh for statement in statements)]),
    )


def probability(p: float) -> str:
    """Write a p value, never as 0 or 1, which it is not.

    >>> probability(0.0421), probability(0.0001), probability(0.9999)
    ('p = 0.042', 'p < 0.001', 'p > 0.999')
    """
    if p < 0.001:
        return "p < 0.001"
    return "p > 0.999" if p > 0.999 else f"p = {p:.3f}"


def bits(value: float) -> str:
    """Write a divergence in bits with three decimals, or with two digits where that says nothing.

    >>> bits(0.0154), bits(0.00042), bits(0.0)
    ('0.015', '0.00042', '0.000')
    """
    return number(value, 3 if value >= 0.001 or value <= 0 else 1 - floor(log10(value)))


def count_of(n: int, noun: str, plural: str = "") -> str:
    """Write a count with its noun, in the singular for one.

    >>> count_of(1, "term"), count_of(1200, "term"), count_of(2, "agency", "agencies")
    ('1 term', '1,200 terms', '2 agencies')
    """
    return f"{n:,} {noun if n == 1 else plural or noun + 's'}"


def join_words(words: Iterable[str]) -> str:
    """Join English words with commas and a last and.

    >>> join_words(["a", "b", "c"]), join_words(["a"]), join_words([])
    ('a, b and c', 'a', '')
    """
    *most, last = [*words] or [""]
    return f"{', '.join(most)} and {last}" if most else last


def name_some(provinces: Iterable[str], names: Any, *, most: int = NAMED) -> Statement:
    """Name provinces, or count them where they are more than `most`."""
    named = sorted(provinces)
    if len(named) > most:
        return Statement(f"{len(named)} provinces", f"{len(named)}个省")
    return Statement(join_words(map(names.en, named)), "、".join(map(names.zh, named)))


def thousands(n: float) -> str:
    """Write a whole number with commas between thousands.

    >>> thousands(1200)
    '1,200'
    """
    return f"{n:,.0f}"


def number(value: float, digits: int) -> str:
    """Write a number with a true minus sign, and none before zero.

    >>> number(-0.51, 1), number(-0.01, 1)
    ('−0.5', '0.0')
    """
    written = f"{abs(value):.{digits}f}"
    return f"{MINUS}{written}" if value < 0 and float(written) else written


def amount(value: float) -> str:
    """Write a large amount in words that a reader takes in at once.

    >>> amount(3e11), amount(26_000_000), amount(60_000), amount(98.6)
    ('300 billion', '26 million', '60,000', '98.6')
    """
    for size, word in ((1e9, "billion"), (1e6, "million")):
        if value >= size:
            return f"{value / size:,.6g} {word}"
    return f"{value:,.10g}"


def amount_zh(value: float) -> str:
    """Write a large amount as Chinese does, in 万 and 亿.

    >>> amount_zh(3e11), amount_zh(26_000_000), amount_zh(60_000), amount_zh(8000), amount_zh(98.6)
    ('3,000亿', '2,600万', '6万', '8,000', '98.6')
    """
    for size, word in ((1e8, "亿"), (1e4, "万")):
        if value >= size:
            return f"{value / size:,.6g}{word}"
    return f"{value:,.10g}"


def say_span(values: pd.Series, write: Callable[[float], str], names: Any) -> Statement:
    """Say the lowest and the highest of values by province, and whose they are."""
    low, high = values.min(), values.max()
    if len(values) > 1 and write(low) == write(high):
        return Statement(f"{write(low)} in each", f"均为{write(low)}")
    of = [name_some(values.index[values == end], names, most=FEW) for end in (low, high)]
    if len(values) == 1:
        return Statement(f"{write(low)} ({of[0].en})", f"{write(low)}（{of[0].zh}）")
    return Statement(
        f"from {write(low)} ({of[0].en}) to {write(high)} ({of[1].en})",
        f"由{write(low)}（{of[0].zh}）至{write(high)}（{of[1].zh}）",
    )


def _percent(share: float) -> str:
    return percent(share, 0)


def _area_name(area: str, names: Any) -> str:
    return names.both(area, ALL) if area else "其他 none of the areas"


NO_TERM = Statement("No gap has a term behind it.", "没有哪个差距背后有词条。")


_UNCODED = Statement("no sentence has been coded", "没有句子编码")


# Where there are no codes, what they would have shown is not known.
UNCODED = Statement(
    "No sentence of these documents has been coded: how well the lexicon finds what they say is not "
    "known.",
    "这些文件还没有逐句编码：词典找得准不准，尚不清楚。",
)


def _lower_areas(areas: list[str], names: Any) -> str:
    return join_words(names.en(area, ALL).lower() for area in areas)


def _areas_zh(areas: list[str], names: Any) -> str:
    return "、".join(names.zh(area, ALL) for area in areas)


def _areas_in_order(areas: pd.DataFrame) -> list[str]:
    return areas[areas["topic"] == ALL].sort_values("position")["area"].tolist()

"""Words for numbers: statements in every language, names, percentages, signs."""

from collections.abc import Iterable
from dataclasses import dataclass
from html import escape
from math import floor, log10

from analysis.vocabulary import LANGUAGES, TAGS

# So many provinces are named in a line; more are counted.
NAMED = 6
MINUS = "\N{MINUS SIGN}"

# As many gaps as one reads one by one; of more, the surest are told and the rest counted.
MOST_TOLD = 12


def _in_every_language(statement: type) -> type:
    """Give a class a field for each language that it does not name itself, without a text at first."""
    for lang in LANGUAGES:
        if lang not in statement.__annotations__:
            statement.__annotations__[lang] = "str | None"
            setattr(statement, lang, None)
    return statement


@dataclass(frozen=True)
@_in_every_language
class Statement:
    """One statement in every language; a notebook shows all.

    `href` says where in the reader the words stand that it counts, as
    `links.reader_href` writes it, or several such, parted by spaces; pages end the statement
    with links to them. Further languages have a field each, by their code.
    """

    en: str
    zh: str
    href: str = ""

    def said(self, lang: str) -> str:
        """Give it in one language; in English where a further language has no text of its own."""
        text: str | None = getattr(self, lang)
        return self.en if text is None else text

    def headline(self) -> "Statement":
        """Give it without its full stops, to stand over a figure."""
        return Statement(**{lang: self.said(lang).rstrip(".。") for lang in LANGUAGES})

    def _repr_html_(self) -> str:
        leads = f' data-href="{escape(self.href)}"' if self.href else ""
        return "\n".join(
            f'<p class="said" lang="{TAGS[lang]}"{leads}>{escape(self.said(lang))}</p>'
            for lang in reversed(LANGUAGES)
        )


class Statements(tuple[Statement, ...]):
    """Statements in the order in which they are to be read; a notebook shows them as a list."""

    def _repr_html_(self) -> str:
        items = "\n".join(f"<li>{statement._repr_html_()}</li>" for statement in self)
        return f'<ul class="findings">\n{items}\n</ul>'


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

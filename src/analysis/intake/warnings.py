"""What in a document's text a person should look at before it is counted."""

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

import pandas as pd

from analysis.intake.cleaning import CONTROLS, ENTITY, RADICALS, SPACED, ZERO_WIDTH
from analysis.intake.reading import CutText
from analysis.intake.wrapped import find_wrapped
from analysis.text.documents import line_of
from analysis.text.han import count_han
from analysis.text.numbering import MARKERS, find_numbering, has_dash_for_one
from analysis.text.structure import COUNTED_ZONES, has_doubled_numbers
from analysis.text.zones import WEB_PAGE

# As many of a kind as one reads; the rest is counted.
_TOLD = 20

# What a paragraph must have, in Han characters, before its return is worth a word.
_LONG = 20

# Han characters that a preamble or a provision seldom has.
_MUCH = 1_000

# Cells of Excel end here, and texts that were kept in one.
_CELL = 32_767

# Characters that only traditional writing has, from the commonest words of such documents.
_TRADITIONAL = "個為國發與業網絡務會實產關據數應強進經濟組織總體電動開機處員領導責財識見"

# What is odd in a text, by its pattern, and what can be done about it.
_ODD_CHARACTERS = {
    "zero-width characters": (ZERO_WIDTH, "; 'add --clean' takes them out"),
    "control characters": (CONTROLS, "; 'add --clean' takes them out"),
    "characters lost in conversion (U+FFFD)": (r"\ufffd|锟斤拷|烫烫", ""),
    "radicals for characters, as in PDF: words that have one are not found": (
        RADICALS,
        "; 'add --clean' makes them characters",
    ),
    "private-use characters": (r"[\ue000-\uf8ff]", ""),
    "digits with spaces between, as from OCR": (
        r"(?<=\d)[ \u3000]+(?=\d)",
        "; 'add --clean' joins those of one number in a sentence",
    ),
    "words with spaces between their characters": (SPACED, "; 'add --clean' joins them"),
    "remnants of HTML": (
        rf"</?[a-zA-Z][^<>]{{0,80}}>|<!--|{ENTITY}",
        "; 'add --clean' takes them out, but for tags that HTML does not know",
    ),
    "lines of a web page, which do not count above the title and below the text": (
        rf"(?m)^[^\S\n]*(?:{WEB_PAGE.pattern})$",
        "",
    ),
}


def find_warnings(cut: CutText) -> Iterator[str]:
    r"""Say what looks wrong in a text or is a guess, and in which line it is or begins.

    >>> from analysis.intake.reading import cut_text
    >>> list(find_warnings(cut_text("x", "一、建网。\n三、降费。")))
    ['line 2: a marker 一、 has the number 3, after 1; is one missing, or a number wrong?']
    """
    text = cut.text
    numbering = find_numbering(cut.items if cut.outline.annex is None else cut.outline.items)
    jumps = numbering[numbering["jump"]]
    for jump in jumps.head(_TOLD).itertuples():
        yield (
            f"line {line_of(text, jump.start)}: a marker {jump.marker} has the number "
            f"{jump.number}, after {jump.after}; is one missing, or a number wrong?"
        )
    if len(jumps) > _TOLD:
        yield f"{len(jumps) - _TOLD} more numbers do not follow the one before"
    yield from _of_structure(cut)
    for name, (pattern, remedy) in _ODD_CHARACTERS.items():
        places = [found.start() for found in re.finditer(pattern, text)]
        yield from _counted(name, places, text, remedy)
    broken, pages = find_wrapped(text)
    yield from _counted(
        "lines that a page broke, as in PDF: words that are parted are not found",
        [line.start for line, _ in broken],
        text,
        "; 'add --clean' joins them",
    )
    heads = [line.start for line in pages]
    yield from _counted("numbers or heads of pages", heads, text, "; 'add --clean' takes them out")
    traditional = sum(character in _TRADITIONAL for character in text)
    if traditional > 0.02 * max(count_han(text), 1):
        yield (
            "traditional characters: the lexicon is simplified and finds few of its terms; "
            "'add --simplify' converts them"
        )
    if len(text) == _CELL:
        yield f"it has just {_CELL:,} characters, as many as a cell of Excel holds: is it cut?"
    paragraphs = Counter(p for line in text.splitlines() if count_han(p := line.strip()) >= _LONG)
    repeated = [(paragraph, n) for paragraph, n in paragraphs.items() if n > 1]
    for paragraph, n in repeated[:_TOLD]:
        yield f"a paragraph stands {n} times: “{paragraph[:20]}…”"
    if len(repeated) > _TOLD:
        yield f"{len(repeated) - _TOLD} more paragraphs stand more than once"
    widest = numbering[numbering["marker"].isin(numbering["marker"].head(1))]
    if (widest["number"] == 1).sum() > 1:
        yield "its widest numbering begins twice: are two documents in one file?"


def _of_structure(cut: CutText) -> Iterator[str]:
    """Say where the structure is a guess, so that a person may look whether it is theirs."""
    text, items, annex = cut.text, cut.items, cut.outline.annex
    dashes = [item.start for item in items if has_dash_for_one(text, item)]
    yield from _counted("a dash for 一 in a marker", dashes, text)
    within = [i.start for i in items if text[: i.start][-1:].splitlines() not in ([], [""])]
    yield from _counted("a marker within a line, taken for an item", within, text)
    kinds = [kind for _, kind in sorted({(item.level, item.kind) for item in items})]
    turned = [(MARKERS[a], MARKERS[b]) for a, b in pairwise(kinds) if b < a]
    if turned:
        yield "; ".join(f"items {a} hold items {b}" for a, b in turned) + ": is it so?"
    if has_doubled_numbers(cut.outline):
        yield "two provisions have one number: all are named by their places, not their numbers"
    if annex is not None:
        share = count_han(text[annex:]) / max(count_han(text), 1)
        yield (
            f"line {line_of(text, annex)}: annexes begin, {share:.0%} of the Han characters; they "
            "are shown and not counted"
        )
    yield from _of_shares(cut)
    segments = cut.segments
    of_parts = segments[(segments["zone"] == "heading") & (segments["provision_id"] == "")]
    bare = of_parts.loc[~of_parts["start"].isin([item.start for item in items]), "start"].tolist()
    yield from _counted("a line taken for a heading without a number", bare, text)


def _of_shares(cut: CutText) -> Iterator[str]:
    """Ask where much stands before the provisions or in one: some numbering may not be read."""
    segments = cut.segments
    pieces = [cut.text[p.start : p.end] for p in segments.itertuples()]
    n_han = pd.Series(map(count_han, pieces), dtype=int)
    total = max(n_han.sum(), 1)
    before = n_han[~segments["zone"].isin(COUNTED_ZONES).cummax()].sum()
    if before > max(_MUCH, total / 3):
        yield (
            f"{before / total:.0%} of the Han characters stand before the first heading or "
            "provision and are not counted: does the text begin earlier?"
        )
    own = segments["zone"].isin(COUNTED_ZONES) & (segments["provision_id"] != "")
    held = n_han[own].groupby(segments["provision_id"]).sum().nlargest(1)
    for name, n in held[held > max(_MUCH, total / 2)].items():
        number = str(name).removeprefix(f"{cut.doc_id}-")
        yield (
            f"provision {number} holds {n / total:.0%} of the Han characters: has it a numbering "
            "that is not read?"
        )


def _counted(what: str, places: list[int], text: str, remedy: str = "") -> Iterator[str]:
    if places:
        yield f"{len(places)} × {what}, first in line {line_of(text, places[0])}{remedy}"

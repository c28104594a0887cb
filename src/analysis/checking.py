"""Would the suite take these documents, and what should a person look at first?"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import pandas as pd

from analysis.corpus import read_documents, read_texts
from analysis.decoding import CorpusError, read_text_file
from analysis.files import show_path
from analysis.numbering import MARKERS, find_items, find_numbering, has_dash_for_one
from analysis.structure import (
    WEB_PAGE,
    count_han,
    find_annex,
    has_doubled_numbers,
    split_pieces,
    zone_lengths,
)

# What a paragraph must have, in Han characters, before its return is worth a word.
_LONG = 20
# Cells of Excel end here, and texts that were kept in one.
_CELL = 32_767
# Characters that only traditional writing has, from the commonest words of such documents.
_TRADITIONAL = "個為國發與業網絡務會實產關據數應強進經濟組織總體電動開機處員領導責財識見"

_ODD_CHARACTERS = {
    "zero-width characters": r"[\u200b-\u200f\u2060]|(?<!^)\ufeff",
    "control characters": r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]",
    "characters lost in conversion (U+FFFD)": r"\ufffd|锟斤拷|烫烫",
    "private-use characters": r"[\ue000-\uf8ff]",
    "digits with spaces between, as from OCR": r"(?<=\d)[ \u3000]+(?=\d)",
    "remnants of HTML": r"</?[a-zA-Z][^<>]{0,80}>|&(?:nbsp|lt|gt|amp|quot);",
    "lines of a web page, which do not count above the title and below the text": (
        rf"(?m)^[^\S\n]*(?:{WEB_PAGE.pattern})$"
    ),
}


@dataclass(frozen=True)
class Report:
    """What was found of one document: facts, things to look at, and why it is refused, if it is."""

    doc_id: str
    file: str
    facts: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()
    refusal: str = ""


def check_corpus(path: Path) -> list[Report]:
    """Read every document that a `documents.csv` lists, and report on each.

    A document that cannot be used does not hide the others. Raises CorpusError and TableError
    when the list itself cannot be read.
    """
    documents = read_documents(path)
    provinces = pd.read_csv(path.parent / "provinces.csv", dtype="str", keep_default_na=False)
    texts: dict[str, str] = {}
    refusals: dict[str, str] = {}
    for doc_id, row in documents.set_index("doc_id", drop=False).iterrows():
        try:
            text = read_texts(row.to_frame().T, path.parent)
            split_pieces(text)
            texts[str(doc_id)] = text["text"].iloc[0]
        except CorpusError as error:
            refusals[str(doc_id)] = str(error)
    return [
        Report(row.doc_id, row.file, refusal=refusals[row.doc_id])
        if row.doc_id in refusals
        else Report(
            row.doc_id,
            row.file,
            tuple(_facts(texts[row.doc_id], path.parent / row.file)),
            tuple(_doubts(row, texts, provinces)),
        )
        for row in documents.itertuples()
    ]


def write_report(reports: list[Report], path: Path) -> str:
    """Write the reports as lines for a terminal, the verdict last."""
    lines = []
    for report in reports:
        lines.append(f"{report.doc_id}  {report.file}")
        lines += [f"  {fact}" for fact in report.facts]
        lines += [f"  look at: {doubt}" for doubt in report.doubts]
        lines += [f"  REFUSED: {report.refusal}"] * bool(report.refusal)
    refused = [report.doc_id for report in reports if report.refusal]
    verdict = (
        f"not taken: {', '.join(refused)} of {len(reports)} documents"
        if refused
        else f"taken: all {len(reports)} documents"
    )
    return "\n".join([*lines, f"{show_path(path)}: {verdict}"])


def _facts(text: str, path: Path) -> Iterator[str]:
    encoding = read_text_file(path).encoding
    yield f"{encoding}, {len(text):,} characters, {count_han(text):,} of them Han"
    own = pd.DataFrame({"doc_id": ["x"], "text": [text]})
    pieces = split_pieces(own)
    lengths = zone_lengths(pieces, own)
    total = max(lengths["n_han"].sum(), 1)
    shares = ", ".join(f"{z.zone} {z.n_han / total:.0%}" for z in lengths.itertuples())
    yield f"zones: {shares} (of Han characters)"
    marked = find_numbering(text)["marker"].value_counts(sort=False)
    kinds = ", ".join(f"{marker} {n}" for marker, n in marked.items())
    n = pieces["provision_id"].replace("", None).nunique()
    yield f"numbering: {kinds or 'none found, so every paragraph is a provision'}; provisions: {n}"


def _doubts(row: Any, texts: dict[str, str], provinces: pd.DataFrame) -> Iterator[str]:
    text = texts[row.doc_id]
    jumps = find_numbering(text[: find_annex(text)])
    for jump in jumps[jumps["jump"]].itertuples():
        line = text[: jump.start].count("\n") + 1
        yield (
            f"line {line}: a marker {jump.marker} has the number {jump.number}, after "
            f"{jump.after}; is one missing, or a number wrong?"
        )
    yield from _doubts_of_structure(text)
    for name, pattern in _ODD_CHARACTERS.items():
        found = list(re.finditer(pattern, text))
        if found:
            line = text[: found[0].start()].count("\n") + 1
            yield f"{len(found)} × {name}, first in line {line}"
    traditional = sum(character in _TRADITIONAL for character in text)
    if traditional > 0.02 * max(count_han(text), 1):
        yield "traditional characters: the lexicon is simplified and finds few of its terms"
    if len(text) == _CELL:
        yield f"it has just {_CELL:,} characters, as many as a cell of Excel holds: is it cut?"
    paragraphs = Counter(p for line in text.splitlines() if count_han(p := line.strip()) >= _LONG)
    for paragraph, n in paragraphs.items():
        if n > 1:
            yield f"a paragraph stands {n} times: “{paragraph[:20]}…”"
    bare = re.sub(r"\s", "", text)
    for other, its_text in texts.items():
        if other != row.doc_id and re.sub(r"\s", "", its_text) == bare:
            yield f"the same text as document '{other}'"
    widest = jumps[jumps["marker"] == jumps["marker"].iloc[0]] if len(jumps) else jumps
    if (widest["number"] == 1).sum() > 1:
        yield "its widest numbering begins twice: are two documents in one file?"
    yield from _foreign_issuers(row, provinces)


def _doubts_of_structure(text: str) -> Iterator[str]:
    """Say where the structure is a guess, so that a person may look whether it is theirs."""

    def line(place: int) -> int:
        return len(f"{text[:place]}.".splitlines())

    items = find_items(text)
    dashes = [item.start for item in items if has_dash_for_one(text, item)]
    if dashes:
        yield f"{len(dashes)} × a dash for 一 in a marker, first in line {line(dashes[0])}"
    within = [i.start for i in items if text[: i.start][-1:].splitlines() not in ([], [""])]
    if within:
        yield (
            f"{len(within)} × a marker within a line, taken for an item, first in line "
            f"{line(within[0])}"
        )
    kinds = [kind for _, kind in sorted({(item.level, item.kind) for item in items})]
    turned = [(MARKERS[a], MARKERS[b]) for a, b in pairwise(kinds) if b < a]
    if turned:
        yield "; ".join(f"items {a} hold items {b}" for a, b in turned) + ": is it so?"
    if has_doubled_numbers(text):
        yield "two provisions have one number: all are named by their places, not their numbers"
    annex = find_annex(text)
    if annex is not None:
        share = count_han(text[annex:]) / max(count_han(text), 1)
        yield (
            f"line {line(annex)}: annexes begin, {share:.0%} of the Han characters; they are "
            "shown and not counted"
        )
    pieces = split_pieces(pd.DataFrame({"doc_id": ["x"], "text": [text]}))
    of_parts = pieces[(pieces["zone"] == "heading") & (pieces["provision_id"] == "")]
    bare = of_parts.loc[~of_parts["start"].isin([item.start for item in items]), "start"].tolist()
    if bare:
        yield (
            f"{len(bare)} × a line taken for a heading without a number, first in line "
            f"{line(bare[0])}"
        )


def _foreign_issuers(row: Any, provinces: pd.DataFrame) -> Iterator[str]:
    """Say when a document's issuer or title names other provinces and not its own."""
    named = f"{row.issuer} {row.title}"
    own = provinces.loc[provinces["province"] == row.province, "name_zh"].iloc[0]
    others = [name for name in provinces["name_zh"] if name != own and name in named]
    if others and own not in named:
        listed = "、".join(others)
        yield f"issuer or title names {listed}, and the row says province '{row.province}'"

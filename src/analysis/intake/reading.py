"""The documents of a list, each read, cut and looked through for its items once."""

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from analysis.errors import CorpusError
from analysis.text.documents import read_documents, read_texts
from analysis.text.numbering import Item, find_items
from analysis.text.structure import split_segments
from analysis.text.zones import Outline, find_outline


@dataclass(frozen=True)
class CutText:
    """A text with its segments, and its items: those of the document, and of annexes too."""

    doc_id: str
    text: str
    segments: pd.DataFrame
    outline: Outline
    items: list[Item]


@dataclass(frozen=True)
class Corpus:
    """The list of documents at `path`, the texts that can be used, and why others cannot."""

    path: Path
    documents: pd.DataFrame
    texts: dict[str, CutText]
    refusals: dict[str, str]


def read_corpus(path: Path) -> Corpus:
    """Read every document that a `documents.csv` lists; one refused does not hide the others.

    Raises CorpusError and TableError when the list itself cannot be read.
    """
    documents = read_documents(path)
    texts: dict[str, CutText] = {}
    refusals: dict[str, str] = {}
    for doc_id, row in documents.set_index("doc_id", drop=False).iterrows():
        try:
            read = read_texts(row.to_frame().T, path.parent)
            texts[str(doc_id)] = cut_text(str(doc_id), read["text"].iloc[0])
        except CorpusError as error:
            refusals[str(doc_id)] = str(error)
    return Corpus(path, documents, texts, refusals)


def cut_text(doc_id: str, text: str) -> CutText:
    """Find the items of a text, and cut it at them."""
    outline = find_outline(text)
    items = outline.items if outline.end == len(text) else find_items(text)
    own = pd.DataFrame({"doc_id": [doc_id], "text": [text]})
    return CutText(doc_id, text, split_segments(own, {doc_id: outline}), outline, items)

"""Documents to counts of words that add up, in one pass."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
import polars as pl

from analysis.store.files import find_input
from analysis.text.han import is_han
from analysis.text.structure import provision_spans
from analysis.words.engines import Tokenizer, rjieba_tokenizer
from analysis.words.lexicon import Finder, normalise, read_terms, term_finder
from analysis.words.tokens import read_words, word_filter

_PROVISIONS = {
    "provision_id": pl.String, "doc_id": pl.String, "province": pl.String, "number": pl.String,
}  # fmt: skip

# The end of a provision, and the place of a term, in a text that is cut at one go: characters that
# Unicode keeps for such use, and tokenizers take for a sign by itself.
_END, _TERM = "\uffff", "\ufffe"
_MARKS = str.maketrans(_END + _TERM, "\ufffd\ufffd")

# Documents whose texts are searched and cut at one go. A step that is done for many documents keeps
# its own tables in the processor's cache; by turns for each document they would be driven out.
_BATCH = 100
_NONE = np.empty(0, np.int64)
_DROPPED, _END_CODE, _TERM_CODE = -1, -2, -3


@dataclass(frozen=True)
class Rules:
    """Which words count, as plain values that can be sent to another machine."""

    terms: tuple[str, ...]
    user_words: tuple[str, ...]
    stopwords: tuple[str, ...]


def read_rules(folder: Path) -> Rules:
    """Read lexicon, user words and stop words of a corpus; those shipped where it has none."""
    terms = read_terms(find_input(folder, "policy_areas.toml"))["term"]
    words = (read_words(find_input(folder, f"{name}.txt")) for name in ("user_words", "stopwords"))
    return Rules(tuple(terms), *(tuple(listed) for listed in words))


def count_documents(documents: pl.DataFrame, rules: Rules) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Cut documents into provisions and count the words of each.

    `documents` has the columns doc_id, province and text. Returns two tables. Provisions, in the
    order of the documents: provision_id, doc_id, province, number, n_han. Counts, in the order
    of provisions and words: provision (the row of the first table), term, n. They hold what
    `structure.build_provisions` and `tokens.count_terms` give for the same documents.
    """
    cut, find = _tools(rules)
    words = _Words(rules)
    provisions: list[tuple[str, str, str, str]] = []
    n_han, codes, of_terms = [_NONE], [_NONE], [_NONE]
    for batch in documents.select("doc_id", "province", "text").iter_slices(_BATCH):
        joined = []
        for doc_id, province, text in batch.iter_rows():
            spans = provision_spans(doc_id, text)
            start = len(doc_id) + 1
            provisions += [(name, doc_id, province, name[start:]) for name in spans]
            joined += [_join(text, own) for own in spans.values()]
        normal = normalise("".join(joined))
        n_han.append(_count_han(normal))
        between, terms = _part(normal, find)
        of_terms.append(words.codes(terms))
        codes.append(words.codes(cut(between)))
    listed = pl.DataFrame(provisions, schema=_PROVISIONS, orient="row")
    return (
        listed.with_columns(n_han=pl.Series(np.concatenate(n_han), dtype=pl.Int64)),
        _tally(np.concatenate(codes), np.concatenate(of_terms), words.names),
    )


def count_by_province(provisions: pl.DataFrame, counts: pl.DataFrame) -> pl.DataFrame:
    """Sum counts over the provisions of each province: term, province, n, n_provisions.

    n_provisions is the number of provisions that hold the term. Tables of different documents
    add up (`parts.merge_counts`).
    """
    owner = provisions["province"].gather(counts["provision"])
    grouped = counts.with_columns(province=owner).group_by("term", "province")
    summed = grouped.agg(pl.sum("n"), n_provisions=pl.len().cast(pl.Int64))
    # Terms are sorted by their codes, which stand in the order of the words.
    return summed.sort("term", "province").with_columns(pl.col("term").cast(pl.String))


class _Words(dict[str, int]):
    """The code of every word: its place in `names`, or one below 0 for what does not count."""

    def __init__(self, rules: Rules) -> None:
        super().__init__({_END: _END_CODE, _TERM: _TERM_CODE})
        self.names: list[str] = []
        self._counts = word_filter(rules.stopwords, rules.terms)

    def __missing__(self, word: str) -> int:
        code = len(self.names) if self._counts(word) else _DROPPED
        if code >= 0:
            self.names.append(word)
        self[word] = code
        return code

    def codes(self, words: Iterable[str]) -> np.ndarray:
        """Give the codes of words."""
        return np.fromiter(map(self.__getitem__, words), np.int64)


@lru_cache(maxsize=1)
def _tools(rules: Rules) -> tuple[Tokenizer, Finder]:
    return rjieba_tokenizer(rules.user_words), term_finder(rules.terms)


def _join(text: str, spans: list[tuple[int, int]]) -> str:
    """Join the parts of a provision, each on a line of its own, and mark its end."""
    joined = "\n".join([text[start:end] for start, end in spans])
    if _END in joined or _TERM in joined:
        joined = joined.translate(_MARKS)
    return joined + _END


def _part(text: str, find: Finder) -> tuple[str, list[str]]:
    """Take the terms out of a normalised text, and leave a mark in the place of each."""
    between, terms, position = [], [], 0
    for start, end, term in find(text):
        between.append(text[position:start])
        terms.append(term)
        position = end
    between.append(text[position:])
    return _TERM.join(between), terms


def _count_han(text: str) -> np.ndarray:
    """Count the Han characters of each provision of a text, as `han.count_han`."""
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")
    ends = np.flatnonzero(codes == ord(_END))
    before = np.cumsum(is_han(codes))[ends]
    return np.diff(before, prepend=0)


def _tally(codes: np.ndarray, of_terms: np.ndarray, names: list[str]) -> pl.DataFrame:
    """Count how often each word stands in each provision, by provision and word."""
    codes[codes == _TERM_CODE] = of_terms
    owners = np.cumsum(codes == _END_CODE)
    # In the order of words, not of their first places, so that sums over them come out the same.
    order = sorted(range(len(names)), key=names.__getitem__)
    rank = np.empty(len(names), np.int64)
    rank[order] = np.arange(len(names))
    kept, n_words = codes >= 0, max(len(names), 1)
    pairs, n = np.unique(owners[kept] * n_words + rank[codes[kept]], return_counts=True)
    provision = pairs // n_words
    term = (pairs - provision * n_words).astype(np.uint32)
    counts = pl.DataFrame({"provision": provision.astype(np.uint32), "term": term, "n": n})
    return counts.with_columns(pl.col("term").cat.to(pl.Enum([names[i] for i in order])))

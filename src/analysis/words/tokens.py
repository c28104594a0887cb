"""Sentences to tokens: lexicon terms first, jieba between them, stop words dropped."""

import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pandas as pd

from analysis.errors import LexiconError
from analysis.store.files import show_path
from analysis.words.engines import Tokenizer
from analysis.words.lexicon import Finder, normalise, term_finder

# A token is kept when it holds a letter or an ideograph; so punctuation and numbers go.
_WORD = re.compile(r"[^\W\d_]")
_CHINESE_NUMBER = re.compile(r"[〇零一二三四五六七八九十百千万亿两]+")


def read_words(path: Path) -> list[str]:
    """Read a list of words, one a line; empty lines and lines after # are passed over.

    Raises LexiconError when the file is missing or a word stands twice.
    """
    if not path.exists():
        raise LexiconError(f"{show_path(path)}: no such file; expected a word a line. Put it back.")
    lines = path.read_text(encoding="utf-8").splitlines()
    words = [line.strip() for line in lines if line.strip() and not line.startswith("#")]
    if doubled := sorted({word for word in words if words.count(word) > 1}):
        raise LexiconError(
            f"{show_path(path)}: '{doubled[0]}' stands more than once; expected every word once. "
            "Delete one of the lines."
        )
    return words


def tokenise(
    sentences: pd.DataFrame, terms: pd.DataFrame, stopwords: Iterable[str], cut: Tokenizer
) -> pd.DataFrame:
    """Cut sentences into tokens: lexicon terms, and between them the words that `cut` finds.

    `sentences` as the table of that name, `terms` as `lexicon.read_terms`. Returns one row a
    token: sentence_id, provision_id, start, end (in the raw text) and term, which is the
    term as the lexicon writes it, or the word as normalised. Stop words, punctuation and bare
    numbers are dropped, but never a term.

    >>> sentences = pd.DataFrame({"sentence_id": ["x-1-s01"], "provision_id": ["x-1"],
    ...     "start": [10], "text": ["建设５Ｇ网络和 基站"]})
    >>> terms = pd.DataFrame({"term": ["5G网络"]})
    >>> tokens = tokenise(sentences, terms, ["和"], lambda text: text.split())
    >>> tokens[["start", "end", "term"]].values.tolist()
    [[10, 12, '建设'], [12, 16, '5G网络'], [18, 20, '基站']]
    """
    find = term_finder(terms["term"])
    counts = word_filter(stopwords, terms["term"])
    listed = sentences[["sentence_id", "provision_id", "start", "text"]]
    rows = [
        (sentence_id, provision_id, first + start, first + end, word)
        for sentence_id, provision_id, first, text in listed.itertuples(index=False)
        for start, end, word in _cut(normalise(str(text)), find, cut)
        if counts(word)
    ]
    return pd.DataFrame(rows, columns=["sentence_id", "provision_id", "start", "end", "term"])


def word_filter(stopwords: Iterable[str], terms: Iterable[str]) -> Callable[[str], bool]:
    """Make the function that tells whether a word counts: no stop word, punctuation or number.

    >>> counts = word_filter(["和"], ["三"])
    >>> [word for word in ("和", "网", "，", "5", "5G", "十二", "三") if counts(word)]
    ['网', '5G', '三']
    """
    dropped, kept = set(stopwords), set(terms)

    def counts(word: str) -> bool:
        is_word = _WORD.search(word) and not _CHINESE_NUMBER.fullmatch(word)
        return word in kept or (bool(is_word) and word not in dropped)

    return counts


def _cut(text: str, find: Finder, cut: Tokenizer) -> Iterator[tuple[int, int, str]]:
    """Give terms, words between them, and where they stand; last, nothing at the end."""
    position = 0
    for start, end, term in [*find(text), (len(text), len(text), "")]:
        for word in cut(text[position:start]):
            found = text.index(word, position, start)
            position = found + len(word)
            yield found, position, word
        yield start, end, term
        position = end


def count_terms(tokens: pd.DataFrame) -> pd.DataFrame:
    """Count each term in each provision; returns the table `term_counts`.

    >>> tokens = pd.DataFrame({"provision_id": ["a", "a", "b"], "term": ["网", "网", "网"]})
    >>> count_terms(tokens).values.tolist()
    [['a', '网', 2], ['b', '网', 1]]
    """
    return tokens.groupby(["provision_id", "term"]).size().rename("n").reset_index()

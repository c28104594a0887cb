"""Sentences to tokens: lexicon terms first, jieba between them, stop words dropped."""

import logging
import marshal
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path

import pandas as pd

from analysis.files import ROOT, show_path, write_file
from analysis.lexicon import LexiconError, compile_terms, normalise

# A token is kept when it holds a letter or an ideograph; so punctuation and numbers go.
_WORD = re.compile(r"[^\W\d_]")
_CHINESE_NUMBER = re.compile(r"[〇零一二三四五六七八九十百千万亿两]+")

Cutter = Callable[[str], Iterable[str]]


def read_words(path: Path) -> list[str]:
    """Read a list of words, one a line; empty lines and lines after # are passed over.

    Raises LexiconError when the file is missing or a word stands twice.
    """
    if not path.exists():
        raise LexiconError(f"{show_path(path)}: no such file; expected a word a line. Put it back.")
    lines = path.read_text(encoding="utf-8").splitlines()
    words = [line.strip() for line in lines if line.strip() and not line.startswith("#")]
    doubled = sorted({word for word in words if words.count(word) > 1})
    if doubled:
        raise LexiconError(
            f"{show_path(path)}: '{doubled[0]}' stands more than once; expected every word once. "
            "Delete one of the lines."
        )
    return words


def jieba_cutter(
    user_words: Iterable[str] = (), *, cache: Path = ROOT / ".cache" / "jieba"
) -> Cutter:
    """Make a function that cuts text into words with jieba and the user's words.

    The dictionary's cache lies in a private folder: jieba trusts whatever it finds there, and
    its default is the temporary folder that all users share.
    """
    return jieba_cutters(user_words, cache=cache)[1]


def jieba_cutters(
    user_words: Iterable[str] = (), *, cache: Path = ROOT / ".cache" / "jieba"
) -> dict[int, Cutter]:
    """Make two such functions from one dictionary, which takes seconds to load.

    Under 1, jieba's own default, it joins characters into words that its dictionary lacks, by a
    hidden Markov model; under 0 it does not.
    """
    import jieba

    jieba.setLogLevel(logging.WARNING)
    tokenizer = jieba.Tokenizer()
    # jieba would read its cache bit by bit, which takes three times as long as reading it at once,
    # and leave a piece of it behind for good when it is killed while it writes.
    with suppress(OSError, EOFError, ValueError, TypeError):
        tokenizer.FREQ, tokenizer.total = marshal.loads((cache / "jieba.cache").read_bytes())
        tokenizer.initialized = True
    if not tokenizer.initialized:
        words = tokenizer.gen_pfdict(tokenizer.get_dict_file())
        write_file(cache / "jieba.cache", marshal.dumps(words))
        tokenizer.FREQ, tokenizer.total = words
        tokenizer.initialized = True
    # jieba estimates the frequency that makes each word win; set by hand it would fail to.
    for word in user_words:
        tokenizer.add_word(word)
    return {hmm: partial(tokenizer.cut, HMM=bool(hmm)) for hmm in (1, 0)}


def all_cutters(user_words: Iterable[str] = ()) -> dict[tuple[str, int], Cutter]:
    """Make every cutter there is, by engine and by whether it joins unknown words (1) or not (0).

    jieba is the declared engine. rjieba, its port to Rust, reads the same dictionary but joins
    a few words that jieba cuts, such as NGB-W.
    """
    import rjieba

    words = list(user_words)
    port = rjieba.Jieba()
    for word in words:
        port.add_word(word, None, None)  # with its own estimate of the frequency
    by_jieba = {("jieba", hmm): cut for hmm, cut in jieba_cutters(words).items()}
    return by_jieba | {("rjieba", hmm): partial(port.cut, hmm=bool(hmm)) for hmm in (1, 0)}


def cut_sentences(
    sentences: pd.DataFrame, terms: pd.DataFrame, stopwords: Iterable[str], cut: Cutter
) -> pd.DataFrame:
    """Cut sentences into tokens: lexicon terms, and between them the words that `cut` finds.

    `sentences` as the table of that name, `terms` as `lexicon.read_terms`. Returns one row a
    token: sentence_id, provision_id, start, end (in the raw text) and term, which is the
    term as the lexicon writes it, or the word as normalised. Stop words, punctuation and bare
    numbers are dropped, but never a term.

    >>> sentences = pd.DataFrame({"sentence_id": ["x-1-s01"], "provision_id": ["x-1"],
    ...     "start": [10], "text": ["建设５Ｇ网络和 基站"]})
    >>> terms = pd.DataFrame({"term": ["5G网络"]})
    >>> tokens = cut_sentences(sentences, terms, ["和"], lambda text: text.split())
    >>> tokens[["start", "end", "term"]].values.tolist()
    [[10, 12, '建设'], [12, 16, '5G网络'], [18, 20, '基站']]
    """
    pattern = compile_terms(terms["term"])
    written = {normalise(term).casefold(): term for term in terms["term"]}
    dropped, kept = set(stopwords), set(terms["term"])
    rows = [
        (
            sentence.sentence_id,
            sentence.provision_id,
            sentence.start + start,
            sentence.start + end,
            word,
        )
        for sentence in sentences.itertuples()
        for start, end, word in _cut(normalise(str(sentence.text)), pattern, written, cut)
        if word in kept
        or (word not in dropped and _WORD.search(word) and not _CHINESE_NUMBER.fullmatch(word))
    ]
    return pd.DataFrame(rows, columns=["sentence_id", "provision_id", "start", "end", "term"])


def _cut(
    text: str, pattern: re.Pattern[str], written: dict[str, str], cut: Cutter
) -> Iterator[tuple[int, int, str]]:
    position = 0
    for match in pattern.finditer(text):
        yield from _cut_between(text, position, match.start(), cut)
        yield match.start(), match.end(), written[match.group().casefold()]
        position = match.end()
    yield from _cut_between(text, position, len(text), cut)


def _cut_between(text: str, start: int, end: int, cut: Cutter) -> Iterator[tuple[int, int, str]]:
    for word in cut(text[start:end]):
        found = text.index(word, start, end)
        yield found, found + len(word), word
        start = found + len(word)

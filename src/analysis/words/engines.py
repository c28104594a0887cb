"""The engines that cut text into words: jieba, and its port to Rust with the same words."""

import logging
import marshal
import re
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache, partial
from itertools import chain
from pathlib import Path
from typing import Any

from analysis.store.files import ROOT, write_file

Tokenizer = Callable[[str], Iterable[str]]

# What jieba takes together before it looks for words; all else it gives character by character.
_CHARACTER = "[\u4e00-\u9fd5a-zA-Z0-9+#&._%-]"
_BLOCK = re.compile(f"{_CHARACTER}+")

# In a block with one of these the port joins unknown words in other places than jieba.
_JOINER = re.compile("[-._]")

# Ideographs that the port takes into blocks and jieba does not.
_RARE = re.compile("[\u3400-\u4dbf\u9fd6-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_EITHER = re.compile(f"{_JOINER.pattern[:-1]}{_RARE.pattern[1:]}")


def jieba_tokenizer(
    user_words: Iterable[str] = (), *, cache: Path = ROOT / ".cache" / "jieba"
) -> Tokenizer:
    """Make a function that cuts text into words with jieba and the user's words.

    The dictionary's cache lies in a private folder: jieba trusts whatever it finds there, and
    its default is the temporary folder that all users share.
    """
    return jieba_tokenizers(user_words, cache=cache)[1]


def jieba_tokenizers(
    user_words: Iterable[str] = (), *, cache: Path = ROOT / ".cache" / "jieba"
) -> dict[int, Tokenizer]:
    """Make two such functions from one dictionary, which takes seconds to load.

    Under 1, jieba's own default, it joins characters into words that its dictionary lacks, by a
    hidden Markov model; under 0 it does not.
    """
    import jieba

    jieba.setLogLevel(logging.WARNING)
    tokenizer = jieba.Tokenizer()
    # jieba would read its cache bit by bit, which takes three times as long as reading it at once,
    # and leave a piece of it behind for good when it is killed while it writes.
    try:
        tokenizer.FREQ, tokenizer.total = marshal.loads((cache / "jieba.cache").read_bytes())
    except (OSError, EOFError, ValueError, TypeError):
        words = tokenizer.gen_pfdict(tokenizer.get_dict_file())
        write_file(cache / "jieba.cache", marshal.dumps(words))
        tokenizer.FREQ, tokenizer.total = words
    tokenizer.initialized = True
    # jieba estimates the frequency that makes each word win; set by hand it would fail to.
    for word in user_words:
        tokenizer.add_word(word)
    return {hmm: partial(tokenizer.cut, HMM=bool(hmm)) for hmm in (1, 0)}


def rjieba_tokenizer(user_words: Iterable[str] = (), *, hmm: bool = True) -> Tokenizer:
    """Make a function that cuts text into the words of `jieba_tokenizer`, many times as fast.

    rjieba, a port of jieba to Rust with its dictionary, cuts all but a few blocks as jieba does.
    Without the hidden Markov model the two agree; so blocks in which they would not are cut
    without it, and runs of single characters are then joined by jieba's own model, as jieba does.
    jieba's dictionary is not loaded.
    """
    port = _open_port(user_words)
    odd = _EITHER if hmm else _RARE
    # Numbers and names with a joiner recur, and jieba's model takes long for each.
    cut_block = lru_cache(maxsize=10_000)(partial(_cut_block, port))

    def parts(text: str) -> Iterator[list[str]]:
        position = 0
        for found in odd.finditer(text):
            start = found.start()
            if start < position:
                continue
            if not _JOINER.match(text, start):
                yield port.cut(text[position:start], hmm)
                yield [found.group()]
                position = start + 1
                continue
            while start > position and _BLOCK.match(text, start - 1, start):
                start -= 1
            block = _BLOCK.match(text, start)
            assert block
            yield port.cut(text[position:start], hmm)
            yield cut_block(block.group())
            position = block.end()
        yield port.cut(text[position:], hmm)

    return lambda text: chain.from_iterable(parts(text))


def _open_port(user_words: Iterable[str]) -> Any:
    import rjieba

    port = rjieba.Jieba()
    for word in user_words:
        port.add_word(word, None, None)  # with its own estimate of the frequency
    return port


def _cut_block(port: Any, block: str) -> list[str]:
    """Cut a block as jieba's `__cut_DAG`: single characters in a row may be an unknown word."""
    words: list[str] = []
    singles = ""
    for word in port.cut(block, False):
        # Without the model, letters and digits in a row come as one, though they are no word.
        if len(word) == 1 or (word.isascii() and word.isalnum() and not port.has_word(word)):
            singles += word
        else:
            words += [*_join_singles(port, singles), word]
            singles = ""
    return [*words, *_join_singles(port, singles)]


def _join_singles(port: Any, singles: str) -> Iterable[str]:
    from jieba import finalseg

    if len(singles) < 2 or port.has_word(singles):
        return list(singles)
    return finalseg.cut(singles) if _JOINER.search(singles) else port.cut(singles, True)


def all_tokenizers(user_words: Iterable[str] = ()) -> dict[tuple[str, int], Tokenizer]:
    """Make every tokenizer there is, by engine and by whether it joins unknown words (1) or not (0).

    jieba is the declared engine. rjieba, its port to Rust, reads the same dictionary but joins
    a few words that jieba cuts, such as NGB-W.
    """
    words = list(user_words)
    port = _open_port(words)
    by_jieba = {("jieba", hmm): cut for hmm, cut in jieba_tokenizers(words).items()}
    return by_jieba | {("rjieba", hmm): partial(port.cut, hmm=bool(hmm)) for hmm in (1, 0)}

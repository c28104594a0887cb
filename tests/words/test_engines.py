import random
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from analysis.errors import CorpusError
from analysis.store.files import RAW
from analysis.text.documents import read_text_file
from analysis.words.engines import (
    all_tokenizers,
    jieba_tokenizer,
    jieba_tokenizers,
    rjieba_tokenizer,
)
from analysis.words.tokens import read_words

USER_WORDS = read_words(RAW / "user_words.txt")
# With characters that engines part at, in one another, and shorter than what they are made of.
HARD_WORDS = [
    "Wi-Fi", "NGB-W", "NGB", "2021-2025", "21-20", "a.b", ".b", "互联网＋", "5G+", "A B", "网·络",
    "发展。展", "㐀建", "建㐀", "PC", "APC", "x", "-", "._", "的发展", "津冀", "甲乙", "乙丙", "甲",
]  # fmt: skip
N_STRINGS = 50_000
VARIANTS = [(taught, hmm) for taught in (False, True) for hmm in (1, 0)]


@cache
def tokenizers(taught: bool):
    words = [*USER_WORDS, *HARD_WORDS] if taught else []
    ours = {hmm: rjieba_tokenizer(words, hmm=bool(hmm)) for hmm in (1, 0)}
    return jieba_tokenizers(words), ours


def assert_same(text: str, taught: bool, hmm: int) -> None:
    theirs, ours = tokenizers(taught)
    assert list(ours[hmm](text)) == list(theirs[hmm](text))


@cache
def dictionary() -> list[str]:
    import jieba

    with open(jieba.get_dict_file().name, encoding="utf-8") as file:
        return [line.split(" ")[0] for line in file]


def random_string(rng: random.Random, texts: list[str]) -> str:
    """One to seven pieces, of which many should not stand side by side."""

    def piece_of_text() -> str:
        text = rng.choice(texts)
        place = rng.randrange(len(text))
        return text[place : place + rng.randint(1, 8)]

    def characters(first: int, last: int) -> str:
        return "".join(chr(rng.randint(first, last)) for _ in range(rng.randint(1, 3)))

    segments = [
        lambda: rng.choice(dictionary()),
        lambda: rng.choice(dictionary()),
        piece_of_text,
        lambda: characters(0x4E00, 0x9FFF),
        lambda: "".join(rng.choices("abXYZ019", k=rng.randint(1, 4))),
        lambda: rng.choice("-._%+#&-._"),
        lambda: rng.choice(USER_WORDS + HARD_WORDS),
        lambda: rng.choice("，。 \n\r😀㐀𠀀＋Ｇ４é\u0301〇０·々ヶ\ufa0e\x1cα"),
        lambda: characters(0x3400, 0x4DBF),
        lambda: characters(0x20000, 0x2A6DF),
        lambda: characters(0x2E80, 0x33FF),
        lambda: characters(0xF900, 0xFFEF),
    ]
    return "".join(rng.choice(segments)() for _ in range(rng.randint(1, 7)))


@cache
def random_texts() -> list[str]:
    """Random strings, many to a text, for nothing goes over the end of a line."""
    rng = random.Random(2017)
    texts = [path.read_text(encoding="utf-8") for path in sorted((RAW / "texts").glob("*.txt"))]
    strings = [random_string(rng, texts) for _ in range(N_STRINGS)]
    return ["\n".join(strings[first : first + 50]) for first in range(0, N_STRINGS, 50)]


@pytest.mark.slow
@pytest.mark.parametrize(("taught", "hmm"), VARIANTS)
def test_both_engines_give_the_same_words_of_random_strings(taught, hmm):
    for text in random_texts():
        assert_same(text, taught, hmm)


@pytest.mark.parametrize(("taught", "hmm"), VARIANTS)
def test_both_engines_give_the_same_words_of_whole_texts(taught, hmm, pytestconfig):
    named = pytestconfig.getoption("--texts")
    folders = [
        RAW / "texts",
        Path(__file__).parents[1] / "documents",
        *([Path(named)] if named else []),
    ]
    n = 0
    for path in (path for folder in folders for path in sorted(folder.rglob("*.txt"))):
        try:
            text = read_text_file(path).text
        except CorpusError:
            continue
        assert_same(text, taught, hmm)
        n += 1
    assert n > 20


@pytest.mark.slow
@pytest.mark.parametrize("hmm", [1, 0])
def test_both_engines_part_at_the_same_characters(hmm):
    # Every character of the first plane and some of the others, between words of every kind.
    codes = [*range(0x20, 0x4E00), *range(0x9FD0, 0xD800), *range(0xE000, 0x10000)]
    codes += [*range(0x10000, 0x110000, 97)]
    for first in range(0, len(codes), 400):
        some = codes[first : first + 400]
        assert_same("\n".join(f"发展{chr(c)}甲乙a{chr(c)}-" for c in some), False, hmm)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("推进NGB-W研发", ["推进", "NGB", "-", "W", "研发"]),
        ("2021-2025年", ["2021", "-", "2025", "年"]),
        ("Wi-Fi覆盖", ["Wi", "-", "Fi", "覆盖"]),
        ("速率达98.6%以上", ["速率", "达", "98.6%", "以上"]),
        ("a_b--c", ["a", "_", "b", "--", "c"]),
        ("𠀀发展㐀", ["𠀀", "发展", "㐀"]),
        ("", []),
        ("\r\n", ["\r\n"]),
    ],
)
def test_words_of_odd_blocks(text, words):
    # As jieba 0.42.1 cuts them.
    assert list(tokenizers(False)[0][1](text)) == words
    assert list(tokenizers(False)[1][1](text)) == words


def test_the_port_does_without_the_dictionary_of_jieba():
    code = (
        "import jieba, analysis.words.engines as e; list(e.rjieba_tokenizer(['光网'])('建光网Wi-Fi的甲丙'));"
        "print(jieba.dt.initialized, len(jieba.dt.FREQ))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "0"]


@pytest.mark.slow
def test_jieba_keeps_user_words_whole_and_its_cache_private(tmp_path):
    plain = list(jieba_tokenizer(cache=tmp_path)("移动互联网陇原好网民"))
    taught = list(jieba_tokenizer(["陇原好网民"], cache=tmp_path)("移动互联网陇原好网民"))
    assert "陇原好网民" not in plain
    assert "陇原好网民" in taught
    assert [path.name for path in tmp_path.iterdir()] == ["jieba.cache"]


def test_every_engine_cuts_the_same_text_without_losing_a_character():
    tokenizers = all_tokenizers(["移动互联网"])
    assert list(tokenizers) == [("jieba", 1), ("jieba", 0), ("rjieba", 1), ("rjieba", 0)]
    text = "促进移动互联网健康发展，推进NGB-W研发"
    words = {key: list(cut(text)) for key, cut in tokenizers.items()}
    assert all("".join(found) == text for found in words.values())
    assert all("移动互联网" in found for found in words.values())
    # Known to differ: with guessing, rjieba joins what a hyphen holds together.
    assert "NGB-W" in words["rjieba", 1]
    assert "NGB-W" not in words["jieba", 1]


@pytest.mark.slow
def test_a_broken_cache_of_the_dictionary_is_made_anew(tmp_path):
    for content in (b"", b"x", b"N"):
        (tmp_path / "jieba.cache").write_bytes(content)
        assert list(jieba_tokenizer(cache=tmp_path)("移动互联网健康发展")) == [
            "移动", "互联网", "健康", "发展",
        ]  # fmt: skip
        assert (tmp_path / "jieba.cache").stat().st_size > 1_000_000

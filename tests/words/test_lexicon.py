import re
import sys
import unicodedata
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.errors import LexiconError
from analysis.store.files import RAW
from analysis.store.tables import check_table
from analysis.words.lexicon import find_hits, normalise, read_areas, read_terms, term_finder

LEXICON = """
[areas]
net = { name_zh = "网络", name_en = "Networks" }

[[topics]]
area = "net"
topic = "fibre"
name_zh = "光纤"
name_en = "Fibre"
terms = ["光纤", "5G网络"]

[[neutral]]
why = "an office"
terms = ["光纤办"]
"""


def lexicon(folder: Path, text: str = LEXICON) -> Path:
    path = folder / "policy_areas.toml"
    path.write_text(text)
    return path


def test_terms_and_areas_of_a_small_lexicon(tmp_path):
    assert read_terms(lexicon(tmp_path)).values.tolist() == [
        ["光纤", "net", "fibre"],
        ["5G网络", "net", "fibre"],
        ["光纤办", "", ""],
    ]
    assert read_areas(lexicon(tmp_path)).values.tolist() == [
        ["net", "all", 0, "网络", "Networks", 2],
        ["net", "fibre", 1, "光纤", "Fibre", 2],
    ]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('"5G网络"]', '"光纤"]', "term '光纤' stands in net.fibre and again in net.fibre"),
        (
            '"光纤办"',
            '"５ｇ网络"',
            "term '5G网络' stands in net.fibre and again in the neutral terms",
        ),
        (
            'area = "net"',
            'area = "sea"',
            r"topic 1 \('fibre'\): unknown area 'sea'; expected one of",
        ),
        ('name_en = "Fibre"\n', "", "found None for 'name_en', expected a text"),
        (
            'terms = ["光纤", "5G网络"]',
            "terms = []",
            r"found \[\] for 'terms', expected a list of terms",
        ),
        ('"5G网络"]', '""]', "found the term '', expected a word"),
        ("[areas]", "[areas", r"not readable as TOML \(.*line 2"),
        ('why = "an office"\n', "", "neutral group 1: found None for 'why'"),
        (
            'net = { name_zh = "网络", name_en = "Networks" }',
            'net = "网络"',
            r"'areas' is written in another form than expected: \[areas\], and below it",
        ),
        ("[areas]", "[[areas]]", "'areas' is written in another form"),
        (
            "[[topics]]",
            "[topics]",
            r"policy_areas\.toml: 'topics' is written in another form than expected: \[\[topics\]\]",
        ),
        ("[[neutral]]", "[neutral]", "'neutral' is written in another form"),
    ],
)
def test_a_broken_lexicon_is_refused(tmp_path, old, new, message):
    assert old in LEXICON
    with pytest.raises(LexiconError, match=message):
        read_terms(lexicon(tmp_path, LEXICON.replace(old, new)))


def test_a_missing_or_empty_lexicon_is_refused(tmp_path):
    with pytest.raises(LexiconError, match=r"policy_areas\.toml: no such file"):
        read_areas(tmp_path / "policy_areas.toml")
    with pytest.raises(LexiconError, match="found no area or no topic"):
        read_areas(lexicon(tmp_path, ""))


def test_the_longest_term_wins_and_takes_its_words_with_it():
    find = term_finder(
        ["网络安全", "信息基础设施", "关键信息基础设施", "安全", "在确保安全的前提下"]
    )
    text = "在确保安全的前提下，保护关键信息基础设施，建设信息基础设施，加强网络安全。"
    assert [term for _, _, term in find(text)] == [
        "在确保安全的前提下", "关键信息基础设施", "信息基础设施", "网络安全",
    ]  # fmt: skip


def test_latin_terms_match_whole_words_in_either_case():
    find = term_finder(["5G", "AP", "IPv6网络"])
    assert find("5G、15G、5Gbps、APP、ap、ipV6网络") == [
        (0, 2, "5G"), (17, 19, "AP"), (20, 26, "IPv6网络"),
    ]  # fmt: skip


def test_a_term_is_given_as_it_is_written():
    assert term_finder(["ＷＬＡＮ（无线）"])("一个wlan(无线)") == [(2, 10, "ＷＬＡＮ（无线）")]


def test_no_terms_match_nothing():
    assert term_finder([])("文") == []


def search_naively(terms: list[str], text: str) -> list[tuple[int, int]]:
    """Find terms as one alternation of regular expressions does: leftmost, and longest first."""
    before, after = "(?<![0-9A-Za-z])", "(?![0-9A-Za-z])"
    patterns = [
        before * bool(re.match("[0-9A-Za-z]", term))
        + re.escape(term)
        + after * bool(re.search("[0-9A-Za-z]$", term))
        for term in sorted(terms, key=len, reverse=True)
    ]
    return [match.span() for match in re.finditer("|".join(patterns), text, re.IGNORECASE)]


# Few letters, so that terms overlap, hold one another and stand in longer words.
LETTERS = st.text("网络安5Ggµ", min_size=1, max_size=5)


@given(st.lists(LETTERS, min_size=1, max_size=8), st.lists(LETTERS | st.just("，"), max_size=20))
def test_the_search_is_that_of_one_long_alternation(terms, parts):
    text = "".join(parts)
    found = term_finder(terms)(text)
    assert [(start, end) for start, end, _ in found] == search_naively(terms, text)
    assert all(text[start:end].casefold() == term.casefold() for start, end, term in found)


def test_every_letter_matches_in_either_case_where_it_stands():
    # Latin, Greek and Cyrillic, the signs of kelvin, ångström and ohm, Roman and circled numbers.
    codes = [*range(0x21, 0x530), 0x2126, *range(0x212A, 0x212C), *range(0x2160, 0x2180),
             *range(0x24B6, 0x24EA)]  # fmt: skip
    # The mark below a Greek letter is taken for a mark, not for the letter iota.
    letters = [chr(code) for code in codes if code != 0x345]
    text = "，".join(letters)
    for letter in letters:
        found = [(start, end) for start, end, _ in term_finder([letter])(text)]
        assert found == search_naively([letter], text), letter


def test_a_letter_whose_small_form_is_two_characters_moves_no_place():
    two = [c for c in map(chr, range(sys.maxunicode + 1)) if len(c.lower()) > 1]
    assert two == ["İ"]
    assert term_finder(["光纤"])("İİ光纤") == [(2, 4, "光纤")]


@given(st.text())
def test_normalising_keeps_every_offset(text):
    assert len(normalise(text)) == len(text)
    assert normalise(normalise(text)) == normalise(text)


def test_every_character_but_97_is_normal_already():
    characters = "".join(map(chr, range(sys.maxunicode + 1)))
    changed = {a: b for a, b in zip(characters, normalise(characters), strict=True) if a != b}
    wide = dict(zip("　〔〕", " ()", strict=True))
    wide |= {a: unicodedata.normalize("NFKC", a) for a in map(chr, range(0xFF01, 0xFF5F))}
    assert changed == wide
    # Halves of a character beyond the first 65,536 stay two.
    assert normalise("\ud83d\ude00５😀") == "\ud83d\ude005😀"


def test_hits_are_the_tokens_that_are_terms_of_an_area():
    tokens = pd.DataFrame(
        [("s2", "x-1", 5, 7, "光纤"), ("s1", "x-1", 0, 3, "光纤办"), ("s1", "x-1", 3, 5, "发展")],
        columns=["sentence_id", "provision_id", "start", "end", "term"],
    )
    terms = pd.DataFrame({"term": ["光纤", "光纤办"], "area": ["net", ""], "topic": ["fibre", ""]})
    hits = check_table(find_hits(tokens, terms), "hits")
    assert hits.values.tolist() == [["s2", 5, 7, "x-1", "net", "fibre", "光纤"]]


class TestShippedLexicon:
    terms = read_terms()
    areas = read_areas()

    def test_it_has_the_four_areas_with_three_to_six_topics_each(self):
        topics = self.areas[self.areas["topic"] != "all"].groupby("area", sort=False).size()
        assert list(topics.index) == ["infrastructure", "security", "poverty", "culture"]
        assert topics.between(3, 6).all()

    def test_the_subject_of_the_documents_belongs_to_no_area(self):
        assert "移动互联网" not in set(self.terms["term"])

    @pytest.mark.parametrize("word", ["安全", "内容", "覆盖", "宣传", "传播", "文化", "网络"])
    def test_no_bare_word_stands_for_an_area(self, word):
        assert word not in set(self.terms["term"])

    @pytest.mark.parametrize(
        ("text", "areas"),
        [
            ("在确保安全的前提下，引导投融资", []),
            ("优化布局内容分发网络", ["infrastructure"]),
            ("保护关键信息基础设施", ["security"]),
            ("严格规范收集通信内容", []),
            ("打击病毒传播", ["security"]),
            ("省委网络安全和信息化领导小组", []),
            ("固定宽带接入用户达到500万户", []),
            ("发展壮大移动互联网信息安全产业", []),
            ("加快贫困地区网络全覆盖", ["poverty", "infrastructure"]),
            ("查处电信网络诈骗", ["security"]),
        ],
    )
    def test_second_meanings_are_kept_apart(self, text, areas):
        area_of = dict(zip(self.terms["term"], self.terms["area"], strict=True))
        found = term_finder(self.terms["term"])(normalise(text))
        assert [area_of[term] for _, _, term in found if area_of[term]] == areas

    def test_every_term_can_be_found_where_it_stands_alone(self):
        find = term_finder(self.terms["term"])
        for term in self.terms["term"]:
            assert find(term) == [(0, len(term), term)]


def test_a_lexicon_saved_with_a_byte_order_mark_is_read(tmp_path):
    path = tmp_path / "policy_areas.toml"
    path.write_bytes(b"\xef\xbb\xbf" + (RAW / "policy_areas.toml").read_bytes())
    pd.testing.assert_frame_equal(read_terms(path), read_terms(RAW / "policy_areas.toml"))

"""How a lexicon fits its texts, on sentences small enough to count on paper."""

import re

import pandas as pd
import pytest

from analysis.intake.lexicon_check import (
    contained_terms,
    count_phrases,
    rank_phrases,
    term_use,
    uncovered_text,
)
from analysis.store.files import RAW
from analysis.store.tables import read_table
from analysis.text.han import count_han
from analysis.words.engines import jieba_tokenizer
from analysis.words.lexicon import normalise, read_terms, term_finder
from analysis.words.tokens import read_words, tokenise

TERMS = pd.DataFrame(
    [("光纤", "net"), ("光纤宽带", "net"), ("宽带", "net"), ("基站", "net"), ("宽带办", "")],
    columns=["term", "area"],
)


def sentences_of(**texts: str) -> pd.DataFrame:
    """One sentence a provision; a_1="…" is provision a-1. Each begins at 10."""
    ids = [name.replace("_", "-") for name in texts]
    return pd.DataFrame(
        {
            "sentence_id": [f"{name}-s01" for name in ids],
            "provision_id": ids,
            "start": 10,
            "text": list(texts.values()),
        }
    )


def cut(sentences: pd.DataFrame, terms: pd.DataFrame) -> pd.DataFrame:
    return tokenise(sentences, terms, [], lambda text: re.findall(r"\w{1,2}|\W", text))


def tokens_of(**texts: list[str]) -> pd.DataFrame:
    """Tokens of provisions: a list of sentences, words with spaces between, / where text is left out.

    Words follow each other without a gap, also over the end of a sentence.
    """
    rows = []
    for name, lines in texts.items():
        position = 0
        for number, line in enumerate(lines, start=1):
            for word in line.split():
                end = position + len(word)
                if word != "/":
                    provision_id = name.replace("_", "-")
                    rows.append(
                        (f"{provision_id}-s{number:02d}", provision_id, position, end, word)
                    )
                position = end
    return pd.DataFrame(rows, columns=["sentence_id", "provision_id", "start", "end", "term"])


def use_of(sentences: pd.DataFrame, terms: pd.DataFrame) -> list[list[object]]:
    return term_use(cut(sentences, terms), sentences, terms).values.tolist()


def phrases_of(tokens: pd.DataFrame, stopwords: tuple[str, ...] = ()):
    return count_phrases(tokens, TERMS, stopwords).values.tolist()


def test_terms_are_counted_and_so_are_the_places_that_others_take():
    sentences = sentences_of(x_1="建设光纤宽带，铺光纤。", y_1="宽带办管光纤宽带。")
    assert use_of(sentences, TERMS) == [
        ["光纤", "net", 1, 2, "光纤宽带"],
        ["光纤宽带", "net", 2, 0, ""],
        ["宽带", "net", 0, 3, "光纤宽带"],
        ["基站", "net", 0, 0, ""],
        ["宽带办", "", 1, 0, ""],
    ]


def test_a_term_that_begins_before_takes_the_place_of_one_that_it_does_not_hold():
    terms = pd.DataFrame({"term": ["网络安全", "安全管理"], "area": "net"})
    assert use_of(sentences_of(x_1="网络安全管理"), terms) == [
        ["网络安全", "net", 1, 0, ""],
        ["安全管理", "net", 0, 1, "网络安全"],
    ]


def test_a_place_is_taken_by_the_term_over_it_and_not_by_its_neighbours():
    terms = pd.DataFrame({"term": ["光纤", "光纤用户", "用户", "建设"], "area": "net"})
    # 建设 ends where 光纤 begins; the first 用户 ends, and the second 光纤 begins, where it counts.
    for text, n_fibre, n_users in (
        ("建设光纤用户", 0, 0),
        ("光纤用户用户", 0, 1),
        ("光纤光纤用户", 1, 0),
    ):
        assert use_of(sentences_of(x_1=text), terms)[:3] == [
            ["光纤", "net", n_fibre, 1, "光纤用户"],
            ["光纤用户", "net", 1, 0, ""],
            ["用户", "net", n_users, 1, "光纤用户"],
        ], text


def test_of_terms_that_took_as_many_places_the_first_by_its_letters_is_named():
    terms = pd.DataFrame({"term": ["网", "甲网", "乙网", "丙网"], "area": "net"})
    # 丙 comes before 乙 and 乙 before 甲; 甲网 stands once more.
    assert use_of(sentences_of(x_1="乙网，丙网，甲网"), terms)[0] == ["网", "net", 0, 3, "丙网"]
    assert use_of(sentences_of(x_1="乙网，丙网，甲网甲网"), terms)[0] == ["网", "net", 0, 4, "甲网"]


def test_a_latin_term_does_not_stand_inside_a_longer_word():
    terms = pd.DataFrame({"term": ["5G", "手机APP", "Ａpp", "AP"], "area": "net"})
    assert use_of(sentences_of(x_1="１５Ｇ，手机ａｐｐ"), terms) == [
        ["5G", "net", 0, 0, ""],
        ["手机APP", "net", 1, 0, ""],
        ["Ａpp", "net", 0, 1, "手机APP"],
        ["AP", "net", 0, 0, ""],
    ]
    assert contained_terms(terms).values.tolist() == [["Ａpp", "手机APP"]]


def test_terms_within_other_terms_are_listed_in_pairs():
    assert contained_terms(TERMS).values.tolist() == [
        ["光纤", "光纤宽带"],
        ["宽带", "光纤宽带"],
        ["宽带", "宽带办"],
    ]


def test_what_no_area_covers_is_measured_in_han_characters_of_each_document():
    terms = pd.DataFrame({"term": ["5G网络", "宽带办"], "area": ["net", ""]})
    # 建设网络, 推广宽带办 and 发展: 4 + 5 and 2 Han characters. Of the term 5G网络 two are Han,
    # of the neutral one three.
    sentences = sentences_of(x_1="建设5G网络。", x_2="推广宽带办！", y_1="发展")
    provisions = pd.DataFrame(
        {"provision_id": ["x-1", "x-2", "y-1"], "doc_id": ["gansu", "gansu", "hebei"]}
    )
    assert uncovered_text(cut(sentences, terms), sentences, provisions, terms).values.tolist() == [
        ["gansu", 9, 2, 3, pytest.approx(7 / 9)],
        ["hebei", 2, 0, 0, 1.0],
    ]


def test_a_phrase_within_a_longer_one_stays_only_if_it_is_more_frequent():
    tokens = tokens_of(
        x_1=["互联 网络 发展", "互联 网络 发展"], y_1=["互联 网络 发展", "网络 发展"]
    )
    # 互联网络 occurs 3 times, always before 发展; 网络发展 once more than the whole.
    assert phrases_of(tokens) == [
        ["x-1", "互联网络发展", 2],
        ["x-1", "网络发展", 2],
        ["y-1", "互联网络发展", 1],
        ["y-1", "网络发展", 2],
    ]


def test_every_piece_of_a_phrase_that_occurs_as_often_gives_way_to_it():
    assert phrases_of(tokens_of(x_1=["互联 网络 发展"] * 2)) == [["x-1", "互联网络发展", 2]]


def test_phrases_that_are_as_frequent_and_as_given_to_a_province_are_in_order_of_their_letters():
    counts = pd.DataFrame(
        {"provision_id": ["x-1", "x-1", "y-1"], "term": ["b", "a", "c"], "n": [2, 2, 2]}
    )
    provisions = pd.DataFrame({"provision_id": ["x-1", "y-1"], "province": ["anhui", "beijing"]})
    assert rank_phrases(counts, provisions)["phrase"].tolist() == ["c", "a", "b"]
    swapped = counts.assign(term=["a", "b", "c"])
    assert rank_phrases(swapped, provisions)["phrase"].tolist() == ["c", "a", "b"]


def test_a_phrase_given_alike_to_two_provinces_is_said_of_the_first_by_its_letters():
    counts = pd.DataFrame(
        {"provision_id": ["x-1", "x-1", "y-1", "y-1"], "term": ["a", "b"] * 2, "n": 2}
    )
    provisions = pd.DataFrame({"provision_id": ["y-1", "x-1"], "province": ["beijing", "anhui"]})
    ranked = rank_phrases(counts, provisions)
    assert ranked[["phrase", "n", "province", "z"]].values.tolist() == [
        ["a", 4, "anhui", 0.0],
        ["b", 4, "anhui", 0.0],
    ]


@pytest.mark.parametrize(
    "lines",
    [
        ["手机 / 电脑"],  # a number, a mark or a blank between
        ["手机 光纤 电脑"],  # a term of an area
        ["手机 宽带办 电脑"],  # a neutral term
        ["手机", "电脑"],  # the end of a sentence
        ["的 手机 的"],  # stop words only around
    ],
)
def test_a_phrase_ends_at_terms_gaps_and_sentences(lines):
    assert phrases_of(tokens_of(x_1=lines, x_2=lines), ("的",)) == []


def test_stop_words_stand_within_a_phrase_and_not_at_its_ends():
    tokens = tokens_of(x_1=["的 手机 和 电脑 的", "和 手机 和 电脑"])
    assert phrases_of(tokens, ("的", "和")) == [["x-1", "手机和电脑", 2]]


def test_a_phrase_is_made_of_whole_words():
    # 移动互联 stands three times, once within a word.
    tokens = tokens_of(x_1=["移动 互联", "移动互联网", "移动 互联"])
    assert phrases_of(tokens) == [["x-1", "移动互联", 2]]


def test_length_and_frequency_of_a_phrase_have_bounds():
    nine = " ".join("甲乙丙丁戊己庚辛壬")
    tokens = tokens_of(x_1=[nine, nine], x_2=["手机 电脑"])
    assert phrases_of(tokens) == [["x-1", "乙丙丁戊己庚辛壬", 2], ["x-1", "甲乙丙丁戊己庚辛", 2]]


def phrase_counts(*rows: tuple[str, str, int]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["provision_id", "term", "n"])


def provisions_of(*provinces: str) -> pd.DataFrame:
    return pd.DataFrame({"provision_id": [f"{p}-1" for p in provinces], "province": provinces})


def test_phrases_are_ranked_by_frequency_and_name_the_province_that_uses_them_most():
    counts = phrase_counts(
        ("anhui-1", "甲乙", 4), ("anhui-1", "丙丁", 2), ("beijing-1", "甲乙", 1), ("beijing-1", "丙丁", 3)
    )  # fmt: skip
    # Each is half of all, so its prior is 100. 甲乙 for Anhui: ln(104/102) - ln(101/103) is
    # 0.039027, and sqrt(1/104 + 1/101) is 0.139701.
    assert rank_phrases(counts, provisions_of("anhui", "beijing")).values.tolist() == [
        ["丙丁", 5, "beijing", pytest.approx(0.27939, abs=1e-5)],
        ["甲乙", 5, "anhui", pytest.approx(0.27936, abs=1e-5)],
    ]
    more = pd.concat([counts, phrase_counts(("anhui-1", "戊己", 5), ("beijing-1", "戊己", 4))])
    assert rank_phrases(more, provisions_of("anhui", "beijing"))["n"].tolist() == [9, 5, 5]


def test_each_of_three_provinces_is_held_against_the_others_together():
    counts = phrase_counts(
        ("anhui-1", "甲乙", 4), ("anhui-1", "丙丁", 2), ("beijing-1", "甲乙", 1), ("fujian-1", "丙丁", 3)
    )  # fmt: skip
    # 甲乙: the numbers of the test above. 丙丁 for Fujian, 3 of 3 against 2 of 7:
    # ln(103/100) - ln(102/105) is 0.058547, over sqrt(1/103 + 1/102).
    ranked = rank_phrases(counts, provisions_of("anhui", "beijing", "fujian", "gansu"))
    assert ranked.values.tolist() == [
        ["丙丁", 5, "fujian", pytest.approx(0.41912, abs=1e-5)],
        ["甲乙", 5, "anhui", pytest.approx(0.27936, abs=1e-5)],
    ]


@pytest.mark.parametrize(
    "counts",
    [
        phrase_counts(("anhui-1", "甲乙", 2), ("anhui-1", "丙丁", 1)),
        phrase_counts(("anhui-1", "甲乙", 2), ("beijing-1", "甲乙", 1)),
    ],
)
def test_nothing_is_compared_with_one_province_or_one_phrase(counts):
    ranked = rank_phrases(counts, provisions_of("anhui", "beijing"))
    assert set(ranked["province"]) == {""}
    assert ranked["z"].isna().all()


def test_no_text_gives_tables_without_rows():
    sentences = sentences_of()
    tokens = cut(sentences, TERMS)
    provisions = pd.DataFrame({"provision_id": [], "doc_id": [], "province": []})
    assert term_use(tokens, sentences, TERMS)["n"].tolist() == [0] * 5
    assert len(uncovered_text(tokens, sentences, provisions, TERMS)) == 0
    assert len(rank_phrases(count_phrases(tokens, TERMS, []), provisions)) == 0


class TestShippedTexts:
    terms = read_terms()
    sentences = read_table("sentences")
    provisions = read_table("provisions")
    hits = read_table("hits")
    text = normalise("\n".join(sentences["text"])).casefold()

    cut_words = staticmethod(jieba_tokenizer(read_words(RAW / "user_words.txt")))
    tokens = tokenise(sentences, terms, [], cut_words)

    def test_the_uncovered_share_is_what_the_hits_leave_over(self):
        found = uncovered_text(self.tokens, self.sentences, self.provisions, self.terms)
        for row in found.itertuples():
            own = self.provisions[self.provisions["doc_id"] == row.doc_id]
            of_own = self.hits[self.hits["provision_id"].isin(own["provision_id"])]
            in_hits = sum(count_han(term) for term in of_own["term"])
            assert row.n_han == own["n_han"].sum()
            assert row.uncovered == pytest.approx(1 - in_hits / own["n_han"].sum())

    def test_a_term_occurs_stands_in_another_or_stands_nowhere(self):
        use = term_use(self.tokens, self.sentences, self.terms)
        counted = self.hits["term"].value_counts()
        of_areas = use[(use["area"] != "") & (use["n"] > 0)]
        assert dict(zip(of_areas["term"], of_areas["n"], strict=True)) == counted.to_dict()
        for row in use[use["n"] == 0].itertuples():
            assert (normalise(row.term).casefold() in self.text) == (row.n_taken > 0), row.term

    def test_the_first_phrases_stand_as_often_in_the_text_cut_into_words(self):
        stopwords = read_words(RAW / "stopwords.txt")
        ranked = rank_phrases(count_phrases(self.tokens, self.terms, stopwords), self.provisions)
        text = normalise("\n".join(self.sentences["text"]))
        starts, ends, _ = zip(*term_finder(self.terms["term"])(text), strict=True)
        between = [text[a:b] for a, b in zip((0, *ends), (*starts, len(text)), strict=True)]
        words = " | ".join(" ".join(self.cut_words(text)) for text in between)
        for row in ranked.head(20).itertuples():
            found = re.findall(f"(?<![^ ]){' ?'.join(row.phrase)}(?![^ ])", words)
            assert sum(" " in place for place in found) == row.n, row.phrase

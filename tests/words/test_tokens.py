import pandas as pd
import pytest

from analysis.store.files import RAW
from analysis.text.documents import read_documents, read_texts
from analysis.text.structure import split_segments, split_sentences
from analysis.words.engines import jieba_tokenizer
from analysis.words.lexicon import find_hits, normalise, read_terms, term_finder
from analysis.words.tokens import read_words, tokenise


def sentences_of(text: str, start: int = 0) -> pd.DataFrame:
    return pd.DataFrame(
        {"sentence_id": ["x-1-s01"], "provision_id": ["x-1"], "start": [start], "text": [text]}
    )


def terms_of(*terms: str) -> pd.DataFrame:
    return pd.DataFrame({"term": list(terms), "area": "net", "topic": "fibre"})


def cut_characters(text: str) -> list[str]:
    return list(text)


def test_terms_come_first_and_keep_their_places_in_the_raw_text():
    tokens = tokenise(
        sentences_of("建成６万个５Ｇ网络。", start=100), terms_of("5G网络"), ["个"], cut_characters
    )
    assert tokens[["start", "end", "term"]].values.tolist() == [
        [100, 101, "建"], [101, 102, "成"], [105, 109, "5G网络"],
    ]  # fmt: skip


@pytest.mark.parametrize("dropped", ["的", "2020", "98.6", "，", "%", "二十", "6万", "_"])
def test_stop_words_numbers_and_punctuation_are_dropped(dropped):
    tokens = tokenise(sentences_of(f"网 {dropped} 路"), terms_of(), ["的"], str.split)
    kept = tokens["term"].tolist()
    assert kept == (["网", "6万", "路"] if dropped == "6万" else ["网", "路"])


def test_a_term_is_never_dropped():
    tokens = tokenise(sentences_of("光纤网"), terms_of("光纤"), ["光纤", "网"], cut_characters)
    assert tokens["term"].tolist() == ["光纤"]


def test_a_word_that_occurs_twice_gets_both_places():
    tokens = tokenise(sentences_of("网网"), terms_of(), [], cut_characters)
    assert tokens["start"].tolist() == [0, 1]


def test_lists_of_words_pass_over_comments_and_refuse_doubles(tmp_path):
    path = tmp_path / "words.txt"
    path.write_text("# a comment\n的\n\n了\n")
    assert read_words(path) == ["的", "了"]
    path.write_text("的\n了\n的\n")
    with pytest.raises(ValueError, match=r"words\.txt: '的' stands more than once"):
        read_words(path)
    with pytest.raises(ValueError, match=r"none\.txt: no such file"):
        read_words(tmp_path / "none.txt")


def test_on_the_shipped_texts_a_token_is_a_term_exactly_where_there_is_a_hit():
    texts = read_texts(read_documents())
    sentences = split_sentences(split_segments(texts), texts)
    terms = read_terms()
    cut = jieba_tokenizer(read_words(RAW / "user_words.txt"))
    tokens = tokenise(sentences, terms, read_words(RAW / "stopwords.txt"), cut)
    hits = find_hits(tokens, terms)
    # Found another way: the terms searched in the whole sentences, without any cutting.
    find, neutral = term_finder(terms["term"]), set(terms.loc[terms["area"] == "", "term"])
    expected = [
        (s.sentence_id, s.start + start, s.start + end)
        for s in sentences.itertuples()
        for start, end, term in find(normalise(s.text))
        if term not in neutral
    ]
    found = list(hits[["sentence_id", "start", "end"]].itertuples(index=False, name=None))
    assert sorted(found) == sorted(expected)
    assert len(found) > 300
    raw = texts.set_index("doc_id")["text"]
    for hit in hits.itertuples():
        text = raw[hit.sentence_id.split("-")[0]][hit.start : hit.end]
        assert normalise(text).casefold() == normalise(hit.term).casefold()
    assert not set(tokens["term"]) & set(read_words(RAW / "stopwords.txt"))

import pandas as pd
import pytest

from analysis.store.files import RAW
from analysis.store.tables import check_table, read_table
from analysis.studies.strength.measure import find_strength, measure_strength
from analysis.words.lexicon import read_areas, read_terms


@pytest.fixture(scope="module")
def terms():
    return read_terms(RAW / "strength.toml")


def sentence_table(*texts: str) -> pd.DataFrame:
    return pd.DataFrame(
        [(f"x-1-s{n:02d}", "x-1", 100 * n, 100 * n + len(t), "body", t)
         for n, t in enumerate(texts, start=1)],
        columns=["sentence_id", "provision_id", "start", "end", "zone", "text"],
    )  # fmt: skip


def words(terms, text: str) -> list[tuple[str, str]]:
    found = check_table(find_strength(sentence_table(text), terms), "strength_hits")
    return list(found[["term", "strength"]].itertuples(index=False, name=None))


def test_the_lexicon_of_strength_has_two_sides():
    areas = read_areas(RAW / "strength.toml")
    assert areas.loc[areas["topic"] == "all", "area"].tolist() == ["obligatory", "encouraging"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("严格落实制度。", [("严格落实", "obligatory")]),
        ("鼓励和支持企业。", [("鼓励和支持", "encouraging")]),
        ("引导企业，确保安全。", [("引导", "encouraging"), ("确保", "obligatory")]),
        ("在确保安全的前提下推进。", []),
        ("设立引导基金，发挥引导作用。", []),
        ("明确保护对象。", []),
        ("部署落实重点任务。", []),
        ("制定办法（试行）。", []),
        ("研究试行承诺制。", [("研究试行", "encouraging")]),
        ("推动建设，加强管理。", []),
        ("贯彻落实党的十九大精神。", []),
        ("适应当地需要，财政收支持续向好。", []),
    ],
)
def test_words_of_strength_and_phrases_that_only_look_like_them(terms, text, expected):
    assert words(terms, text) == expected


def test_latin_letters_match_in_either_case():
    terms = pd.DataFrame({"term": ["推行PPP"], "area": ["encouraging"]})
    assert find_strength(sentence_table("推行ppp。"), terms)["strength"].tolist() == ["encouraging"]


def test_headings_are_not_counted(terms):
    heading = sentence_table("切实维护用户权益。").assign(zone="heading")
    assert find_strength(heading, terms).empty


def test_a_sentence_counts_for_each_of_its_areas_and_for_all(terms):
    sentences = sentence_table("鼓励建网，确保安全，严格管理。", "支持发展。", "没有。")
    hits = pd.DataFrame(
        [("x-1-s01", "x-1", "net"), ("x-1-s01", "x-1", "net"), ("x-1-s01", "x-1", "sec"),
         ("x-1-s03", "x-1", "sec")],
        columns=["sentence_id", "provision_id", "area"],
    )  # fmt: skip
    table = measure_strength(find_strength(sentences, terms), sentences, hits)
    rows = check_table(table, "strength").set_index("area")
    columns = ["n_sentences", "n_han", "n_obligatory", "n_encouraging"]
    assert rows.loc["net", columns].tolist() == [1, 12, 2, 1]
    assert rows.loc["sec", columns].tolist() == [2, 14, 2, 1]
    assert rows.loc["all", columns].tolist() == [3, 18, 2, 2]


# Counted by eye in the bodies of both texts, sense by sense; the titles of provisions, which this
# reading took in (支持 and 引导 in Hebei, 切实 in Gansu), are left out.
@pytest.mark.parametrize(
    ("word", "gansu", "hebei"),
    [("督促", 5, 3), ("严厉", 2, 2), ("坚决", 1, 1), ("责任制", 1, 1), ("探索", 5, 1), ("争取", 5, 0),
     ("力争", 1, 0), ("先行先试", 2, 2), ("逐步", 2, 2), ("引导", 10, 4), ("倡导", 0, 1),
     ("扶持", 4, 2), ("稳妥", 1, 0), ("努力", 1, 0), ("切实", 5, 4), ("确保", 1, 0)],
)  # fmt: skip
def test_counts_in_the_shipped_texts(word, gansu, hebei):
    hits = read_table("strength_hits")
    own = hits.loc[hits["term"] == word, "provision_id"].str.split("-").str[0].value_counts()
    assert (own.get("gansu", 0), own.get("hebei", 0)) == (gansu, hebei)

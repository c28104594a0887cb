"""Counts and extremes of more than a few provinces, worked out on paper."""

import pandas as pd
import pytest

from analysis.say.names import Names
from analysis.say.wording import name_some, percent, say_span
from analysis.studies.overlap.measure import best_status
from analysis.studies.overlap.report import (
    overlap_extremes,
    overlap_headline,
    overlap_statements,
    own_headline,
)
from analysis.studies.own.report import (
    only_extremes,
    only_statements,
    only_word_extremes,
    only_word_statements,
    own_coverage_extremes,
    own_coverage_statements,
    own_text_extremes,
    own_text_statements,
)
from analysis.vocabulary import PARENT

FOUR = ["anhui", "beijing", "fujian", "gansu"]


@pytest.fixture
def names() -> Names:
    provinces = pd.DataFrame(
        {"province": FOUR, "name_zh": ["安徽", "北京", "福建", "甘肃"],
         "name_en": ["Anhui", "Beijing", "Fujian", "Gansu"]}
    )  # fmt: skip
    areas = pd.DataFrame(
        [("net", "all", 0, "网络", "Networks"), ("sec", "all", 1, "安全", "Security")],
        columns=["area", "topic", "position", "name_zh", "name_en"],
    )
    return Names(provinces, areas)


@pytest.fixture
def provisions() -> pd.DataFrame:
    """Two provisions of Anhui, one of each other province."""
    return pd.DataFrame(
        [
            ("a-1", "anhui"),
            ("a-2", "anhui"),
            ("b-1", "beijing"),
            ("f-1", "fujian"),
            ("g-1", "gansu"),
        ],
        columns=["provision_id", "province"],
    ).assign(heading=["建网", "育才", "", "", ""])


@pytest.fixture
def overlap(provisions) -> pd.DataFrame:
    """Anhui's first stands in Beijing's, which is adapted from it; the others stand alone."""
    status = {("a-1", "beijing"): "shared", ("b-1", "anhui"): "adapted"}
    near = {
        ("a-1", "beijing"): 0.9,
        ("b-1", "anhui"): 0.9,
        ("f-1", "gansu"): 0.4,
        ("g-1", "fujian"): 0.4,
    }
    match = {"anhui": "a-1", "beijing": "b-1", "fujian": "f-1", "gansu": "g-1"}
    return pd.DataFrame(
        [(i, q, match[q], near.get((i, q), 0.1), status.get((i, q), "own"))
         for i, p in provisions[["provision_id", "province"]].to_numpy() for q in FOUR if p != q],
        columns=["provision_id", "reference", "best_match", "similarity", "status"],
    )  # fmt: skip


def test_provinces_are_named_while_they_are_few(names):
    assert name_some(["gansu", "anhui", "fujian"], names, most=3).en == "Anhui, Fujian and Gansu"
    assert name_some(FOUR, names, most=3).zh == "4个省"


def test_a_span_names_whose_the_ends_are_and_says_when_there_is_none(names):
    values = pd.Series([0.1, 0.1, 0.5, 0.2], index=FOUR)
    said = say_span(values, percent, names)
    assert said.en == "from 10.0% (Anhui and Beijing) to 50.0% (Fujian)"
    assert said.zh == "由10.0%（安徽、北京）至50.0%（福建）"
    # What is written alike is not told apart.
    same = pd.Series([0.1, 0.1000001], index=FOUR[:2])
    assert say_span(same, percent, names).en == "10.0% in each"
    assert say_span(values.tail(1), percent, names).zh == "20.0%（甘肃）"


def test_common_text_is_counted_over_all_and_between_pairs(overlap, provisions, names):
    statements = overlap_extremes(overlap, provisions, names)
    assert [f.en for f in statements] == [
        "Of 5 provisions, each held against every other province: shared at least once 1, adapted "
        "and never shared 1, own against all 3.",
        "Own against all are, of a province's provisions, from 0% (Beijing) to 100% (Fujian and "
        "Gansu).",
        "Of 12 pairs of a province and another, shared or adapted are by the median 0% of its "
        "provisions, at most 100% (by Beijing against Anhui), at least 0%.",
    ]
    assert statements[0].zh == (
        "5个条款逐一对照其他每个省：1个至少一处为共有，1个有改写而无共有，3个对照各处均为独有。"
    )
    assert statements[0].href.split() == [
        f"reader.html?passage=provisions/{status}" for status in ("shared", "adapted", "own")
    ]
    headline = own_headline(overlap, provisions, names)
    assert headline.en == (
        "Provisions mostly in words of their own: 3 of 5; of a province's provisions, from 0% "
        "(Beijing) to 100% (Fujian and Gansu)"
    )
    # Of several pairs that have as much, none is picked.
    both = overlap.assign(
        status=overlap["status"].where(overlap["provision_id"] != "g-1", "shared")
    )
    assert "at most 100% (in 4 of the pairs)" in overlap_extremes(both, provisions, names)[2].en


def test_what_a_superior_document_has_is_no_provinces_own(overlap, provisions, names):
    parent = overlap.drop_duplicates("provision_id").assign(
        reference=PARENT, similarity=0.2, best_match="c-1",
        status=["own", "own", "own", "shared", "own"],
    )  # fmt: skip
    both = pd.concat([overlap, parent])
    best = best_status(both, provisions).set_index("provision_id")
    assert best["status"].to_dict() == {
        "a-1": "shared", "a-2": "own", "b-1": "adapted", "f-1": "shared", "g-1": "own",
    }  # fmt: skip
    assert best.loc["f-1", ["similarity", "best_match"]].tolist() == [0.4, "g-1"]
    statements = overlap_extremes(both, provisions, names)
    assert (
        "every other province and the superior document: shared at least once 2" in statements[0].en
    )
    assert "12 pairs" in statements[2].en
    assert statements[3].en == (
        "Shared or adapted against the superior document are, of a province's provisions, from 0% "
        "(Anhui, Beijing and Gansu) to 100% (Fujian)."
    )


def test_own_provisions_that_resemble_none_are_counted_and_the_least_alike_named(
    overlap, provisions, names
):
    (statement,) = only_extremes(overlap, provisions, names, counterpart=0.3)
    # Fujian's and Gansu's are own, but similar to each other.
    assert statement.en == (
        "1 provision of 5, in Anhui, with words that resemble no provision of any other text "
        "(similarity below 0.3; in brackets the nearest): a-2 育才 (b-1). Single sentences may still "
        "have their like."
    )
    (two,) = only_extremes(overlap, provisions, names, counterpart=0.5, n=2)
    assert "3 provisions of 5, in Anhui, Fujian and Gansu" in two.en
    assert "; the 2 least alike: a-2 育才 (b-1), f-1 (g-1)." in two.en
    assert "最不相近的2个：a-2 育才 (b-1)、f-1 (g-1)。" in two.zh
    (none,) = only_extremes(overlap, provisions, names, counterpart=0.05)
    assert none.zh.startswith("没有哪个条款在别省找不到相近条款")


def test_own_text_and_own_coverage_are_told_by_their_ends(names):
    shares = pd.DataFrame(
        {"province": FOUR, "n_sentences": [10, 20, 5, 5], "n_own": [1, 0, 2, 0],
         "share": [0.1, 0.0, 0.4, 0.0]}
    )  # fmt: skip
    (statement,) = own_text_extremes(shares, names)
    assert statement.en == (
        "Own sentences: 3 of 40. Of the Han characters of a province's bodies they hold from 0% "
        "(Beijing and Gansu) to 40% (Fujian)."
    )
    assert statement.href == "reader.html?status=own"
    own = pd.DataFrame(
        [(p, "net", "all", k / 100) for k, p in enumerate(FOUR)]
        + [
            ("anhui", "net", "own", 0.02),
            ("fujian", "net", "own", 0.02),
            ("gansu", "net", "own", 0.01),
        ],
        columns=["province", "area", "text", "coverage"],
    )
    (statement,) = own_coverage_extremes(own, names)
    assert statement.en == (
        "Coverage of networks: over all text from 0.0% (Anhui) to 3.0% (Gansu); over own text, "
        "which 3 of 4 provinces have, from 1.0% (Gansu) to 2.0% (Anhui and Fujian), and lower than "
        "over all text in 1."
    )
    (statement,) = own_coverage_extremes(own[own["text"] == "all"], names)
    assert statement.zh == "网络覆盖度：全文由0.0%（安徽）至3.0%（甘肃）；没有哪个省有独有文本。"


def test_words_of_one_province_alone_are_counted_and_the_first_named(names):
    words = pd.DataFrame(
        [("anhui", "应急"), ("anhui", "应急"), ("anhui", "冬奥会"), ("beijing", "光纤")],
        columns=["province", "term"],
    )
    (statement,) = only_word_extremes(words, ["冬奥会", "光纤", "应急"], names, n=2)
    assert statement.en == (
        "3 words stand in one province alone: in 2 provinces, from 1 (Beijing) to 2 (Anhui). Such as "
        "冬奥会 (Anhui), 光纤 (Beijing)."
    )
    assert statement.zh == (
        "只见于一省的词有3个，分属2个省，每省由1（北京）至2（安徽），如冬奥会（安徽）、光纤（北京）。"
    )


def test_of_thirty_one_provinces_each_matter_is_one_statement():
    many = [f"p{k:02d}" for k in range(31)]
    areas = pd.DataFrame(
        [("net", "all", 0, "网络", "Networks")],
        columns=["area", "topic", "position", "name_zh", "name_en"],
    )
    frame = pd.DataFrame({"province": many, "name_zh": "内蒙古", "name_en": "Inner Mongolia"})
    names = Names(frame, areas)
    ids = [f"{p}-1" for p in many]
    provisions = pd.DataFrame({"provision_id": ids, "province": many, "heading": "标题"})
    overlap = pd.DataFrame(
        [(f"{p}-1", q, f"{q}-1", 0.1, "own") for p in many for q in many if p != q],
        columns=["provision_id", "reference", "best_match", "similarity", "status"],
    )
    against = pd.DataFrame(
        {"sentence_id": [f"{i}-s01" for i in ids], "reference": "others", "status": "own"}
    )
    sentences = pd.DataFrame(
        {
            "sentence_id": against["sentence_id"],
            "provision_id": ids,
            "zone": "body",
            "text": "建网。",
        }
    )
    own = pd.DataFrame(
        [(p, "net", text, 0.1, 0.0, 0.2, 1) for p in many for text in ("all", "own")],
        columns=["province", "area", "text", "coverage", "conf_low", "conf_high", "n_hits"],
    )
    words = pd.DataFrame({"province": many, "term": [f"词语{k}" for k in range(31)]})
    terms = pd.DataFrame({"term": ["光纤"], "area": ["net"]})
    statements = {
        "overlap": overlap_statements(overlap, provisions, names),
        "own text": own_text_statements(against, sentences, provisions, names),
        "own coverage": own_coverage_statements(own, names),
        "only": only_statements(overlap, provisions, names),
        "words": only_word_statements(words, terms, names),
    }
    assert {matter: len(said) for matter, said in statements.items()} == {
        "overlap": 3, "own text": 1, "own coverage": 1, "only": 1, "words": 1,
    }  # fmt: skip
    assert max(len(statement.en) for said in statements.values() for statement in said) < 450
    assert overlap_headline(overlap, provisions, names).en == (
        "Provisions mostly in words of their own: 31 of 31; of a province's provisions, 100% in each"
    )

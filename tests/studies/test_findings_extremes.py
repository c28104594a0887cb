"""Counts and extremes of more than a few provinces, worked out on paper."""

import pandas as pd
import pytest

from analysis.say.names import Names
from analysis.say.wording import name_some, percent, say_span
from analysis.stats.mass import TOTAL
from analysis.studies.agencies.report import agency_extremes, agency_headline, agency_statements
from analysis.studies.agency_areas.report import (
    agency_area_extremes,
    agency_area_headline,
    agency_area_statements,
)
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
from analysis.studies.strength.report import (
    binding_headline,
    strength_extremes,
    strength_headline,
    strength_statements,
)
from analysis.studies.targets.report import (
    dated_extremes,
    dated_statements,
    most_targets,
    target_extremes,
    target_headline,
    target_statements,
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


def test_targets_are_counted_over_provinces_areas_and_years(names):
    held = pd.DataFrame(
        [
            ("anhui", "net", "2020"),
            ("anhui", "", ""),
            ("anhui", "sec", "2020"),
            ("gansu", "net", "2025"),
        ],
        columns=["province", "area", "deadline"],
    )
    statements = target_extremes(held, FOUR, names)
    assert [f.en for f in statements] == [
        "2 of 4 provinces set quantified targets, from 1 (Gansu) to 3 (Anhui); 4 in all.",
        "Of all targets, 2 on networks, 1 on security and 1 in none of the areas; due: 2 by 2020 "
        "and 1 by 2025.",
    ]
    assert statements[1].zh == (
        "全部目标中，网络2个，安全1个，不属任何领域1个；期限：2020年2个、2025年1个。"
    )
    (none,) = target_extremes(held.head(0), FOUR, names)
    assert none.en == "None of 4 provinces sets a quantified target."
    n = pd.Series([3, 0, 0, 3], index=FOUR)
    assert most_targets(n, names).en == (
        "6 quantified targets in 2 of 4 provinces; most in Anhui and Gansu, 3"
    )
    assert most_targets(n * 0, names).zh == "没有哪个省有量化目标"


def agency_rows(*rows) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["provision_id", "province", "agency", "role"])


def test_agencies_are_ranked_by_the_provinces_that_list_them(provisions, names):
    agencies = agency_rows(
        ("a-1", "anhui", "甲", "lead"), ("a-2", "anhui", "甲", "lead"), ("a-1", "anhui", "乙", "lead"),
        ("b-1", "beijing", "乙", "lead"), ("b-1", "beijing", "乙", "support"), ("f-1", "fujian", "丙", "named"),
    )  # fmt: skip
    statements = agency_extremes(agencies, provisions, names, n=1)
    assert [f.en for f in statements] == [
        "2 of 4 provinces close provisions with a list of those responsible, 100% in each of their "
        "provisions.",
        "They list 2 agencies and companies; in most provinces 乙 (2, for 2 provisions).",
    ]
    (none,) = agency_extremes(agencies.tail(1), provisions, names)
    assert none.zh == "4个省都没有逐条列出责任单位。"


def test_the_provision_that_covers_an_area_most_is_named_and_those_alike_counted(names):
    index = pd.MultiIndex.from_tuples(
        [("anhui", "a-1"), ("beijing", "b-1"), ("fujian", "f-1")],
        names=["province", "provision_id"],
    )
    mass = pd.DataFrame(
        [[1.0, 0.0, 4.0], [2.0, 0.0, 8.0], [9.0, 0.0, 9.0]],
        index=index,
        columns=pd.MultiIndex.from_tuples([("net", "all"), ("sec", "all"), TOTAL]),
    )
    # Fujian's provision lists nobody.
    listed = agency_rows(("b-1", "beijing", "甲", "lead"), ("a-1", "anhui", "乙", "lead"))
    (statement,) = agency_area_extremes(listed, mass, names)
    assert statement.en == (
        "Networks: covered most by a-1 of Anhui (25.0%, as much by 1 more), which lists 1 agency, 乙 "
        "first."
    )
    assert statement.zh == (
        "网络：覆盖度最高的条款是安徽的a-1（25.0%，另有1个相同），列出1个单位，乙排在最前。"
    )


def rate_rows() -> pd.DataFrame:
    return pd.DataFrame(
        [("anhui", "all", 9, 3, 1, 6.0, 2.0), ("beijing", "all", 8, 1, 4, 1.0, 4.0),
         ("fujian", "all", 7, 2, 2, 5.0, 5.0), ("gansu", "all", 6, 0, 1, 0.0, 9.0),
         ("gansu", "net", 1, 0, 1, 0.0, 90.0)],
        columns=["province", "area", "n_sentences", "n_obligatory", "n_encouraging", "obligatory",
                 "encouraging"],
    )  # fmt: skip


def test_rates_are_compared_of_all_sentences_and_of_an_area_counts_alone(names):
    statements = strength_extremes(rate_rows(), names)
    assert [f.en for f in statements] == [
        "All sentences: 6 obligatory and 8 encouraging words in 30 sentences of 4 provinces; "
        "obligatory ones are more in 1 of these, encouraging ones in 2. Per 1,000 characters of a "
        "province, obligatory from 0.0 (Gansu) to 6.0 (Anhui), encouraging from 2.0 (Anhui) to 9.0 "
        "(Gansu).",
        "Networks: 0 obligatory and 1 encouraging words in 1 sentence of 1 province; obligatory "
        "ones are more in 0 of these, encouraging ones in 1.",
    ]
    assert statements[1].href == "reader.html?area=net&strength=any"
    headline = binding_headline(rate_rows(), names)
    assert headline.en == "More obligatory than encouraging words in 1 of 4 provinces: Anhui"
    none = rate_rows().assign(n_obligatory=0)
    assert binding_headline(none, names).zh == "4个省中，没有一个约束性用语多于鼓励性用语"
    all_four = rate_rows().assign(n_encouraging=-1)
    assert binding_headline(all_four, names).zh == "4个省中，约束性用语多于鼓励性用语的有4个"


def test_dated_sentences_are_counted(names):
    found = pd.Series([["s1", "s2"], ["s3"], ["s4"], ["s5"]], index=FOUR)
    (statement,) = dated_extremes(found, names)
    assert statement.en == (
        "Dated without a quantity: 5 sentences in 4 provinces, from 1 (Beijing, Fujian and Gansu) to "
        "2 (Anhui)."
    )
    assert (
        statement.zh == "有日期而无数量的句子：4个省共5个，每省由1（北京、福建、甘肃）至2（安徽）。"
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
    targets = pd.DataFrame(
        {"provision_id": ids, "sentence_id": "", "area": "net", "deadline": "2020"}
    )
    agencies = pd.DataFrame(
        {"provision_id": ids, "province": many, "agency": "甲", "role": "lead", "start": 0}
    )
    coverage = pd.DataFrame(
        {"province": many, "agency": "甲", "area": "net", "coverage": 0.1, "n_provisions": 3}
    )
    mass = pd.DataFrame(
        [[1.0, 2.0]] * 31,
        index=pd.MultiIndex.from_arrays([many, ids], names=["province", "provision_id"]),
        columns=pd.MultiIndex.from_tuples([("net", "all"), TOTAL]),
    )
    strength = pd.DataFrame(
        {"provision_id": ids, "area": "all", "n_sentences": 2, "n_han": 50, "n_obligatory": 1,
         "n_encouraging": 0}
    )  # fmt: skip
    numbers = pd.DataFrame({"provision_id": ids, "sentence_id": ids, "kind": "date"})
    statements = {
        "overlap": overlap_statements(overlap, provisions, names),
        "own text": own_text_statements(against, sentences, provisions, names),
        "own coverage": own_coverage_statements(own, names),
        "only": only_statements(overlap, provisions, names),
        "words": only_word_statements(words, terms, names),
        "targets": target_statements(targets, provisions, names),
        "agencies": agency_statements(agencies, provisions, names),
        "areas": agency_area_statements(agencies, mass, names),
        "strength": strength_statements(strength, provisions, names),
        "dated": dated_statements(numbers, targets, provisions, names),
    }
    assert {matter: len(said) for matter, said in statements.items()} == {
        "overlap": 3, "own text": 1, "own coverage": 1, "only": 1, "words": 1, "targets": 2,
        "agencies": 2, "areas": 1, "strength": 1, "dated": 1,
    }  # fmt: skip
    assert max(len(statement.en) for said in statements.values() for statement in said) < 450
    headlines = (
        overlap_headline(overlap, provisions, names), target_headline(targets, provisions, names),
        agency_headline(agencies, names), agency_area_headline(coverage, names),
        strength_headline(strength, provisions, names),
    )  # fmt: skip
    assert [headline.en for headline in headlines] == [
        "Provisions mostly in words of their own: 31 of 31; of a province's provisions, 100% in each",
        "31 quantified targets in 31 of 31 provinces; most in 31 provinces, 1",
        "Most provisions of a province that list one agency: 1, for 1 agency",
        "Highest coverage: networks in the provisions of Inner Mongolia that list 甲, 10.0%, and "
        "as high in 30 more",
        "More obligatory than encouraging words in 31 of 31 provinces",
    ]

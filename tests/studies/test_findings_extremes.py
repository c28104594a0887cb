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
        "targets": target_statements(targets, provisions, names),
        "agencies": agency_statements(agencies, provisions, names),
        "areas": agency_area_statements(agencies, mass, names),
        "strength": strength_statements(strength, provisions, names),
        "dated": dated_statements(numbers, targets, provisions, names),
    }
    assert {matter: len(said) for matter, said in statements.items()} == {
        "targets": 2, "agencies": 2, "areas": 1, "strength": 1, "dated": 1,
    }  # fmt: skip
    assert max(len(statement.en) for said in statements.values() for statement in said) < 450
    headlines = (
        target_headline(targets, provisions, names),
        agency_headline(agencies, names), agency_area_headline(coverage, names),
        strength_headline(strength, provisions, names),
    )  # fmt: skip
    assert [headline.en for headline in headlines] == [
        "31 quantified targets in 31 of 31 provinces; most in 31 provinces, 1",
        "Most provisions of a province that list one agency: 1, for 1 agency",
        "Highest coverage: networks in the provisions of Inner Mongolia that list 甲, 10.0%, and "
        "as high in 30 more",
        "More obligatory than encouraging words in 31 of 31 provinces",
    ]

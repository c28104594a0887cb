import pandas as pd
from made_up import none_of

from analysis.say.wording import Statement
from analysis.stats.mass import TOTAL, sum_mass
from analysis.studies.agencies.report import agency_headline, agency_statements
from analysis.studies.agency_areas.report import agency_area_headline, agency_area_statements
from analysis.studies.strength.measure import strength_rates
from analysis.studies.strength.report import strength_headline, strength_statements
from analysis.studies.targets.report import dated_statements, target_headline, target_statements


def target_table():
    return pd.DataFrame(
        [("x-1", "net", "2020"), ("x-1", "net", "2020"), ("x-2", "", "2025"), ("x-2", "sec", "")],
        columns=["provision_id", "area", "deadline"],
    )


def test_targets_are_counted_by_area_and_year_and_none_is_said(small, names):
    statements = target_statements(target_table(), small.provisions, names)
    assert [f.en for f in statements] == [
        "Anhui sets 4 quantified targets: 2 on networks, 1 on security and 1 in none of the areas; "
        "due: 2 by 2020 and 1 by 2025.",
        "Beijing sets no quantified target.",
    ]
    assert statements[0].zh == (
        "安徽有4个量化目标：网络2个，安全1个，不属任何领域1个；期限：2020年2个、2025年1个。"
    )
    headline = target_headline(target_table(), small.provisions, names)
    assert headline.en == "Quantified targets: Anhui 4, Beijing none"
    assert headline.zh == "量化目标：安徽4个，北京无"


def agency_table():
    return pd.DataFrame(
        [
            ("x-1", "anhui", "省工信委", "responsible"),
            ("x-2", "anhui", "省工信委", "lead"),
            ("x-2", "anhui", "省公安厅", "support"),
            ("x-2", "anhui", "省文化厅", "named"),
            ("y-1", "beijing", "市公安局", "named"),
        ],
        columns=["provision_id", "province", "agency", "role"],
    )


def test_lists_are_told_from_names_in_the_text(small, names):
    statements = agency_statements(agency_table(), small.provisions, names)
    assert statements[0].en == (
        "Anhui closes 2 of 2 provisions with a list of those responsible, 2 agencies and companies. "
        "Most often: 省工信委 (2), 省公安厅 (1)."
    )
    assert statements[1].en == (
        "Beijing closes no provision with a list of those responsible. Its text names agencies in "
        "y-1 (市公安局)."
    )
    assert statements[1].zh == "北京没有逐条列出责任单位。正文中提到单位的有y-1（市公安局）。"
    assert agency_headline(agency_table(), names).en == (
        "Listed most often: 省工信委 in Anhui, 2 provisions"
    )
    named = agency_table()[lambda t: t["role"] == "named"]
    assert agency_headline(named, names).zh == "没有文件列出责任单位"


def test_agencies_listed_seldom_are_not_ranked(names):
    table = pd.DataFrame(
        [
            ("anhui", "a", "net", 0.1, 3),
            ("anhui", "b", "net", 0.9, 1),
            ("anhui", "c", "net", 0.2, 4),
        ],
        columns=["province", "agency", "area", "coverage", "n_provisions"],
    )
    assert agency_area_headline(table, names).zh == "覆盖度最高的是列有c的条款：网络20.0%"
    assert agency_area_headline(table, names, least=9).en == "No agency is listed often"


def test_who_stands_first_in_the_provision_that_covers_an_area_most(names):
    mass = pd.DataFrame(
        [[1.0, 0.0, 4.0], [2.0, 3.0, 4.0]],
        index=pd.MultiIndex.from_tuples([("anhui", "x-1"), ("anhui", "x-2")]),
        columns=pd.MultiIndex.from_tuples([("net", "all"), ("sec", "all"), TOTAL]),
    )
    agencies = agency_table().assign(start=[5, 9, 7, 1, 1])
    statements = agency_area_statements(agencies, mass, names, n=1)
    assert [f.en for f in statements] == [
        "Anhui, networks: covered most by x-2 (50.0%), which lists 2 agencies, 省公安厅 first.",
        "Anhui, security: covered most by x-2 (75.0%), which lists 2 agencies, 省公安厅 first.",
    ]
    without = agency_area_statements(agencies, mass * [1, 0, 1], names, n=1)
    assert len(without) == 1  # nothing is covered most where nothing is covered
    assert statements[0].zh == (
        "安徽，网络：覆盖度最高的条款是x-2（50.0%），列出2个单位，排在最前的是省公安厅。"
    )


def strength_table():
    return pd.DataFrame(
        [("x-1", "all", 10, 300, 2, 1), ("x-2", "all", 10, 200, 1, 3), ("y-1", "all", 4, 100, 1, 0),
         ("x-1", "net", 5, 160, 2, 0)],
        columns=[
            "provision_id", "area", "n_sentences", "n_han", "n_obligatory", "n_encouraging",
        ],
    )  # fmt: skip


def test_strength_is_told_by_counts_and_length(small, names):
    rates = strength_rates(strength_table(), small.provisions).set_index(["province", "area"])
    columns = ["n_sentences", "obligatory", "encouraging"]
    assert rates.loc[("anhui", "all"), columns].tolist() == [20, 6, 8]
    statements = strength_statements(strength_table(), small.provisions, names)
    assert [f.en for f in statements] == [
        "All sentences, obligatory and encouraging words: Anhui 3 and 4 in 20 sentences (6.0 and "
        "8.0 per 1,000 characters); Beijing 1 and 0 in 4 sentences (10.0 and 0.0 per 1,000 "
        "characters).",
        "Networks, obligatory and encouraging words: Anhui 2 and 0 in 5 sentences (12.5 and 0.0 "
        "per 1,000 characters).",
    ]
    assert statements[1].zh == (
        "网络，约束性与鼓励性用语：安徽5个句子中分别有2个、0个（每千字12.5个、0.0个）。"
    )
    assert strength_headline(strength_table(), small.provisions, names).zh == (
        "约束性与鼓励性用语：安徽3 : 4，北京1 : 0"
    )


def test_dates_without_a_quantity_are_named(small, names):
    numbers = pd.DataFrame(
        [("x-1-s01", "x-1", "date"), ("x-1-s02", "x-1", "date"), ("x-1-s02", "x-1", "target"),
         ("y-1-s01", "y-1", "name")],
        columns=["sentence_id", "provision_id", "kind"],
    )  # fmt: skip
    targets = numbers[numbers["kind"] == "target"]
    (statement,) = dated_statements(numbers, targets, small.provisions, names)
    assert statement.en == "Anhui, dated without a quantity: x-1-s01."
    assert statement.zh == "安徽有日期而无数量的句子：x-1-s01。"


def test_lists_without_a_hit_cover_no_area(small, names):
    nobody = pd.DataFrame(columns=["province", "provision_id", "agency", "role", "start"])
    mass = sum_mass(none_of("weights"), small.provisions, small.areas, small.terms)
    assert agency_area_statements(nobody, mass, names) == (
        Statement(
            "No provision with a list of those responsible has a hit.",
            "列出责任单位的条款都没有命中。",
        ),
    )

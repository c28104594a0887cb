import re

import pandas as pd
import pytest
from made_up import (
    coverage_of_many,
    many_names,
    many_provinces,
)

from analysis.say.views import source_line
from analysis.say.wording import ALONE, Statement, Statements, alt_text, points
from analysis.studies.coverage.report import (
    coverage_headline,
    coverage_statements,
    no_hit_statements,
    short_interval_statements,
    topic_statements,
)
from analysis.studies.zones.report import document_statements, zone_headline


def coverage_table():
    rows = [
        ("anhui", "net", "all", 0.05, 0.04, 0.06, 2), ("anhui", "net", "fibre", 0.05, 0.04, 0.06, 2),
        ("anhui", "sec", "all", 0.01, 0.0, 0.02, 1), ("anhui", "sec", "crime", 0.01, 0.0, 0.02, 1),
        ("beijing", "net", "all", 0.0, 0.0, 0.0, 0), ("beijing", "net", "fibre", 0.0, 0.0, 0.0, 0),
        ("beijing", "sec", "all", 0.02, 0.01, 0.03, 3), ("beijing", "sec", "crime", 0.02, 0.01, 0.03, 3),
    ]  # fmt: skip
    columns = ["province", "area", "topic", "coverage", "conf_low", "conf_high", "n_hits"]
    return pd.DataFrame(rows, columns=columns)


def test_coverage_is_told_with_its_interval_largest_first(names):
    first, second = coverage_statements(coverage_table(), names)
    assert first.en == (
        "Anhui: 6.0% of the tf-idf mass falls on the areas: networks 5.0% (4.0% to 6.0%), "
        "security 1.0% (0.0% to 2.0%); in brackets the 95% interval over redrawn provisions."
    )
    assert "安全2.0%（1.0%至3.0%），网络0.0%（0.0%至0.0%）" in second.zh


def test_the_headline_says_when_intervals_overlap(names):
    clear = coverage_headline(coverage_table(), names)
    assert clear == Statement(
        "Networks has the highest coverage in Anhui; Security has the highest coverage in Beijing",
        "安徽覆盖度最高的是网络；北京覆盖度最高的是安全",
    )
    table = coverage_table()
    table.loc[2, "conf_high"] = 0.045
    assert coverage_headline(table, names).en.endswith(", but intervals overlap")
    assert coverage_headline(table, names).zh.endswith("，但区间重叠")


def test_topics_without_a_hit_are_named(names):
    anhui, beijing = topic_statements(coverage_table(), names)
    assert anhui.en.endswith("Every topic has a hit.")
    assert anhui.zh.endswith("每个主题都有命中。")
    assert beijing.en.endswith("No hit for: Fibre.")
    assert beijing.zh.endswith("没有命中的主题：光纤。")


def test_documents_are_told_with_their_zones(names):
    documents = pd.DataFrame({"doc_id": ["x"], "province": ["anhui"]})
    provisions = pd.DataFrame({"doc_id": ["x"], "part": ["一"], "n_han": [90]})
    zones = pd.DataFrame({"doc_id": "x", "zone": ["heading", "body"], "n_han": [20, 80]})
    (statement,) = document_statements(documents, provisions, zones, names)
    assert statement.en == (
        "Anhui: 1 provision in 1 part. Their headings and bodies hold 90.0% of its 100 Han characters; "
        "it has no agency lists."
    )
    zones.loc[2] = ["x", "agencies", 25]
    (statement,) = document_statements(documents, provisions, zones, names)
    assert (
        "72.0% of its 125 Han characters; its agency lists are 20.0% and are not counted"
        in statement.en
    )
    assert "责任单位名单占20.0%，不计入" in statement.zh
    assert zone_headline(zones, provisions).en == (
        "Headings and bodies of provisions, 72% of the characters, are counted"
    )


def test_of_several_documents_of_a_province_each_is_named(names):
    documents = pd.DataFrame({"doc_id": ["x", "y", "z"], "province": ["anhui", "beijing", "anhui"]})
    provisions = pd.DataFrame({"doc_id": ["x", "y", "z"], "part": "一", "n_han": 90})
    zones = pd.DataFrame({"doc_id": ["x", "y", "z"], "zone": "body", "n_han": 100})
    told = document_statements(documents, provisions, zones, names)
    assert [said.en.split(":")[0] for said in told] == ["Anhui (x)", "Beijing", "Anhui (z)"]
    assert [said.zh.split("：")[0] for said in told] == ["安徽（x）", "北京", "安徽（z）"]


def test_the_source_line_names_number_date_and_provisions(names):
    documents = pd.DataFrame(
        [
            ("x", "anhui", "皖办〔2017〕1号", "2017-08-02", "policy"),
            ("c", "beijing", "", "", "parent"),
        ],
        columns=["doc_id", "province", "document_number", "issued_on", "role"],
    )
    provisions = pd.DataFrame({"doc_id": ["x", "x", "c"]})
    assert source_line(documents, provisions, names) == (
        "来源 Source: 安徽 Anhui 皖办〔2017〕1号 2017-08-02 (2 条 provisions)"
    )
    bare = documents[:1].assign(document_number="", issued_on="")
    assert source_line(bare, provisions[:2], names) == "来源 Source: 安徽 Anhui (2 条 provisions)"


def test_both_languages_give_the_same_numbers(names):
    told = [
        *coverage_statements(coverage_table(), names), *topic_statements(coverage_table(), names),
    ]  # fmt: skip
    for statement in told:
        numbers = [
            sorted(re.findall(r"[−+]?\d[\d.]*", text)) for text in (statement.en, statement.zh)
        ]
        assert numbers[0] == numbers[1], statement


def test_text_is_escaped_in_html():
    html = Statements([Statement("<script>", "</p><b>")])._repr_html_()
    assert "<script>" not in html
    assert "&lt;script&gt;" in html
    assert '<p class="said" lang="zh-Hans">&lt;/p&gt;&lt;b&gt;</p>' in html


@pytest.mark.parametrize(
    ("gap", "written"), [(0.0004, "0.0"), (-0.0004, "0.0"), (0.0006, "+0.1"), (-0.0006, "−0.1")]
)
def test_a_gap_that_rounds_to_nothing_has_no_sign(gap, written):
    assert points(gap) == written


def test_an_alt_text_says_what_is_drawn_and_what_it_shows():
    found = alt_text("Dots.", "点。", Statements([Statement("Five.", "五。")]))
    assert found == Statement("Dots. Five.", "点。五。")


def test_a_province_without_a_hit_has_no_highest_area(names):
    table = coverage_table()
    table.loc[table["province"] == "beijing", ["coverage", "conf_low", "conf_high", "n_hits"]] = 0
    headline = coverage_headline(table, names)
    assert headline.en == "Networks has the highest coverage in Anhui; no hit in Beijing"
    assert headline.zh == "安徽覆盖度最高的是网络；北京没有命中"
    _, beijing = topic_statements(table, names)
    assert (
        beijing.en
        == "Beijing: the topics of highest coverage are none. No hit for: Fibre and Crime."
    )


def test_a_statement_and_a_name_are_given_in_either_language(names):
    assert [Statement("one", "一").said(lang) for lang in ("en", "zh")] == ["one", "一"]
    assert [names.called(lang)("anhui") for lang in ("en", "zh")] == ["Anhui", "安徽"]


def test_one_province_alone_is_said_in_two_languages():
    assert ALONE.en == "One province alone: there is nothing to compare it with."
    assert ALONE.zh == "只有一个省，无从比较。"


def test_provinces_without_a_hit_are_named_in_one_sentence(names):
    coverage = pd.DataFrame(
        [("anhui", "net", "all", 0), ("anhui", "sec", "all", 2), ("beijing", "net", "all", 0),
         ("beijing", "sec", "all", 0)],
        columns=["province", "area", "topic", "n_hits"],
    )  # fmt: skip
    assert no_hit_statements(coverage, names) == (
        Statement(
            "No term of the lexicon stands in the provisions of Beijing: every coverage there is 0%.",
            "北京的条款中没有词典中的词条：各领域覆盖度均为0%。",
        ),
    )
    neither = no_hit_statements(coverage.assign(n_hits=0), names)
    assert [said.en[:66] for said in neither] == [
        "No term of the lexicon stands in the provisions of Anhui and Beiji"
    ]
    assert no_hit_statements(coverage.assign(n_hits=1), names) == ()


def test_intervals_behind_which_few_provisions_stand_are_named_or_counted(names):
    coverage = pd.DataFrame(
        [("anhui", "net", "all", 5), ("anhui", "sec", "all", 4), ("beijing", "net", "all", 0),
         ("beijing", "net", "fibre", 1)],
        columns=["province", "area", "topic", "n_provisions"],
    )  # fmt: skip
    (named,) = short_interval_statements(coverage, names)
    assert named.en == (
        "Intervals behind which fewer than 5 provisions hold a term are too short, and in simulated "
        "texts miss the truth more than one time in five: security in Anhui (4) and networks in "
        "Beijing (0)."
    )
    assert named.zh.endswith("五次里有一次以上不含真值：安徽的安全（4个）、北京的网络（0个）。")
    (counted,) = short_interval_statements(pd.concat([coverage] * 7), names)
    assert counted.en.endswith("more than one time in five: 14 of 21 intervals.")
    assert counted.zh.endswith("21个区间中的14个。")
    assert short_interval_statements(coverage.head(1), names) == ()


def test_a_headline_without_any_hit_begins_like_a_sentence(names):
    coverage = pd.DataFrame(
        [("anhui", "net", "all", 0.0, 0.0, 0.0), ("beijing", "net", "all", 0.0, 0.0, 0.0)],
        columns=["province", "area", "topic", "coverage", "conf_low", "conf_high"],
    )
    assert coverage_headline(coverage, names) == Statement(
        "No hit in Anhui and Beijing", "安徽、北京没有命中"
    )


class TestOfMany:
    def test_the_headline_on_coverage_counts(self, small):
        names, coverage = many_names(7, small.areas), coverage_of_many(7, small.areas)
        coverage = coverage.assign(conf_low=coverage["coverage"], conf_high=coverage["coverage"])
        said = coverage_headline(coverage, names)
        assert said.en == "Most often of highest coverage: Security, in 7 of 7 provinces"
        assert said.zh == "7个省中有7个省覆盖度最高的是安全，为数最多"

    def test_documents_are_counted_in_the_source(self, small):
        names = many_names(7, small.areas)
        documents = pd.DataFrame(
            {"doc_id": [f"{p}{d}" for p in many_provinces(7) for d in (1, 2)],
             "province": [p for p in many_provinces(7) for _ in (1, 2)],
             "role": "policy", "document_number": "", "issued_on": "2017"}
        )  # fmt: skip
        provisions = pd.DataFrame({"doc_id": ["anhui1"] * 3 + ["beijing2"]})
        assert source_line(documents, provisions, names) == (
            "来源 Source: 7省14份文件 14 documents of 7 provinces (4 条 provisions)"
        )

"""Statements, names and sources, in every language."""

import pandas as pd
import pytest
from made_up import many_names, many_provinces

from analysis.say.catalogue import say
from analysis.say.views import describe_figure, source_line
from analysis.say.wording import Statement, Statements, points


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
    found = describe_figure(Statement("Dots.", "点。"), Statements([Statement("Five.", "五。")]))
    assert found == Statement("Dots. Five.", "点。五。")


def test_a_statement_and_a_name_are_given_in_either_language(names):
    assert [Statement("one", "一").said(lang) for lang in ("en", "zh")] == ["one", "一"]
    assert [names.called(lang)("anhui") for lang in ("en", "zh")] == ["Anhui", "安徽"]


def test_one_province_alone_is_said_in_two_languages():
    alone = say("general.alone")
    assert alone.en == "One province alone: there is nothing to compare it with."
    assert alone.zh == "只有一个省，无从比较。"


def test_documents_are_counted_in_the_source(small):
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

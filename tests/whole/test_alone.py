"""A whole build of one province in whose texts no term stands: the report says so."""

import subprocess
from pathlib import Path

import pytest
from building import copy_project, missing_values, page_of, project_environment
from made_up import write_corpus

from analysis.say.catalogue import say
from analysis.store.schema import CONTRACTS
from analysis.store.tables import read_tables

TEXTS = {
    "whole": """关于公文管理的意见

一、总体要求
1.规范格式。公文使用统一格式，字迹清楚。
2.及时办理。收到公文后及时登记，按时办结。
""",
    "paragraph": "办结的公文整理归档，由专人保管。\n",
}
# What compares provinces, or counts hits or codes.
EMPTY = {
    "agencies", "agency_coverage", "agency_lists", "area_shares", "common_runs", "contributions",
    "divergence", "hits", "keyness", "lexicon_errors", "overlap", "own_coverage", "profile_divergence",
    "own_words", "reliability", "second_opinion", "sentence_overlap", "specifications",
    "strength_hits", "targets", "term_influence", "validation",
}  # fmt: skip


@pytest.fixture(scope="module")
def alone(tmp_path_factory) -> Path:
    """The report of two documents of one province, one of a single paragraph, without a hit."""
    folder = tmp_path_factory.mktemp("alone")
    project = copy_project(folder / "project")
    listed = write_corpus(
        folder / "corpus", TEXTS, provinces=dict.fromkeys(TEXTS, "gansu"), issuer="机关"
    )
    run = subprocess.run(
        ["make", "-j2", "report", f"CORPUS={listed}", f"OUT={folder / 'out'}"], cwd=project,
        env=project_environment(project), capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert run.returncode == 0, run.stderr
    assert "Warning" not in run.stderr
    return folder / "out"


def test_no_page_or_table_holds_what_is_not_a_number(alone):
    assert len([*(alone / "reports").rglob("*.html")]) == 22
    assert missing_values(alone) == {}


def test_tables_that_compare_are_empty_and_keep_their_contracts(alone):
    tables = read_tables(alone / "data" / "processed")
    assert {name for name, table in tables.items() if table.empty} == EMPTY
    assert all(
        list(table.columns) == list(CONTRACTS[name].columns) for name, table in tables.items()
    )
    assert tables["coverage"]["coverage"].eq(0).all()


@pytest.mark.parametrize(("place", "lang"), [("", "en"), ("zh/", "zh")])
def test_every_page_that_would_compare_says_that_it_cannot(alone, place, lang):
    shown = {}
    for name in ("index", "01_texts", "03_divergence", "04_promises", "05_robustness"):
        page = page_of(alone / "reports" / f"{place}{name}.html")
        shown[name] = [" ".join(p.text_content().split()) for p in page.xpath("//p")]
    said = {name: texts.count(say("general.alone").said(lang)) for name, texts in shown.items()}
    assert said == {
        "index": 5, "01_texts": 1, "03_divergence": 5, "04_promises": 4, "05_robustness": 1,
    }  # fmt: skip


def test_the_brief_answers_with_what_can_be_said(alone):
    for place, expected in (
        (
            "",
            [
                "No term of the lexicon stands in the provisions of Gansu: every coverage there is 0%.",
                "One province alone: there is nothing to compare it with.",
                "Quantified targets: Gansu none.",
                "Provisions that end in a list of who is responsible: Gansu 0 of 3.",
            ],
        ),
        (
            "zh/",
            [
                "甘肃的条款中没有词典中的词条：各领域覆盖度均为0%。",
                "只有一个省，无从比较。",
                "量化目标：甘肃无。",
                "列出责任单位的条款：甘肃3个中0个。",
            ],
        ),
    ):
        page = page_of(alone / "reports" / f"{place}index.html")
        answer = [p.text_content().strip() for p in page.xpath("//section[@id='answer']//p")]
        assert answer == expected


def test_figures_that_would_be_empty_hold_the_sentence(alone):
    page = page_of(alone / "reports" / "03_divergence.html")
    for name in ("gaps", "contributions", "keyness"):
        (figure,) = page.xpath(f"//figure[@id='figure-{name}']")
        assert say("general.alone").headline().zh in "".join(figure.xpath(".//svg//text()"))
        assert (alone / "reports" / "figures" / f"{name}.png").exists()

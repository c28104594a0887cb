import pandas as pd
import pytest

from analysis.contracts import PARENT
from analysis.findings_promises import (
    agency_area_findings,
    agency_area_headline,
    agency_findings,
    agency_headline,
    only_findings,
    only_word_findings,
    overlap_findings,
    overlap_headline,
    own_coverage_findings,
    own_coverage_headline,
    own_shares,
    own_text_findings,
    parent_finding,
    strength_findings,
    strength_headline,
    strength_rates,
    target_findings,
    target_headline,
)

OVERLAP = pd.DataFrame(
    [
        ("x-1", "beijing", "y-1", 0.7, 0.5, "adapted"),
        ("x-2", "beijing", "y-1", 0.1, 0.0, "own"),
        ("x-1", PARENT, "c-1", 0.2, 0.1, "own"),
        ("x-2", PARENT, "c-1", 0.6, 0.9, "shared"),
        ("y-1", "anhui", "x-1", 0.7, 0.1, "own"),
    ],
    columns=["provision_id", "reference", "best_match", "similarity", "containment", "status"],
)


@pytest.fixture
def provisions(small):
    return small.provisions.assign(heading=["建网", "育才", ""])


def test_provisions_are_counted_by_status_and_reference(provisions, names):
    findings = overlap_findings(OVERLAP, provisions, names)
    assert [f.en for f in findings] == [
        "Anhui against Beijing: of 2 provisions, 0 shared, 1 adapted, 1 own.",
        "Anhui against the superior document: of 2 provisions, 1 shared, 0 adapted, 1 own.",
        "Beijing against Anhui: of 1 provision, 0 shared, 0 adapted, 1 own.",
    ]
    assert findings[0].zh == "安徽对照北京：2个条款中，共有0个，改写1个，独有1个。"


def test_a_provision_is_only_a_provinces_if_no_reference_has_it(provisions, names):
    headline = overlap_headline(OVERLAP, provisions, names)
    # x-2 is own against Beijing, but shared with the superior document.
    assert headline.en == "Provisions that only one province has: Anhui 0 of 2, Beijing 1 of 1"
    assert headline.zh == "独有条款：安徽2个中0个，北京1个中1个"


def test_own_words_on_a_shared_subject_are_not_called_without_a_counterpart(provisions, names):
    findings = only_findings(OVERLAP, provisions, names)
    assert findings[0].en == (
        "Anhui, without a counterpart in Beijing: x-2 育才. In words of its own, on a subject that "
        "both have: none."
    )
    assert findings[2].en == (
        "Beijing, without a counterpart in Anhui: none. In words of its own, on a subject that "
        "both have: y-1 (x-1)."
    )
    assert findings[
        2
    ].zh == "北京在安徽没有对应的条款：无。主题相同而文字独有的条款：y-1（x-1）。".replace(
        "（", " ("
    ).replace("）", ")")
    strict = only_findings(OVERLAP, provisions, names, counterpart=0.8)
    assert "without a counterpart in Anhui: y-1." in strict[2].en


def test_the_superior_document_is_named_or_said_to_be_missing():
    parents = pd.DataFrame({"title": ["意见"]})
    assert parent_finding(parents).zh == "各文本还与《意见》对照。"
    assert parent_finding(parents.head(0)).en.startswith("No superior document is listed")


def test_own_text_is_measured_in_han_characters(small, names):
    sentences = pd.DataFrame(
        [("x-1-s01", "x-1", "建设4G网络。"), ("x-2-s01", "x-2", "保障安全，促进发展。"),
         ("y-1-s01", "y-1", "发展。")],
        columns=["sentence_id", "provision_id", "text"],
    )  # fmt: skip
    overlap = pd.DataFrame(
        [("x-1-s01", "others", "own"), ("x-2-s01", "others", "shared"),
         ("x-2-s01", "parent", "own"), ("y-1-s01", "others", "adapted")],
        columns=["sentence_id", "reference", "status"],
    )  # fmt: skip
    shares = own_shares(overlap, sentences, small.provisions)
    assert shares.values.tolist() == [["anhui", 2, 1, pytest.approx(4 / 12)], ["beijing", 1, 0, 0]]
    findings = own_text_findings(overlap, sentences, small.provisions, names)
    assert findings[0].en == "Anhui: 1 of 2 sentences are its own, 33% of its Han characters."
    assert findings[1].zh == "北京：1个句子中有0个为独有，占其汉字的0%。"


def own_coverage_table():
    return pd.DataFrame(
        [
            ("anhui", "net", "all", 0.05, 0.02, 0.08),
            ("anhui", "net", "own", 0.01, 0.0, 0.03),
            ("anhui", "sec", "all", 0.02, 0.01, 0.03),
            ("anhui", "sec", "own", 0.02, 0.0, 0.05),
            ("beijing", "net", "all", 0.03, 0.01, 0.06),
            ("beijing", "sec", "all", 0.04, 0.01, 0.07),
        ],
        columns=["province", "area", "text", "coverage", "conf_low", "conf_high"],
    )


def test_own_coverage_stands_beside_that_of_all_text(names):
    findings = own_coverage_findings(own_coverage_table(), names)
    assert findings[0].en == (
        "Networks: Anhui 5.0% of all text, 1.0% of own text (0.0% to 3.0%); "
        "Beijing 3.0% of all text, no text of its own."
    )
    assert findings[1].zh == (
        "安全：安徽占全文2.0%，占独有文本2.0%（0.0%至5.0%）；北京占全文4.0%，没有独有文本。"
    )
    assert own_coverage_headline(own_coverage_table(), names).en == (
        "Least of its own: Anhui on networks, 5.0% of all text but 1.0% of own text"
    )
    of_all = own_coverage_table()[lambda t: t["text"] == "all"]
    assert own_coverage_headline(of_all, names).en == "No province has text of its own"


def test_words_of_one_province_are_named_and_counted(names):
    words = pd.DataFrame(
        {"province": ["anhui"] * 4, "term": ["达到", "达到", "应急通信", "冬奥会"]}
    )
    (finding,) = only_word_findings(words, names, n=2)
    assert finding.en == "Only Anhui has, among 3 words: 应急通信、达到."
    assert finding.zh == "只有安徽使用的词共3个，如：应急通信、达到。"


def target_table():
    return pd.DataFrame(
        [("x-1", "net", "2020"), ("x-1", "net", "2020"), ("x-2", "", "2025"), ("x-2", "sec", "")],
        columns=["provision_id", "area", "deadline"],
    )


def test_targets_are_counted_by_area_and_year_and_none_is_said(small, names):
    findings = target_findings(target_table(), small.provisions, names)
    assert [f.en for f in findings] == [
        "Anhui sets 4 quantified targets: 2 on networks, 1 on security and 1 in none of the areas; "
        "due: 2 by 2020 and 1 by 2025.",
        "Beijing sets no quantified target.",
    ]
    assert findings[0].zh == (
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
    findings = agency_findings(agency_table(), small.provisions, names)
    assert findings[0].en == (
        "Anhui closes 2 of 2 provisions with a list of responsible agencies, 2 different ones. "
        "Most often: 省工信委 (2), 省公安厅 (1)."
    )
    assert findings[1].en == (
        "Beijing assigns no agencies provision by provision. Its text names y-1: 市公安局."
    )
    assert findings[1].zh == "北京没有逐条列出责任单位。文中提到的有y-1：市公安局。".replace(
        "y-1：", "y-1: "
    )
    assert agency_headline(agency_table(), names).en == (
        "Anhui lists 省工信委 most often: 2 provisions"
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
    (finding,) = agency_area_findings(table, names)
    assert finding.en == (
        "Anhui, networks: highest in the provisions of c, 20.0% over 4 provisions (of agencies "
        "listed for at least 3)."
    )
    assert agency_area_headline(table, names).zh == "最集中于一个领域的是c的条款：网络占20.0%"
    assert agency_area_headline(table, names, least=9).en == "No agency is listed often"
    assert agency_area_findings(table, names, least=9) == ()


def strength_table():
    return pd.DataFrame(
        [("x-1", "all", 10, 2, 1), ("x-2", "all", 10, 1, 3), ("y-1", "all", 4, 1, 0),
         ("x-1", "net", 5, 2, 0)],
        columns=["provision_id", "area", "n_sentences", "n_obligatory", "n_encouraging"],
    )  # fmt: skip


def test_strength_is_told_per_hundred_sentences(small, names):
    rates = strength_rates(strength_table(), small.provisions).set_index(["province", "area"])
    assert rates.loc[("anhui", "all")].tolist() == [20, 15, 20]
    findings = strength_findings(strength_table(), small.provisions, names)
    assert [f.en for f in findings] == [
        "All sentences, words per 100 sentences: Anhui 15 obligatory and 20 encouraging "
        "(20 sentences); Beijing 25 obligatory and 0 encouraging (4 sentences).",
        "Networks, words per 100 sentences: Anhui 40 obligatory and 0 encouraging (5 sentences).",
    ]
    assert findings[1].zh == "网络，每百句用语：安徽约束性40个、鼓励性0个（5个句子）。"
    assert strength_headline(strength_table(), small.provisions, names).zh == (
        "每百句约束性与鼓励性用语之比：安徽15:20，北京25:0"
    )

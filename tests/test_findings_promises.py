import pandas as pd
import pytest

from analysis.contracts import PARENT
from analysis.coverage import TOTAL
from analysis.findings_promises import (
    agency_area_findings,
    agency_area_headline,
    agency_findings,
    agency_headline,
    dated_findings,
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
    assert headline.en == "Provisions mostly in words of their own: Anhui 0 of 2, Beijing 1 of 1"
    assert headline.zh == "文字大部分为本省独有的条款：安徽2个中0个，北京1个中1个"


def test_own_words_on_a_shared_subject_are_not_called_without_a_counterpart(provisions, names):
    findings = only_findings(OVERLAP, provisions, names)
    assert findings[0].en == "Anhui, provisions with no similar one in Beijing: x-2 育才."
    assert findings[2].en == (
        "No provision of Beijing is without a similar one in Anhui; what single sentences add "
        "stands below. Similar in subject, mostly in other words: y-1 (x-1)."
    )
    assert findings[2].zh == (
        "北京没有哪个条款在安徽找不到相近条款；个别句子的独有内容见下。"
        "主题相近而文字大部分不同的：y-1 (x-1)。"
    )
    strict = only_findings(OVERLAP, provisions, names, counterpart=0.8)
    assert strict[2].zh == "北京在安徽没有相近条款的：y-1。"


def test_the_superior_document_is_named_or_said_to_be_missing():
    parents = pd.DataFrame({"title": ["意见"]})
    assert parent_finding(parents).zh == "各文本还与《意见》对照。"
    assert parent_finding(parents.head(0)).en.startswith("No superior document is listed")


def test_own_text_is_measured_in_han_characters(small, names):
    sentences = pd.DataFrame(
        [("x-1-s00", "x-1", "heading", "标题也不算。"), ("x-1-s01", "x-1", "body", "建设4G网络。"),
         ("x-2-s01", "x-2", "body", "保障安全，促进发展。"), ("y-1-s01", "y-1", "body", "发展。")],
        columns=["sentence_id", "provision_id", "zone", "text"],
    )  # fmt: skip
    overlap = pd.DataFrame(
        [("x-1-s00", "others", "own"), ("x-1-s01", "others", "own"),
         ("x-2-s01", "others", "shared"), ("x-2-s01", "parent", "own"),
         ("y-1-s01", "others", "adapted")],
        columns=["sentence_id", "reference", "status"],
    )  # fmt: skip
    shares = own_shares(overlap, sentences, small.provisions)
    assert shares.values.tolist() == [["anhui", 2, 1, pytest.approx(4 / 12)], ["beijing", 1, 0, 0]]
    findings = own_text_findings(overlap, sentences, small.provisions, names)
    assert findings[0].en == (
        "Anhui: own sentences 1 of 2; they hold 33% of the Han characters of its bodies."
    )
    assert findings[1].zh == "北京：正文1个句子中有0个为独有，占正文汉字的0%。"


def own_coverage_table():
    return pd.DataFrame(
        [
            ("anhui", "net", "all", 0.05, 0.02, 0.08, 9),
            ("anhui", "net", "own", 0.01, 0.0, 0.03, 1),
            ("anhui", "sec", "all", 0.02, 0.01, 0.03, 4),
            ("anhui", "sec", "own", 0.02, 0.0, 0.05, 3),
            ("beijing", "net", "all", 0.03, 0.01, 0.06, 5),
            ("beijing", "sec", "all", 0.04, 0.01, 0.07, 6),
        ],
        columns=["province", "area", "text", "coverage", "conf_low", "conf_high", "n_hits"],
    )


def test_own_coverage_stands_beside_that_of_all_text(names):
    findings = own_coverage_findings(own_coverage_table(), names)
    assert findings[0].en == (
        "Coverage of networks: Anhui 5.0% over all text, 1.0% over own text (95% interval 0.0% to "
        "3.0%); Beijing 3.0% over all text, no text of its own."
    )
    assert findings[1].zh == (
        "安全覆盖度：安徽全文2.0%，独有文本2.0%（95%区间0.0%至5.0%）；北京全文4.0%，没有独有文本。"
    )
    assert own_coverage_headline(own_coverage_table(), names).en == (
        "Coverage falls most in own text: Anhui, networks, from 5.0% (9 hits) to 1.0% (1 hit)"
    )
    rising = own_coverage_table().assign(coverage=[0.05, 0.06, 0.02, 0.02, 0.03, 0.04])
    assert own_coverage_headline(rising, names).en == "Coverage falls nowhere in own text"
    of_all = own_coverage_table()[lambda t: t["text"] == "all"]
    assert own_coverage_headline(of_all, names).en == "No province has text of its own"


def test_words_of_one_province_are_named_by_area_and_counted(small, names):
    words = pd.DataFrame(
        {"province": "anhui", "term": ["达到", "光纤", "达到", "应急通信", "诈骗", "冬奥会"]}
    )
    (finding,) = only_word_findings(words, small.terms, names, n=2)
    assert finding.en == (
        "5 words stand only in Anhui: networks: 光纤; security: 诈骗; "
        "other words, such as: 应急通信、达到."
    )
    assert finding.zh == "只见于安徽的词有5个：网络：光纤；安全：诈骗；其他，如：应急通信、达到。"


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
        "Anhui closes 2 of 2 provisions with a list of those responsible, 2 agencies and companies. "
        "Most often: 省工信委 (2), 省公安厅 (1)."
    )
    assert findings[1].en == (
        "Beijing closes no provision with a list of those responsible. Its text names agencies in "
        "y-1 (市公安局)."
    )
    assert findings[1].zh == "北京没有逐条列出责任单位。正文中提到单位的有y-1（市公安局）。"
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
    findings = agency_area_findings(agencies, mass, names, n=1)
    assert [f.en for f in findings] == [
        "Anhui, networks: covered most by x-2 (50.0%), which lists 2 agencies, 省公安厅 first.",
        "Anhui, security: covered most by x-2 (75.0%), which lists 2 agencies, 省公安厅 first.",
    ]
    without = agency_area_findings(agencies, mass * [1, 0, 1], names, n=1)
    assert len(without) == 1  # nothing is covered most where nothing is covered
    assert findings[0].zh == (
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
    findings = strength_findings(strength_table(), small.provisions, names)
    assert [f.en for f in findings] == [
        "All sentences, obligatory and encouraging words: Anhui 3 and 4 in 20 sentences (6.0 and "
        "8.0 per 1,000 characters); Beijing 1 and 0 in 4 sentences (10.0 and 0.0 per 1,000 "
        "characters).",
        "Networks, obligatory and encouraging words: Anhui 2 and 0 in 5 sentences (12.5 and 0.0 "
        "per 1,000 characters).",
    ]
    assert findings[1].zh == (
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
    (finding,) = dated_findings(numbers, targets, small.provisions, names)
    assert finding.en == "Anhui, dated without a quantity: x-1-s01."
    assert finding.zh == "安徽有日期而无数量的句子：x-1-s01。"

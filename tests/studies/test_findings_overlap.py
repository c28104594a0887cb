import pandas as pd
import pytest
from made_up import none_of

from analysis.say.wording import ALONE
from analysis.studies.overlap.report import overlap_headline, overlap_statements, parent_statement
from analysis.studies.own.measure import own_sentences, own_shares
from analysis.studies.own.report import (
    only_statements,
    only_word_statements,
    own_coverage_headline,
    own_coverage_statements,
    own_text_statements,
)
from analysis.vocabulary import PARENT

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
    statements = overlap_statements(OVERLAP, provisions, names)
    assert [f.en for f in statements] == [
        "Anhui against Beijing: of 2 provisions, 0 shared, 1 adapted, 1 own.",
        "Anhui against the superior document: of 2 provisions, 1 shared, 0 adapted, 1 own.",
        "Beijing against Anhui: of 1 provision, 0 shared, 0 adapted, 1 own.",
    ]
    assert statements[0].zh == "安徽对照北京：2个条款中，共有0个，改写1个，独有1个。"


def test_a_provision_is_only_a_provinces_if_no_reference_has_it(provisions, names):
    headline = overlap_headline(OVERLAP, provisions, names)
    # x-2 is own against Beijing, but shared with the superior document.
    assert headline.en == "Provisions mostly in words of their own: Anhui 0 of 2, Beijing 1 of 1"
    assert headline.zh == "文字大部分为本省独有的条款：安徽2个中0个，北京1个中1个"


def test_own_words_on_a_shared_subject_are_not_called_without_a_counterpart(provisions, names):
    statements = only_statements(OVERLAP, provisions, names)
    assert statements[0].en == (
        "Anhui, provisions whose words resemble no provision of Beijing (similarity below 0.3; in "
        "brackets the nearest): x-2 育才 (y-1). Single sentences may still have their like."
    )
    assert statements[2].en == (
        "No provision of Beijing is without a similar one in Anhui; what single sentences add, "
        "notebook 04 shows. Similar in subject, mostly in other words: y-1 (x-1)."
    )
    assert statements[2].zh == (
        "北京没有哪个条款在安徽找不到相近条款；个别句子的独有内容见笔记本04。"
        "主题相近而文字大部分不同的：y-1 (x-1)。"
    )
    strict = only_statements(OVERLAP, provisions, names, counterpart=0.8)
    assert strict[2].zh == (
        "北京用词与安徽任何条款都不够相近的条款（相似度低于0.8，括号内为最接近者）：y-1 (x-1)。"
        "个别句子仍可能相近。"
    )


def test_the_superior_document_is_named_or_said_to_be_missing():
    documents = pd.DataFrame(
        {
            "title": ["甲", "乙", "意见"],
            "province": ["anhui", "beijing", "central"],
            "role": ["policy", "policy", PARENT],
        }
    )
    assert parent_statement(documents).zh == "各文本还与《意见》对照。"
    assert parent_statement(documents.drop(index=1)).zh == "各文本还与《意见》对照。"
    without = parent_statement(documents.head(2))
    assert without.en.startswith("No superior document is listed: the texts are held against each")
    assert parent_statement(documents.head(1)).en == (
        "No superior document is listed, and no other province: there is nothing to hold the text "
        "against."
    )


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
    statements = own_text_statements(overlap, sentences, small.provisions, names)
    assert statements[0].en == (
        "Anhui: own sentences 1 of 2; they hold 33% of the Han characters of its bodies."
    )
    assert statements[1].zh == "北京：正文1个句子中有0个为独有，占正文汉字的0%。"


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
    statements = own_coverage_statements(own_coverage_table(), names)
    assert statements[0].en == (
        "Coverage of networks: Anhui 5.0% over all text, 1.0% over own text (95% interval 0.0% to "
        "3.0%); Beijing 3.0% over all text, no text of its own."
    )
    assert statements[1].zh == (
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
    (statement,) = only_word_statements(words, small.terms, names, n=2)
    assert statement.en == (
        "5 words stand only in Anhui: networks: 光纤; security: 诈骗; "
        "other words, such as: 应急通信、达到."
    )
    assert statement.zh == "只见于安徽的词有5个：网络：光纤；安全：诈骗；其他，如：应急通信、达到。"


def test_own_sentences_are_ranked_by_the_words_that_are_their_own():
    overlap = pd.DataFrame(
        [("x-1-s01", "others", 0.1, "own"), ("x-1-s02", "others", 0.0, "own"),
         ("x-1-s03", "others", 0.15, "own"), ("x-1-s04", "others", 0.9, "shared"),
         ("x-1-s00", "others", 0.0, "own"), ("y-1-s01", "others", 0.0, "own"),
         ("x-1-s04", "beijing", 0.0, "own")],
        columns=["sentence_id", "reference", "containment", "status"],
    )  # fmt: skip
    zones = {"x-1-s00": "heading"}
    sentences = pd.DataFrame(
        [(i, i[:3], k, zones.get(i, "body"), f"{i}.") for k, i in enumerate(sorted(overlap["sentence_id"].unique()))],
        columns=["sentence_id", "provision_id", "start", "zone", "text"],
    )  # fmt: skip
    provisions = pd.DataFrame({"provision_id": ["x-1", "y-1"], "province": ["anhui", "beijing"]})
    # Weights: s01 has 丝绸之路 (3) and 发展 twice (once 1), s02 五字的词语 (4), s03 the same.
    words = pd.DataFrame(
        [("x-1-s01", "丝绸之路"), ("x-1-s01", "发展"), ("x-1-s01", "发展"), ("x-1-s02", "五字的词语"),
         ("x-1-s03", "五字的词语"), ("x-1-s00", "很长很长的一个词语")],
        columns=["sentence_id", "term"],
    )  # fmt: skip
    chosen = own_sentences(overlap, sentences, words, provisions, n=2)
    # All three weigh 4; those with less in common are taken, and stand as in the text.
    assert chosen.to_numpy().tolist() == [
        ["anhui", "x-1-s01", "x-1-s01."],
        ["anhui", "x-1-s02", "x-1-s02."],
        ["beijing", "y-1-s01", "y-1-s01."],
    ]


def test_a_province_alone_has_nothing_in_common_and_nothing_of_its_own(small, names):
    overlap = none_of("overlap")
    provisions = small.provisions.head(2).assign(heading="")
    sentences = pd.DataFrame(
        [("x-1-s01", "x-1", "body", "建网。")],
        columns=["sentence_id", "provision_id", "zone", "text"],
    )
    against = none_of("sentence_overlap")
    assert own_shares(against, sentences, provisions).empty
    for said in (
        overlap_statements(overlap, provisions, names),
        only_statements(overlap, provisions, names),
        own_text_statements(against, sentences, provisions, names),
        own_coverage_statements(none_of("own_coverage"), names),
    ):
        assert said == (ALONE,)
    assert overlap_headline(overlap, provisions, names) == ALONE.headline()
    assert own_coverage_headline(none_of("own_coverage"), names) == ALONE.headline()
    (said,) = only_word_statements(none_of("own_words"), small.terms, names)
    assert (said.en, said.zh) == ("No word stands out as one province's own.", "没有一省独有的词。")

import re

import pandas as pd
import pytest
from made_up import (
    gaps,
    gaps_of_many,
    many_names,
    many_provinces,
    none_of,
)

from analysis.say.views import source_line, why_no_terms
from analysis.say.wording import ALONE, NO_TERM, Statement, Statements, alt_text, points
from analysis.studies.contributions.report import contribution_headline, contribution_statements
from analysis.studies.gaps.report import (
    gap_headline,
    gap_statements,
    placebo_statements,
    topic_gap_statements,
    width_statement,
)
from analysis.studies.keyness.report import keyness_headline, keyness_statements


def test_an_undetermined_gap_is_called_neither_more_nor_less(names):
    (statement,) = gap_statements(gaps(), names)
    assert statement.en == (
        "Networks: undetermined. 3.4% in Anhui, 2.1% in Beijing; gap +1.3 points, 95% interval "
        "−2.1 to +4.5, adjusted p = 0.930; the texts do not tell in which province its "
        "coverage is higher."
    )
    assert statement.zh == (
        "网络：未定。安徽3.4%，北京2.1%；差距+1.3个百分点，95%区间−2.1至+4.5，校正后p = 0.930；"
        "文本不足以判断哪个省的覆盖度更高。"
    )


@pytest.mark.parametrize(
    ("gap", "more", "less"), [(0.013, "Anhui", "Beijing"), (-0.013, "Beijing", "Anhui")]
)
def test_a_gap_that_diverges_names_the_province_with_more(names, gap, more, less):
    (statement,) = gap_statements(gaps("diverges", gap, p=0.0001), names)
    assert f"its coverage is higher in {more} than in {less}" in statement.en
    assert "Networks: diverges." in statement.en
    assert "p < 0.001" in statement.en
    assert ("安徽的覆盖度高于北京" if gap > 0 else "北京的覆盖度高于安徽") in statement.zh


def test_a_similar_gap_says_so(names):
    (statement,) = gap_statements(gaps("similar", 0.0), names)
    assert "differ by less than the margin" in statement.en
    assert "gap 0.0 points" in statement.en
    assert "差别小于界限" in statement.zh


def test_of_a_gap_without_a_term_on_either_side_no_likeness_is_told(names):
    silent = gaps("similar", 0.0).assign(coverage_a=0.0, coverage_b=0.0)
    assert list(gap_statements(silent, names)) == [
        Statement(
            "Networks: no term of it stands in Anhui or in Beijing.",
            "网络：安徽和北京的条款中均无其词条。",
        )
    ]
    assert gap_headline(pd.concat([silent, silent])) == Statement(
        "All 2 gaps in coverage are similar, in 2 no term stands on either side",
        "2个覆盖度差距均为相近，2个双方均无词条",
    )
    mixed = pd.concat([silent, gaps("similar", 0.0), gaps("diverges")])
    assert gap_headline(mixed) == Statement(
        "Of 3 gaps in coverage: 1 diverges, 2 similar, in 1 no term stands on either side",
        "3个覆盖度差距中：1个有分歧，2个相近，1个双方均无词条",
    )
    assert contribution_statements(none_of("contributions"), silent, names) == (NO_TERM,)
    assert placebo_statements(silent, none_of("placebo"), names) == (NO_TERM,)
    topics = pd.concat(
        [silent.assign(topic="fibre"), gaps("similar", 0.0, area="sec", topic="crime")]
    )
    settled, rest = topic_gap_statements(topics, names)
    assert settled.en.startswith("Crime: similar.")
    assert rest.en == (
        "Of 2 gaps between topics of the areas, 0 undetermined, in 1 no term stands on either side."
    )
    assert rest.zh == "各领域下的2个主题差距中，0个未定，1个双方均无词条。"


@pytest.mark.parametrize("verdict", ["similar", "undetermined"])
def test_only_divergence_is_ever_called_more(names, verdict):
    for statement in [*gap_statements(gaps(verdict), names), gap_headline(gaps(verdict))]:
        assert not re.search(r"\bmore\b|\bless of\b|\bfewer\b|\bis higher in\b", statement.en)
        assert "高于" not in statement.zh
        assert "低于" not in statement.zh


def test_the_strongest_verdict_comes_first(names):
    both = pd.concat([gaps("undetermined"), gaps("diverges", area="sec", p=0.01)])
    assert [f.en.split(":")[0] for f in gap_statements(both, names)] == ["Security", "Networks"]


@pytest.mark.parametrize(
    ("verdicts", "en", "zh"),
    [
        (["undetermined"] * 4, "All 4 gaps in coverage are undetermined", "4个覆盖度差距均为未定"),
        (["diverges"], "Of 1 gap in coverage: 1 diverges", "1个覆盖度差距中：1个有分歧"),
        (
            ["diverges", "diverges", "similar"],
            "Of 3 gaps in coverage: 2 diverge, 1 similar",
            "3个覆盖度差距中：2个有分歧，1个相近",
        ),
    ],
)
def test_the_headline_counts_verdicts(verdicts, en, zh):
    table = pd.concat([gaps(verdict) for verdict in verdicts])
    assert gap_headline(table) == Statement(en, zh)


def test_topics_that_are_settled_are_named_and_the_rest_counted(names):
    table = pd.concat([gaps("diverges", topic="fibre", p=0.01), gaps(area="sec", topic="crime")])
    settled, rest = topic_gap_statements(table, names)
    assert settled.en.startswith("Fibre: diverges.")
    assert rest == Statement(
        "Of 2 gaps between topics of the areas, 1 undetermined.",
        "各领域下的2个主题差距中，1个未定。",
        "reader.html?area=net reader.html?area=sec",
    )


def test_contributions_name_the_terms_of_either_side(names):
    rows = pd.DataFrame(
        [("anhui", "beijing", "net", "光纤", 0.03), ("anhui", "beijing", "net", "基站", -0.017)],
        columns=["province_a", "province_b", "area", "term", "contribution"],
    )
    (statement,) = contribution_statements(rows, gaps(), names)
    assert statement.en == (
        "Networks: a gap of +1.30 points, the sum over 2 terms. Towards Anhui: 光纤 +3.00; "
        "towards Beijing: 基站 −1.70."
    )
    (one,) = contribution_statements(rows.head(1), gaps(), names)
    assert one.en.startswith("Networks: a gap of +1.30 points, the sum over 1 term. ")
    assert one.en.endswith("towards Beijing: none.")
    assert one.zh.endswith("偏向北京：无。")


def test_keyness_names_words_and_their_chance(names):
    keyness = pd.DataFrame(
        [
            ("anhui", "beijing", "甲", 2.5),
            ("anhui", "beijing", "乙", -1.0),
            ("anhui", "beijing", "丙", 0.5),
        ],
        columns=["province_a", "province_b", "term", "z"],
    )
    (statement,) = keyness_statements(keyness, names)
    assert statement.en.startswith(
        "Most characteristic of Anhui against Beijing: 甲、丙; of Beijing: 乙. |z| ≥ 1.96 holds for 1 of 3 words, and"
    )
    assert "3个词中有1个达到|z| ≥ 1.96" in statement.zh


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
    for statement in [*gap_statements(gaps(), names), gap_headline(gaps())]:
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


def test_the_placebo_is_said_in_plain_words(names):
    placebo = pd.DataFrame(
        [("anhui", "net", -0.03, 0.02), ("beijing", "net", -0.01, 0.012)],
        columns=["province", "area", "low", "high"],
    )
    (statement,) = placebo_statements(gaps(gap=0.013), placebo, names)
    assert statement.en == (
        "Networks: the gap of +1.3 points lies inside the −3.0 to +2.0 between which 95% of the "
        "gaps between random halves of one text lie."
    )
    (statement,) = placebo_statements(gaps(gap=0.025), placebo, names)
    assert "lies outside" in statement.en
    assert "不在同一文本" in statement.zh


def test_an_interval_without_zero_that_is_undetermined_is_explained(names):
    table = gaps(gap=0.03)
    table[["conf_low", "conf_high"]] = [0.01, 0.05]
    (statement,) = gap_statements(table, names)
    assert "its interval leaves out 0, but among all gaps one as wide is no rarity" in statement.en
    assert "区间不含0" in statement.zh


def test_the_width_of_intervals_says_what_could_be_found():
    assert width_statement(gaps(), margin=0.01).en == (
        "The intervals are 6.6 to 6.6 points wide. Only one narrower than 2.0 points can lie inside "
        "the margin and be called similar."
    )


def test_the_heaviest_term_comes_with_its_verdict(names):
    rows = pd.DataFrame(
        [("anhui", "beijing", "net", "光纤", 0.003), ("anhui", "beijing", "net", "基站", -0.017)],
        columns=["province_a", "province_b", "area", "term", "contribution"],
    )
    assert contribution_headline(rows, gaps(), names).en == (
        "Heaviest term: 基站, 1.70 points towards Beijing; that gap is undetermined"
    )


def test_a_statement_and_a_name_are_given_in_either_language(names):
    assert [Statement("one", "一").said(lang) for lang in ("en", "zh")] == ["one", "一"]
    assert [names.called(lang)("anhui") for lang in ("en", "zh")] == ["Anhui", "安徽"]


def test_one_province_alone_is_said_in_two_languages():
    assert ALONE.en == "One province alone: there is nothing to compare it with."
    assert ALONE.zh == "只有一个省，无从比较。"


def test_without_a_pair_of_provinces_every_comparison_says_so(names):
    divergence, contributions = none_of("divergence"), none_of("contributions")
    keyness, placebo = none_of("keyness"), none_of("placebo")
    for said in (
        gap_statements(divergence, names),
        topic_gap_statements(divergence, names),
        contribution_statements(contributions, divergence, names),
        placebo_statements(divergence, placebo, names),
        keyness_statements(keyness, names),
    ):
        assert said == (ALONE,)
    assert width_statement(divergence, margin=0.01) == ALONE
    for headline in (
        gap_headline(divergence),
        contribution_headline(contributions, divergence, names),
        keyness_headline(keyness, names),
    ):
        assert headline == Statement(
            "One province alone: there is nothing to compare it with", "只有一个省，无从比较"
        )


def test_gaps_without_a_term_say_so_and_not_that_there_is_no_gap(names):
    assert why_no_terms(none_of("divergence")) == ALONE
    assert why_no_terms(gaps()) == NO_TERM
    assert contribution_headline(none_of("contributions"), gaps(), names) == Statement(
        "No gap has a term behind it", "没有哪个差距背后有词条"
    )


def test_texts_of_the_same_words_have_no_characteristic_ones(names):
    keyness = pd.DataFrame(
        [("anhui", "beijing", "发展", 0.0)], columns=["province_a", "province_b", "term", "z"]
    )
    assert keyness_headline(keyness, names).en == "No word sets the provinces apart"
    (said,) = keyness_statements(keyness, names)
    assert "against Beijing: none; of Beijing: none. " in said.en
    assert "最有特征的词：无；北京最有特征的词：无。" in said.zh


class TestOfMany:
    def test_gaps_that_are_settled_are_told_and_all_are_counted(self, small):
        names = many_names(7, small.areas)
        *told, counted = gap_statements(gaps_of_many(7, small.areas), names)
        assert [said.en.split(".")[0] for said in told] == [
            "Networks: diverges", "Security: diverges", "Networks: similar", "Security: similar",
        ]  # fmt: skip
        last = many_provinces(7)[-1]
        assert f"higher in {names.en(last)} than in the other provinces" in told[0].en
        assert f"{names.zh(last)}的覆盖度高于其他各省" in told[0].zh
        assert counted.en == (
            "Of 14 gaps in coverage: 2 diverge, 2 similar, 10 undetermined, each province against "
            "the mean of the others."
        )
        assert (
            counted.zh
            == "各省与其他各省的平均相比，14个覆盖度差距中：2个有分歧，2个相近，10个未定。"
        )

    def test_no_more_than_a_dozen_are_told(self, small):
        gaps = gaps_of_many(31, small.areas).assign(verdict="diverges")
        assert len(gap_statements(gaps, many_names(31, small.areas))) == 12 + 1
        topics = topic_gap_statements(gaps, many_names(31, small.areas))
        assert len(topics) == 12 + 1
        *_, counted = gap_statements(gaps, many_names(31, small.areas))
        assert counted.en.endswith(
            "others. Of 62 with a verdict, 12 stand above, those that diverge first."
        )
        assert counted.zh.endswith("有分歧。有结论的62个中，以上列出12个，有分歧的在前。")
        assert topics[-1].en.endswith(
            "0 undetermined. Of 62 with a verdict, 12 stand above, those that diverge first."
        )
        assert topics[-1].zh.endswith("0个未定。有结论的62个中，以上列出12个，有分歧的在前。")

    def test_of_gaps_with_one_p_the_widest_comes_first(self, small):
        # All have the least p that 10,000 deals can give, as in large corpora; gaps are −2 to 28.
        gaps = gaps_of_many(31, small.areas).assign(verdict="diverges", p_adjusted=1 / 10_001)
        names = many_names(31, small.areas)
        told = gap_statements(gaps, names)
        assert [said.en.split("gap ")[1].split(" points")[0] for said in told[:4]] == [
            "+28.0", "+28.0", "+27.0", "+27.0",
        ]  # fmt: skip
        assert "adjusted p < 0.001" in told[0].en

    def test_only_the_province_of_a_comparison_with_the_others_has_words(self, small):
        keyness = pd.DataFrame(
            [("anhui", "others", "网", 5, 9, 2.5), ("anhui", "others", "路", 1, 9, -1.0),
             ("beijing", "others", "云", 5, 9, 3.0)],
            columns=["province_a", "province_b", "term", "n_a", "n_b", "z"],
        )  # fmt: skip
        names = many_names(7, small.areas)
        first, _ = keyness_statements(keyness, names)
        assert first.en.startswith(
            "Most characteristic of Anhui against the other provinces: 网. |z| ≥ 1.96 holds for 1 of 2 words"
        )
        assert "路" not in first.zh
        headline = keyness_headline(keyness, names)
        assert headline.en == "Beijing stands out most from the others, by 云"
        assert headline.zh == "与其他各省相比最突出的是北京的“云”"

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

    def test_halves_and_terms_are_told_of_the_widest_gaps_with_their_province(self, small):
        names, gaps = many_names(7, small.areas), gaps_of_many(7, small.areas)
        last = many_provinces(7)[-1]
        placebo = pd.DataFrame(
            [(p, a, -0.01, 0.01) for p in many_provinces(7) for a in ("net", "sec")],
            columns=["province", "area", "low", "high"],
        )
        said = placebo_statements(gaps, placebo, names)
        assert len(said) == 2
        assert said[0].en.startswith(
            f"Networks, {names.en(last)} and the other provinces: the gap of +4.0 points lies outside"
        )
        assert said[0].zh.startswith(f"网络、{names.zh(last)}与其他各省：差距+4.0个百分点，不在")
        contributions = pd.DataFrame(
            [(p, "others", "net", f"词{p}", 0.01) for p in many_provinces(7)],
            columns=["province_a", "province_b", "area", "term", "contribution"],
        )
        words = contribution_statements(contributions, gaps, names)
        assert len(words) == 2
        assert f"词{last} +1.00" in words[0].en
        assert contribution_headline(contributions, gaps, names).en == (
            f"Heaviest term: 词{last}, 1.00 points towards {names.en(last)}; that gap diverges"
        )

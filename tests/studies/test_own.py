"""What one province alone has: a corpus worked out on paper, what is said of it, shown and drawn."""

import pandas as pd
import pytest
from common_text import (
    FOUR,
    OF_TWO,
    names_of_four,
    overlap_of_four,
    provision_table,
    provisions_of_four,
    sentence_table,
    weight_table,
)
from made_up import none_of, texts
from matplotlib.collections import PathCollection
from read_back import links, require_legible

from analysis.say.catalogue import say
from analysis.say.names import Names
from analysis.say.wording import Statement
from analysis.store.tables import check_table, read_table, read_tables
from analysis.studies.overlap.measure import sentence_overlap
from analysis.studies.own.measure import own_coverage, own_sentences, own_shares, own_words
from analysis.studies.own.report import (
    _plot_lines,
    draw,
    headline,
    only_statements,
    part,
    plot,
    sentence_view,
    statements,
    text_statements,
    view,
    word_statements,
)
from analysis.vocabulary import PARENT

pytestmark = pytest.mark.usefixtures("style")

P = [f"p{k:02d}" for k in range(31)]
AREAS = ["net", "sec", "poor", "art"]


@pytest.fixture
def many() -> Names:
    """Thirty-one provinces, the longest names that there are, and four areas."""
    provinces = pd.DataFrame({"province": P, "name_zh": "内蒙古", "name_en": "Inner Mongolia"})
    areas = pd.DataFrame(
        {"area": AREAS, "topic": "all", "position": range(4), "name_zh": "基础设施",
         "name_en": "Poverty alleviation"}
    )  # fmt: skip
    return Names(provinces, areas)


@pytest.fixture
def provisions(small):
    return small.provisions.assign(heading=["建网", "育才", ""])


def own_rows(provinces) -> pd.DataFrame:
    return pd.DataFrame(
        [(p, area, text, 0.02 + k / 100, 0.01, 0.05 + k / 100, 0 if (k, text) == (1, "own") else 3)
         for p in provinces for k, area in enumerate(AREAS) for text in ("all", "own")],
        columns=["province", "area", "text", "coverage", "conf_low", "conf_high", "n_hits"],
    )  # fmt: skip


def test_own_coverage_counts_own_sentences_alone(small):
    tokens = pd.DataFrame(
        [
            ("x-1-s01", "x-1", "光纤"), ("x-1-s01", "x-1", "发展"), ("x-2-s01", "x-2", "诈骗"),
            ("y-1-s01", "y-1", "诈骗"),
        ],
        columns=["sentence_id", "provision_id", "term"],
    )  # fmt: skip
    weights = pd.DataFrame(
        [("x-1", "光纤", 3.0), ("x-1", "发展", 1.0), ("x-2", "诈骗", 2.0), ("y-1", "诈骗", 2.0)],
        columns=["provision_id", "term", "idf"],
    )
    overlap = pd.DataFrame(
        [("x-1-s01", "others", "own"), ("x-2-s01", "others", "adapted"),
         ("x-2-s01", "parent", "own"), ("y-1-s01", "others", "shared")],
        columns=["sentence_id", "reference", "status"],
    )  # fmt: skip
    table = check_table(
        own_coverage(tokens, weights, small.terms, small.provisions, small.areas, overlap),
        "own_coverage",
    )
    rows = table.set_index(["province", "text", "area"])
    assert rows.loc[("anhui", "all", "net"), "coverage"] == pytest.approx(3 / 6)
    assert rows.loc[("anhui", "own", "net"), "coverage"] == pytest.approx(3 / 4)
    assert rows.loc[("anhui", "own", "sec"), "n_hits"] == 0
    # Beijing has no own sentence, and so no own coverage, not one of zero.
    assert ("beijing", "own", "net") not in rows.index


def test_the_own_coverage_of_all_text_is_the_coverage_of_notebook_02():
    own = read_table("own_coverage")
    coverage = read_table("coverage")
    both = own[own["text"] == "all"].merge(
        coverage[coverage["topic"] == "all"], on=["province", "area"], validate="one_to_one"
    )
    assert len(both) == 8
    for column in ("coverage", "conf_low", "conf_high", "n_hits"):
        assert both[f"{column}_x"].tolist() == pytest.approx(both[f"{column}_y"].tolist(), rel=1e-8)


def test_own_words_are_those_whose_characters_no_other_province_has():
    # 冬奥 begins in the one provision of Beijing and 会 ends in the next: that is no 冬奥会.
    sentences = sentence_table(
        {"x-1": "冬奥会网络安全", "y-1": "保网络安全冬奥，保网络", "y-2": "会", "c-1": "冬奥会"}
    )
    provisions = provision_table(
        {"x-1": "anhui", "y-1": "beijing", "y-2": "beijing", "c-1": PARENT}
    )
    tokens = pd.DataFrame(
        [("x-1-s01", 100, 103, "x-1", "冬奥会"), ("x-1-s01", 103, 105, "x-1", "网络"),
         ("y-1-s01", 100, 103, "y-1", "保网络"), ("y-1-s01", 108, 111, "y-1", "保网络")],
        columns=["sentence_id", "start", "end", "provision_id", "term"],
    )  # fmt: skip
    words = check_table(own_words(tokens, sentences, provisions), "own_words")
    assert words[["province", "term", "start"]].values.tolist() == [
        ["anhui", "冬奥会", 100], ["beijing", "保网络", 100], ["beijing", "保网络", 108],
    ]  # fmt: skip


def test_what_only_one_of_the_shipped_provinces_promises_is_found():
    words = read_table("own_words").groupby("province")["term"].agg(set)
    assert {"冬奥会", "张家口", "雄安新区", "京津冀", "扶贫频道", "智库"} <= words["hebei"]
    assert {"应急通信", "丝绸之路", "兰州新区", "云服务平台", "智能化"} <= words["gansu"]
    assert not words["hebei"] & words["gansu"]


def test_a_province_alone_is_held_against_nothing(small):
    sentences = sentence_table({"x-1": "建设网络。", "x-2": "保障安全。"})
    provisions = provision_table({"x-1": "anhui", "x-2": "anhui"})
    against = sentence_overlap(sentences, provisions)
    assert against.empty
    assert list(against.columns) == ["sentence_id", "reference", "containment", "status"]
    tokens = pd.DataFrame(
        [("x-1-s01", 0, 2, "x-1", "建设"), ("x-2-s01", 0, 2, "x-2", "保障")],
        columns=["sentence_id", "start", "end", "provision_id", "term"],
    )
    assert own_words(tokens, sentences, provisions).empty
    weights = weight_table({("x-1", "建设"): 1.0, ("x-2", "保障"): 1.0}).assign(idf=1.0)
    sized = provisions.assign(n_han=4)
    assert own_coverage(tokens, weights, small.terms, sized, small.areas, against).empty


def test_a_province_beside_its_parent_alone_has_no_words_of_its_own():
    sentences = sentence_table({"x-1": "建设网络。", "c-1": "保障安全。"})
    provisions = provision_table({"x-1": "anhui", "c-1": PARENT})
    against = sentence_overlap(sentences, provisions)
    assert against[["reference", "status"]].values.tolist() == [["parent", "own"]]
    tokens = pd.DataFrame(
        [("x-1-s01", 0, 2, "x-1", "建设")],
        columns=["sentence_id", "start", "end", "provision_id", "term"],
    )
    assert own_words(tokens, sentences, provisions).empty


def test_own_words_on_a_shared_subject_are_not_called_without_a_counterpart(provisions, names):
    said = only_statements(OF_TWO, provisions, names)
    assert said[0].en == (
        "Anhui, provisions whose words resemble no provision of Beijing (similarity below 0.3; in "
        "brackets the nearest): x-2 育才 (y-1). Single sentences may still have their like."
    )
    assert said[2].en == (
        "No provision of Beijing is without a similar one in Anhui; what single sentences add, "
        "notebook 04 shows. Similar in subject, mostly in other words: y-1 (x-1)."
    )
    assert said[2].zh == (
        "北京没有哪个条款在安徽找不到相近条款；个别句子的独有内容见笔记本04。"
        "主题相近而文字大部分不同的：y-1 (x-1)。"
    )
    strict = only_statements(OF_TWO, provisions, names, counterpart=0.8)
    assert strict[2].zh == (
        "北京用词与安徽任何条款都不够相近的条款（相似度低于0.8，括号内为最接近者）：y-1 (x-1)。"
        "个别句子仍可能相近。"
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
    said = text_statements(overlap, sentences, small.provisions, names)
    assert said[0].en == (
        "Anhui: own sentences 1 of 2; they hold 33% of the Han characters of its bodies."
    )
    assert said[1].zh == "北京：正文1个句子中有0个为独有，占正文汉字的0%。"


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
    said = statements(own_coverage_table(), names)
    assert said[0].en == (
        "Coverage of networks: Anhui 5.0% over all text, 1.0% over own text (95% interval 0.0% to "
        "3.0%); Beijing 3.0% over all text, no text of its own."
    )
    assert said[1].zh == (
        "安全覆盖度：安徽全文2.0%，独有文本2.0%（95%区间0.0%至5.0%）；北京全文4.0%，没有独有文本。"
    )
    assert headline(own_coverage_table(), names).en == (
        "Coverage falls most in own text: Anhui, networks, from 5.0% (9 hits) to 1.0% (1 hit)"
    )
    rising = own_coverage_table().assign(coverage=[0.05, 0.06, 0.02, 0.02, 0.03, 0.04])
    assert headline(rising, names).en == "Coverage falls nowhere in own text"
    of_all = own_coverage_table()[lambda t: t["text"] == "all"]
    assert headline(of_all, names).en == "No province has text of its own"


def test_words_of_one_province_are_named_by_area_and_counted(small, names):
    words = pd.DataFrame(
        {"province": "anhui", "term": ["达到", "光纤", "达到", "应急通信", "诈骗", "冬奥会"]}
    )
    (statement,) = word_statements(words, small.terms, names, n=2)
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


def test_a_province_alone_has_nothing_of_its_own(small, names):
    provisions = small.provisions.head(2).assign(heading="")
    sentences = pd.DataFrame(
        [("x-1-s01", "x-1", "body", "建网。")],
        columns=["sentence_id", "provision_id", "zone", "text"],
    )
    against = none_of("sentence_overlap")
    assert own_shares(against, sentences, provisions).empty
    for said in (
        only_statements(none_of("overlap"), provisions, names),
        text_statements(against, sentences, provisions, names),
        statements(none_of("own_coverage"), names),
    ):
        assert said == (say("general.alone"),)
    assert headline(none_of("own_coverage"), names) == say("general.alone").headline()
    assert view(none_of("own_coverage"), names).rows == ()
    assert [texts(ax) for ax in plot(none_of("own_coverage"), names).flat] == [
        ["只有一个省，无从比较 One province alone: there is nothing to compare it with"]
    ]
    (said,) = word_statements(none_of("own_words"), small.terms, names)
    assert (said.en, said.zh) == ("No word stands out as one province's own.", "没有一省独有的词。")


def test_own_provisions_that_resemble_none_are_counted_and_the_least_alike_named():
    held = overlap_of_four(), provisions_of_four(), names_of_four()
    (statement,) = only_statements(*held, counterpart=0.3)
    # Fujian's and Gansu's are own, but similar to each other.
    assert statement.en == (
        "1 provision of 5, in Anhui, with words that resemble no provision of any other text "
        "(similarity below 0.3; in brackets the nearest): a-2 育才 (b-1). Single sentences may still "
        "have their like."
    )
    (two,) = only_statements(*held, counterpart=0.5, n=2)
    assert "3 provisions of 5, in Anhui, Fujian and Gansu" in two.en
    assert "; the 2 least alike: a-2 育才 (b-1), f-1 (g-1)." in two.en
    assert "最不相近的2个：a-2 育才 (b-1)、f-1 (g-1)。" in two.zh
    (none,) = only_statements(*held, counterpart=0.05)
    assert none.zh.startswith("没有哪个条款在别省找不到相近条款")


def test_own_text_and_own_coverage_are_told_by_their_ends():
    n_sentences, n_own = dict(zip(FOUR, (10, 20, 5, 5), strict=True)), {"anhui": 1, "fujian": 2}
    provisions = pd.DataFrame({"provision_id": FOUR, "province": FOUR})
    sentences = pd.DataFrame(
        [(f"{p}-s{k}", p, "body", "建设网络。", "own" if k < n_own.get(p, 0) else "shared")
         for p in FOUR for k in range(n_sentences[p])],
        columns=["sentence_id", "provision_id", "zone", "text", "status"],
    )  # fmt: skip
    against = sentences[["sentence_id", "status"]].assign(reference="others")
    sentences = sentences.drop(columns="status")
    (statement,) = text_statements(against, sentences, provisions, names_of_four())
    assert statement.en == (
        "Own sentences: 3 of 40. Of the Han characters of a province's bodies they hold from 0% "
        "(Beijing and Gansu) to 40% (Fujian)."
    )
    assert statement.href == "reader.html?status=own"
    none = against.assign(status="shared")
    (statement,) = text_statements(none, sentences, provisions, names_of_four())
    assert (statement.zh, statement.href) == (
        "独有的句子：40个中有0个，占各省正文汉字的比例均为0%。",
        "",
    )
    own = pd.DataFrame(
        [(p, "net", "all", k / 100) for k, p in enumerate(FOUR)]
        + [
            ("anhui", "net", "own", 0.02),
            ("fujian", "net", "own", 0.02),
            ("gansu", "net", "own", 0.01),
        ],
        columns=["province", "area", "text", "coverage"],
    )
    (statement,) = statements(own, names_of_four())
    assert statement.en == (
        "Coverage of networks: over all text from 0.0% (Anhui) to 3.0% (Gansu); over own text, "
        "which 3 of 4 provinces have, from 1.0% (Gansu) to 2.0% (Anhui and Fujian), and lower than "
        "over all text in 1."
    )
    (statement,) = statements(own[own["text"] == "all"], names_of_four())
    assert statement.zh == "网络覆盖度：全文由0.0%（安徽）至3.0%（甘肃）；没有哪个省有独有文本。"


def test_words_of_one_province_alone_are_counted_and_the_first_named(small):
    words = pd.DataFrame(
        [("anhui", "冬奥会"), ("beijing", "光纤"), ("beijing", "光纤"), ("fujian", "甲、乙"),
         ("gansu", "应急"), ("gansu", "智库")],
        columns=["province", "term"],
    )  # fmt: skip
    (statement,) = word_statements(words, small.terms, names_of_four(), n=3)
    assert statement.en == (
        "5 words stand in one province alone: in 4 provinces, from 1 (Anhui, Beijing and Fujian) to 2 "
        "(Gansu). Such as 冬奥会 (Anhui), 光纤 (Beijing), “甲、乙” (Fujian)."
    )
    assert statement.zh == (
        "只见于一省的词有5个，分属4个省，每省由1（安徽、北京、福建）至2（甘肃），"
        "如冬奥会（安徽）、光纤（北京）、“甲、乙”（福建）。"
    )


def test_of_thirty_one_provinces_each_matter_is_one_statement(many, small):
    ids = [f"{p}-1" for p in P]
    provisions = pd.DataFrame({"provision_id": ids, "province": P, "heading": "标题"})
    overlap = pd.DataFrame(
        [(f"{p}-1", q, f"{q}-1", 0.1, "own") for p in P for q in P if p != q],
        columns=["provision_id", "reference", "best_match", "similarity", "status"],
    )
    sentences = sentence_table(dict.fromkeys(ids, "建网。"))
    against = sentences[["sentence_id"]].assign(reference="others", status="own")
    words = pd.DataFrame({"province": P, "term": [f"词语{k}" for k in range(31)]})
    matters = (
        text_statements(against, sentences, provisions, many),
        statements(own_rows(P)[lambda t: t["area"] == "net"], many),
        only_statements(overlap, provisions, many),
        word_statements(words, small.terms, many),
    )
    assert [len(said) for said in matters] == [1, 1, 1, 1]
    assert max(len(statement.en) for said in matters for statement in said) < 450


def test_own_coverage_is_filled_and_all_is_hollow(names):
    table = pd.DataFrame(
        [("anhui", "net", "all", 0.05, 0.02, 0.08, 5), ("anhui", "net", "own", 0.01, 0.0, 0.03, 1),
         ("beijing", "net", "all", 0.03, 0.01, 0.06, 2), ("beijing", "net", "own", 0, 0, 0, 0)],
        columns=["province", "area", "text", "coverage", "conf_low", "conf_high", "n_hits"],
    )  # fmt: skip
    left, right = plot(table, names).flat
    assert texts(left) == ["全文 all 5.0%", "独有 own 1.0%"]
    assert texts(right) == ["全文 all 3.0%", "独有 own 0.0%"]
    faces = [line.get_markerfacecolor() for line in left.lines if line.get_marker() == "o"]
    assert faces[0] == "white"
    assert faces[1] != "white"
    assert tuple(left.lines[0].get_xdata()) == (0.02, 0.08)
    own = "reader.html?province=anhui&area=net&status=own"
    assert sorted(links(left)) == ["reader.html?province=anhui&area=net"] * 2 + [own] * 2
    # Where nothing is counted there is nothing to lead to.
    assert links(right) == ["reader.html?province=beijing&area=net"] * 2


@pytest.mark.filterwarnings("error")
def test_where_nothing_is_covered_there_still_is_a_scale(names):
    nothing = pd.DataFrame(
        [("anhui", area, "all", 0.0, 0.0, 0.0, 0) for area in names.areas],
        columns=["province", "area", "text", "coverage", "conf_low", "conf_high", "n_hits"],
    )
    assert plot(nothing, names)[0, 0].get_xlim() == pytest.approx((0, 0.145))


def test_of_more_than_three_provinces_each_has_a_line():
    own = pd.DataFrame(
        [(p, area, "all", 0.1, 0.0, 0.2, 1) for p in FOUR for area in ("net", "sec")],
        columns=["province", "area", "text", "coverage", "conf_low", "conf_high", "n_hits"],
    )
    for few, shape in ((3, (2, 2)), (4, (1, 2))):
        assert plot(own.head(2 * few), names_of_four()).shape == shape


def test_own_coverage_has_a_panel_an_area_and_a_line_a_province(many):
    axes = _plot_lines(own_rows(["p00", "p01"]).iloc[:-1], many)
    assert axes.shape == (1, 4)
    hollow, filled = (c for c in axes[0, 0].collections if isinstance(c, PathCollection))
    # From above: the first province stands highest.
    assert hollow.get_offsets().tolist() == [pytest.approx([0.02, y]) for y in (1.17, 0.17)]
    assert filled.get_offsets().tolist() == [pytest.approx([0.02, y]) for y in (0.83, -0.17)]
    assert hollow.get_facecolor().tolist() == [[1, 1, 1, 1]]
    assert filled.get_urls() == [
        f"reader.html?province={p}&area=net&status=own" for p in ("p00", "p01")
    ]
    # Where nothing is counted there is nothing to lead to.
    assert axes[0, 1].collections[-1].get_urls() == [None, None]
    # A province without own text has no dot for it.
    assert len(axes[0, 3].collections[-1].get_offsets()) == 1


def test_own_coverage_of_thirty_one_is_legible(many):
    axes = _plot_lines(own_rows(P), many)
    labels = [label.get_text() for label in axes[0, 0].get_yticklabels()]
    assert labels == ["内蒙古 Inner Mongolia"] * 31
    require_legible(axes[0, 0].figure)


def test_more_areas_than_stand_beside_each_other_go_below():
    provinces = pd.DataFrame({"province": P, "name_zh": "内蒙古", "name_en": "Inner Mongolia"})
    areas = pd.DataFrame(
        {"area": [f"a{k}" for k in range(8)], "topic": "all", "position": range(8),
         "name_zh": "基础设施", "name_en": "Infrastructure"}
    )  # fmt: skip
    rows = pd.concat(
        [own_rows(P)[lambda t: t["area"] == "net"].assign(area=f"a{k}") for k in range(8)]
    )
    axes = _plot_lines(rows, Names(provinces, areas))
    assert axes.shape == (2, 5)
    assert [ax.get_visible() for ax in axes.flat] == [True] * 8 + [False] * 2
    require_legible(axes[0, 0].figure)


def test_own_text_stands_beside_all_text(names):
    rows = [("anhui", "net", "all", 0.05, 0.01, 0.1, 9), ("anhui", "net", "own", 0.02, 0, 0.1, 0)]
    columns = ["province", "area", "text", "coverage", "conf_low", "conf_high", "n_hits"]
    first, second = view(pd.DataFrame(rows, columns=columns), names).rows
    assert first.cells[2:4] == (Statement("all text", "全文"), "5.0%")
    assert second.cells[2:4] == (Statement("own text", "独有文本"), "2.0%")
    assert (first.href, second.href) == ("reader.html?province=anhui&area=net", "")


def test_sentences_of_one_province_are_shown_by_their_beginnings(names):
    chosen = pd.DataFrame(
        [("anhui", "x-1-s01", " 建设网络。 "), ("beijing", "y-1-s01", "很长的一个句子。")],
        columns=["province", "sentence_id", "text"],
    )
    shown = sentence_view(chosen, names, most=6)
    assert [row.cells[1:] for row in shown.rows] == [
        ("建设网络。", "x-1-s01"), ("很长的一个…", "y-1-s01"),
    ]  # fmt: skip
    assert shown.rows[0].cells[0] == Statement("Anhui", "安徽")
    assert sentence_view(chosen.head(0), names) is None


def test_the_figure_says_what_its_statements_say(names, tmp_path):
    drawn = draw(own_coverage_table(), names, source="Source", folder=tmp_path)
    assert drawn.title == headline(own_coverage_table(), names)
    assert drawn.alt.zh.startswith("点与区间：全文与独有文本的覆盖度。网络覆盖度：")
    assert (tmp_path / "own_coverage.svg").exists()


def test_the_part_of_the_brief_names_the_five_words_that_say_most():
    tables = read_tables()
    names = Names(tables["provinces"], tables["policy_areas"])
    told = part(tables, names)
    assert told.statements[-1].zh.startswith("只见于河北的词有")
    assert max(listed.count("、") for listed in told.statements[-1].zh.split("；")) == 4
    assert len(told.table.rows) == 8
    assert list(told.figures) == ["own_coverage"]

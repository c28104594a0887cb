"""Overlap: worked out on paper, and pairs of the shipped texts recomputed; then told and drawn."""

import math
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from common_text import (
    OF_TWO,
    names_of_four,
    overlap_of_four,
    provision_table,
    provisions_of_four,
    sentence_table,
    weight_table,
)
from hypothesis import given
from hypothesis import strategies as st
from made_up import none_of, texts
from read_back import links, require_legible
from set_out import leads, written

from analysis.say.catalogue import say
from analysis.say.names import Names
from analysis.store.tables import check_table, read_table
from analysis.studies.overlap.measure import (
    best_status,
    common_runs,
    containment,
    nearest_matches,
    ngram_set,
    provision_overlap,
    provision_similarity,
    sentence_overlap,
)
from analysis.studies.overlap.report import (
    MOST_DRAWN,
    _plot_grid,
    draw,
    headline,
    parent_statement,
    plot,
    statements,
)
from analysis.vocabulary import PARENT

pytestmark = pytest.mark.usefixtures("style")

TEXTS = Path(__file__).resolve().parents[2] / "data" / "raw" / "texts"
P = [f"p{k:02d}" for k in range(31)]


@pytest.fixture
def many(small) -> Names:
    """Thirty-one provinces, with the longest names that there are."""
    provinces = pd.DataFrame({"province": P, "name_zh": "内蒙古", "name_en": "Inner Mongolia"})
    return Names(provinces, small.areas)


@pytest.fixture
def provisions(small):
    return small.provisions.assign(heading=["建网", "育才", ""])


# Anhui has two provisions, Beijing one. Of the seven 5-grams of x-1 (甲乙丙丁戊己庚辛壬癸甲 has
# 11 characters), those of 甲乙丙丁戊己庚 stand in y-1: three.
SENTENCES = sentence_table(
    {"x-1": "甲乙丙丁戊，己庚辛壬癸甲。", "x-2": "网络安全有保障。", "y-1": "我们甲乙丙丁戊己庚。"}
)
PROVISIONS = provision_table({"x-1": "anhui", "x-2": "anhui", "y-1": "beijing"})
WEIGHTS = weight_table(
    {("x-1", "甲"): 3.0, ("x-1", "乙"): 4.0, ("x-2", "网"): 2.0, ("y-1", "甲"): 1.0}
)


def test_containment_similarity_and_status_by_hand():
    overlap = check_table(provision_overlap(SENTENCES, WEIGHTS, PROVISIONS), "overlap")
    rows = overlap.set_index("provision_id")
    assert rows.loc["x-1", "containment"] == pytest.approx(3 / 7)
    assert rows.loc["x-1", "similarity"] == pytest.approx(3 / 5)  # 3·1 / (√(3² + 4²) · 1)
    assert rows["best_match"].to_dict() == {"x-1": "y-1", "x-2": "", "y-1": "x-1"}
    # y-1 has nine characters and so five grams, three of them in x-1.
    assert rows.loc["y-1", "containment"] == pytest.approx(3 / 5)
    assert rows["status"].to_dict() == {"x-1": "adapted", "x-2": "own", "y-1": "shared"}


@pytest.mark.parametrize(
    ("shared", "adapted", "status"),
    [(0.4, 0.2, "shared"), (0.5, 0.43, "own"), (3 / 7, 0.1, "shared"), (0.9, 3 / 7, "adapted")],
)
def test_thresholds_are_arguments_and_belong_to_the_higher_status(shared, adapted, status):
    overlap = provision_overlap(SENTENCES, WEIGHTS, PROVISIONS, shared=shared, adapted=adapted)
    assert overlap.set_index("provision_id").loc["x-1", "status"] == status


def test_a_parent_is_a_reference_and_never_held_against_others():
    sentences = pd.concat([SENTENCES, sentence_table({"c-1": "网络安全有保障，丁丁丁。"})])
    provisions = pd.concat([PROVISIONS, provision_table({"c-1": PARENT})])
    weights = pd.concat([WEIGHTS, weight_table({("c-1", "网"): 1.0})])
    overlap = provision_overlap(sentences, weights, provisions)
    assert set(overlap["provision_id"]) == {"x-1", "x-2", "y-1"}
    rows = overlap.set_index(["provision_id", "reference"])
    assert rows.loc[("x-2", PARENT), "containment"] == 1.0
    assert rows.loc[("x-2", PARENT), "best_match"] == "c-1"
    assert rows.loc[("x-2", "beijing"), "status"] == "own"
    by_sentence = check_table(sentence_overlap(sentences, provisions), "sentence_overlap")
    status = by_sentence.set_index(["sentence_id", "reference"])["status"]
    assert status["x-2-s01", PARENT] == "shared"
    assert status["x-2-s01", "others"] == "own"
    assert not by_sentence["sentence_id"].str.startswith("c-").any()


def test_a_sentence_is_held_against_all_other_provinces_together():
    sentences = pd.concat([SENTENCES, sentence_table({"z-1": "网络安全有保障。"})])
    provisions = pd.concat([PROVISIONS, provision_table({"z-1": "tianjin"})])
    rows = sentence_overlap(sentences, provisions).set_index("sentence_id")
    assert rows["reference"].unique().tolist() == ["others"]
    assert rows["containment"].to_dict() == {
        "x-1-s01": pytest.approx(3 / 7), "x-2-s01": 1.0, "y-1-s01": pytest.approx(3 / 5),
        "z-1-s01": 1.0,
    }  # fmt: skip


def test_of_several_provinces_each_is_held_against_those_beside_it():
    # 甲乙丙丁戊 stands twice in Anhui, and nowhere else; 己庚辛壬癸 in Beijing and in Chongqing.
    sentences = sentence_table(
        {
            "x-1": "甲乙丙丁戊。",
            "x-2": "甲乙丙丁戊。",
            "y-1": "己庚辛壬癸。",
            "z-1": "己庚辛壬癸子。",
        }
    )
    provisions = provision_table(
        {"x-1": "anhui", "x-2": "anhui", "y-1": "beijing", "z-1": "chongqing"}
    )
    rows = sentence_overlap(sentences, provisions)
    assert rows[["sentence_id", "reference", "containment"]].to_numpy().tolist() == [
        ["x-1-s01", "others", 0], ["x-2-s01", "others", 0], ["y-1-s01", "others", 1],
        ["z-1-s01", "others", 0.5],
    ]  # fmt: skip


def test_a_province_beside_its_parent_alone_has_no_others_whichever_comes_first():
    for parent in ("a-1", "z-1"):
        sentences = sentence_table({"x-1": "甲乙丙丁戊。", parent: "甲乙丙丁戊。"})
        sentences = sentences.sort_values("provision_id")
        provisions = provision_table({"x-1": "anhui", parent: PARENT})
        rows = sentence_overlap(sentences, provisions)
        assert rows[["sentence_id", "reference", "containment"]].to_numpy().tolist() == [
            ["x-1-s01", PARENT, 1]
        ]


def test_the_two_nearest_of_many_matches_are_kept_and_the_parents():
    overlap = pd.DataFrame(
        [("x-1", "beijing", "y-1", 0.5), ("x-1", "chongqing", "z-1", 0.9), ("x-1", "fujian", "f-1", 0.5),
         ("x-1", PARENT, "c-1", 0.1), ("x-2", "beijing", "", 0.0), ("x-2", "chongqing", "z-1", 0.2),
         ("x-2", PARENT, "", 0.0)],
        columns=["provision_id", "reference", "best_match", "similarity"],
    )  # fmt: skip
    kept = nearest_matches(overlap)[["provision_id", "best_match"]].to_numpy().tolist()
    # Of two as near, the first; the order stays.
    assert kept == [["x-1", "y-1"], ["x-1", "z-1"], ["x-1", "c-1"], ["x-2", "z-1"]]


def test_the_province_itself_is_no_reference():
    sentences = sentence_table({"x-1": "甲乙丙丁戊己", "x-2": "甲乙丙丁戊己", "y-1": "子丑寅卯辰"})
    provisions = provision_table({"x-1": "anhui", "x-2": "anhui", "y-1": "beijing"})
    assert sentence_overlap(sentences, provisions)["containment"].tolist() == [0, 0, 0]


def test_short_texts_are_one_gram():
    assert containment("指导思想", ngram_set(["一、指导思想是什么"])) == 1.0
    assert containment("指导思想", ngram_set(["指导的思想"])) == 0.0
    assert containment("。", ngram_set(["指导"])) == 1.0


@given(st.text("甲乙丙，。5Ga", max_size=30), st.text("甲乙丙，。5Ga", max_size=30))
def test_containment_is_a_share_whole_in_itself_and_blind_to_marks(text, other):
    assert containment(text, ngram_set([text])) == 1.0
    assert 0 <= containment(text, ngram_set([other])) <= 1
    assert containment(text, ngram_set([other])) == containment(
        text.replace("，", "。"), ngram_set([other.replace("。", "")])
    )


def article(doc_id: str, start: str, end: str) -> str:
    text = (TEXTS / f"{doc_id}.txt").read_text(encoding="utf-8")
    inside = text[text.index(start) + len(start) : text.index(end)]
    return "".join(c for c in inside if c not in "，。；、“”（）：\n　 ")


@pytest.mark.parametrize(
    ("provision_id", "start", "end", "held", "all_"),
    [("hebei-16", "16.", "17.", 66, 115), ("hebei-17", "17.", "五、加强组织领导", 88, 139)],
)
def test_pairs_of_the_shipped_texts_recounted_from_the_raw_text(
    provision_id, start, end, held, all_
):
    text = article("hebei", start, end)
    ngrams = sorted({text[i : i + 5] for i in range(len(text) - 4)})
    sentences = read_table("sentences")
    of_gansu = sentences[sentences["provision_id"].str.startswith("gansu")]
    other = [
        "".join(c for c in "".join(own["text"]) if c.isalnum())
        for _, own in of_gansu.sort_values(["provision_id", "start"]).groupby("provision_id")
    ]
    found = [ngram for ngram in ngrams if any(ngram in provision for provision in other)]
    assert (len(found), len(ngrams)) == (held, all_)
    row = read_table("overlap").set_index("provision_id").loc[provision_id]
    assert row["containment"] == pytest.approx(held / all_)


@pytest.mark.parametrize(("a", "b"), [("hebei-16", "gansu-5.3"), ("hebei-17", "gansu-5.4")])
def test_cosines_of_the_shipped_pairs_summed_word_by_word(a, b):
    counts = read_table("term_counts")
    n_provisions = len(read_table("provisions"))
    df = counts["term"].value_counts()
    idf = {term: math.log((1 + n_provisions) / (1 + k)) + 1 for term, k in df.items()}
    x, y = (
        {r.term: r.n * idf[r.term] for r in counts[counts["provision_id"] == i].itertuples()}
        for i in (a, b)
    )
    dot = sum(x[term] * y.get(term, 0) for term in x)
    expected = dot / math.sqrt(sum(v * v for v in x.values()) * sum(v * v for v in y.values()))
    row = read_table("overlap").set_index("provision_id").loc[a]
    assert row["best_match"] == b
    assert row["similarity"] == pytest.approx(expected)


def test_a_provision_without_text_has_nothing_of_its_own():
    sentences = SENTENCES[SENTENCES["provision_id"] != "x-2"]
    weights = WEIGHTS[WEIGHTS["provision_id"] != "x-2"]
    rows = provision_overlap(sentences, weights, PROVISIONS).set_index("provision_id")
    assert rows.loc["x-2", ["best_match", "status"]].tolist() == ["", "shared"]


def test_similarity_of_a_provision_without_words_is_zero():
    provisions = provision_table({"x-1": "anhui", "y-1": "beijing"})
    near = provision_similarity(weight_table({("x-1", "甲"): 2.0}), provisions)
    assert near.to_numpy().tolist() == [[pytest.approx(1.0), 0.0], [0.0, 0.0]]


def words_of(lexicon):
    """Cut at the words of a lexicon, and character by character elsewhere."""

    def cut(text):
        while text:
            word = next((w for w in lexicon if text.startswith(w)), text[0])
            yield word
            text = text[len(word) :]

    return cut


def run_texts(sentences, overlap, cut):
    text = sentences.set_index("provision_id")
    runs = check_table(common_runs(sentences, overlap, cut, shortest=5), "common_runs")
    return [
        (
            text.loc[r.provision_id, "text"][r.start - 100 : r.end - 100],
            text.loc[r.best_match, "text"][r.match_start - 100 : r.match_end - 100],
        )
        for r in runs.itertuples()
    ]


def pair_of(a: str, b: str):
    sentences = sentence_table({"x-1": a, "y-1": b})
    overlap = pd.DataFrame(
        {"provision_id": ["x-1"], "reference": ["beijing"], "best_match": ["y-1"]}
    )
    return sentences, overlap


def test_runs_are_the_same_in_both_texts_and_end_where_words_end():
    sentences, overlap = pair_of(
        "大力推进５Ｇ网络全面覆盖城乡，保障安全。", "要推进5G网络全面覆盖城镇；保障安全。"
    )
    cut = words_of(["推进", "网络", "全面", "覆盖", "城乡", "城镇", "保障", "安全"])
    # 城 stands in both texts, but not as a word; 保障安全 is too short.
    assert run_texts(sentences, overlap, cut) == [("推进５Ｇ网络全面覆盖", "推进5G网络全面覆盖")]


def test_a_run_ends_inside_a_word_of_neither_text():
    # 网络安 ends a word in the first text only.
    sentences, overlap = pair_of("加快推进网络安。", "加快推进网络安全。")
    cut = words_of(["加快", "推进", "网络", "安全"])
    assert run_texts(sentences, overlap, cut) == [("加快推进网络", "加快推进网络")]


def test_runs_do_not_begin_or_end_with_marks():
    sentences, overlap = pair_of("保护。全面推进建设，促进", "保障。全面推进建设，加快")
    assert run_texts(sentences, overlap, words_of([])) == [("全面推进建设", "全面推进建设")]


def test_the_subject_of_the_texts_alone_is_no_run():
    sentences, overlap = pair_of("促进移动互联网发展", "加强移动互联网管理")
    cut = words_of(["移动互联网"])
    assert run_texts(sentences, overlap, cut) == [("移动互联网", "移动互联网")]
    assert common_runs(sentences, overlap, cut).empty


def test_a_passage_that_moved_is_no_run():
    sentences, overlap = pair_of("甲乙丙丁戊己。子丑寅卯辰巳午。", "子丑寅卯辰巳午。甲乙丙丁戊己。")
    assert run_texts(sentences, overlap, words_of([])) == [("子丑寅卯辰巳午", "子丑寅卯辰巳午")]


def test_runs_of_the_shipped_texts_say_the_same_on_both_sides():
    raw = {d: (TEXTS / f"{d}.txt").read_text(encoding="utf-8") for d in ("gansu", "hebei")}
    runs = read_table("common_runs")
    assert len(runs) > 100
    for run in runs.itertuples():
        here = raw[run.provision_id.split("-")[0]][run.start : run.end]
        there = raw[run.best_match.split("-")[0]][run.match_start : run.match_end]
        assert "".join(here.split()) == "".join(there.split())


def test_provisions_are_counted_by_status_and_reference(provisions, names):
    said = statements(OF_TWO, provisions, names)
    assert [f.en for f in said] == [
        "Anhui against Beijing: of 2 provisions, 0 shared, 1 adapted, 1 own.",
        "Anhui against the superior document: of 2 provisions, 1 shared, 0 adapted, 1 own.",
        "Beijing against Anhui: of 1 provision, 0 shared, 0 adapted, 1 own.",
    ]
    assert said[0].zh == "安徽对照北京：2个条款中，共有0个，改写1个，独有1个。"


def test_a_provision_is_only_a_provinces_if_no_reference_has_it(provisions, names):
    said = headline(OF_TWO, provisions, names)
    # x-2 is own against Beijing, but shared with the superior document.
    assert said.en == "Provisions mostly in words of their own: Anhui 0 of 2, Beijing 1 of 1"
    assert said.zh == "文字大部分为本省独有的条款：安徽2个中0个，北京1个中1个"


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


def test_common_text_is_counted_over_all_and_between_pairs():
    overlap, provisions, names = overlap_of_four(), provisions_of_four(), names_of_four()
    said = statements(overlap, provisions, names)
    assert [f.en for f in said] == [
        "Of 5 provisions, each held against every other province: shared at least once 1, adapted "
        "and never shared 1, own against all 3.",
        "Own against all are, of a province's provisions, from 0% (Beijing) to 100% (Fujian and "
        "Gansu).",
        "Of 12 pairs of a province and another, shared or adapted are by the median 0% of its "
        "provisions, at most 100% (by Beijing against Anhui), at least 0%.",
    ]
    assert said[0].zh == (
        "5个条款逐一对照其他每个省：1个至少一处为共有，1个有改写而无共有，3个对照各处均为独有。"
    )
    assert said[0].href.split() == [
        f"reader.html?passage=provisions/{status}" for status in ("shared", "adapted", "own")
    ]
    titled = headline(overlap, provisions, names)
    assert titled.en == (
        "Provisions mostly in words of their own: 3 of 5; of a province's provisions, from 0% "
        "(Beijing) to 100% (Fujian and Gansu)"
    )
    # Of several pairs that have as much, none is picked.
    both = overlap.assign(
        status=overlap["status"].where(overlap["provision_id"] != "g-1", "shared")
    )
    assert "at most 100% (in 4 of the pairs)" in statements(both, provisions, names)[2].en


def test_what_a_superior_document_has_is_no_provinces_own():
    overlap, provisions, names = overlap_of_four(), provisions_of_four(), names_of_four()
    parent = overlap.drop_duplicates("provision_id").assign(
        reference=PARENT, similarity=0.2, best_match="c-1",
        status=["own", "own", "own", "shared", "own"],
    )  # fmt: skip
    both = pd.concat([overlap, parent])
    best = best_status(both, provisions).set_index("provision_id")
    assert best["status"].to_dict() == {
        "a-1": "shared", "a-2": "own", "b-1": "adapted", "f-1": "shared", "g-1": "own",
    }  # fmt: skip
    assert best.loc["f-1", ["similarity", "best_match"]].tolist() == [0.4, "g-1"]
    said = statements(both, provisions, names)
    assert "every other province and the superior document: shared at least once 2" in said[0].en
    assert "12 pairs" in said[2].en
    assert said[3].en == (
        "Shared or adapted against the superior document are, of a province's provisions, from 0% "
        "(Anhui, Beijing and Gansu) to 100% (Fujian)."
    )


def test_the_matrix_is_in_the_order_of_the_texts_with_status_beside(small, names):
    provisions = pd.concat(
        [small.provisions, pd.DataFrame({"provision_id": ["x-10"], "province": ["anhui"]})]
    ).assign(number=["1", "2", "1", "10"], heading=["建网", "", "发展", "一个非常非常长的条款标题"])
    ids = ["x-10", "x-2", "x-1", "y-1"]
    similarity = pd.DataFrame(np.arange(16).reshape(4, 4) / 16, index=ids, columns=ids)
    overlap = pd.DataFrame(
        [("x-1", "beijing", "shared"), ("x-2", "beijing", "own"), ("x-10", "beijing", "adapted"),
         ("y-1", "anhui", "own")],
        columns=["provision_id", "reference", "status"],
    )  # fmt: skip
    (ax,) = plot(similarity, overlap, provisions, names).flat
    labels = [label.get_text() for label in ax.get_yticklabels()]
    assert labels == ["1 建网", "2 ", "10 一个非常非常…"]
    drawn = ax.collections[0].get_array()
    assert drawn[:, 0].tolist() == [11 / 16, 7 / 16, 3 / 16]
    markers = [line.get_marker() for line in ax.lines]
    assert markers == ["o", "x", "D", "x"]
    # A best match bears its number and leads to the provision of the row.
    assert {"0.69", "0.44", "0.19"} <= set(texts(ax))
    assert links(ax) == ["reader.html#x-1", "reader.html#x-2", "reader.html#x-10"]
    # Every status is named once, beside the first mark of it.
    named = {t.get_text(): t.get_position()[1] for t in ax.texts if t.get_text()[-1].isalpha()}
    assert named == {"共有 shared": 0.5, "独有 own": 1.5, "改写 adapted": 2.5}
    assert ax.get_legend() is None


def test_a_heading_one_character_too_long_is_not_cut(small, names):
    provisions = small.provisions.assign(
        number=["1", "2", "1"], heading=["一二三四五六七", "一二三四五六七八", ""]
    )
    ids = ["x-1", "x-2", "y-1"]
    similarity = pd.DataFrame(0.0, index=ids, columns=ids)
    overlap = pd.DataFrame(
        [("x-1", "beijing", "own"), ("x-2", "beijing", "own"), ("y-1", "anhui", "shared")],
        columns=["provision_id", "reference", "status"],
    )
    (ax,) = plot(similarity, overlap, provisions, names).flat
    labels = [label.get_text() for label in ax.get_yticklabels()]
    assert labels == ["1 一二三四五六七", "2 一二三四五六…"]
    assert links(ax) == []  # nothing in common is no match
    assert texts(ax) == ["共有 shared", "独有 own"]  # the one above its column


def test_of_many_provisions_those_with_the_most_similar_are_drawn_and_counted(names):
    ids = [f"x-{k}" for k in range(60)]
    provisions = pd.DataFrame(
        {"provision_id": [*ids, "y-1"], "province": ["anhui"] * 60 + ["beijing"], "number": "1",
         "heading": ""}
    )  # fmt: skip
    # The later, the more similar, but for the first, which is most similar of all.
    near = pd.DataFrame(0.0, index=[*ids, "y-1"], columns=[*ids, "y-1"])
    near["y-1"] = [1.0, *(k / 100 for k in range(1, 60)), 1.0]
    overlap = pd.DataFrame(
        [(i, "beijing", "own") for i in ids] + [("y-1", "anhui", "own")],
        columns=["provision_id", "reference", "status"],
    )
    (ax,) = plot(near, overlap, provisions, names).flat
    drawn = ax.collections[0].get_array()[:, 0].tolist()
    assert len(drawn) == MOST_DRAWN == 45
    assert drawn == [1.0, *(k / 100 for k in range(16, 60))]
    assert ax.get_ylabel() == "安徽 Anhui：最相似的 most similar 45/60"
    assert ax.get_xlabel().startswith("北京 Beijing\n")


def overlap_rows(*rows) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["provision_id", "reference", "status"])


def test_a_cell_says_how_much_of_a_line_stands_in_a_column_and_leads_there(many):
    provisions = pd.DataFrame(
        [("x-1", "p00"), ("x-2", "p00"), ("x-3", "p00"), ("y-1", "p01"), ("y-2", "p01")],
        columns=["provision_id", "province"],
    )
    overlap = overlap_rows(
        ("x-1", "p01", "shared"), ("x-2", "p01", "adapted"), ("x-3", "p01", "own"),
        ("y-1", "p00", "own"), ("y-2", "p00", "adapted"),
        ("x-1", PARENT, "own"), ("x-2", PARENT, "own"), ("x-3", PARENT, "own"),
        ("y-1", PARENT, "shared"), ("y-2", PARENT, "shared"),
    )  # fmt: skip
    ax = _plot_grid(overlap, provisions, many)
    assert written(ax) == {(0, 1): "67", (0, 2): "0", (1, 0): "50", (1, 2): "100"}
    assert leads(ax) == {
        (0, 1): "reader.html?province=p00&passage=provisions/shared/p01",
        (0, 2): None,
        (1, 0): "reader.html?province=p01&passage=provisions/adapted/p00",
        (1, 2): "reader.html?province=p01&passage=provisions/shared/parent",
    }
    assert ax.get_xticklabels()[2].get_text() == "上级文件 the superior document"


def test_thirty_one_provinces_against_each_other_are_legible(many):
    provisions = pd.DataFrame({"provision_id": [f"{p}-1" for p in P], "province": P})
    overlap = overlap_rows(*((f"{p}-1", q, "shared") for p in P for q in P if p != q))
    ax = _plot_grid(overlap, provisions, many)
    assert len(ax.texts) == 31 * 30
    assert set(texts(ax)) == {"100"}
    require_legible(ax.figure)


def test_a_province_alone_has_nothing_in_common(small, names):
    overlap, provisions = none_of("overlap"), small.provisions.head(2).assign(heading="")
    assert statements(overlap, provisions, names) == (say("general.alone"),)
    assert headline(overlap, provisions, names) == say("general.alone").headline()
    assert [texts(ax) for ax in plot(pd.DataFrame(), overlap, provisions, names).flat] == [
        ["只有一个省，无从比较 One province alone: there is nothing to compare it with"]
    ]


def test_of_more_than_three_provinces_each_has_a_line(tmp_path):
    held = pd.DataFrame(), overlap_of_four(), provisions_of_four(), names_of_four()
    (ax,) = plot(*held).flat
    assert len(ax.texts) == 12
    drawn = draw(*held, source="Source", folder=tmp_path)
    assert drawn.alt.en.startswith(
        "A grid of provinces against provinces, darker where more provisions are shared or adapted. "
        "Of 5 provisions,"
    )
    assert drawn.title.zh.startswith("文字大部分为本省独有的条款：5个中3个")


def test_the_figure_of_a_pair_says_what_its_statements_say(small, names, tmp_path):
    provisions = small.provisions.assign(number=["1", "2", "1"], heading="")
    ids = provisions["provision_id"].tolist()
    near = pd.DataFrame(0.0, index=ids, columns=ids)
    drawn = draw(near, OF_TWO, provisions, names, source="Source", folder=tmp_path)
    assert drawn.alt.zh.startswith("方格图：两省条款两两对照，越相似颜色越深。安徽对照北京：")
    assert drawn.title == headline(OF_TWO, provisions, names)
    assert (tmp_path / "overlap.svg").exists()


def test_thirty_one_provinces_are_told_in_three_statements(many):
    provisions = pd.DataFrame({"provision_id": [f"{p}-1" for p in P], "province": P})
    overlap = pd.DataFrame(
        [(f"{p}-1", q, f"{q}-1", 0.1, "own") for p in P for q in P if p != q],
        columns=["provision_id", "reference", "best_match", "similarity", "status"],
    )
    said = statements(overlap, provisions, many)
    assert len(said) == 3
    assert max(len(statement.en) for statement in said) < 450
    assert headline(overlap, provisions, many).en == (
        "Provisions mostly in words of their own: 31 of 31; of a province's provisions, 100% in each"
    )

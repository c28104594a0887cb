"""Overlap: a corpus worked out on paper, and pairs of the shipped texts recomputed another way."""

import math
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.store.tables import check_table, read_table
from analysis.studies.overlap.measure import (
    common_runs,
    containment,
    nearest_matches,
    ngram_set,
    provision_overlap,
    provision_similarity,
    sentence_overlap,
)
from analysis.studies.own.measure import own_coverage, own_words
from analysis.vocabulary import PARENT

TEXTS = Path(__file__).resolve().parents[2] / "data" / "raw" / "texts"


def sentence_table(texts: dict[str, str]) -> pd.DataFrame:
    """A body sentence for each provision."""
    return pd.DataFrame(
        [(f"{i}-s01", i, 100, 100 + len(t), "body", t) for i, t in texts.items()],
        columns=["sentence_id", "provision_id", "start", "end", "zone", "text"],
    )


def provision_table(provinces: dict[str, str]) -> pd.DataFrame:
    return pd.DataFrame(provinces.items(), columns=["provision_id", "province"])


def weight_table(weights: dict[tuple[str, str], float]) -> pd.DataFrame:
    return pd.DataFrame(
        [(i, term, w) for (i, term), w in weights.items()],
        columns=["provision_id", "term", "tf_idf"],
    )


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

import math

import pandas as pd
import pytest
from sklearn.feature_extraction.text import TfidfTransformer

from analysis.stats.mass import weigh_terms
from analysis.store.tables import check_table
from analysis.words.tokens import count_terms


def test_counts_by_hand():
    tokens = pd.DataFrame(
        {"provision_id": ["b", "a", "a", "a"], "term": ["网", "网", "光纤", "网"]}
    )
    counts = check_table(count_terms(tokens), "term_counts")
    assert counts.values.tolist() == [["a", "光纤", 1], ["a", "网", 2], ["b", "网", 1]]


def test_weights_by_hand(small):
    # N = 3 provisions. 发展 stands in all three: idf = ln(4/4) + 1 = 1. 光纤 and 诈骗 stand in
    # one each: idf = ln(4/2) + 1 = 1.693147.
    weights = check_table(weigh_terms(small.term_counts, small.provisions), "weights")
    rare = math.log(2) + 1
    expected = [
        ("x-1", "光纤", 2, rare, 2 * rare),
        ("x-1", "发展", 1, 1.0, 1.0),
        ("x-2", "发展", 3, 1.0, 3.0),
        ("y-1", "发展", 1, 1.0, 1.0),
        ("y-1", "诈骗", 1, rare, rare),
    ]
    assert weights[["provision_id", "term", "n"]].values.tolist() == [list(r[:3]) for r in expected]
    assert weights["idf"].tolist() == pytest.approx([r[3] for r in expected])
    assert weights["tf_idf"].tolist() == pytest.approx([r[4] for r in expected])


def test_a_provision_without_words_still_counts_for_idf(small):
    empty = pd.DataFrame({"provision_id": ["z-1"], "province": ["beijing"], "n_han": [0]})
    provisions = pd.concat([small.provisions, empty])
    idf = weigh_terms(small.term_counts, provisions).set_index("term")["idf"]
    assert idf["诈骗"] == pytest.approx(math.log(5 / 2) + 1)


def test_the_same_as_scikit_learn_without_its_norm(small):
    wide = small.term_counts.pivot_table(
        index="provision_id", columns="term", values="n", fill_value=0
    )
    theirs = TfidfTransformer(norm=None, smooth_idf=True).fit_transform(wide).toarray()
    ours = weigh_terms(small.term_counts, small.provisions).pivot_table(
        index="provision_id", columns="term", values="tf_idf", fill_value=0
    )
    assert ours.to_numpy() == pytest.approx(theirs)


def test_the_input_is_left_as_it_was(small):
    before = small.term_counts.copy(deep=True)
    weigh_terms(small.term_counts, small.provisions)
    pd.testing.assert_frame_equal(small.term_counts, before)

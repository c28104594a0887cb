import math
from collections import Counter

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.stats.mass import TOTAL, sum_mass, weigh_terms
from analysis.stats.resample import resample_coverage
from analysis.store.files import PROCESSED
from analysis.store.tables import check_table, read_table
from analysis.studies.coverage.measure import area_coverage

RARE = math.log(2) + 1  # idf of a word in one of three provisions


@pytest.fixture
def weights(small):
    return weigh_terms(small.term_counts, small.provisions)


def measure(small, weights, **options):
    return check_table(
        area_coverage(weights, small.provisions, small.areas, small.terms, **options),
        "coverage",
    ).set_index(["province", "area", "topic"])


def test_all_four_measures_by_hand(small, weights):
    table = measure(small, weights, draws=100)
    # Anhui holds 光纤 twice (2 idf) and 发展 four times (idf 1): coverage 2 idf / (2 idf + 4).
    anhui = table.loc[("anhui", "net", "all")]
    assert anhui["coverage"] == pytest.approx(2 * RARE / (2 * RARE + 4))
    assert anhui["prevalence"] == pytest.approx(1 / 2)  # one of two provisions
    assert anhui["intensity"] == pytest.approx(2 / 400 * 10_000)  # two hits in 400 characters
    assert anhui["breadth"] == pytest.approx(1 / 2)  # 光纤 of 光纤 and 基站
    assert (anhui["n_hits"], anhui["n_provisions"]) == (2, 1)
    # Beijing holds 诈骗 and 发展 once each.
    beijing = table.loc[("beijing", "sec", "crime")]
    assert beijing["coverage"] == pytest.approx(RARE / (RARE + 1))
    assert beijing["prevalence"] == 1
    assert beijing["intensity"] == pytest.approx(1 / 200 * 10_000)


def test_an_area_without_a_hit_has_a_row_of_zeros(small, weights):
    row = measure(small, weights, draws=100).loc[("anhui", "sec", "crime")]
    assert row.tolist() == [0] * 8


def test_a_province_of_one_provision_has_no_variation_to_show(small, weights):
    row = measure(small, weights, draws=100).loc[("beijing", "sec", "all")]
    assert row["conf_low"] == pytest.approx(row["coverage"])
    assert row["conf_high"] == pytest.approx(row["coverage"])


def test_the_mass_matrix_holds_every_provision_and_all_words(small, weights):
    mass = sum_mass(weights, small.provisions, small.areas, small.terms)
    assert mass[TOTAL].tolist() == pytest.approx([2 * RARE + 1, 3, RARE + 1])
    assert mass[("net", "all")].tolist() == pytest.approx([2 * RARE, 0, 0])
    assert mass[("net", "fibre")].tolist() == pytest.approx([2 * RARE, 0, 0])


def test_resampling_gives_the_three_possible_corpora_of_anhui(small, weights):
    mass = sum_mass(weights, small.provisions, small.areas, small.terms)
    draws = resample_coverage(mass, draws=20_000)["anhui"][:, 0]
    # x-1 twice, each once, or x-2 twice: with chances 1/4, 1/2 and 1/4.
    values = [2 * RARE / (2 * RARE + 1), 2 * RARE / (2 * RARE + 4), 0]
    found = Counter(np.round(draws, 9))
    assert set(found) == set(np.round(values, 9))
    shares = [found[round(v, 9)] / 20_000 for v in values]
    assert shares == pytest.approx([0.25, 0.5, 0.25], abs=0.015)


def test_a_province_is_resampled_alike_whoever_stands_beside_it(small, weights):
    mass = sum_mass(weights, small.provisions, small.areas, small.terms)
    alone = resample_coverage(mass.loc[["anhui"]], draws=50)["anhui"]
    assert np.array_equal(alone, resample_coverage(mass, draws=50)["anhui"])
    assert not np.array_equal(alone, resample_coverage(mass, draws=50, seed=1)["anhui"])


COUNTS = st.lists(
    st.tuples(
        st.sampled_from(["x-1", "x-2", "y-1"]),
        st.sampled_from(["光纤", "基站", "诈骗", "发展", "企业"]),
        st.integers(1, 9),
    ),
    min_size=1,
    unique_by=lambda row: row[:2],
)


@given(COUNTS, st.randoms())
@settings(max_examples=25, deadline=None)
def test_coverage_lies_in_0_1_adds_up_and_knows_no_row_order(small_static, rows, random):
    small = small_static
    rows = [*rows, ("x-2", "部门", 1), ("y-1", "部门", 1)]
    counts = pd.DataFrame(rows, columns=["provision_id", "term", "n"])
    before = counts.copy(deep=True)

    def measured(table):
        weighed = weigh_terms(table, small.provisions)
        return measure(small, weighed, draws=10)

    coverage = measured(counts)
    assert coverage["coverage"].between(0, 1).all()
    areas = coverage.xs("all", level="topic")["coverage"]
    topics = coverage.drop("all", level="topic").groupby(["province", "area"])["coverage"].sum()
    assert areas.sort_index().to_numpy() == pytest.approx(topics.sort_index().to_numpy())
    random.shuffle(rows)
    shuffled = measured(pd.DataFrame(rows, columns=counts.columns))
    assert shuffled["coverage"].to_numpy() == pytest.approx(coverage["coverage"].to_numpy())
    pd.testing.assert_frame_equal(counts, before)


class TestShippedResults:
    """The published tables, recomputed with dictionaries and loops from the counts alone."""

    def test_coverage(self):
        counts = read_table("term_counts")
        province = dict(read_table("provisions")[["provision_id", "province"]].values)
        area = dict(read_table("terms")[["term", "area"]].values)
        n = len(province)
        frequency = Counter(counts["term"])
        mass: Counter[tuple[str, str]] = Counter()
        for row in counts.itertuples():
            weight = row.n * (math.log((1 + n) / (1 + frequency[row.term])) + 1)
            mass[province[row.provision_id], area.get(row.term, "")] += weight
        published = read_table("coverage")
        for row in published[published["topic"] == "all"].itertuples():
            total = sum(v for (p, _), v in mass.items() if p == row.province)
            assert row.coverage == pytest.approx(mass[row.province, row.area] / total, abs=1e-9)

    def test_prevalence_intensity_and_breadth(self):
        hits = read_table("hits")
        provisions = read_table("provisions").set_index("provision_id")
        terms = read_table("terms")
        for row in read_table("coverage").itertuples():
            own = [
                hit
                for hit in hits.itertuples()
                if provisions["province"][hit.provision_id] == row.province
                and hit.area == row.area
                and row.topic in ("all", hit.topic)
            ]
            mine = provisions[provisions["province"] == row.province]
            lexicon = {
                t.term for t in terms.itertuples()
                if t.area == row.area and row.topic in ("all", t.topic)
            }  # fmt: skip
            assert row.n_hits == len(own)
            assert row.prevalence == pytest.approx(len({h.provision_id for h in own}) / len(mine))
            assert row.intensity == pytest.approx(len(own) / mine["n_han"].sum() * 1e4)
            assert row.breadth == pytest.approx(len({h.term for h in own}) / len(lexicon))

    def test_every_hit_is_counted_in_coverage_and_stands_in_its_sentence(self):
        hits, counts, sentences = (read_table(t) for t in ("hits", "term_counts", "sentences"))
        by_hits = hits.groupby(["provision_id", "term"]).size()
        of_areas = counts[counts["term"].isin(set(hits["term"]))]
        assert by_hits.to_dict() == of_areas.set_index(["provision_id", "term"])["n"].to_dict()
        joined = hits.merge(sentences, on="sentence_id", suffixes=("", "_s"), validate="m:1")
        assert len(joined) == len(hits)
        assert ((joined["start"] >= joined["start_s"]) & (joined["end"] <= joined["end_s"])).all()

    def test_the_results_are_there(self):
        assert {p.stem for p in PROCESSED.glob("*.csv")} >= {"coverage", "divergence", "hits"}

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from analysis.stats.mass import TOTAL, sum_mass
from analysis.stats.resample import draw_blocks, resample_coverage
from analysis.store.tables import check_table, read_table
from analysis.studies.gaps.measure import gap_p_values, placebo_gaps
from analysis.studies.robustness.measure import (
    sign_agreement,
    specification_gaps,
    term_influence,
    tokenise_zones,
)
from analysis.text.structure import split_segments
from analysis.vocabulary import IDF_CHOICES, TELLING


def shipped_mass() -> pd.DataFrame:
    tables = (read_table(t) for t in ("weights", "provisions", "policy_areas", "terms"))
    return sum_mass(*tables)


def test_one_term_out_by_hand():
    contributions = pd.DataFrame(
        {
            "province_a": "a", "province_b": "b", "area": "net", "term": ["甲", "乙", "丙"],
            "share_a": 0.0, "share_b": 0.0, "contribution": [0.05, -0.02, -0.01],
        }
    )  # fmt: skip
    table = check_table(term_influence(contributions), "term_influence").set_index("term")
    assert table["gap"].tolist() == pytest.approx([0.02] * 3)
    assert table.loc[["甲", "乙", "丙"], "gap_without"].tolist() == pytest.approx(
        [-0.03, 0.04, 0.03]
    )
    assert table.loc[["甲", "乙", "丙"], "flips"].tolist() == [1, 0, 0]
    assert table.loc[["甲", "乙", "丙"], "weight"].tolist() == pytest.approx([5 / 8, 2 / 8, 1 / 8])


def test_an_influence_of_nothing_is_no_division_by_zero():
    contributions = pd.DataFrame(
        {"province_a": "a", "province_b": "b", "area": "net", "term": ["甲"], "contribution": [0.0]}
    )
    assert term_influence(contributions)["weight"].tolist() == [0]


def test_the_placebo_of_two_provisions_by_hand():
    rows = pd.MultiIndex.from_tuples(
        [("a", "a-1"), ("a", "a-2")], names=["province", "provision_id"]
    )
    mass = pd.DataFrame({("net", "all"): [1.0, 0.0], TOTAL: [4.0, 5.0]}, index=rows)
    mass.columns = pd.MultiIndex.from_tuples(mass.columns, names=["area", "topic"])
    table = check_table(placebo_gaps(mass, draws=200), "placebo")
    assert table[["low", "high"]].values.tolist() == [[-0.25, 0.25]]


def test_the_placebo_of_many_provisions_is_drawn_in_blocks_and_comes_out_the_same(monkeypatch):
    mass = shipped_mass()
    whole = placebo_gaps(mass, draws=100)
    sizes = []

    def blocks_of_7(draws, n):
        sizes.append(n)
        return draw_blocks(draws, n, cells=7 * n)

    monkeypatch.setattr("analysis.studies.gaps.measure.draw_blocks", blocks_of_7)
    pd.testing.assert_frame_equal(placebo_gaps(mass, draws=100), whole, rtol=1e-12)
    assert sizes == mass.groupby("province").size().tolist()


TEXT = "前言光纤。\n一、光纤\n1.光纤。建光纤，扶贫。（光纤厅负责）\n2.目标。光纤，企业。\n"


@pytest.fixture
def made_up():
    """Two documents of one text; in the second, 光纤 is 公路 throughout the bodies."""
    texts = pd.DataFrame(
        {
            "doc_id": ["x", "y"],
            "text": [TEXT, TEXT.replace("建光纤", "建公路").replace("。光纤，", "。公路，")],
        }
    )
    documents = pd.DataFrame({"doc_id": ["x", "y"], "province": ["anhui", "beijing"]})
    terms = pd.DataFrame({"term": ["光纤"], "area": ["net"], "topic": ["fibre"]})
    provisions = pd.DataFrame(
        {
            "provision_id": ["x-1", "x-2", "y-1", "y-2"],
            "province": ["anhui", "anhui", "beijing", "beijing"],
            "heading": ["光纤", "目标"] * 2,
        }
    )
    tokens = tokenise_zones(
        split_segments(texts),
        texts,
        documents,
        terms,
        [],
        {("jieba", 1): list, ("jieba", 0): list, ("rjieba", 1): list},
    )
    return tokens, provisions, terms


def test_zones_are_cut_with_their_places(made_up):
    tokens, _, _ = made_up
    own = tokens[
        (tokens["hmm"] == 1) & (tokens["engine"] == "jieba") & (tokens["province"] == "anhui")
    ]
    assert own.groupby("zone", sort=False)["term"].agg("".join).to_dict() == {
        "preamble": "前言光纤", "heading": "光纤目标", "body": "建光纤扶贫光纤企业", "agencies": "光纤厅负责",
    }  # fmt: skip


def test_every_combination_is_there_once_and_zero_is_the_declared_one(made_up):
    table = check_table(specification_gaps(*made_up), "specifications")
    assert len(table) == 2 * 2 * 2 * 2 * len(IDF_CHOICES) * 3 * 5
    choices = table.drop(columns=["specification", "gap"])
    assert not choices.duplicated().any()
    assert table.iloc[0, 4:-1].tolist() == [0, 1, 1, 0, "provisions", "jieba", 1, "full"]


def test_gaps_without_idf_by_hand(made_up):
    table = specification_gaps(*made_up)
    plain = table[
        (table["idf"] == "none")
        & (table["lexicon"] == "full")
        & (table["hmm"] == 1)
        & (table["engine"] == "jieba")
    ]
    gap = plain.set_index(["preamble", "headings", "goals", "agencies"])["gap"]
    # Bodies: 光纤 2 of 7 words (建光纤扶贫, 光纤企业) against 0 of 9 (建公路扶贫, 公路企业: 公路 is
    # no term, so two words).
    assert gap[(0, 0, 1, 0)] == pytest.approx(2 / 7)
    # Without the goals: 1 of 4 words.
    assert gap[(0, 0, 0, 0)] == pytest.approx(1 / 4)
    # With the preamble: 3 of 10 words against 1 of 12.
    assert gap[(1, 0, 1, 0)] == pytest.approx(3 / 10 - 1 / 12)
    # With headings (光纤, 目标): 3 of 10 against 1 of 12. With agencies: 3 of 11 against 1 of 13.
    assert gap[(0, 1, 1, 0)] == pytest.approx(3 / 10 - 1 / 12)
    assert gap[(0, 0, 1, 1)] == pytest.approx(3 / 11 - 1 / 13)


def test_idf_by_hand(made_up):
    table = specification_gaps(*made_up)
    bodies = table[
        (table["headings"] == 0) & (table["preamble"] == 0) & (table["goals"] == 1)
        & (table["agencies"] == 0) & (table["lexicon"] == "full") & (table["hmm"] == 1) & (table["engine"] == "jieba")
    ].set_index("idf")["gap"]  # fmt: skip
    # Anhui: 建光纤扶贫 and 光纤企业. Over its own two provisions 光纤 stands in both, ln(3/3) + 1 = 1,
    # and each of five other words in one, ln(3/2) + 1.
    rare = np.log(3 / 2) + 1
    assert bodies["provisions of the province"] == pytest.approx(2 / (2 + 5 * rare))
    # Over all four provisions every word stands in two: the idf cancels.
    assert bodies["provisions"] == pytest.approx(2 / 7)
    assert bodies["sentences"] == pytest.approx(2 / 7)


def test_the_declared_specification_gives_the_published_gaps():
    published = read_table("divergence").query("topic == 'all'").set_index("area")["gap"]
    table = read_table("specifications")
    declared = table[table["specification"] == 0].set_index("area")["gap"]
    assert declared.to_dict() == pytest.approx(published.to_dict(), abs=1e-9)
    agreement = sign_agreement(table).set_index("area")
    for area, own in table.groupby("area"):
        same = (np.sign(own["gap"]) == np.sign(declared[area])).mean()
        assert agreement.loc[area, "agreeing"] == pytest.approx(same)


class TestBySimulation:
    """What the tests and intervals claim, checked on texts where the truth is known."""

    def test_texts_that_do_not_differ_are_found_to_differ_one_time_in_twenty(self):
        # One text, cut in two at random: the max-T test may reject in 5 %, for any area.
        mass = shipped_mass().loc[["gansu"]]
        columns = [c for c in mass.columns if c[1] == "all" or c == TOTAL]
        own = mass[columns].reset_index(drop=True)
        rng = np.random.default_rng(7)
        n_rounds, rejected, naive = 300, 0, 0
        for round_ in range(n_rounds):
            order = rng.permutation(len(own))
            halves = ["a"] * (len(own) // 2) + ["b"] * (len(own) - len(own) // 2)
            index = pd.MultiIndex.from_arrays([halves, order], names=["province", "provision_id"])
            split = own.iloc[order].set_axis(index, axis=0)
            _, p_adjusted = gap_p_values(split, [("a", "b")], draws=400, seed=round_)
            rejected += p_adjusted.min() < 0.05
            naive += token_chi_square(split) < 0.05
        # 95 % of runs of 300 at a true 5 % lie between 8 and 23 rejections.
        assert 8 <= rejected <= 23
        # Words come in clusters; a test that takes them as independent nearly always rejects.
        assert naive / n_rounds > 0.5

    def test_shorter_provisions_alone_are_no_divergence(self):
        # Both provinces draw on Gansu's provisions; of the second's words a tenth is kept.
        own = shipped_mass().loc[["gansu"]]
        own = own[[c for c in own.columns if c[1] == "all" or c == TOTAL]].to_numpy()
        areas, other = own[:, :-1], own[:, -1:] - own[:, :-1].sum(axis=1, keepdims=True)
        words = np.hstack([areas, other])
        rng = np.random.default_rng(5)
        n_rounds, rejected = 200, 0
        columns = pd.MultiIndex.from_tuples(
            [(str(i), "all") for i in range(areas.shape[1])] + [TOTAL]
        )
        for round_ in range(n_rounds):
            long = words[rng.integers(0, len(words), 28)]
            short = rng.binomial(np.round(words[rng.integers(0, len(words), 17)]).astype(int), 0.1)
            masses = np.vstack([long, short])
            values = np.column_stack([masses[:, :-1], masses.sum(axis=1)])
            province = ["a"] * 28 + ["b"] * 17
            index = pd.MultiIndex.from_arrays(
                [province, range(45)], names=["province", "provision_id"]
            )
            mass = pd.DataFrame(values, index=index, columns=columns)
            _, p_adjusted = gap_p_values(mass, [("a", "b")], draws=300, seed=round_)
            rejected += p_adjusted.min() < 0.05
        # Without dividing by the standard error about 37 % of such pairs were found to differ.
        assert rejected / n_rounds < 0.12

    def test_intervals_hold_the_truth_the_less_often_the_fewer_provisions_have_a_term(self):
        # Samples with replacement from the provisions of each text, 28 and 40 at a time.
        rng = np.random.default_rng(11)
        rounds = []
        for province, size in [("gansu", 28), ("hebei", 28), ("gansu", 40), ("hebei", 40)]:
            mass = shipped_mass().loc[[province]]
            mass = mass[[c for c in mass.columns if c[1] == "all" or c == TOTAL]]
            areas = mass.columns.drop(TOTAL)
            truth = (mass[areas].sum() / mass[TOTAL].sum()).to_numpy()
            for round_ in range(150):
                sample = mass.iloc[rng.integers(0, len(mass), size)]
                (draws,) = resample_coverage(sample, draws=300, seed=round_).values()
                low, high = np.percentile(draws, [2.5, 97.5], axis=0)
                held = (sample[areas] > 0).sum().to_numpy()
                rounds += zip(held, (low <= truth) & (truth <= high), strict=True)
        told = pd.DataFrame(rounds, columns=["held", "true"])
        few, some, many = (
            told.loc[told["held"].between(*ends), "true"].mean()
            for ends in [(1, TELLING - 1), (TELLING, 7), (8, 40)]
        )
        # As the README says; notebook 02 and the brief say less than four times in five of the first.
        assert [round(100 * share) for share in (few, some, many)] == [64, 83, 92]


def token_chi_square(mass: pd.DataFrame) -> float:
    """The naive test: every word an independent draw; the smallest p of the areas, Bonferroni."""
    sums = mass.groupby("province").sum()
    areas = sums.columns.drop(TOTAL)
    p_values = [
        stats.chi2_contingency(
            np.column_stack([sums[area], sums[TOTAL] - sums[area]]), correction=False
        ).pvalue
        for area in areas
        if sums[area].sum() > 0
    ]
    return min(p_values) * len(areas)


def test_of_four_provinces_each_is_specified_against_the_mean_of_the_others():
    # One provision of four words each; 网 is of the area: 1, 2, 3 and 4 times.
    tokens = pd.DataFrame(
        [
            ("jieba", 1, p, "body", f"{p}-1", f"{p}-1-s01", "网" if i < n else "路")
            for n, p in enumerate("abcd", start=1)
            for i in range(4)
        ],
        columns=["engine", "hmm", "province", "zone", "provision_id", "sentence_id", "term"],
    )
    provisions = pd.DataFrame(
        {"provision_id": [f"{p}-1" for p in "abcd"], "province": [*"abcd"], "heading": "x"}
    )
    terms = pd.DataFrame({"term": ["网", "光"], "area": "net", "topic": "fibre"})
    table = specification_gaps(tokens, provisions, terms, halves=1)
    plain = table[(table["idf"] == "none") & (table["lexicon"] == "full")]
    gap = plain.groupby("province_a")["gap"].unique().map(list)
    # Shares of 1/4 to 4/4; the others of a have 3/4 on average.
    assert gap.map(len).eq(1).all()
    assert gap.str[0].tolist() == pytest.approx([-1 / 2, -1 / 6, 1 / 6, 1 / 2])
    assert set(table["province_b"]) == {"others"}

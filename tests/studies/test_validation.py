import krippendorff
import numpy as np
import pandas as pd
import pytest
from made_up import none_of, texts
from sklearn.metrics import precision_recall_fscore_support

from analysis.errors import TableError
from analysis.say.wording import Statement
from analysis.store.files import RAW
from analysis.store.schema import CONTRACTS
from analysis.store.tables import check_table, read_table
from analysis.studies.shares.measure import area_shares
from analysis.studies.validation import report
from analysis.studies.validation.measure import (
    coder_agreement,
    compare_sentences,
    correct_prevalence,
    list_errors,
    read_codes,
    score_lexicon,
    score_predictions,
    second_opinion,
)

SENTENCES = pd.DataFrame(
    {
        "sentence_id": ["x-1-s01", "x-1-s02", "x-2-s01", "y-1-s01"],
        "provision_id": ["x-1", "x-1", "x-2", "y-1"],
        "text": ["建光纤网。", "保安全。", "省厅办公。", "扶贫帮困。"],
    }
)


def codes_of(**coders: list[int]) -> pd.DataFrame:
    """Codes for infrastructure as given, 0 elsewhere."""
    return pd.concat(
        pd.DataFrame(
            {"sentence_id": SENTENCES["sentence_id"], "coder": coder, "infrastructure": given,
             "security": 0, "poverty": 0, "culture": 0}
        )
        for coder, given in coders.items()
    )  # fmt: skip


def hits_of(*sentence_ids: str, area: str = "infrastructure") -> pd.DataFrame:
    rows = [(s, 0, 2, s[:3], area, "fibre", "光纤") for s in sentence_ids]
    columns = ["sentence_id", "start", "end", "provision_id", "area", "topic", "term"]
    return pd.DataFrame(rows, columns=columns)


PROVISIONS = pd.DataFrame(
    {
        "provision_id": ["x-1", "x-2", "y-1"],
        "province": ["anhui", "anhui", "beijing"],
        "heading": list("甲乙丙"),
    }
)


def test_krippendorffs_published_example():
    # Krippendorff (2011), Computing Krippendorff's alpha-reliability, example C: 0.743 nominal.
    n = np.nan
    data = [
        [1, 2, 3, 3, 2, 1, 4, 1, 2, n, n, n],
        [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, n, 3],
        [n, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, n],
        [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, n],
    ]
    alpha = krippendorff.alpha(reliability_data=data, level_of_measurement="nominal")
    assert alpha == pytest.approx(0.743, abs=5e-4)


def test_agreement_of_two_coders_by_hand():
    # 1100 against 1000: agreement 3/4. Kappa: chance (1/2 · 1/4) + (1/2 · 3/4) = 1/2, so
    # (3/4 - 1/2) / (1 - 1/2) = 1/2. Alpha: disagreement 2 of 8; expected 2 · 3 · 5 / (8 · 7), so
    # 1 - (2/8) / (30/56) = 8/15.
    codes = codes_of(a=[1, 1, 0, 0], b=[1, 0, 0, 0])
    table = check_table(coder_agreement(codes, SENTENCES, draws=50), "reliability")
    row = table.set_index("area").loc["infrastructure"]
    assert row["kappa"] == pytest.approx(1 / 2)
    assert row["alpha"] == pytest.approx(8 / 15)
    assert row["alpha_low"] <= row["alpha"] <= row["alpha_high"]
    assert (row["n_coders"], row["n_sentences"]) == (2, 4)
    # Nobody ever coded culture: agreement beyond chance has no meaning there.
    assert np.isnan(table.set_index("area").loc["culture", "alpha"])


def test_three_coders_and_gaps_in_the_coding():
    codes = codes_of(a=[1, 1, 0, 0], b=[1, 1, 0, 0], c=[1, 1, 0, 1])
    codes = codes[~((codes["coder"] == "c") & (codes["sentence_id"] == "y-1-s01"))]
    row = coder_agreement(codes, SENTENCES, draws=20).set_index("area").loc["infrastructure"]
    assert row["alpha"] == pytest.approx(1)
    assert row["kappa"] == pytest.approx(1)
    assert row["n_coders"] == 3


def test_one_coder_gives_an_empty_table():
    assert len(coder_agreement(codes_of(a=[1, 0, 0, 0]), SENTENCES)) == 0


def test_scores_by_hand_and_by_scikit_learn():
    codes = codes_of(a=[1, 1, 0, 0])
    compared = compare_sentences(SENTENCES, hits_of("x-1-s01", "x-2-s01", "x-2-s01"), codes)
    table = check_table(score_lexicon(compared, PROVISIONS, draws=100), "validation")
    row = table.set_index(["province", "area"]).loc[("all", "infrastructure")]
    assert row[["true_positives", "false_positives", "false_negatives"]].tolist() == [1, 1, 1]
    own = compared[compared["area"] == "infrastructure"]
    p, r, f1, _ = precision_recall_fscore_support(own["gold"], own["predicted"], average="binary")
    assert row[["precision", "recall", "f1"]].tolist() == pytest.approx([p, r, f1])
    assert row[["precision", "recall", "f1"]].tolist() == pytest.approx([0.5, 0.5, 0.5])
    assert (row["predicted"], row["gold"]) == (0.5, 0.5)
    # Recall and specificity are 1/2 each: no better than chance, so there is no correction.
    assert np.isnan(row["corrected"])
    beijing = table.set_index(["province", "area"]).loc[("beijing", "infrastructure")]
    assert np.isnan(beijing["f1"])  # nothing marked, nothing coded


def test_a_coder_without_codes_is_refused():
    with pytest.raises(TableError, match=r"no sentence is coded by 'z'; found coders \['a'\]"):
        compare_sentences(SENTENCES, hits_of(), codes_of(a=[1, 0, 0, 0]), coder="z")


def test_a_headings_hit_marks_no_sentence():
    hits = hits_of("x-1-s00")
    assert compare_sentences(SENTENCES, hits, codes_of(a=[1, 0, 0, 0]))["predicted"].sum() == 0


def test_corrected_prevalence_stays_between_0_and_1():
    compared = pd.DataFrame({"predicted": [1, 1, 0, 0, 1], "gold": [1, 1, 0, 0, 0]})
    assert correct_prevalence(0.0, compared) == 0
    assert correct_prevalence(1.0, compared) == 1


def test_errors_name_the_terms_to_blame():
    terms = pd.DataFrame(
        {"term": ["光纤", "扶贫帮困"], "area": ["infrastructure", ""], "topic": ["fibre", ""]}
    )
    compared = compare_sentences(SENTENCES, hits_of("x-2-s01"), codes_of(a=[0, 0, 0, 1]))
    errors = check_table(
        list_errors(compared, hits_of("x-2-s01"), terms, PROVISIONS), "lexicon_errors"
    )
    assert errors[["sentence_id", "error", "terms", "heading"]].values.tolist() == [
        ["x-2-s01", "false positive", "光纤", "乙"],
        ["y-1-s01", "false negative", "扶贫帮困", "丙"],
    ]


def test_the_classifier_never_sees_a_neighbour():
    # A provision's sentences share a secret word that alone decides the code; a model that saw
    # a neighbour would know it. Words are new in every provision, so nothing can be learned.
    rng = np.random.default_rng(1)
    rows = []
    for p in range(30):
        secret = "".join(chr(c) for c in rng.integers(0x5000, 0x9000, 6))
        for area, code in (("infrastructure", p % 2), ("culture", 1 - p % 2)):
            rows += [(f"p{p}-s{i}", f"p{p}", area, 0, code, secret) for i in range(4)]
    compared = pd.DataFrame(
        rows, columns=["sentence_id", "provision_id", "area", "predicted", "gold", "text"]
    )
    opinions = check_table(second_opinion(compared), "second_opinion")
    assert opinions["probability"].between(0.2, 0.8).all()


def test_the_classifier_learns_what_can_be_learned():
    rows = [
        (f"p{p}-s1", f"p{p}", area, 0, code, "建设光纤网络。" if p % 2 else "办公用房管理。")
        for p in range(20)
        for area, code in (("infrastructure", p % 2), ("culture", 1 - p % 2))
    ]
    compared = pd.DataFrame(
        rows, columns=["sentence_id", "provision_id", "area", "predicted", "gold", "text"]
    )
    opinions = second_opinion(compared)
    assert (opinions["classified"] == opinions["gold"]).all()
    assert score_predictions(opinions, "classified")["infrastructure"] == 1


def test_shares_of_characters_by_hand():
    compared = compare_sentences(SENTENCES, hits_of("x-1-s01"), codes_of(a=[1, 0, 0, 0]))
    opinions = compared.assign(classified=compared["sentence_id"].eq("x-2-s01").astype(int))
    coverage = pd.DataFrame(
        [
            (p, a, "all", 0.1, 0.5, 9.0)
            for p in ("anhui", "beijing")
            for a in compared["area"].unique()
        ],
        columns=["province", "area", "topic", "coverage", "prevalence", "intensity"],
    )
    shares = check_table(area_shares(compared, opinions, coverage, PROVISIONS), "area_shares")
    row = shares.set_index(["province", "area"]).loc[("anhui", "infrastructure")]
    # Anhui: 4 + 3 + 4 Han characters, of which 4 are coded and 4 predicted.
    assert row[["sentence_codes", "classifier", "coverage"]].tolist() == pytest.approx(
        [4 / 11, 4 / 11, 0.1]
    )


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            "gansu-1.1-s01,a,1",
            "gansu-1.1-s01,a,2",
            r"codes\.csv, sentence 'gansu-1\.1-s01', coder 'a': found \[2",
        ),
        (
            "gansu-1.1-s01,a",
            "gansu-9.9-s01,a",
            r"coder 'a': sentence 'gansu-9\.9-s01' does not exist",
        ),
        ("gansu-1.1-s01,b", "gansu-1.1-s01,a", r"codes\.csv, row 2: .* stands more than once"),
    ],
)
def test_broken_codes_are_refused(tmp_path, old, new, message):
    text = (RAW / "codes.csv").read_text()
    assert old in text
    (tmp_path / "codes.csv").write_text(text.replace(old, new))
    with pytest.raises(TableError, match=message):
        read_codes(read_table("sentences"), tmp_path / "codes.csv")


class TestShippedCodes:
    sentences = read_table("sentences")
    codes = read_codes(sentences)

    def test_every_sentence_of_a_body_is_coded_by_both(self):
        bodies = set(self.sentences.loc[self.sentences["zone"] == "body", "sentence_id"])
        for _, own in self.codes.groupby("coder"):
            assert set(own["sentence_id"]) == bodies

    @pytest.mark.parametrize(
        ("sentence_id", "codes"),
        [
            ("gansu-4.4-s02", [1, 0, 1, 0]),  # coverage for poor areas: both
            ("hebei-14-s03", [0, 1, 0, 0]),  # critical information infrastructure: security only
            ("gansu-1.3-s08", [0, 0, 0, 0]),  # numbers of users
            ("gansu-4.6-s02", [0, 0, 0, 0]),  # the security industry
            ("hebei-18-s03", [0, 0, 0, 0]),  # duties of departments
            ("hebei-4-s02", [1, 0, 0, 0]),  # 5G at a venue
            ("hebei-12-s03", [0, 1, 0, 1]),  # rumours struck, good content promoted
        ],
    )
    def test_they_keep_the_rules_of_the_codebook(self, sentence_id, codes):
        own = self.codes[self.codes["sentence_id"] == sentence_id]
        assert own.iloc[:, 2:].values.tolist() == [codes, codes]

    def test_the_lexicon_reaches_its_aim_on_these_texts(self):
        compared = compare_sentences(self.sentences, read_table("hits"), self.codes)
        table = score_lexicon(compared, read_table("provisions"), draws=100)
        assert (table.loc[table["province"] == "all", "f1"] >= 0.9).all()


def test_without_codes_every_table_is_empty_and_keeps_its_contract():
    codes = pd.DataFrame(columns=list(CONTRACTS["codes"].columns))
    hits = pd.DataFrame({"sentence_id": ["x-1-s01"], "area": ["security"], "term": ["网"]})
    provisions = pd.DataFrame({"provision_id": ["x-1"], "province": ["x"], "heading": [""]})
    terms = pd.DataFrame({"term": ["网", "网点"], "area": ["security", ""]})
    compared = compare_sentences(SENTENCES, hits, codes)
    assert compared.empty
    made = {
        "reliability": coder_agreement(codes, SENTENCES),
        "validation": score_lexicon(compared, provisions),
        "lexicon_errors": list_errors(compared, hits, terms, provisions),
        "second_opinion": second_opinion(compared),
        "area_shares": area_shares(compared, second_opinion(compared), pd.DataFrame(), provisions),
    }
    for name, table in made.items():
        assert check_table(table, name).empty, name


# ---------------------------------------------------------------- statements and figure


def test_one_coder_has_no_reliability(names):
    assert (
        report.reliability_statements(pd.DataFrame(), names)[0].en
        == "Fewer than two coders: reliability is not known."
    )


def test_reliability_gives_both_measures(names):
    row = {"area": "net", "n_coders": 2, "n_sentences": 9}
    row |= {
        "alpha": 0.8,
        "alpha_low": 0.7,
        "alpha_high": 0.9,
        "kappa": 0.75,
        "kappa_low": 0.6,
        "kappa_high": 0.85,
    }
    (statement,) = report.reliability_statements(pd.DataFrame([row]), names)
    assert statement.en == (
        "Networks: alpha 0.80 (0.70 to 0.90), kappa 0.75 (0.60 to 0.85); 2 coders, 9 sentences."
    )


def test_scores_are_told_with_what_went_wrong(names):
    rows = pd.DataFrame(
        [("all", "net", 1, 2, 0.9, 0.8, 0.85, 0.7, 0.95), ("anhui", "net", 0, 0, 1, 1, 1, 1, 1)],
        columns=["province", "area", "false_positives", "false_negatives", "precision", "recall",
                 "f1", "f1_low", "f1_high"],
    )  # fmt: skip
    (statement,) = report.statements(rows, names)
    assert statement.en == (
        "Networks: precision 0.90, recall 0.80, F1 0.85 (0.70 to 0.95); 1 false alarm, "
        "2 sentences missed."
    )
    assert "误报1句，漏报2句" in statement.zh
    assert (
        report.headline(rows, names).en
        == "Lexicon and sentence codes agree least on networks: F1 0.85"
    )


def test_the_classifier_stands_beside_the_lexicon(names):
    opinions = pd.DataFrame(
        {"area": "net", "classified": [1, 0, 1], "predicted": [1, 1, 1], "gold": [1, 1, 0]}
    )
    (statement,) = report.opinion_statements(opinions, names)
    # 2 TP / (2 TP + FP + FN): 2 / (2 + 1 + 1) and 4 / (4 + 1).
    assert statement.en == (
        "Networks: F1 of the classifier 0.50, of the lexicon 0.80; they differ on 1 sentence."
    )
    assert "两者在1个句子上不一致" in statement.zh


@pytest.mark.usefixtures("style")
def test_validation_shows_each_score_in_its_interval(names):
    row = {"province": "all", "area": "net"}
    for measure, value in (("precision", 0.9), ("recall", 0.8), ("f1", 0.85)):
        row |= {measure: value, f"{measure}_low": value - 0.1, f"{measure}_high": value + 0.05}
    axes = report.plot(pd.DataFrame([row]), names)
    drawn = [[tuple(line.get_xdata()) for line in ax.lines] for ax in axes]
    assert drawn[0] == [pytest.approx((0.8, 0.95)), (0.9,)]
    assert [texts(ax)[0] for ax in axes] == ["0.90", "0.80", "0.85"]
    assert [ax.get_title(loc="left") for ax in axes] == ["精确率 Precision", "召回率 Recall", "F1"]


@pytest.mark.usefixtures("style")
def test_without_codes_nothing_is_known_of_the_lexicon(names, tmp_path):
    none = none_of("validation")
    uncoded = (
        "No sentence of these documents has been coded: how well the lexicon finds what they say is "
        "not known."
    )
    (said,) = report.statements(none, names)
    assert said.en == uncoded
    assert said.zh == "这些文件还没有逐句编码：词典找得准不准，尚不清楚。"
    opinions = none_of("second_opinion")
    assert report.opinion_statements(opinions, names) == (said,)
    assert report.headline(none, names) == Statement(uncoded.rstrip("."), said.zh.rstrip("。"))
    (ax,) = report.plot(none, names).flat
    assert texts(ax) == ["没有句子编码 no sentence has been coded"]
    alt = report.draw(none, names, source="made up", folder=tmp_path).alt
    assert alt.en == (
        f"Precision, recall and F1 of the lexicon against sentence codes, with intervals. {uncoded}"
    )


def test_one_miss_is_told_in_the_singular(names):
    scores = dict.fromkeys(["precision", "recall", "f1", "f1_low", "f1_high"], 0.5)
    row = {"province": "all", "area": "sec", "false_positives": 1200, "false_negatives": 1} | scores
    (said,) = report.statements(pd.DataFrame([row]), names)
    assert said.en.endswith("; 1,200 false alarms, 1 sentence missed.")
    assert said.zh.endswith("；误报1200句，漏报1句。")
    assert said.href == "reader.html?area=sec"

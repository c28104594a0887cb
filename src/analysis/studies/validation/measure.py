"""The lexicon against readers: sentence codes, their reliability, errors, a second opinion."""

from itertools import combinations
from pathlib import Path

import numpy as np
import pandas as pd

from analysis.errors import TableError
from analysis.stats.intervals import percentile_interval
from analysis.stats.resample import DRAWS, SEED
from analysis.store.files import RAW, show_path
from analysis.store.schema import CONTRACTS
from analysis.store.tables import read_csv
from analysis.vocabulary import ALL
from analysis.words.lexicon import normalise, term_finder

# Each different draw is a call of the library, of milliseconds; ends are good to a hundredth.
AGREEMENT_DRAWS = 200
MEASURES = ("precision", "recall", "f1")


def read_codes(sentences: pd.DataFrame, path: Path = RAW / "codes.csv") -> pd.DataFrame:
    """Read the sentence codes and hold them against the sentences they are about.

    Returns the table `codes`. Raises TableError for a broken table, a code that is neither 0
    nor 1, and a sentence that does not exist.
    """
    codes = read_csv(path, "codes")
    areas = coded_areas()
    wrong = codes[~codes[areas].isin([0, 1]).all(axis=1)]
    if len(wrong):
        row = wrong.iloc[0]
        raise TableError(
            f"{show_path(path)}, sentence '{row['sentence_id']}', coder '{row['coder']}': found "
            f"{[int(code) for code in row[areas]]}, expected 0 or 1 for each area. Correct the row."
        )
    strange = codes[~codes["sentence_id"].isin(sentences["sentence_id"])]
    if len(strange):
        row = strange.iloc[0]
        raise TableError(
            f"{show_path(path)}, coder '{row['coder']}': sentence '{row['sentence_id']}' does not "
            "exist; expected one of data/processed/sentences.csv. If a text changed, code it anew."
        )
    return codes


def coded_areas() -> list[str]:
    """Name the areas that sentence codes have a column for."""
    return list(CONTRACTS["codes"].columns)[2:]


def coder_agreement(
    codes: pd.DataFrame,
    sentences: pd.DataFrame,
    *,
    draws: int = AGREEMENT_DRAWS,
    seed: int = SEED,
) -> pd.DataFrame:
    """Measure how far the coders agree on each area.

    Krippendorff's alpha (nominal; Krippendorff 2004, by the package `krippendorff`) and Cohen's
    kappa (Cohen 1960; the mean over pairs of coders), with 95 % percentile
    intervals over redrawn provisions, since the sentences of one provision go together.

    Returns the table `reliability`; empty with a single coder.
    """
    coders = sorted(codes["coder"].unique())
    provision = sentences.set_index("sentence_id")["provision_id"]
    rows = []
    for area in coded_areas() if len(coders) > 1 else []:
        wide = codes.pivot_table(index="sentence_id", columns="coder", values=area)
        wide = wide[wide.notna().sum(axis=1) > 1]
        patterns, kind = np.unique(wide.fillna(-1).to_numpy(), axis=0, return_inverse=True)
        counts = pd.crosstab(provision[wide.index].to_numpy(), kind.ravel()).to_numpy()
        picks = np.random.default_rng(seed).multinomial(
            len(counts), np.full(len(counts), 1 / len(counts)), size=draws
        )
        drawn, place = np.unique(picks @ counts, axis=0, return_inverse=True)
        row = {"area": area, "n_coders": len(coders), "n_sentences": len(wide)}
        for name, measure in (("alpha", _alpha), ("kappa", _kappa)):
            values = np.array([measure(patterns, n) for n in drawn])[place.ravel()]
            row[name] = measure(patterns, counts.sum(axis=0))
            row[f"{name}_low"], row[f"{name}_high"] = _interval(values)
        rows.append(row)
    return pd.DataFrame(rows, columns=list(CONTRACTS["reliability"].columns))


def compare_sentences(
    sentences: pd.DataFrame, hits: pd.DataFrame, codes: pd.DataFrame, *, coder: str = "a"
) -> pd.DataFrame:
    """Put lexicon and sentence codes side by side for every coded sentence and area.

    Returns sentence_id, provision_id, area, marked (the lexicon has a hit), coded, text; no row
    where nothing has been coded. Raises TableError for a coder without codes where others have
    some.
    """
    if len(codes) and coder not in set(codes["coder"]):
        raise TableError(
            f"codes.csv: no sentence is coded by '{coder}'; found coders "
            f"{sorted(codes['coder'].unique())}. Code some sentences, or name another coder."
        )
    own = codes[codes["coder"] == coder].melt(
        "sentence_id", coded_areas(), var_name="area", value_name="gold"
    )
    found = hits[["sentence_id", "area"]].drop_duplicates().assign(predicted=1)
    both = own.merge(found, on=["sentence_id", "area"], how="left", validate="one_to_one")
    both["predicted"] = both["predicted"].fillna(0).astype(int)
    texts = sentences[["sentence_id", "provision_id", "text"]]
    return both.merge(texts, on="sentence_id", validate="many_to_one")


def score_lexicon(
    compared: pd.DataFrame, provisions: pd.DataFrame, *, draws: int = DRAWS, seed: int = SEED
) -> pd.DataFrame:
    """Score the lexicon against the sentence codes, for all provinces and for each.

    precision = TP / (TP + FP), recall = TP / (TP + FN), F1 = 2 TP / (2 TP + FP + FN), with 95 %
    percentile intervals over redrawn provisions. `corrected` is the share of marked sentences
    corrected for the lexicon's errors (Rogan and Gladen 1978): (predicted + specificity - 1) /
    (recall + specificity - 1), cut to 0..1, with recall and specificity over all provinces.

    `compared` as from `compare_sentences`. Returns the table `validation`.
    """
    owner = provisions[["provision_id", "province"]]
    both = compared.merge(owner, on="provision_id", validate="many_to_one")
    everywhere = both.assign(province=ALL)
    rows = []
    for (province, area), own in pd.concat([everywhere, both]).groupby(["province", "area"]):
        pooled = everywhere[everywhere["area"] == area]
        rows.append(
            {"province": province, "area": area}
            | _scores(own, draws=draws, seed=seed)
            | {
                "predicted": own["predicted"].mean(),
                "corrected": correct_prevalence(own["predicted"].mean(), pooled),
                "gold": own["gold"].mean(),
            }
        )
    return pd.DataFrame(rows, columns=list(CONTRACTS["validation"].columns))


def correct_prevalence(predicted: float, compared: pd.DataFrame) -> float:
    """Correct a share of predicted sentences for false alarms and misses (Rogan and Gladen 1978).

    Not a number where the lexicon does no better than chance.

    >>> compared = pd.DataFrame({"predicted": [1] * 9 + [0] + [1] * 2 + [0] * 8,
    ...                          "gold": [1] * 10 + [0] * 10})
    >>> round(correct_prevalence(0.55, compared), 9)   # (0.55 + 0.8 - 1) / (0.9 + 0.8 - 1)
    0.5
    """
    gold = compared["gold"] == 1
    sensitivity = compared.loc[gold, "predicted"].mean()
    specificity = 1 - compared.loc[~gold, "predicted"].mean()
    if not sensitivity + specificity > 1:
        return float("nan")
    return float(np.clip((predicted + specificity - 1) / (sensitivity + specificity - 1), 0, 1))


def list_errors(
    compared: pd.DataFrame, hits: pd.DataFrame, terms: pd.DataFrame, provisions: pd.DataFrame
) -> pd.DataFrame:
    """List the sentences on which lexicon and sentence codes differ, with the terms to blame.

    For a false positive these are the area's terms in it; for a false negative the neutral
    terms, if it holds any. Returns the table `lexicon_errors`.
    """
    wrong = compared[compared["predicted"] != compared["gold"]]
    find_neutral = term_finder(terms.loc[terms["area"] == "", "term"])
    blamed = hits.groupby(["sentence_id", "area"])["term"].agg(lambda t: "、".join(t.unique()))
    rows = [
        (
            row.area,
            row.sentence_id,
            "false positive" if row.predicted else "false negative",
            blamed[row.sentence_id, row.area]
            if row.predicted
            else "、".join(term for _, _, term in find_neutral(normalise(row.text))),
            row.provision_id,
            row.text,
        )
        for row in wrong.itertuples()
    ]
    columns = ["area", "sentence_id", "error", "terms", "provision_id", "text"]
    headings = provisions[["provision_id", "heading"]]
    listed = pd.DataFrame(rows, columns=columns, dtype="str")
    listed = listed.merge(headings, on="provision_id", validate="many_to_one")
    return listed[list(CONTRACTS["lexicon_errors"].columns)]


def second_opinion(
    compared: pd.DataFrame, *, folds: int = 5, strength: float = 10.0, seed: int = SEED
) -> pd.DataFrame:
    """Let a classifier judge every sentence, trained on the codes of other provisions.

    Character 1- to 3-grams weighted by tf-idf, and an L2-regularised logistic regression with
    balanced classes for each area. In each of `folds` rounds it learns from some provisions
    and judges the others, so no sentence is judged by a model that saw its neighbour.
    `strength` is scikit-learn's C, the inverse of regularisation, set before looking at scores.

    Returns the table `second_opinion`. It is a check, not the measure: nobody can follow why
    it decides as it does.
    """
    from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import StratifiedGroupKFold, cross_val_predict
    from sklearn.pipeline import make_pipeline

    columns = list(CONTRACTS["second_opinion"].columns)
    if compared.empty:
        return pd.DataFrame(columns=columns)
    # Every sentence is cut into n-grams once, and not anew in each round and for each area.
    cut = CountVectorizer(analyzer="char", ngram_range=(1, 3)).build_analyzer()
    ngrams = {text: cut(normalise(text)) for text in compared["text"].unique()}
    parts = []
    for _, own in compared.groupby("area", sort=False):
        probability = cross_val_predict(
            make_pipeline(
                TfidfVectorizer(analyzer=ngrams.__getitem__, sublinear_tf=True),
                LogisticRegression(C=strength, class_weight="balanced", solver="liblinear"),
            ),
            own["text"],
            own["gold"],
            groups=own["provision_id"],
            cv=StratifiedGroupKFold(folds, shuffle=True, random_state=seed),
            method="predict_proba",
        )[:, 1]
        classified = (probability >= 0.5).astype(int)
        parts.append(own.assign(probability=probability, classified=classified))
    return pd.concat(parts)[columns]


def score_predictions(opinions: pd.DataFrame, column: str) -> pd.Series:
    """Give the F1 of a column of `second_opinion` against the sentence codes, by area.

    >>> opinions = pd.DataFrame({"area": ["net"] * 3, "gold": [1, 1, 0], "classified": [1, 0, 0]})
    >>> score_predictions(opinions, "classified").round(3).to_dict()   # 2 / (2 + 0 + 1)
    {'net': 0.667}
    """
    hit = opinions["gold"] * opinions[column]
    sums = (
        pd.DataFrame(
            {"area": opinions["area"], "hit": 2 * hit, "both": opinions["gold"] + opinions[column]}
        )
        .groupby("area", sort=False)[["hit", "both"]]
        .sum()
    )
    return sums["hit"] / sums["both"]


def _scores(compared: pd.DataFrame, *, draws: int, seed: int) -> dict[str, float]:
    gold, predicted = compared["gold"], compared["predicted"]
    counts = pd.DataFrame(
        {"tp": gold * predicted, "fp": (1 - gold) * predicted, "fn": gold * (1 - predicted)}
    )
    by_provision = counts.groupby(compared["provision_id"]).sum().to_numpy()
    n = len(by_provision)
    picks = np.random.default_rng(seed).multinomial(n, np.full(n, 1 / n), size=draws)
    observed = _rates(by_provision.sum(axis=0))
    drawn = _rates(picks @ by_provision)
    tp, fp, fn = by_provision.sum(axis=0)
    scores: dict[str, float] = {
        "n_sentences": len(compared),
        "true_positives": int(tp),
        "false_positives": int(fp),
        "false_negatives": int(fn),
    }
    for measure, value, values in zip(MEASURES, observed, drawn, strict=True):
        low, high = _interval(values)
        scores |= {measure: float(value), f"{measure}_low": low, f"{measure}_high": high}
    return scores


def _rates(counts: np.ndarray) -> list[np.ndarray]:
    """Give precision, recall and F1; not a number where there is nothing to divide."""
    tp, fp, fn = np.moveaxis(np.asarray(counts, dtype=float), -1, 0)
    with np.errstate(invalid="ignore", divide="ignore"):
        return [tp / (tp + fp), tp / (tp + fn), 2 * tp / (2 * tp + fp + fn)]


def _interval(values: np.ndarray) -> tuple[float, float]:
    known = values[~np.isnan(values)]
    if not len(known):
        return float("nan"), float("nan")
    low, high = percentile_interval(known)
    return float(low), float(high)


def _alpha(patterns: np.ndarray, counts: np.ndarray) -> float:
    """Krippendorff's alpha of patterns of codes (one column a coder, -1 missing)."""
    import krippendorff

    units = np.repeat(patterns, counts, axis=0).T.astype(float)
    if len(np.unique(units[units >= 0])) < 2:
        return float("nan")  # all the same code: nothing to agree on beyond chance
    units[units < 0] = np.nan
    return float(krippendorff.alpha(reliability_data=units, level_of_measurement="nominal"))


def _kappa(patterns: np.ndarray, counts: np.ndarray) -> float:
    """Mean of Cohen's kappa over the pairs of coders, on what both coded."""
    kappas = []
    for i, j in combinations(range(patterns.shape[1]), 2):
        both = (patterns[:, i] >= 0) & (patterns[:, j] >= 0) & (counts > 0)
        first, second = patterns[both, i], patterns[both, j]
        if len(set(first) | set(second)) > 1:
            n = counts[both] / counts[both].sum()
            agreed = n[first == second].sum()
            by_chance = sum(n[first == code].sum() * n[second == code].sum() for code in set(first))
            kappas.append((agreed - by_chance) / (1 - by_chance))
    return float(np.mean(kappas)) if kappas else float("nan")

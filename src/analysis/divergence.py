"""How far two provinces diverge: gaps, intervals, permutation tests, verdicts, keyness.

All of it speaks of variation between the provisions of fixed texts, not of a sample of
provinces.
"""

from collections.abc import Iterator, Sequence

import numpy as np
import pandas as pd

from analysis.contracts import OTHERS
from analysis.coverage import (
    DRAWS,
    SEED,
    TOTAL,
    comparisons,
    observed_coverage,
    province_pairs,
    reference_weights,
    resample_coverage,
    share_of,
    sum_mass,
)
from analysis.lexicon import ALL
from analysis.tables import stack_tables

# The usual level: one false alarm in twenty tests of texts that do not differ.
LEVEL = 0.05

# One hundredth of a province's text is less than a reader would call a difference of emphasis.
# An area has about five topics, so a topic gets a fifth of that.
MARGIN = 0.01
TOPIC_MARGIN = 0.002

# As many pseudo-counts as a provision of middling length has words: enough to tame words
# that occur once, too few to drown those that recur.
PRIOR_SIZE = 200.0


Compared = Sequence[tuple[str, str]]


def province_gaps(
    weights: pd.DataFrame,
    provisions: pd.DataFrame,
    areas: pd.DataFrame,
    terms: pd.DataFrame,
    *,
    margin: float = MARGIN,
    topic_margin: float = TOPIC_MARGIN,
    draws: int = DRAWS,
    seed: int = SEED,
) -> pd.DataFrame:
    """Measure the gap in coverage between every two provinces, how sure it is, and a verdict.

    With more than three provinces also between each and OTHERS, the mean of the coverages of all
    others.

    - gap: coverage_a - coverage_b; log2_ratio: log2(coverage_a / coverage_b);
    - conf_low, conf_high: 95 % percentile interval of the gap over redrawn provisions;
    - p_value: share of relabelled corpora whose gap, standardised, is as wide
      (`standardised_gaps`, `permutation_p`);
    - p_adjusted: the same for the widest of all pairs, or of all provinces against the others,
      and of all areas, or all topics (max-T);
    - verdict: as `judge_gaps` declares, with `margin` for areas and `topic_margin` for topics.

    Returns the table `divergence`.
    """
    mass = sum_mass(weights, provisions, areas, terms)
    coverage = observed_coverage(mass)
    resampled = resample_coverage(mass, draws=draws, seed=seed)
    provinces = coverage.index.tolist()
    is_area = coverage.columns.get_level_values("topic") == ALL
    parts = []
    # Where every pair is told, both are the same; one province alone has neither.
    kinds = {tuple(kind(provinces)): None for kind in (province_pairs, comparisons)}
    for compared in filter(None, kinds):
        p_values, adjusted = gap_p_values(mass, compared, draws=draws, seed=seed)
        for k, gaps in enumerate(_observed_gaps(coverage, resampled, compared)):
            tested = gaps.assign(p_value=p_values[k], p_adjusted=adjusted[k])
            for rows, inside in ((is_area, margin), (~is_area, topic_margin)):
                level = tested[rows]
                parts.append(level.assign(verdict=judge_gaps(level, margin=inside)))
    return stack_tables(parts, "divergence")


def told_gaps(divergence: pd.DataFrame) -> pd.DataFrame:
    """Keep the gaps that words and figures tell: those to OTHERS if there are any, or else all.

    These are the comparisons that `coverage.comparisons` lists.
    """
    to_others = divergence["province_b"] == OTHERS
    return divergence[to_others] if to_others.any() else divergence


def shown_gaps(divergence: pd.DataFrame) -> pd.DataFrame:
    """Choose the gaps of areas that are taken apart, term by term and choice by choice.

    All that are told between pairs; of provinces against OTHERS, which are many, the widest of
    each area in which there is any.
    """
    of_areas = told_gaps(divergence)[lambda gaps: gaps["topic"] == ALL]
    if not (of_areas["province_b"] == OTHERS).any():
        return of_areas
    wide = of_areas["gap"].abs()[of_areas["gap"] != 0]
    return of_areas.loc[wide.groupby(of_areas["area"], sort=False).idxmax()]


def is_one_pair(table: pd.DataFrame) -> bool:
    """Tell whether a table is about one pair of provinces, so that its rows need not name them."""
    pairs = table[["province_a", "province_b"]].drop_duplicates()
    return len(pairs) == 1 and pairs["province_b"].iloc[0] != OTHERS


def rows_of(table: pd.DataFrame, gaps: pd.DataFrame) -> pd.DataFrame:
    """Keep the rows of a table that belong to some gaps, by provinces and area."""
    key = ["province_a", "province_b", "area"]
    chosen = pd.MultiIndex.from_frame(gaps[key])
    return table[pd.MultiIndex.from_frame(table[key]).isin(chosen)]


def gap_p_values(
    mass: pd.DataFrame, compared: Compared, *, draws: int = DRAWS, seed: int = SEED
) -> tuple[np.ndarray, np.ndarray]:
    """Test every gap against those of provisions dealt out to the provinces at random.

    `mass` as from `coverage.sum_mass`. Returns p and adjusted p, each comparisons by columns of
    `mass` but TOTAL. The adjusted p compares each |T| with the largest |T*| of a deal over all
    comparisons and all areas, or all topics: the single-step max-T of Westfall and Young (1993),
    which keeps the chance of any false alarm at the level.
    """
    own, dealt = deal_provisions(mass, draws=draws, seed=seed)
    observed = np.abs(np.concatenate([*standardised_gaps(mass, own[None, :], compared)]))
    level = (mass.columns.drop(TOTAL).get_level_values(1) == ALL).astype(int)
    widest = np.zeros((draws, 2))
    p_values = np.ones_like(observed)
    for k, gaps in enumerate(map(np.abs, standardised_gaps(mass, dealt, compared))):
        p_values[k] = permutation_p(observed[k], gaps)
        for column, gap in zip(level, gaps.T, strict=True):
            widest[:, column] = np.maximum(widest[:, column], gap)
    adjusted = np.array([permutation_p(gaps, widest[:, level]) for gaps in observed])
    return p_values, adjusted


def deal_provisions(mass: pd.DataFrame, *, draws: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Deal the provisions of all provinces out anew, as many to each.

    Returns the place of each provision's province in alphabetical order, as the texts are, and
    one row of such places a deal.
    """
    own, _ = pd.factorize(mass.index.get_level_values("province"), sort=True)
    tiled = np.tile(own.astype(np.int16), (draws, 1))
    return own, np.random.default_rng(seed).permuted(tiled, axis=1)


def standardised_gaps(
    mass: pd.DataFrame, dealt: np.ndarray, compared: Compared
) -> Iterator[np.ndarray]:
    """Divide gaps in coverage by their standard errors.

    With m the mass of an area and t that of all words in a provision, coverage is the ratio
    R = Σm / Σt, whose variance over n provisions is n / (n - 1) · Σ(m - R t)² / (Σt)² (Cochran
    1977, Sampling Techniques, 3rd ed., eq. 6.13). The standard error of a gap is the root of
    the sum of both; the variance of a mean of n provinces is the sum of theirs by n². Dividing
    by it keeps the test honest where provisions differ in length or spread between provinces
    (Janssen 1997; Chung and Romano 2013).

    `dealt` has a row for each way to deal the provisions of `mass` out, as `deal_provisions`
    gives them. Yields for each comparison as many rows, by columns of `mass` but
    TOTAL; 0 where nothing varies.
    """
    provinces = sorted(mass.index.unique("province"))
    coverage, variance = dealt_coverage(mass, dealt, len(provinces))
    for (a, _), against in zip(compared, reference_weights(compared, provinces), strict=True):
        first = provinces.index(a)
        gap = coverage[first] - _weighted(against, coverage)
        std_error = np.sqrt(variance[first] + _weighted(against**2, variance))
        yield np.divide(gap, std_error, out=np.zeros_like(gap), where=std_error > 1e-12)


def permutation_p(observed: np.ndarray, permuted: np.ndarray) -> np.ndarray:
    """Give the permutation p of each statistic of size, such as |T|: a row of `permuted` is a deal.

    p = (1 + number of deals with T* >= T) / (1 + deals).

    >>> permuted = np.array([[1.0, 4.0], [1.0, 3.0], [1.0, 4.0]])
    >>> permutation_p(np.array([2.0, 4.0]), permuted).tolist()
    [0.25, 0.75]
    """
    # A deal equals the texts also in the last bit that a sum in another order may change.
    reached = permuted >= observed - 1e-9
    return (1 + reached.sum(axis=0)) / (1 + len(permuted))


def dealt_coverage(
    mass: pd.DataFrame, dealt: np.ndarray, n_provinces: int
) -> tuple[np.ndarray, np.ndarray]:
    """Measure the coverage of every province under every deal, and its variance.

    `mass` and `dealt` as for `standardised_gaps`, which gives the formula. Returns two arrays of
    provinces by deals by columns of `mass` but TOTAL.
    """
    values = mass.drop(columns=[TOTAL]).to_numpy()
    total = mass[TOTAL].to_numpy()
    both = [_ratio((dealt == place).astype(float), values, total) for place in range(n_provinces)]
    return np.array([coverage for coverage, _ in both]), np.array([v for _, v in both])


def judge_gaps(gaps: pd.DataFrame, *, level: float = LEVEL, margin: float = MARGIN) -> pd.Series:
    """Say what the numbers allow: `diverges`, `similar`, or else `undetermined`.

    A row diverges if p_adjusted < level and its interval leaves out 0; it is similar if its
    interval lies inside ±margin; all else is undetermined, which is no finding of likeness.

    >>> gaps = pd.DataFrame({"p_adjusted": [0.01, 0.01, 0.5, 0.5],
    ...                      "conf_low": [0.01, -0.02, -0.005, -0.1],
    ...                      "conf_high": [0.05, 0.05, 0.005, 0.1]})
    >>> judge_gaps(gaps).tolist()
    ['diverges', 'undetermined', 'similar', 'undetermined']
    """
    inside = (gaps["conf_low"] > -margin) & (gaps["conf_high"] < margin)
    verdict = np.where(inside, "similar", "undetermined")
    leaves_out_0 = (gaps["conf_low"] > 0) | (gaps["conf_high"] < 0)
    diverges = (gaps["p_adjusted"] < level) & leaves_out_0
    return pd.Series(np.where(diverges, "diverges", verdict), gaps.index)


def word_keyness(
    term_counts: pd.DataFrame, provisions: pd.DataFrame, *, prior_size: float = PRIOR_SIZE
) -> pd.DataFrame:
    """Score every word by how characteristic it is of one province against another.

    Weighted log-odds with an informative Dirichlet prior (Monroe, Colaresi and Quinn 2008,
    Political Analysis 16(4): 372-403). With y the counts of a word, n their sum, and the prior
    α = prior_size · (the word's share of both sides together), α0 = prior_size:

    log_odds = ln((y_a + α) / (n_a + α0 - y_a - α)) - ln((y_b + α) / (n_b + α0 - y_b - α)),
    std_error = sqrt(1 / (y_a + α) + 1 / (y_b + α)), z = log_odds / std_error.

    Comparisons are those that `coverage.comparisons` lists; the counts of OTHERS are the sums
    over all other provinces. Returns the table `keyness`, one row a comparison and word of
    either side.
    """
    provinces = sorted(provisions["province"].unique())
    compared = comparisons(provinces)
    owner = provisions[["provision_id", "province"]]
    n = term_counts.merge(owner, on="provision_id", validate="many_to_one").pivot_table(
        index="term", columns="province", values="n", aggfunc="sum", fill_value=0
    )
    n = n.reindex(columns=provinces, fill_value=0)
    parts = []
    for (a, b), against in zip(compared, reference_weights(compared, provinces) > 0, strict=True):
        counts = pd.DataFrame({"n_a": n[a], "n_b": n.loc[:, against].sum(axis=1)})
        counts = counts[counts.any(axis=1)]
        both = counts.sum(axis=1)
        prior = prior_size * both / both.sum()
        log_odds = _log_odds(counts["n_a"], prior) - _log_odds(counts["n_b"], prior)
        std_error = np.sqrt(1 / (counts["n_a"] + prior) + 1 / (counts["n_b"] + prior))
        parts.append(
            counts.reset_index().assign(
                province_a=a,
                province_b=b,
                log_odds=log_odds.to_numpy(),
                std_error=std_error.to_numpy(),
                z=(log_odds / std_error).to_numpy(),
            )
        )
    return stack_tables(parts, "keyness")


def _observed_gaps(
    coverage: pd.DataFrame, resampled: dict[str, np.ndarray], compared: Compared
) -> Iterator[pd.DataFrame]:
    provinces = coverage.index.tolist()
    drawn = np.array([resampled[province] for province in provinces])
    for (a, b), against in zip(compared, reference_weights(compared, provinces), strict=True):
        in_a, in_b = coverage.loc[a].to_numpy(), against @ coverage.to_numpy()
        low, high = np.percentile(resampled[a] - _weighted(against, drawn), [2.5, 97.5], axis=0)
        both = (in_a > 0) & (in_b > 0)
        ratio = np.where(both, in_a, 1) / np.where(both, in_b, 1)
        yield coverage.columns.to_frame(index=False).assign(
            province_a=a,
            province_b=b,
            coverage_a=in_a,
            coverage_b=in_b,
            gap=in_a - in_b,
            log2_ratio=np.where(both, np.log2(ratio), np.nan),
            conf_low=low,
            conf_high=high,
        )


def _weighted(against: np.ndarray, values: np.ndarray) -> np.ndarray:
    """Sum the provinces' values by weight; most weigh nothing, and there are many draws."""
    held = against > 0
    return np.tensordot(against[held], values[held], 1)


def _ratio(
    dealt: np.ndarray, values: np.ndarray, total: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Give the coverage of every deal and its variance, from sums alone."""
    n = dealt.sum(axis=1)[:, None]
    all_words = (dealt @ total)[:, None]
    coverage = share_of(dealt @ values, all_words[:, 0])
    squares = (
        dealt @ values**2
        - 2 * coverage * (dealt @ (values * total[:, None]))
        + coverage**2 * (dealt @ total**2)[:, None]
    )
    spread = np.maximum(squares, 0) / np.where(all_words > 0, all_words, np.inf) ** 2
    return coverage, spread * n / np.maximum(n - 1, 1)


def _log_odds(n: pd.Series, prior: pd.Series) -> pd.Series:
    smoothed = n + prior
    return np.log(smoothed / (smoothed.sum() - smoothed))

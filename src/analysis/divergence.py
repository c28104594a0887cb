"""How far two provinces diverge: gaps, intervals, permutation tests, verdicts, keyness.

All of it speaks of variation between the provisions of fixed texts, not of a sample of
provinces.
"""

import numpy as np
import pandas as pd

from analysis.coverage import (
    DRAWS,
    SEED,
    TOTAL,
    observed_coverage,
    province_pairs,
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

    - gap: coverage_a - coverage_b; log2_ratio: log2(coverage_a / coverage_b);
    - conf_low, conf_high: 95 % percentile interval of the gap over redrawn provisions;
    - p_value: share of relabelled corpora whose gap, standardised, is as wide
      (`standardised_gaps`, `permutation_p`);
    - p_adjusted: the same for the widest of all areas, or of all topics (max-T);
    - verdict: as `judge_gaps` declares, with `margin` for areas and `topic_margin` for topics.

    Returns the table `divergence`.
    """
    mass = sum_mass(weights, provisions, areas, terms)
    resampled = resample_coverage(mass, draws=draws, seed=seed)
    parts = []
    for a, b in province_pairs(provisions):
        of_pair = mass.loc[[a, b]]
        low, high = np.percentile(resampled[a] - resampled[b], [2.5, 97.5], axis=0)
        gaps = _observed_gaps(of_pair, (a, b)).assign(conf_low=low, conf_high=high)
        in_a = (of_pair.index.get_level_values("province") == a)[None, :]
        observed = standardised_gaps(of_pair, in_a)[0]
        permuted = permute_gaps(of_pair, draws=draws, seed=seed)
        is_area = (gaps["topic"] == ALL).to_numpy()
        for rows, inside in ((is_area, margin), (~is_area, topic_margin)):
            p_value, p_adjusted = permutation_p(observed[rows], permuted[:, rows])
            level = gaps[rows].assign(p_value=p_value, p_adjusted=p_adjusted)
            parts.append(level.assign(verdict=judge_gaps(level, margin=inside)))
    return stack_tables(parts, "divergence")


def permute_gaps(mass: pd.DataFrame, *, draws: int = DRAWS, seed: int = SEED) -> np.ndarray:
    """Deal the provisions of two provinces out anew, as many to each, and measure the gaps.

    `mass` as from `coverage.sum_mass`, of two provinces; the first is `a`. Returns an array of
    draws by columns of `mass` but TOTAL, of gaps as `standardised_gaps` gives them.
    """
    generator = np.random.default_rng(seed)
    province = mass.index.get_level_values("province")
    dealt = generator.permuted(np.tile(province == province[0], (draws, 1)), axis=1)
    return standardised_gaps(mass, dealt)


def standardised_gaps(mass: pd.DataFrame, in_a: np.ndarray) -> np.ndarray:
    """Divide gaps in coverage by their standard errors.

    With m the mass of an area and t that of all words in a provision, coverage is the ratio
    R = Σm / Σt, whose variance over n provisions is n / (n - 1) · Σ(m - R t)² / (Σt)² (Cochran
    1977, Sampling Techniques, 3rd ed., eq. 6.13). The standard error of a gap is the root of
    the sum of both. Dividing by it keeps the test honest where provisions differ in length or
    spread between provinces (Janssen 1997; Chung and Romano 2013).

    `in_a` has a row for each way to deal the provisions out, true for those of the first
    province. Returns as many rows, by columns of `mass` but TOTAL; 0 where nothing varies.
    """
    values = mass.drop(columns=[TOTAL]).to_numpy()
    total = mass[TOTAL].to_numpy()
    coverage_a, variance_a = _ratio(in_a.astype(float), values, total)
    coverage_b, variance_b = _ratio(1 - in_a.astype(float), values, total)
    std_error = np.sqrt(variance_a + variance_b)
    gap = coverage_a - coverage_b
    return np.divide(gap, std_error, out=np.zeros_like(gap), where=std_error > 1e-12)


def permutation_p(observed: np.ndarray, permuted: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Give the permutation p of each standardised gap, alone and adjusted for all of them.

    p = (1 + number of draws with |T*| >= |T|) / (1 + draws). The adjusted p compares each |T|
    with the largest |T*| of a draw: the single-step max-T of Westfall and Young (1993), which
    keeps the chance of any false alarm at the level.

    >>> permuted = np.array([[1.0, 4.0], [-1.0, 3.0], [1.0, -4.0]])
    >>> p_value, p_adjusted = permutation_p(np.array([2.0, 4.0]), permuted)
    >>> p_value.tolist(), p_adjusted.tolist()
    ([0.25, 0.75], [1.0, 0.75])
    """
    # A gap equals itself also in the last bit that a sum in another order may change.
    least = np.abs(observed) - 1e-9
    drawn = np.abs(permuted)
    reached = drawn >= least
    beaten = drawn.max(axis=1)[:, None] >= least
    draws = len(permuted)
    return (1 + reached.sum(axis=0)) / (1 + draws), (1 + beaten.sum(axis=0)) / (1 + draws)


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
    α = prior_size · (the word's share of both provinces together), α0 = prior_size:

    log_odds = ln((y_a + α) / (n_a + α0 - y_a - α)) - ln((y_b + α) / (n_b + α0 - y_b - α)),
    std_error = sqrt(1 / (y_a + α) + 1 / (y_b + α)), z = log_odds / std_error.

    Returns the table `keyness`, one row a pair of provinces and word of either.
    """
    owner = provisions[["provision_id", "province"]]
    n = term_counts.merge(owner, on="provision_id", validate="many_to_one").pivot_table(
        index="term", columns="province", values="n", aggfunc="sum", fill_value=0
    )
    parts = []
    for a, b in province_pairs(provisions):
        counts = n.loc[n[a] + n[b] > 0, [a, b]].set_axis(["n_a", "n_b"], axis=1)
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


def _observed_gaps(mass: pd.DataFrame, pair: tuple[str, str]) -> pd.DataFrame:
    coverage = observed_coverage(mass)
    a, b = (coverage.loc[province].to_numpy() for province in pair)
    both = (a > 0) & (b > 0)
    return coverage.columns.to_frame(index=False).assign(
        province_a=pair[0],
        province_b=pair[1],
        coverage_a=a,
        coverage_b=b,
        gap=a - b,
        log2_ratio=np.where(both, np.log2(np.where(both, a, 1) / np.where(both, b, 1)), np.nan),
    )


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

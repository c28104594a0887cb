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
    - p_value: share of relabelled corpora whose gap is as wide (`permutation_p`);
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
        permuted = permute_gaps(of_pair, draws=draws, seed=seed)
        is_area = (gaps["topic"] == ALL).to_numpy()
        for rows, inside in ((is_area, margin), (~is_area, topic_margin)):
            level = gaps[rows]
            p_value, p_adjusted = permutation_p(level["gap"].to_numpy(), permuted[:, rows])
            level = level.assign(p_value=p_value, p_adjusted=p_adjusted)
            parts.append(level.assign(verdict=judge_gaps(level, margin=inside)))
    return stack_tables(parts, "divergence")


def permute_gaps(mass: pd.DataFrame, *, draws: int = DRAWS, seed: int = SEED) -> np.ndarray:
    """Deal the provisions of two provinces out anew, as many to each, and measure the gaps.

    `mass` as from `coverage.sum_mass`, of two provinces; the first is `a`. Returns an array of
    draws by columns of `mass` but TOTAL.
    """
    generator = np.random.default_rng(seed)
    values = mass.drop(columns=[TOTAL]).to_numpy()
    total = mass[TOTAL].to_numpy()
    province = mass.index.get_level_values("province")
    in_a = (province == province[0]).astype(float)
    dealt = generator.permuted(np.tile(in_a, (draws, 1)), axis=1)
    rest = 1 - dealt
    return share_of(dealt @ values, dealt @ total) - share_of(rest @ values, rest @ total)


def permutation_p(gap: np.ndarray, permuted: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Give the permutation p of each gap, alone and adjusted for looking at all of them.

    p = (1 + number of draws with |gap*| >= |gap|) / (1 + draws). The adjusted p compares each
    |gap| / s with the largest |gap*| / s of a draw, where s is the standard deviation of that
    gap over the draws: the single-step max-T of Westfall and Young (1993), which keeps the
    chance of any false alarm at the level. Where nothing varies, both are 1.

    >>> permuted = np.array([[0.1, 0.4], [-0.1, 0.4], [0.1, -0.4]])
    >>> p_value, p_adjusted = permutation_p(np.array([0.2, 0.4]), permuted)
    >>> p_value.tolist()
    [0.25, 1.0]
    """
    spread = permuted.std(axis=0)
    scale = np.where(spread > 0, spread, np.inf)
    # A gap equals itself also in the last bit that a sum in another order may change.
    observed = np.abs(gap) / scale - 1e-9
    drawn = np.abs(permuted) / scale
    reached = drawn >= observed
    beaten = drawn.max(axis=1)[:, None] >= observed
    draws = len(permuted)
    return (1 + reached.sum(axis=0)) / (1 + draws), (1 + beaten.sum(axis=0)) / (1 + draws)


def judge_gaps(gaps: pd.DataFrame, *, level: float = LEVEL, margin: float = MARGIN) -> pd.Series:
    """Say what the numbers allow: `diverges`, `similar`, or else `undetermined`.

    A row diverges if p_adjusted < level; it is similar if its interval lies inside ±margin;
    all else is undetermined, which is no finding of likeness.

    >>> gaps = pd.DataFrame({"p_adjusted": [0.01, 0.5, 0.5], "conf_low": [0.01, -0.005, -0.1],
    ...                      "conf_high": [0.05, 0.005, 0.1]})
    >>> judge_gaps(gaps).tolist()
    ['diverges', 'similar', 'undetermined']
    """
    inside = (gaps["conf_low"] > -margin) & (gaps["conf_high"] < margin)
    verdict = np.where(inside, "similar", "undetermined")
    return pd.Series(np.where(gaps["p_adjusted"] < level, "diverges", verdict), gaps.index)


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


def _log_odds(n: pd.Series, prior: pd.Series) -> pd.Series:
    smoothed = n + prior
    return np.log(smoothed / (smoothed.sum() - smoothed))

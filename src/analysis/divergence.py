"""How far two provinces diverge: gaps, intervals, permutation tests, verdicts, keyness.

All of it speaks of variation between the provisions of fixed texts, not of a sample of
provinces.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations

import numpy as np
import pandas as pd

from analysis.comparisons import Compared, comparisons, province_pairs, reference_weights
from analysis.contracts import TELLING
from analysis.coverage import (
    DRAWS,
    SEED,
    TOTAL,
    draw_blocks,
    observed_coverage,
    resample_coverage,
    share_of,
    sum_mass,
)
from analysis.lexicon import ALL
from analysis.profiles import jensen_shannon
from analysis.tables import stack_tables

# The usual level: one false alarm in twenty tests of texts that do not differ.
LEVEL = 0.05

# One hundredth of a province's text is less than a reader would call a difference of emphasis.
# An area has about five topics, so a topic gets a fifth of that.
MARGIN = 0.01
TOPIC_MARGIN = 0.002

# With so many provisions, times 1 / margin, the few that could hold a term and do not make no gap.
NEGLIGIBLE = 10

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

    With more than three provinces also between each and OTHERS, the mean of the coverages of all
    others.

    - gap: coverage_a - coverage_b; log2_ratio: log2(coverage_a / coverage_b);
    - conf_low, conf_high: 95 % percentile interval of the gap over redrawn provisions;
    - p_value: twice the share of relabelled corpora whose gap, standardised, lies as far on its
      side (`standardised_gaps`, `two_sided_p`);
    - p_adjusted: the same for the farthest gap of all pairs, or of all provinces against the
      others, and of all areas, or all topics (max-T);
    - verdict: as `judge_gaps` declares, with `margin` for areas and `topic_margin` for topics,
      and likeness only where `enough_provisions` says that both sides can tell.

    Returns the table `divergence`.
    """
    mass = sum_mass(weights, provisions, areas, terms)
    coverage = observed_coverage(mass)
    resampled = resample_coverage(mass, draws=draws, seed=seed)
    provinces = coverage.index.tolist()
    is_area = coverage.columns.get_level_values("topic") == ALL
    margins = np.where(is_area, margin, topic_margin)
    parts = []
    # Where every pair is told, both are the same; one province alone has neither.
    kinds = {tuple(kind(provinces)): None for kind in (province_pairs, comparisons)}
    measured = _observed_and_dealt(mass, draws=draws, seed=seed)
    for compared in filter(None, kinds):
        p_values, adjusted = _p_values(measured, provinces, compared, is_area)
        enough = enough_provisions(mass, compared, margin=margins)
        for k, gaps in enumerate(_observed_gaps(coverage, resampled, compared)):
            tested = gaps.assign(p_value=p_values[k], p_adjusted=adjusted[k])
            parts.append(tested.assign(verdict=judge_gaps(tested, enough[k], margin=margins)))
    return stack_tables(parts, "divergence")


def gap_p_values(
    mass: pd.DataFrame, compared: Compared, *, draws: int = DRAWS, seed: int = SEED
) -> tuple[np.ndarray, np.ndarray]:
    """Test every gap against those of provisions dealt out to the provinces at random.

    `mass` as from `coverage.sum_mass`. Returns p and adjusted p, each comparisons by columns of
    `mass` but TOTAL. The adjusted p compares each T with the largest and the smallest T* of a deal
    over all comparisons and all areas, or all topics: the single-step max-T of Westfall and Young
    (1993), which keeps the chance of any false alarm at the level. Each side has half of the
    level: a province with hardly a hit makes T far below 0 and never far above, and would set the
    bar for both.
    """
    measured = _observed_and_dealt(mass, draws=draws, seed=seed)
    is_area = mass.columns.drop(TOTAL).get_level_values(1) == ALL
    return _p_values(measured, sorted(mass.index.unique("province")), compared, is_area)


def compare_profiles(mass: pd.DataFrame, *, draws: int = DRAWS, seed: int = SEED) -> pd.DataFrame:
    """Measure how far the profiles of every two provinces lie apart, beside what chance makes.

    `mass` as from `coverage.sum_mass`. The provisions of all provinces are dealt out anew, as
    many to each:

    - jensen_shannon: of the profiles of the texts as they are;
    - expected: its mean over the deals, above 0 because profiles of few provisions differ by
      chance alone, and the more so the fewer there are;
    - p_value: the share of deals in which it is as large;
    - p_adjusted: the same for the largest of all pairs in each deal, each in standard deviations
      from its mean over the deals, so that short texts do not set the bar for all (max-T).

    Provinces without a hit have no profile, and are left out. The p holds if provisions could
    change places, also in length and spread; the verdicts on gaps, which divide by standard
    errors, do not lean on it.

    Returns the table `profile_divergence`.
    """
    is_area = mass.columns.get_level_values("topic") == ALL
    of_areas = mass.loc[:, is_area]
    has_hit = of_areas.drop(columns=[TOTAL]).groupby("province").sum().any(axis=1)
    provinces = sorted(has_hit.index[has_hit])
    of_areas = of_areas[of_areas.index.isin(provinces, level="province")]
    measured = _observed_and_dealt(of_areas, draws=draws, seed=seed)
    observed, drawn = (_profiles(coverage) for coverage, _ in measured)
    rows, scores, widest = [], [], np.full(draws, -np.inf)
    for a, b in combinations(range(len(provinces)), 2):
        apart = jensen_shannon(observed[a], observed[b])
        by_chance = jensen_shannon(drawn[a], drawn[b])
        spread = by_chance.std() or np.inf
        rows.append(
            (provinces[a], provinces[b], apart[0], by_chance.mean(),
             permutation_p(apart, by_chance[:, None])[0])
        )  # fmt: skip
        scores.append((apart[0] - by_chance.mean()) / spread)
        widest = np.maximum(widest, (by_chance - by_chance.mean()) / spread)
    columns = ["province_a", "province_b", "jensen_shannon", "expected", "p_value"]
    adjusted = permutation_p(np.array(scores), widest[:, None])
    return pd.DataFrame(rows, columns=columns).assign(p_adjusted=adjusted)


def deal_provisions(
    mass: pd.DataFrame, *, draws: int, seed: int
) -> tuple[np.ndarray, Iterator[np.ndarray]]:
    """Deal the provisions of all provinces out anew, as many to each.

    Returns the place of each provision's province in alphabetical order, as the texts are, and
    blocks with one row of such places a deal.
    """
    own, _ = pd.factorize(mass.index.get_level_values("province"), sort=True)
    generator = np.random.default_rng(seed)
    tiles = (np.tile(own.astype(np.int16), (size, 1)) for size in draw_blocks(draws, len(own)))
    return own, (generator.permuted(tile, axis=1) for tile in tiles)


def standardised_gaps(
    mass: pd.DataFrame, dealt: Iterable[np.ndarray], compared: Compared
) -> Iterator[np.ndarray]:
    """Divide gaps in coverage by their standard errors.

    With m the mass of an area and t that of all words in a provision, coverage is the ratio
    R = Σm / Σt, whose variance over n provisions is n / (n - 1) · Σ(m - R t)² / (Σt)² (Cochran
    1977, Sampling Techniques, 3rd ed., eq. 6.13). The standard error of a gap is the root of
    the sum of both; the variance of a mean of n provinces is the sum of theirs by n². Dividing
    by it keeps the test honest where provisions differ in length or spread between provinces
    (Janssen 1997; Chung and Romano 2013).

    `dealt` has a row for each way to deal the provisions of `mass` out, in blocks, as
    `deal_provisions` gives them. Yields for each comparison as many rows, by columns of `mass` but
    TOTAL; 0 where nothing varies.
    """
    provinces = sorted(mass.index.unique("province"))
    yield from _standardised(dealt_coverage(mass, dealt, len(provinces)), provinces, compared)


def permutation_p(observed: np.ndarray, permuted: np.ndarray) -> np.ndarray:
    """Give the permutation p of each statistic that is large: a row of `permuted` is a deal.

    p = (1 + number of deals with T* >= T) / (1 + deals).

    >>> permuted = np.array([[1.0, 4.0], [1.0, 3.0], [1.0, 4.0]])
    >>> permutation_p(np.array([2.0, 4.0]), permuted).tolist()
    [0.25, 0.75]
    """
    # A deal equals the texts also in the last bit that a sum in another order may change.
    reached = permuted >= observed - 1e-9
    return (1 + reached.sum(axis=0)) / (1 + len(permuted))


def two_sided_p(observed: np.ndarray, lowest: np.ndarray, highest: np.ndarray) -> np.ndarray:
    """Give the permutation p of each statistic that is far from the middle, on either side.

    A row of `lowest` and of `highest` is a deal. p is twice the smaller of the p of being as large
    as `highest` and as small as `lowest`, and 1 at most.

    >>> deals = np.array([[-9.0], [1.0], [2.0]])
    >>> two_sided_p(np.array([3.0]), deals, deals).tolist()
    [0.5]
    """
    both = permutation_p(observed, highest), permutation_p(-observed, -lowest)
    return np.minimum(1, 2 * np.minimum(*both))


def dealt_coverage(
    mass: pd.DataFrame, dealt: Iterable[np.ndarray], n_provinces: int
) -> tuple[np.ndarray, np.ndarray]:
    """Measure the coverage of every province under every deal, and its variance.

    `mass` and `dealt` as for `standardised_gaps`, which gives the formula. Returns two arrays of
    provinces by deals by columns of `mass` but TOTAL.
    """
    values = mass.drop(columns=[TOTAL]).to_numpy()
    total = mass[[TOTAL]].to_numpy()
    # All that is summed over provisions side by side, so that it is made once for all deals.
    summed = np.hstack([np.ones_like(total), total, total**2, values, values**2, values * total])
    measured = [
        np.array(
            [_ratio((block == place).astype(float) @ summed) for place in range(n_provinces)]
        ).reshape(n_provinces, 2, len(block), values.shape[1])
        for block in dealt
    ]
    coverage, variance = np.moveaxis(np.concatenate(measured, axis=2), 1, 0)
    return coverage, variance


def enough_provisions(
    mass: pd.DataFrame, compared: Compared, *, margin: float | np.ndarray = MARGIN
) -> np.ndarray:
    """Tell where both sides of a gap have provisions enough to be found similar.

    A bootstrap of provisions without a term always gives 0, and of a single one always the same:
    its interval is short because nothing is known. So a side must have a term in TELLING
    provisions, or have n >= NEGLIGIBLE / margin of them: where four of n hold one, up to 10.2 of n
    might (the exact 97.5 % limit of such a count, Garwood 1936, Biometrika 28: 437-442), which is
    no more than about the margin.

    `mass` as from `coverage.sum_mass`; OTHERS are taken together; `margin` is one for all columns
    of `mass` but TOTAL, or one for each. Returns comparisons by these columns.
    """
    holding = (mass.drop(columns=[TOTAL]) > 0).groupby("province").sum()
    n = mass.groupby("province").size().to_numpy()[:, None]
    provinces = holding.index.tolist()
    first = np.array([[province == a for province in provinces] for a, _ in compared])
    sides = first, reference_weights(compared, provinces) > 0
    return np.logical_and(
        *(
            (side @ holding.to_numpy() >= TELLING) | (side @ n * margin >= NEGLIGIBLE)
            for side in sides
        )
    )


def judge_gaps(
    gaps: pd.DataFrame,
    enough: np.ndarray,
    *,
    level: float = LEVEL,
    margin: float | np.ndarray = MARGIN,
) -> pd.Series:
    """Say what the numbers allow: `diverges`, `similar`, or else `undetermined`.

    A row diverges if p_adjusted < level and its interval leaves out 0; it is similar if its
    interval lies inside ±margin and both sides have `enough` provisions to tell
    (`enough_provisions`); all else is undetermined, which is no finding of likeness. `enough` has
    an entry a row, `margin` one for all or one a row.

    >>> gaps = pd.DataFrame({"p_adjusted": [0.01, 0.01, 0.5, 0.5],
    ...                      "conf_low": [0.01, -0.02, -0.005, -0.005],
    ...                      "conf_high": [0.05, 0.05, 0.005, 0.005]})
    >>> judge_gaps(gaps, np.array([True, True, True, False])).tolist()
    ['diverges', 'undetermined', 'similar', 'undetermined']
    """
    inside = (gaps["conf_low"] > -margin) & (gaps["conf_high"] < margin)
    verdict = np.where(inside & enough, "similar", "undetermined")
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

    Comparisons are those that `comparisons.comparisons` lists; the counts of OTHERS are the sums
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


def _observed_and_dealt(
    mass: pd.DataFrame, *, draws: int, seed: int
) -> tuple[tuple[np.ndarray, np.ndarray], tuple[np.ndarray, np.ndarray]]:
    """Measure coverage and variance as `dealt_coverage`, of the texts as they are and of deals."""
    own, dealt = deal_provisions(mass, draws=draws, seed=seed)
    n_provinces = mass.index.unique("province").size
    return (
        dealt_coverage(mass, [own[None, :]], n_provinces),
        dealt_coverage(mass, dealt, n_provinces),
    )


def _standardised(
    measured: tuple[np.ndarray, np.ndarray], provinces: Sequence[str], compared: Compared
) -> Iterator[np.ndarray]:
    coverage, variance = measured
    for (a, _), against in zip(compared, reference_weights(compared, provinces), strict=True):
        first = provinces.index(a)
        gap = coverage[first] - _weighted(against, coverage)
        std_error = np.sqrt(variance[first] + _weighted(against**2, variance))
        yield np.divide(gap, std_error, out=np.zeros_like(gap), where=std_error > 1e-12)


def _p_values(
    measured: tuple[tuple[np.ndarray, np.ndarray], tuple[np.ndarray, np.ndarray]],
    provinces: Sequence[str],
    compared: Compared,
    is_area: np.ndarray,
) -> tuple[np.ndarray, np.ndarray]:
    """Give p and adjusted p as `gap_p_values`, from what `_observed_and_dealt` measured."""
    there, dealt = measured
    observed = np.concatenate([*_standardised(there, provinces, compared)])
    level, draws = is_area.astype(int), dealt[0].shape[1]
    lowest, highest = np.full((draws, 2), np.inf), np.full((draws, 2), -np.inf)
    p_values = np.ones_like(observed)
    for k, gaps in enumerate(_standardised(dealt, provinces, compared)):
        p_values[k] = two_sided_p(observed[k], gaps, gaps)
        for column, gap in zip(level, gaps.T, strict=True):
            lowest[:, column] = np.minimum(lowest[:, column], gap)
            highest[:, column] = np.maximum(highest[:, column], gap)
    ends = lowest[:, level], highest[:, level]
    return p_values, np.array([two_sided_p(gaps, *ends) for gaps in observed])


def _profiles(coverage: np.ndarray) -> np.ndarray:
    return np.array([share_of(values, values.sum(axis=1)) for values in coverage])


def _ratio(sums: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Give the coverage of every deal and its variance, from the sums of `dealt_coverage`."""
    n, total, total_squared = sums[:, :3].T[:, :, None]
    mass, mass_squared, product = np.split(sums[:, 3:], 3, axis=1)
    coverage = share_of(mass, total[:, 0])
    squares = mass_squared - 2 * coverage * product + coverage**2 * total_squared
    spread = np.maximum(squares, 0) / np.where(total > 0, total, np.inf) ** 2
    return coverage, spread * n / np.maximum(n - 1, 1)


def _log_odds(n: pd.Series, prior: pd.Series) -> pd.Series:
    smoothed = n + prior
    return np.log(smoothed / (smoothed.sum() - smoothed))

"""How wide the gap between two provinces is, and how sure it is: intervals, p values, verdicts.

All of it speaks of variation between the provisions of fixed texts, not of a sample of
provinces.

"""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from analysis.stats.compare import Compared, comparisons, province_pairs, reference_weights
from analysis.stats.intervals import percentile_interval
from analysis.stats.mass import TOTAL, observed_coverage, share_of, sum_mass
from analysis.stats.resample import (
    DRAWS,
    SEED,
    draw_blocks,
    max_t_p_values,
    observed_and_permuted,
    resample_coverage,
    weighted_sum,
)
from analysis.store.tables import stack_tables
from analysis.vocabulary import ALL, TELLING

# The usual level: one false alarm in twenty tests of texts that do not differ.
LEVEL = 0.05

# One hundredth of a province's text is less than a reader would call a difference of emphasis.
# An area has about five topics, so a topic gets a fifth of that.
EQUIVALENCE_MARGIN = 0.01
TOPIC_EQUIVALENCE_MARGIN = 0.002

# With so many provisions, times 1 / margin, the few that could hold a term and do not make no gap.
NEGLIGIBLE = 10


def province_gaps(
    weights: pd.DataFrame,
    provisions: pd.DataFrame,
    areas: pd.DataFrame,
    terms: pd.DataFrame,
    *,
    margin: float = EQUIVALENCE_MARGIN,
    topic_margin: float = TOPIC_EQUIVALENCE_MARGIN,
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
    measured = observed_and_permuted(mass, draws=draws, seed=seed)
    for compared in filter(None, kinds):
        p_values, adjusted = max_t_p_values(measured, provinces, compared, is_area)
        enough = enough_provisions(mass, compared, margin=margins)
        for k, gaps in enumerate(_observed_gaps(coverage, resampled, compared)):
            tested = gaps.assign(p_value=p_values[k], p_adjusted=adjusted[k])
            parts.append(tested.assign(verdict=judge_gaps(tested, enough[k], margin=margins)))
    return stack_tables(parts, "divergence")


def gap_p_values(
    mass: pd.DataFrame, compared: Compared, *, draws: int = DRAWS, seed: int = SEED
) -> tuple[np.ndarray, np.ndarray]:
    """Test every gap against those of provisions dealt out to the provinces at random.

    `mass` as from `mass.sum_mass`. Returns p and adjusted p, each comparisons by columns of
    `mass` but TOTAL. The adjusted p compares each T with the largest and the smallest T* of a deal
    over all comparisons and all areas, or all topics: the single-step max-T of Westfall and Young
    (1993), which keeps the chance of any false alarm at the level. Each side has half of the
    level: a province with hardly a hit makes T far below 0 and never far above, and would set the
    bar for both.
    """
    measured = observed_and_permuted(mass, draws=draws, seed=seed)
    is_area = mass.columns.drop(TOTAL).get_level_values(1) == ALL
    return max_t_p_values(measured, sorted(mass.index.unique("province")), compared, is_area)


def enough_provisions(
    mass: pd.DataFrame, compared: Compared, *, margin: float | np.ndarray = EQUIVALENCE_MARGIN
) -> np.ndarray:
    """Tell where both sides of a gap have provisions enough to be found similar.

    A bootstrap of provisions without a term always gives 0, and of a single one always the same:
    its interval is short because nothing is known. So a side must have a term in TELLING
    provisions, or have n >= NEGLIGIBLE / margin of them: where four of n hold one, up to 10.2 of n
    might (the exact 97.5 % limit of such a count, Garwood 1936, Biometrika 28: 437-442), which is
    no more than about the margin.

    `mass` as from `mass.sum_mass`; OTHERS are taken together; `margin` is one for all columns
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
    margin: float | np.ndarray = EQUIVALENCE_MARGIN,
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


def _observed_gaps(
    coverage: pd.DataFrame, resampled: dict[str, np.ndarray], compared: Compared
) -> Iterator[pd.DataFrame]:
    provinces = coverage.index.tolist()
    drawn = np.array([resampled[province] for province in provinces])
    for (a, b), against in zip(compared, reference_weights(compared, provinces), strict=True):
        in_a, in_b = coverage.loc[a].to_numpy(), against @ coverage.to_numpy()
        low, high = percentile_interval(resampled[a] - weighted_sum(against, drawn))
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


def placebo_gaps(mass: pd.DataFrame, *, draws: int = DRAWS, seed: int = SEED) -> pd.DataFrame:
    """Measure the gaps between random halves of one text, which cannot diverge.

    `mass` as from `mass.sum_mass`. Returns the table `placebo`: between `low` and `high` lie
    95 % of such gaps. A half has half the provisions, so it varies more than a whole text.
    """
    rows = []
    for province, own in mass.groupby("province"):
        half = np.arange(len(own)) < len(own) // 2
        generator = np.random.default_rng(seed)
        values, total = own.drop(columns=[TOTAL]).to_numpy(), own[TOTAL].to_numpy()
        blocks = []
        # In blocks, so that memory holds a few draws of many provisions at a time.
        for size in draw_blocks(draws, len(own)):
            permuted = generator.permuted(np.tile(half, (size, 1)), axis=1)
            blocks.append(
                share_of(permuted @ values, permuted @ total)
                - share_of(~permuted @ values, ~permuted @ total)
            )
        low, high = percentile_interval(np.concatenate(blocks))
        ends = own.columns.drop(TOTAL).to_frame(index=False).assign(low=low, high=high)
        rows.append(ends[ends["topic"] == ALL].assign(province=province))
    return pd.concat(rows)[["province", "area", "low", "high"]]

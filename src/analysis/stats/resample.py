"""Provisions drawn anew and dealt out anew: bootstrap, permutations, and their p values."""

from collections.abc import Iterable, Iterator, Sequence
from zlib import crc32

import numpy as np
import pandas as pd

from analysis.stats.compare import Compared, reference_weights
from analysis.stats.mass import TOTAL, share_of

DRAWS = 10_000
SEED = 2017

# Provisions of all draws that are held in memory at once.
_CELLS = 4_000_000


def resample_coverage(
    mass: pd.DataFrame, *, draws: int = DRAWS, seed: int = SEED
) -> dict[str, np.ndarray]:
    """Draw the provisions of each province anew, with replacement, and measure coverage again.

    `mass` as from `sum_mass`. Returns for each province an array of draws by columns of `mass`
    but TOTAL. A draw is a row of counts times the matrix, so 10,000 draws take milliseconds; those
    of many provisions are made in blocks, so that memory holds a few at a time.
    The draws of a province depend on the seed and its name alone, not on the other provinces.
    The idf stays that of the texts as they are.
    """
    resampled = {}
    for province, of_province in mass.groupby("province"):
        generator = np.random.default_rng([seed, crc32(province.encode())])
        n = len(of_province)
        values = of_province.drop(columns=[TOTAL]).to_numpy()
        total = of_province[TOTAL].to_numpy()
        blocks = []
        for size in draw_blocks(draws, n):
            picks = _count_draws(generator.integers(n, size=(size, n)), n)
            blocks.append(share_of(picks @ values, picks @ total))
        resampled[province] = np.concatenate(blocks)
    return resampled


def _count_draws(drawn: np.ndarray, n: int) -> np.ndarray:
    """Count how often each of n provisions stands in each row of draws."""
    flat = drawn + n * np.arange(len(drawn))[:, None]
    return np.bincount(flat.ravel(), minlength=n * len(drawn)).reshape(-1, n).astype(float)


def draw_blocks(draws: int, n: int, *, cells: int = _CELLS) -> list[int]:
    """Divide draws of n provisions each into blocks of a bounded size.

    >>> draw_blocks(10, 100, cells=400)
    [4, 4, 2]
    >>> draw_blocks(10, 0)
    [10]
    """
    step = max(1, cells // max(n, 1))
    return [min(step, draws - first) for first in range(0, draws, step)]


def permute_provinces(
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
    mass: pd.DataFrame, permuted: Iterable[np.ndarray], compared: Compared
) -> Iterator[np.ndarray]:
    """Divide gaps in coverage by their standard errors.

    With m the mass of an area and t that of all words in a provision, coverage is the ratio
    R = Σm / Σt, whose variance over n provisions is n / (n - 1) · Σ(m - R t)² / (Σt)² (Cochran
    1977, Sampling Techniques, 3rd ed., eq. 6.13). The standard error of a gap is the root of
    the sum of both; the variance of a mean of n provinces is the sum of theirs by n². Dividing
    by it keeps the test honest where provisions differ in length or spread between provinces
    (Janssen 1997; Chung and Romano 2013).

    `permuted` has a row for each way to deal the provisions of `mass` out, in blocks, as
    `permute_provinces` gives them. Yields for each comparison as many rows, by columns of `mass` but
    TOTAL; 0 where nothing varies.
    """
    provinces = sorted(mass.index.unique("province"))
    yield from _standardised(permuted_coverage(mass, permuted, len(provinces)), provinces, compared)


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


def permuted_coverage(
    mass: pd.DataFrame, permuted: Iterable[np.ndarray], n_provinces: int
) -> tuple[np.ndarray, np.ndarray]:
    """Measure the coverage of every province under every deal, and its variance.

    `mass` and `permuted` as for `standardised_gaps`, which gives the formula. Returns two arrays of
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
        for block in permuted
    ]
    coverage, variance = np.moveaxis(np.concatenate(measured, axis=2), 1, 0)
    return coverage, variance


def weighted_sum(against: np.ndarray, values: np.ndarray) -> np.ndarray:
    """Sum the provinces' values by weight; most weigh nothing, and there are many draws."""
    held = against > 0
    return np.tensordot(against[held], values[held], 1)


def observed_and_permuted(
    mass: pd.DataFrame, *, draws: int, seed: int
) -> tuple[tuple[np.ndarray, np.ndarray], tuple[np.ndarray, np.ndarray]]:
    """Measure coverage and variance as `permuted_coverage`, of the texts as they are and of deals."""
    own, permuted = permute_provinces(mass, draws=draws, seed=seed)
    n_provinces = mass.index.unique("province").size
    return (
        permuted_coverage(mass, [own[None, :]], n_provinces),
        permuted_coverage(mass, permuted, n_provinces),
    )


def _standardised(
    measured: tuple[np.ndarray, np.ndarray], provinces: Sequence[str], compared: Compared
) -> Iterator[np.ndarray]:
    coverage, variance = measured
    for (a, _), against in zip(compared, reference_weights(compared, provinces), strict=True):
        first = provinces.index(a)
        gap = coverage[first] - weighted_sum(against, coverage)
        std_error = np.sqrt(variance[first] + weighted_sum(against**2, variance))
        yield np.divide(gap, std_error, out=np.zeros_like(gap), where=std_error > 1e-12)


def max_t_p_values(
    measured: tuple[tuple[np.ndarray, np.ndarray], tuple[np.ndarray, np.ndarray]],
    provinces: Sequence[str],
    compared: Compared,
    is_area: np.ndarray,
) -> tuple[np.ndarray, np.ndarray]:
    """Give p and adjusted p as `gap_p_values`, from what `observed_and_permuted` measured."""
    there, permuted = measured
    observed = np.concatenate([*_standardised(there, provinces, compared)])
    level, draws = is_area.astype(int), permuted[0].shape[1]
    lowest, highest = np.full((draws, 2), np.inf), np.full((draws, 2), -np.inf)
    p_values = np.ones_like(observed)
    for k, gaps in enumerate(_standardised(permuted, provinces, compared)):
        p_values[k] = two_sided_p(observed[k], gaps, gaps)
        for column, gap in zip(level, gaps.T, strict=True):
            lowest[:, column] = np.minimum(lowest[:, column], gap)
            highest[:, column] = np.maximum(highest[:, column], gap)
    ends = lowest[:, level], highest[:, level]
    return p_values, np.array([two_sided_p(gaps, *ends) for gaps in observed])


def _ratio(sums: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Give the coverage of every deal and its variance, from the sums of `permuted_coverage`."""
    n, total, total_squared = sums[:, :3].T[:, :, None]
    mass, mass_squared, product = np.split(sums[:, 3:], 3, axis=1)
    coverage = share_of(mass, total[:, 0])
    squares = mass_squared - 2 * coverage * product + coverage**2 * total_squared
    spread = np.maximum(squares, 0) / np.where(total > 0, total, np.inf) ** 2
    return coverage, spread * n / np.maximum(n - 1, 1)

"""How alike provinces divide their text over the areas: divergence of profiles, order, map.

A profile says how the coverage of a province is shared out over the areas. It does not say how
much there is of it: who writes twice as much on everything has the same profile.
"""

from dataclasses import dataclass
from itertools import combinations

import numpy as np
import pandas as pd

from analysis.stats.mass import TOTAL, share_of
from analysis.stats.resample import DRAWS, SEED, observed_and_permuted, permutation_p
from analysis.vocabulary import ALL


@dataclass(frozen=True)
class ProvinceMap:
    """Provinces in a plane, their distances as true as two dimensions allow.

    `places` has the columns province, x and y. `stress` is Kruskal's stress-1: 0 where the plane
    shows the distances as they are; 0.1 is called fair and 0.2 poor (Kruskal 1964, Psychometrika
    29: 1-27).
    """

    places: pd.DataFrame
    stress: float


def area_profiles(coverage: pd.DataFrame) -> pd.DataFrame:
    """Share the coverage of each province out over the areas, so that it adds up to 1.

    Returns a row a province and a column an area; provinces without a hit have no profile.

    >>> coverage = pd.DataFrame({"province": ["a", "a", "b", "b"], "topic": "all",
    ...     "area": ["net", "sec", "net", "sec"], "coverage": [0.03, 0.01, 0.0, 0.0]})
    >>> area_profiles(coverage).to_dict("index")
    {'a': {'net': 0.75, 'sec': 0.25}}
    """
    of_areas = coverage[coverage["topic"] == ALL]
    wide = of_areas.pivot(index="province", columns="area", values="coverage")
    wide = wide[wide.sum(axis=1) > 0]
    return wide.div(wide.sum(axis=1), axis=0)


def jensen_shannon(p: np.ndarray, q: np.ndarray) -> np.ndarray:
    """Measure how far two profiles lie apart, in bits: 0 if they are equal, 1 if nothing is common.

    The Jensen-Shannon divergence H((p + q) / 2) - (H(p) + H(q)) / 2, with H the entropy (Lin 1991,
    IEEE Transactions on Information Theory 37(1): 145-151), over the last axis.

    >>> float(jensen_shannon(np.array([1.0, 0.0]), np.array([0.5, 0.5])).round(4))
    0.3113
    """
    return np.maximum(_entropy((p + q) / 2) - (_entropy(p) + _entropy(q)) / 2, 0.0)


def distances(divergence: pd.DataFrame) -> pd.DataFrame:
    """Make a square matrix of distances, the roots of the divergences, which are a metric.

    `divergence` is the table `profile_divergence`.

    Endres and Schindelin 2003, IEEE Transactions on Information Theory 49(7): 1858-1860.
    """
    turned = divergence.rename(columns={"province_a": "province_b", "province_b": "province_a"})
    both = pd.concat([divergence, turned])
    wide = both.pivot(index="province_a", columns="province_b", values="jensen_shannon")
    return np.sqrt(wide.fillna(0.0))


def order_by_profile(profiles: pd.DataFrame) -> list[str]:
    """Put provinces in an order in which those with like profiles stand side by side.

    `profiles` as from `area_profiles`. The leaves of a tree of average linkage over the root of
    the divergence, turned so that neighbours are as near as can be (Bar-Joseph, Gifford and
    Jaakkola 2001, Bioinformatics 17: S22-S29); up to three stand in alphabetical order.
    """
    if len(profiles) <= 3:
        return profiles.index.tolist()
    # Takes longer to import than all else that two or three provinces need.
    from scipy.cluster.hierarchy import leaves_list, linkage

    first, second = (profiles.to_numpy()[k] for k in np.triu_indices(len(profiles), 1))
    apart = np.sqrt(jensen_shannon(first, second))
    leaves = leaves_list(linkage(apart, "average", optimal_ordering=True))
    return profiles.index[leaves].tolist()


def order_provinces(coverage: pd.DataFrame) -> list[str]:
    """Put the provinces of the table `coverage` in order, those with like profiles side by side.

    Those without a hit, which have no profile, come last.

    >>> coverage = pd.DataFrame({"province": [*"abcd"] * 2, "topic": "all",
    ...     "area": ["net"] * 4 + ["sec"] * 4, "coverage": [0, 9, 2, 8, 0, 1, 8, 2]})
    >>> order_provinces(coverage)
    ['b', 'c', 'd', 'a']
    """
    order = order_by_profile(area_profiles(coverage))
    return [*order, *sorted(set(coverage["province"]) - set(order))]


def map_provinces(divergence: pd.DataFrame) -> ProvinceMap:
    """Place provinces in a plane so that distances in it are like those of their profiles.

    Metric multidimensional scaling by SMACOF from a classical start; which way is up or right
    means nothing.
    """
    matrix = distances(divergence)
    if not matrix.to_numpy().any():
        return ProvinceMap(pd.DataFrame({"province": matrix.index, "x": 0.0, "y": 0.0}), 0.0)
    from sklearn.manifold import MDS

    scaling = MDS(metric="precomputed", init="classical_mds", n_init=1, normalized_stress=True)
    at = scaling.fit_transform(matrix.to_numpy())
    places = pd.DataFrame({"province": matrix.index, "x": at[:, 0], "y": at[:, 1]})
    return ProvinceMap(places, float(scaling.stress_))


def _entropy(p: np.ndarray) -> np.ndarray:
    return -np.sum(p * np.log2(np.where(p > 0, p, 1.0)), axis=-1)


def compare_profiles(mass: pd.DataFrame, *, draws: int = DRAWS, seed: int = SEED) -> pd.DataFrame:
    """Measure how far the profiles of every two provinces lie apart, beside what chance makes.

    `mass` as from `mass.sum_mass`. The provisions of all provinces are dealt out anew, as
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
    measured = observed_and_permuted(of_areas, draws=draws, seed=seed)
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


def _profiles(coverage: np.ndarray) -> np.ndarray:
    return np.array([share_of(values, values.sum(axis=1)) for values in coverage])

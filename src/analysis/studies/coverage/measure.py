"""Coverage of policy areas, the measures beside it, and the terms it is made of."""

from collections.abc import Iterable

import numpy as np
import pandas as pd

from analysis.errors import TableError
from analysis.stats.intervals import percentile_interval
from analysis.stats.mass import TOTAL, observed_coverage, sum_columns, sum_mass, term_columns
from analysis.stats.resample import DRAWS, SEED, resample_coverage


def area_coverage(
    weights: pd.DataFrame,
    provisions: pd.DataFrame,
    areas: pd.DataFrame,
    terms: pd.DataFrame,
    *,
    draws: int = DRAWS,
    seed: int = SEED,
) -> pd.DataFrame:
    """Measure how much of each province's text is about each area and topic.

    Returns the table `coverage`, as `measure_coverage`.
    """
    by_province = provisions.groupby("province")
    sizes = by_province.agg(size=("provision_id", "size"), n_han=("n_han", "sum"))
    mass = sum_mass(weights, provisions, areas, terms)
    return measure_coverage(
        estimate_coverage(mass, draws=draws, seed=seed),
        count_hits(weights, provisions, areas, terms),
        sizes,
        areas,
    )


def measure_coverage(
    estimates: pd.DataFrame, hit_counts: pd.DataFrame, sizes: pd.DataFrame, areas: pd.DataFrame
) -> pd.DataFrame:
    """Put coverage and its companions into one table.

    `estimates` as from `estimate_coverage`, `hit_counts` as from `count_hits`; `sizes` has a row a
    province with size, the number of its provisions, and n_han, their length.

    - coverage: the share of the province's tf-idf mass that falls on the area's terms;
    - conf_low, conf_high: its 95 % percentile interval over redrawn provisions;
    - prevalence: the share of provisions with a hit;
    - intensity: hits per 10,000 Han characters of heading and body;
    - breadth: the share of the area's terms that occur.

    Returns the table `coverage`, with a row for every province and row of `areas`, also where
    there is no hit.
    """
    table = (
        estimates.join(hit_counts)
        .reset_index()
        .fillna({"n_hits": 0, "n_provisions": 0, "n_found": 0})
        .merge(sizes, on="province", validate="many_to_one")
        .merge(areas[["area", "topic", "n_terms"]], on=["area", "topic"], validate="many_to_one")
    )
    return table.assign(
        prevalence=table["n_provisions"] / table["size"],
        intensity=table["n_hits"] / table["n_han"].replace(0, np.inf) * 10_000,
        breadth=table["n_found"] / table["n_terms"],
    ).drop(columns=["size", "n_han", "n_terms", "n_found"])


def estimate_coverage(mass: pd.DataFrame, *, draws: int = DRAWS, seed: int = SEED) -> pd.DataFrame:
    """Measure coverage as the texts are, and its 95 % percentile interval over redrawn provisions.

    `mass` as from `sum_mass`. Returns coverage, conf_low and conf_high with the index province,
    area, topic. Those of a province do not depend on the other provinces.
    """
    columns = mass.columns.drop(TOTAL)
    ends = {
        province: pd.DataFrame(
            percentile_interval(values).T,
            index=columns,
            columns=["conf_low", "conf_high"],
        )
        for province, values in resample_coverage(mass, draws=draws, seed=seed).items()
    }
    coverage = observed_coverage(mass).stack(["area", "topic"]).rename("coverage")
    return coverage.to_frame().join(pd.concat(ends, names=["province"]))


def require_provisions(provisions: pd.DataFrame, *, least: int = 2) -> None:
    """Raise TableError for a province with so few provisions that nothing varies in it."""
    size = provisions.groupby("province").size()
    if (size < least).any():
        province = size.idxmin()
        raise TableError(
            f"provisions: province '{province}' has {size.min()}; an interval needs at least "
            f"{least}. See in table 'segments' how its documents are cut, or leave it out."
        )


def count_hits(
    weights: pd.DataFrame, provisions: pd.DataFrame, areas: pd.DataFrame, terms: pd.DataFrame
) -> pd.DataFrame:
    """Count the hits of each area and topic in each province.

    A token is a term of an area exactly where there is a hit, so the counts in `weights` are
    those of hits. Returns n_hits, n_provisions (those with a hit) and n_found (different terms),
    with the index province, area, topic.
    """
    owners = pd.Index(provisions["provision_id"]).get_indexer(weights["provision_id"])
    columns = term_columns(weights["term"], areas, terms)
    hits = sum_columns(owners, columns, weights["n"].to_numpy(), len(provisions), len(areas))
    province_terms = weights.assign(province=provisions["province"].array[owners])
    return join_hits(
        sum_hits(hits[:, :-1], provisions["province"], areas),
        province_terms[["province", "term"]].drop_duplicates(),
        areas,
        terms,
    )


def sum_hits(hits: np.ndarray, provinces: Iterable[str], areas: pd.DataFrame) -> pd.DataFrame:
    """Sum the hits of provisions over provinces: n_hits, and n_provisions that have any.

    `hits` has a row for each provision and a column for each row of `areas`.
    """
    codes, names = pd.factorize(pd.Index(provinces), sort=True)
    belongs = (codes == np.arange(len(names))[:, None]).astype(float)
    sums = {"n_hits": belongs @ hits, "n_provisions": belongs @ (hits > 0)}
    columns = {name: values.ravel().astype(int) for name, values in sums.items()}
    return pd.DataFrame(columns, index=_province_areas(names, areas))


def join_hits(
    summed: pd.DataFrame, province_terms: pd.DataFrame, areas: pd.DataFrame, terms: pd.DataFrame
) -> pd.DataFrame:
    """Add to sums as of `sum_hits` how many different terms of each area a province has, n_found.

    `province_terms` has a row for every term that a province has, once.
    """
    codes, names = pd.factorize(province_terms["province"], sort=True)
    columns = term_columns(province_terms["term"], areas, terms)
    found = sum_columns(codes, columns, np.ones(len(codes)), len(names), len(areas))[:, :-1]
    index = _province_areas(names, areas)
    return summed.join(pd.Series(found.ravel(), index=index, name="n_found"))


def _province_areas(provinces: Iterable[str], areas: pd.DataFrame) -> pd.MultiIndex:
    pairs = list(areas[["area", "topic"]].itertuples(index=False, name=None))
    rows = [(province, *pair) for province in provinces for pair in pairs]
    return pd.MultiIndex.from_tuples(rows, names=["province", "area", "topic"])

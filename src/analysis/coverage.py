"""Coverage of policy areas, the measures beside it, and the terms it is made of."""

from zlib import crc32

import numpy as np
import pandas as pd

from analysis.comparisons import comparisons, reference_weights
from analysis.lexicon import ALL
from analysis.tables import TableError, stack_tables

# The column of the mass matrix that holds the mass of all terms, lexicon or not.
TOTAL = ("total", ALL)

DRAWS = 10_000
SEED = 2017


def area_coverage(
    weights: pd.DataFrame,
    hits: pd.DataFrame,
    provisions: pd.DataFrame,
    areas: pd.DataFrame,
    terms: pd.DataFrame,
    *,
    draws: int = DRAWS,
    seed: int = SEED,
) -> pd.DataFrame:
    """Measure how much of each province's text is about each area and topic.

    - coverage: the share of the province's tf-idf mass that falls on the area's terms;
    - conf_low, conf_high: its 95 % percentile interval over redrawn provisions;
    - prevalence: the share of provisions with a hit;
    - intensity: hits per 10,000 Han characters of heading and body;
    - breadth: the share of the area's terms that occur.

    Returns the table `coverage`, with a row for every province and row of `areas`, also where
    there is no hit.
    """
    mass = sum_mass(weights, provisions, areas, terms)
    coverage = observed_coverage(mass).stack(["area", "topic"])
    size = provisions.groupby("province").agg(size=("provision_id", "size"), n_han=("n_han", "sum"))
    table = (
        coverage.rename("coverage")
        .to_frame()
        .join(_coverage_interval(mass, draws=draws, seed=seed))
        .join(_count_hits(hits, provisions))
        .reset_index()
        .fillna({"n_hits": 0, "n_provisions": 0, "n_found": 0})
        .merge(size, on="province", validate="many_to_one")
        .merge(areas[["area", "topic", "n_terms"]], on=["area", "topic"], validate="many_to_one")
    )
    return table.assign(
        prevalence=table["n_provisions"] / table["size"],
        intensity=table["n_hits"] / table["n_han"] * 10_000,
        breadth=table["n_found"] / table["n_terms"],
    ).drop(columns=["size", "n_han", "n_terms", "n_found"])


def require_provisions(provisions: pd.DataFrame, *, least: int = 2) -> None:
    """Raise TableError for a province with so few provisions that nothing varies in it."""
    size = provisions.groupby("province").size()
    if (size < least).any():
        province = size.idxmin()
        raise TableError(
            f"provisions: province '{province}' has {size.min()}; an interval needs at least "
            f"{least}. See in table 'pieces' how its documents are cut, or leave it out."
        )


def sum_mass(
    weights: pd.DataFrame, provisions: pd.DataFrame, areas: pd.DataFrame, terms: pd.DataFrame
) -> pd.DataFrame:
    """Sum the tf-idf mass of each provision on every area and topic.

    Returns a matrix with one row a provision (index province, provision_id) and one column for
    each row of `areas`, then the column TOTAL. Every coverage is a ratio of column sums, which
    is what makes it cheap to resample.
    """
    placed = weights.merge(terms[terms["area"] != ""], on="term", validate="many_to_one")
    both = pd.concat([placed, placed.assign(topic=ALL)])
    mass = both.pivot_table(
        index="provision_id", columns=["area", "topic"], values="tf_idf", aggfunc="sum"
    )
    mass = mass.reindex(
        index=provisions["provision_id"],
        columns=pd.MultiIndex.from_frame(areas[["area", "topic"]]),
    )
    mass[TOTAL] = weights.groupby("provision_id")["tf_idf"].sum()
    rows = pd.MultiIndex.from_frame(provisions[["province", "provision_id"]])
    return mass.fillna(0.0).set_axis(rows, axis=0)


def resample_coverage(
    mass: pd.DataFrame, *, draws: int = DRAWS, seed: int = SEED
) -> dict[str, np.ndarray]:
    """Draw the provisions of each province anew, with replacement, and measure coverage again.

    `mass` as from `sum_mass`. Returns for each province an array of draws by columns of `mass`
    but TOTAL. A draw is a row of counts times the matrix, so 10,000 draws take milliseconds.
    The draws of a province depend on the seed and its name alone, not on the other provinces.
    The idf stays that of the texts as they are.
    """
    resampled = {}
    for province, of_province in mass.groupby("province"):
        generator = np.random.default_rng([seed, crc32(province.encode())])
        n = len(of_province)
        picks = generator.multinomial(n, np.full(n, 1 / n), size=draws)
        sums = picks @ of_province.drop(columns=[TOTAL]).to_numpy()
        total = picks @ of_province[TOTAL].to_numpy()
        resampled[province] = share_of(sums, total)
    return resampled


def share_of(mass: np.ndarray, total: np.ndarray) -> np.ndarray:
    """Divide rows of masses by their totals; where there are no words, nothing is covered.

    >>> share_of(np.array([[1.0, 2.0], [0.0, 0.0]]), np.array([4.0, 0.0])).tolist()
    [[0.25, 0.5], [0.0, 0.0]]
    """
    return mass / np.where(total > 0, total, np.inf)[:, None]


def observed_coverage(mass: pd.DataFrame) -> pd.DataFrame:
    """Measure coverage as the texts are: a row a province, a column for each of `mass`."""
    sums = mass.groupby("province").sum()
    of_areas = sums.drop(columns=[TOTAL])
    shares = share_of(of_areas.to_numpy(), sums[TOTAL].to_numpy())
    return pd.DataFrame(shares, index=of_areas.index, columns=of_areas.columns)


def term_contributions(
    weights: pd.DataFrame, provisions: pd.DataFrame, terms: pd.DataFrame
) -> pd.DataFrame:
    """Break the gap of every comparison into the terms it is made of.

    contribution = share_a - share_b, where share is the term's part of the province's tf-idf
    mass, or the mean of these parts over the other provinces; over the terms of an area the
    contributions add up to the gap in its coverage. Comparisons are those that `comparisons`
    lists. Returns the table `contributions`, with the terms of areas that occur in either.
    """
    provinces = sorted(provisions["province"].unique())
    compared = comparisons(provinces)
    owner = provisions[["provision_id", "province"]]
    mass = weights.merge(owner, on="provision_id", validate="many_to_one").pivot_table(
        index="term", columns="province", values="tf_idf", aggfunc="sum", fill_value=0.0
    )
    mass = mass.reindex(columns=provinces, fill_value=0.0)
    of_areas = terms.loc[terms["area"] != "", ["term", "area"]].set_index("term")["area"]
    share = (mass / mass.sum().replace(0.0, np.inf)).loc[mass.index.isin(of_areas.index)]
    parts = []
    for (a, b), against in zip(compared, reference_weights(compared, provinces), strict=True):
        sides = pd.DataFrame({"share_a": share[a], "share_b": share.to_numpy() @ against})
        occurs = sides[(sides > 0).any(axis=1)].reset_index()
        parts.append(
            occurs.assign(
                province_a=a,
                province_b=b,
                area=occurs["term"].map(of_areas),
                contribution=occurs["share_a"] - occurs["share_b"],
            )
        )
    return stack_tables(parts, "contributions")


def _coverage_interval(mass: pd.DataFrame, *, draws: int, seed: int) -> pd.DataFrame:
    columns = mass.columns.drop(TOTAL)
    ends = {
        province: pd.DataFrame(
            np.percentile(values, [2.5, 97.5], axis=0).T,
            index=columns,
            columns=["conf_low", "conf_high"],
        )
        for province, values in resample_coverage(mass, draws=draws, seed=seed).items()
    }
    return pd.concat(ends, names=["province"])


def _count_hits(hits: pd.DataFrame, provisions: pd.DataFrame) -> pd.DataFrame:
    owner = provisions[["provision_id", "province"]]
    owned = hits.merge(owner, on="provision_id", validate="many_to_one")
    both = pd.concat([owned, owned.assign(topic=ALL)])
    return both.groupby(["province", "area", "topic"]).agg(
        n_hits=("term", "size"),
        n_provisions=("provision_id", "nunique"),
        n_found=("term", "nunique"),
    )

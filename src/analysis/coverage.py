"""Coverage of policy areas, the measures beside it, and the terms it is made of."""

from collections.abc import Iterable
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

# Provisions of all draws that are held in memory at once.
_CELLS = 4_000_000


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
            np.percentile(values, [2.5, 97.5], axis=0).T,
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
    owners = pd.Index(provisions["provision_id"]).get_indexer(weights["provision_id"])
    columns = term_columns(weights["term"], areas, terms)
    mass = sum_columns(owners, columns, weights["tf_idf"].to_numpy(), len(provisions), len(areas))
    return mass_matrix(mass, provisions, areas)


def term_columns(words: Iterable[str], areas: pd.DataFrame, terms: pd.DataFrame) -> np.ndarray:
    """Give each word the rows of `areas` for its topic and for its area, -1 where there is none.

    >>> areas = pd.DataFrame({"area": ["net", "net"], "topic": ["all", "fibre"]})
    >>> terms = pd.DataFrame({"term": ["光纤"], "area": ["net"], "topic": ["fibre"]})
    >>> term_columns(["网", "光纤"], areas, terms).tolist()
    [[-1, -1], [1, 0]]
    """
    of_areas = terms[terms["area"] != ""]
    rows = pd.MultiIndex.from_frame(areas[["area", "topic"]])
    columns = [
        rows.get_indexer(pd.MultiIndex.from_arrays([of_areas["area"], topics]))
        for topics in (of_areas["topic"], [ALL] * len(of_areas))
    ]
    # The last row is that of words which are no term, whose place is -1.
    columns_of = np.append(np.column_stack(columns), [[-1, -1]], axis=0)
    return columns_of[pd.Index(of_areas["term"]).get_indexer(pd.Index(words))]


def sum_columns(
    owners: np.ndarray, columns: np.ndarray, values: np.ndarray, n_owners: int, n_columns: int
) -> np.ndarray:
    """Sum the values of words by owner and by each column of theirs, and in a last one all.

    `columns` as from `term_columns`; owners are whole numbers from 0.
    """
    belongs = columns >= 0
    cells = (owners[:, None] * np.intp(n_columns) + columns)[belongs]
    repeated = np.broadcast_to(values[:, None], columns.shape)[belongs]
    sums = np.bincount(cells, repeated, minlength=n_owners * n_columns)
    total = np.bincount(owners, values, minlength=n_owners)
    return np.column_stack([sums.reshape(n_owners, n_columns), total])


def mass_matrix(mass: np.ndarray, provisions: pd.DataFrame, areas: pd.DataFrame) -> pd.DataFrame:
    """Name rows and columns of masses as `sum_mass` has them."""
    columns = [*areas[["area", "topic"]].itertuples(index=False, name=None), TOTAL]
    return pd.DataFrame(
        mass,
        index=pd.MultiIndex.from_frame(provisions[["province", "provision_id"]]),
        columns=pd.MultiIndex.from_tuples(columns, names=["area", "topic"]),
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


def top_contributions(rows: pd.DataFrame, *, n: int = 8) -> pd.DataFrame:
    """Keep the n widest contributions and gather the others in one row.

    Returns label and contribution, widest first, the others last; the sum is kept.

    >>> rows = pd.DataFrame({"term": ["甲", "乙", "丙"], "contribution": [0.1, -0.3, 0.05]})
    >>> top_contributions(rows, n=1).round(2).values.tolist()
    [['乙', -0.3], ['其余 other 2', 0.15]]
    """
    widest = rows.sort_values("contribution", key=lambda c: -c.abs(), kind="stable")
    shown = widest.head(n)[["term", "contribution"]].rename(columns={"term": "label"})
    others = widest.iloc[n:]
    if len(others):
        rest = {
            "label": [f"其余 other {len(others)}"],
            "contribution": [others["contribution"].sum()],
        }
        shown = pd.concat([shown, pd.DataFrame(rest)])
    return shown.reset_index(drop=True)

"""The tf-idf mass of provisions on areas and topics, of which every coverage is a ratio."""

from collections.abc import Iterable

import numpy as np
import pandas as pd

from analysis.vocabulary import ALL

# The column of the mass matrix that holds the mass of all terms, lexicon or not.
TOTAL = ("total", ALL)


def idf(n: int | np.ndarray, df: np.ndarray) -> np.ndarray:
    """Weigh terms by how few of the n units hold them, of which df do: ln((1 + n) / (1 + df)) + 1.

    This is the smoothed idf of scikit-learn's TfidfTransformer.

    >>> idf(2, np.array([2, 1])).round(4).tolist()   # 1 and ln(3/2) + 1
    [1.0, 1.4055]
    """
    return np.log((1 + n) / (1 + df)) + 1


def weigh_terms(term_counts: pd.DataFrame, provisions: pd.DataFrame) -> pd.DataFrame:
    """Weigh the terms of each provision by tf-idf over all provisions.

    tf_idf = n · idf, without the vector norm of scikit-learn's TfidfTransformer, so that weights
    add up. Over documents idf would have two values for two documents, and say nothing.

    Returns the table `weights`, one row for each row of `term_counts`.

    >>> counts = pd.DataFrame({"provision_id": ["a", "b", "b"], "term": ["网", "网", "贫困"],
    ...                        "n": [1, 2, 3]})
    >>> weights = weigh_terms(counts, pd.DataFrame({"provision_id": ["a", "b"]}))
    >>> weights["idf"].round(4).tolist()   # 1, 1 and ln(3/2) + 1
    [1.0, 1.0, 1.4055]
    """
    document_frequency = term_counts.groupby("term")["provision_id"].transform("nunique")
    weight = idf(len(provisions), document_frequency.to_numpy())
    return term_counts.assign(idf=weight, tf_idf=term_counts["n"] * weight)


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

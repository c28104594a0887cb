"""The terms whose differences add up to a gap."""

import numpy as np
import pandas as pd

from analysis.stats.compare import comparisons, reference_weights
from analysis.store.tables import stack_tables


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

    Returns term, contribution and n_terms, widest first; the others come last, without a term.
    The sum is kept.

    >>> rows = pd.DataFrame({"term": ["甲", "乙", "丙"], "contribution": [0.1, -0.3, 0.05]})
    >>> top_contributions(rows, n=1).round(2).values.tolist()
    [['乙', -0.3, 1], ['', 0.15, 2]]
    """
    widest = rows.sort_values("contribution", key=lambda c: -c.abs(), kind="stable")
    shown, others = widest.head(n)[["term", "contribution"]].assign(n_terms=1), widest.iloc[n:]
    if others.empty:
        return shown.reset_index(drop=True)
    rest = {"term": "", "contribution": others["contribution"].sum(), "n_terms": len(others)}
    return pd.concat([shown, pd.DataFrame([rest])], ignore_index=True)

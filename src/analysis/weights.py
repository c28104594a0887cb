"""Term counts of provisions, and their tf-idf weights."""

import numpy as np
import pandas as pd


def count_terms(tokens: pd.DataFrame) -> pd.DataFrame:
    """Count each term in each provision; returns the table `term_counts`.

    >>> tokens = pd.DataFrame({"provision_id": ["a", "a", "b"], "term": ["网", "网", "网"]})
    >>> count_terms(tokens).values.tolist()
    [['a', '网', 2], ['b', '网', 1]]
    """
    return tokens.groupby(["provision_id", "term"]).size().rename("n").reset_index()


def weigh_terms(term_counts: pd.DataFrame, provisions: pd.DataFrame) -> pd.DataFrame:
    """Weigh the terms of each provision by tf-idf over all provisions.

    idf(t) = ln((1 + N) / (1 + df(t))) + 1 and tf_idf = n · idf, where N is the number of
    provisions and df(t) that of provisions which hold t. This is the smoothed idf of
    scikit-learn's TfidfTransformer, without its vector norm, so that weights add up.
    Over documents idf would have two values for two documents, and say nothing.

    Returns the table `weights`, one row for each row of `term_counts`.

    >>> counts = pd.DataFrame({"provision_id": ["a", "b", "b"], "term": ["网", "网", "贫困"],
    ...                        "n": [1, 2, 3]})
    >>> weights = weigh_terms(counts, pd.DataFrame({"provision_id": ["a", "b"]}))
    >>> weights["idf"].round(4).tolist()   # 1, 1 and ln(3/2) + 1
    [1.0, 1.0, 1.4055]
    """
    document_frequency = term_counts.groupby("term")["provision_id"].transform("nunique")
    idf = np.log((1 + len(provisions)) / (1 + document_frequency)) + 1
    return term_counts.assign(idf=idf, tf_idf=term_counts["n"] * idf)

"""Words more frequent in one province than in another."""

import numpy as np
import pandas as pd

from analysis.stats.compare import comparisons, reference_weights
from analysis.store.tables import stack_tables

# As many pseudo-counts as a provision of middling length has words: enough to tame words
# that occur once, too few to drown those that recur.
PRIOR_SIZE = 200.0


def word_keyness(
    term_counts: pd.DataFrame, provisions: pd.DataFrame, *, prior_size: float = PRIOR_SIZE
) -> pd.DataFrame:
    """Score every word by how characteristic it is of one province against another.

    Weighted log-odds with an informative Dirichlet prior (Monroe, Colaresi and Quinn 2008,
    Political Analysis 16(4): 372-403). With y the counts of a word, n their sum, and the prior
    α = prior_size · (the word's share of both sides together), α0 = prior_size:

    log_odds = ln((y_a + α) / (n_a + α0 - y_a - α)) - ln((y_b + α) / (n_b + α0 - y_b - α)),
    std_error = sqrt(1 / (y_a + α) + 1 / (y_b + α)), z = log_odds / std_error.

    Comparisons are those that `compare.comparisons` lists; the counts of OTHERS are the sums
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


def _log_odds(n: pd.Series, prior: pd.Series) -> pd.Series:
    smoothed = n + prior
    return np.log(smoothed / (smoothed.sum() - smoothed))

"""Which provinces are compared with which, and which of the gaps are told."""

from collections.abc import Sequence
from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd

from analysis.vocabulary import ALL, FEW, OTHERS

Compared = Sequence[tuple[str, str]]


def province_pairs(provinces: Sequence[str]) -> list[tuple[str, str]]:
    """List the pairs of provinces, in the order given.

    >>> province_pairs(["anhui", "gansu", "hebei"])
    [('anhui', 'gansu'), ('anhui', 'hebei'), ('gansu', 'hebei')]
    """
    return list(combinations(provinces, 2))


def comparisons(provinces: Sequence[str]) -> list[tuple[str, str]]:
    """List what is compared in words and figures, as first and second side.

    Of up to FEW provinces these are all pairs; of more, each with OTHERS, the mean of
    all other provinces.

    >>> comparisons(["anhui", "gansu", "hebei", "tibet"])[:2]
    [('anhui', 'others'), ('gansu', 'others')]
    """
    if len(provinces) <= FEW:
        return province_pairs(provinces)
    return [(province, OTHERS) for province in provinces]


def reference_weights(compared: Compared, provinces: Sequence[str]) -> np.ndarray:
    """Say what the second side of each comparison is the mean of: a row each, a column a province.

    >>> reference_weights([("a", "b"), ("c", "others")], ["a", "b", "c"]).tolist()
    [[0.0, 1.0, 0.0], [0.5, 0.5, 0.0]]
    """
    chosen = np.array(
        [[p != a if b == OTHERS else p == b for p in provinces] for a, b in compared], dtype=float
    ).reshape(-1, len(provinces))
    return chosen / chosen.sum(axis=1, keepdims=True)


def told_gaps(divergence: pd.DataFrame) -> pd.DataFrame:
    """Keep the gaps that words and figures tell: those to OTHERS if there are any, or else all.

    These are the comparisons that `comparisons` lists.
    """
    to_others = divergence["province_b"] == OTHERS
    return divergence[to_others] if to_others.any() else divergence


def shown_gaps(divergence: pd.DataFrame) -> pd.DataFrame:
    """Choose the gaps of areas that are taken apart, term by term and choice by choice.

    All that are told between pairs; of provinces against OTHERS, which are many, the widest of
    each area in which there is any.
    """
    of_areas = told_gaps(divergence)[lambda gaps: gaps["topic"] == ALL]
    if not (of_areas["province_b"] == OTHERS).any():
        return of_areas
    wide = of_areas["gap"].abs()[of_areas["gap"] != 0]
    return of_areas.loc[wide.groupby(of_areas["area"], sort=False).idxmax()]


def is_one_pair(table: pd.DataFrame) -> bool:
    """Tell whether a table is about one pair of provinces, so that its rows need not name them."""
    pairs = table[["province_a", "province_b"]].drop_duplicates()
    return len(pairs) == 1 and pairs["province_b"].iloc[0] != OTHERS


def rows_of(table: pd.DataFrame, gaps: pd.DataFrame) -> pd.DataFrame:
    """Keep the rows of a table that belong to some gaps, by provinces and area."""
    key = ["province_a", "province_b", "area"]
    chosen = pd.MultiIndex.from_frame(gaps[key])
    return table[pd.MultiIndex.from_frame(table[key]).isin(chosen)]


def has_no_hit(gaps: Any) -> Any:
    """Tell whether no term of the area stands on either side of a gap, or of each."""
    return (gaps.coverage_a == 0) & (gaps.coverage_b == 0)

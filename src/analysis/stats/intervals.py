"""Intervals of what was drawn many times."""

import numpy as np


def percentile_interval(draws: np.ndarray) -> np.ndarray:
    """Give the two ends between which the middle 95 % of draws lie, one draw a row.

    >>> percentile_interval(np.arange(201.0)).tolist()
    [5.0, 195.0]
    >>> percentile_interval(np.array([[0.0, 7.0], [40.0, 7.0]])).tolist()
    [[1.0, 7.0], [39.0, 7.0]]
    """
    return np.percentile(draws, [2.5, 97.5], axis=0)

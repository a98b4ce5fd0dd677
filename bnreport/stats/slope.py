"""The least-squares slope as a weighted sum."""

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray


def slope_weights(positions: "ArrayLike") -> "NDArray[np.float64]":
    """Return w with sum(w y) = the least-squares slope of y on x: w = (x - mean(x)) / sum((x - mean(x))²).

    Args:
        positions: (k,), x; two at least that differ.

    Source: Draper & Smith (1998), Applied Regression Analysis, 3rd ed., section 1.2 (the slope of a straight line).
    """
    x = np.asarray(positions, dtype=np.float64)
    span = np.ptp(x)
    centred = (x - x.mean()) / span
    weights: NDArray[np.float64] = centred / (centred @ centred) / span
    return weights

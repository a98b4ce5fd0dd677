"""Points (n, 2): their means and least-squares slopes."""

from math import nan
from typing import TYPE_CHECKING

import numpy as np

from bnreport.figures.shared.bounds import LARGEST

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Points = NDArray[np.float64]
    """(n, 2)."""


def usable(points: "Points") -> "NDArray[np.bool_]":
    """Tell which points have both numbers."""
    return np.asarray((np.abs(points) < LARGEST).all(axis=1))


def mean_of(points: "Points") -> tuple[float, float]:
    """Return the mean of the points that have both numbers; NaN without any."""
    kept = points[usable(points)]
    x, y = kept.mean(axis=0).tolist() if len(kept) else (nan, nan)
    return x, y


def less(points: "Points", mean: tuple[float, float]) -> "Points":
    """Return the points as seen from a mean."""
    return np.asarray(points - np.array(mean))


def slope_of(points: "Points") -> float:
    """Return the least-squares slope; NaN where there is none."""
    x, y = less(points[usable(points)], mean_of(points)).T
    spread = float((x * x).sum())
    return float((x * y).sum()) / spread if spread > 0 else nan

"""What quantiles say of a density, and no more: the share between two of them, spread evenly."""

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray


def outline(
    quantiles: "Sequence[float]", probabilities: "Sequence[float]", ends: tuple[float, float]
) -> "NDArray[np.float64]":
    """Return corners (k, 2), from left to right, of a density whose peak is 1; none where fewer than two are finite.

    Between neighbouring quantiles q the density is (p_{i+1} - p_i) / (q_{i+1} - q_i): the slope of the distribution
    function that interpolates them linearly. Quantiles that coincide stand for a mass on one spot, which is drawn as
    wide as a two-hundredth of the axis. What lies beyond the ends of the axis is cut off.
    """
    kept = np.isfinite(quantiles) & np.isfinite(probabilities)
    at, share = np.array(quantiles)[kept], np.array(probabilities)[kept]
    low, high = ends
    narrow = (high - low) / 200
    if len(at) < 2 or at[-1] < low or at[0] > high:  # noqa: PLR2004  (two ends make a stretch)
        return np.empty((0, 2))
    left, right = at[:-1], at[1:]
    middle, width = (left + right) / 2, np.maximum(right - left, narrow)
    density = np.diff(share) / width
    left, right = np.minimum(left, middle - width / 2), np.maximum(right, middle + width / 2)
    seen = (right > low) & (left < high)
    if not seen.any() or not density[seen].max() > 0:
        return np.empty((0, 2))
    x = np.clip(np.column_stack((left, right))[seen].ravel(), low, high)
    y = np.repeat(density[seen] / density[seen].max(), 2)
    return np.column_stack((np.concatenate((x[:1], x, x[-1:])), np.concatenate(([0.0], y, [0.0]))))

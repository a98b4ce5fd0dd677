"""Distributions over training, by their quantiles, and what those say of a density and no more."""

from math import isfinite
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from numpy.typing import NDArray

_WIDEST = 8.0
"""Axis against the range of the middle arm: a wider distribution is cut off, and marked."""


class Ridge(NamedTuple):
    """One distribution."""

    arm: str
    layer: str
    step: int
    quantiles: tuple[float, ...]

    @property
    def known(self) -> tuple[float, ...]:
        """Its finite quantiles."""
        return tuple(value for value in self.quantiles if isfinite(value))

    def beyond(self, ends: tuple[float, float]) -> tuple[bool, bool]:
        """Return whether it goes on to the left and to the right of the axis."""
        return any(value < ends[0] for value in self.quantiles), any(value > ends[1] for value in self.quantiles)


def axis_ends(ridges: "Sequence[Ridge]", lost: "Collection[str]") -> tuple[float, float]:
    """Return the ends of an axis on which the arms that did not diverge can be read, if there are any."""
    spans = {}
    for arm in dict.fromkeys(ridge.arm for ridge in ridges):
        if values := [value for ridge in ridges if ridge.arm == arm for value in ridge.known]:
            spans[arm] = (min(values), max(values))
    lows, highs = zip(
        *([spans[arm] for arm in spans if arm not in lost] or spans.values() or [(-1.0, 1.0)]), strict=True
    )
    centre = float(np.median(lows)) / 2 + float(np.median(highs)) / 2
    reach = _WIDEST / 2 * float(np.median(np.subtract(highs, lows)))
    low, high = max(min(lows), centre - reach), min(max(highs), centre + reach)
    return (low, high) if low < high else (low - (abs(low) or 1.0), high + (abs(high) or 1.0))


def extremes(ridges: "Sequence[Ridge]") -> tuple[Ridge, ...]:
    """Return the first and the last ridge of each layer and arm."""
    panels: dict[tuple[str, str], list[Ridge]] = {}
    for ridge in ridges:
        panels.setdefault((ridge.layer, ridge.arm), []).append(ridge)
    return tuple(ridge for held in panels.values() for ridge in dict.fromkeys((held[0], held[-1])))


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
    left, right = at[:-1], at[1:]
    width = np.maximum(right - left, (high - low) / 200)
    left, right = np.minimum(left, (left + right - width) / 2), np.maximum(right, (left + right + width) / 2)
    density = np.diff(share) / width
    seen = (right > low) & (left < high)
    if not seen.any() or not density[seen].max() > 0:
        return np.empty((0, 2))
    x = np.clip(np.column_stack((left, right))[seen].ravel(), low, high)
    y = np.repeat(density[seen] / density[seen].max(), 2)
    return np.column_stack((np.concatenate((x[:1], x, x[-1:])), np.concatenate(([0.0], y, [0.0]))))

"""Distributions over training, by their quantiles, and what those say of a density and no more."""

from math import erf, isfinite, nan
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from numpy.typing import NDArray

_WIDEST = 8.0
"""Axis against the range of the middle arm: a wider distribution is cut off, and marked."""
_KERNEL, _TAIL = 0.2, 2.5
"""Standard deviation of the smoothing kernel, against the distance of the quartiles, and how many of it are drawn."""
_CORNERS = 30


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


def pooled(quantiles: "NDArray[np.float64]", probabilities: "Sequence[float]") -> tuple[float, ...]:
    """Return the quantiles of what several runs have together, each with the same weight.

    The mean of the runs' distribution functions, each linear between its quantiles, 0 below them and 1 above, is read
    backwards. Runs without a number are left out; NaN where none is left.

    Args:
        quantiles: (runs, probabilities).
        probabilities: of the quantiles, rising.
    """
    kept = quantiles[np.isfinite(quantiles).all(axis=1)]
    if len(kept) <= 1:
        return tuple(kept[0].tolist()) if len(kept) else (nan,) * len(probabilities)
    at = np.unique(kept)
    shares = np.mean([np.interp(at, row, probabilities, left=0.0, right=1.0) for row in kept], axis=0)
    return tuple(np.interp(probabilities, shares, at).tolist())


def outline(
    quantiles: "Sequence[float]", probabilities: "Sequence[float]", ends: tuple[float, float]
) -> "NDArray[np.float64]":
    """Return corners (k, 2), from left to right, of a density whose peak is 1; none where fewer than two are finite.

    Between neighbouring quantiles q the density is (p_{i+1} - p_i) / (q_{i+1} - q_i), and all of it is smoothed by a
    Gaussian kernel: sum_i f_i (Phi((x - q_i) / h) - Phi((x - q_{i+1}) / h)), h = 0.2 times the distance of the middle
    quartiles, at least a hundredth of the axis. What lies beyond the ends of the axis is cut off.
    """
    kept = np.isfinite(quantiles) & np.isfinite(probabilities)
    at, share = np.array(quantiles)[kept], np.array(probabilities)[kept]
    if len(at) <= 1:
        return np.empty((0, 2))
    low, high = ends
    spread = float(np.interp(0.75, share, at) - np.interp(0.25, share, at))
    kernel = max(_KERNEL * spread, (high - low) / 100)
    first, last = max(at[0] - _TAIL * kernel, low), min(at[-1] + _TAIL * kernel, high)
    width = np.maximum(np.diff(at), kernel / 10)
    middles, mass = (at[:-1] + at[1:]) / 2, np.diff(share)
    if not (first < last and mass.max() > 0):
        return np.empty((0, 2))
    x = np.linspace(first, last, _CORNERS)
    edges = [_phi((x[:, None] - middles + side * width / 2) / kernel) for side in (1, -1)]
    density = ((edges[0] - edges[1]) * mass / width).sum(axis=1)
    if not density.max() > 0:
        return np.empty((0, 2))
    y = density / density.max()
    return np.column_stack((np.concatenate((x[:1], x, x[-1:])), np.concatenate(([0.0], y, [0.0]))))


def _phi(z: "NDArray[np.float64]") -> "NDArray[np.float64]":
    """Return the standard normal distribution function; SciPy has this too, and takes half a second to load."""
    return np.asarray(0.5 + 0.5 * np.vectorize(erf)(z / 2**0.5))

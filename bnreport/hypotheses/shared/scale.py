"""Differences or ratios: what a margin means on either scale, and how effects on it are estimated."""

from math import log
from typing import TYPE_CHECKING, Literal

import numpy as np

from bnreport.errors import SpecError
from bnreport.stats.mean import Mean, Ratio, constant, near_one

if TYPE_CHECKING:
    from numpy.typing import NDArray

Scale = Literal["raw", "ratio"]
"""`raw`: differences, in the metric's unit. `ratio`: ratios of geometric means; a margin is the ratio, at least 1."""


def null(scale: Scale) -> float:
    """Return the effect that means no difference, which is also the smallest margin."""
    return 1.0 if scale == "ratio" else 0.0


def mirrored(margin: float, scale: Scale) -> float:
    """Return the bound as far on the other side of no difference: -margin, or 1 / margin."""
    return 1 / margin if scale == "ratio" else -margin


def distance(effect: float, unit: str, origin: float = 0.0) -> float:
    """Return how far an effect is from `origin`, either way; where the unit is `ratio`, from 1 as a logarithm."""
    return abs(log(effect)) if unit == "ratio" else abs(effect - origin)


def check_margin(kind: str, margin: float, scale: Scale, *, room: bool = False) -> None:
    """See to it that a margin means something on its scale.

    Args:
        kind: of hypothesis, which the message names.
        margin: as declared, 0 at least.
        scale: of the claim.
        room: whether the claim needs a margin beyond no difference at all.

    Raises:
        SpecError: a ratio below 1, or no room where the claim needs some.
    """
    least = null(scale)
    if scale == "ratio" and margin < least:
        mend = f"Write {1 + margin:g} for a margin of {100 * margin:g} %."
        raise SpecError([f"{kind}: margin: is the ratio itself on `scale: ratio`, at least 1. Got {margin:g}. {mend}"])
    if room and margin == least:
        said = f"must be greater than {least:g}. Got {margin:g}. No data can show a difference of exactly nothing."
        raise SpecError([f"{kind}: margin: {said}"])


def on_scale(table: "NDArray[np.float64]", scale: Scale) -> "NDArray[np.float64] | None":
    """Return the values, as logarithms on the ratio scale; None where a value has no logarithm."""
    if scale == "raw":
        return table
    return None if (table <= 0).any() else np.log(table)


def magnitude(table: "NDArray[np.float64]", scale: Scale) -> "NDArray[np.float64]":
    """Return how large values are as their rounding sees them; a logarithm turns relative rounding into absolute."""
    size: NDArray[np.float64] = np.maximum(np.abs(table), null(scale))
    return size


def unvarying(effects: "NDArray[np.float64]", table: "NDArray[np.float64]", scale: Scale) -> bool:
    """Tell whether (n,) effects that were computed from a table's values do not vary, but for their rounding."""
    return constant(effects, float(magnitude(table, scale).max()))


def shown(effects: "NDArray[np.float64]", scale: Scale) -> tuple[float, ...]:
    """Return (n,) effects in their unit: log-ratios as ratios."""
    with np.errstate(over="ignore"):
        return tuple((np.exp(effects) if scale == "ratio" else effects).tolist())


def estimated(effects: "NDArray[np.float64]", scale: Scale) -> Mean | Ratio:
    """Estimate the mean of (n,) effects that vary; of log-ratios, the ratio of geometric means."""
    mean = Mean.of(effects)
    return Ratio(mean) if scale == "ratio" else mean


def correlation(table: "NDArray[np.float64]", scale: Scale) -> float | None:
    """Return Pearson's r between two arms over seeds; None for more arms, two seeds, or an arm that does not vary.

    Args:
        table: (arms, n), as logarithms on the ratio scale.
        scale: of the claim.
    """
    arms, n = table.shape
    if arms != 2 or n <= 2 or any(unvarying(row, row, scale) for row in table):  # noqa: PLR2004
        return None
    one, other = (near_one(row)[0] for row in table)
    return float(np.corrcoef(one, other)[0][1])


def not_positive(metric: str) -> str:
    """Say that there is no ratio."""
    return f"A ratio needs positive values; {metric} has others."

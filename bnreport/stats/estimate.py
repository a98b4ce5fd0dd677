"""What every estimate can answer, and its two-sided p against a claim region."""

from math import inf
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from bnreport.stats.region import Interval, Region


class Estimate(Protocol):
    """An effect with its uncertainty; intervals and tests are duals of one another."""

    @property
    def value(self) -> float:
        """Point estimate, in the unit of the claim region."""

    @property
    def n(self) -> int:
        """Seeds (or arms) behind it."""

    def interval(self, alpha: float) -> "Interval":
        """Two-sided interval of confidence 1 - alpha."""

    def p_greater(self, bound: float) -> float:
        """One-sided p against `effect <= bound`; below alpha/2 iff the interval lies above the bound."""

    def p_less(self, bound: float) -> float:
        """One-sided p against `effect >= bound`; below alpha/2 iff the interval lies below the bound."""

    def mde(self, alpha: float) -> float:
        """Smallest distance from a bound, or factor of a ratio, detected with 80 % power, given the observed spread."""


def p_support(estimate: Estimate, region: "Region") -> float:
    """Return the one-sided p for `the effect lies in the region`: both bounds must be cleared (intersection-union)."""
    above = estimate.p_greater(region.low) if region.low > -inf else 0.0
    below = estimate.p_less(region.high) if region.high < inf else 0.0
    return max(above, below)


def p_refute(estimate: Estimate, region: "Region") -> float:
    """Return the one-sided p for `the effect lies outside the region`, on whichever side."""
    below = estimate.p_less(region.low) if region.low > -inf else 1.0
    above = estimate.p_greater(region.high) if region.high < inf else 1.0
    return min(below, above)


def p_value(estimate: Estimate, region: "Region", sides: int = 2) -> float:
    """Return p = min(1, sides min(p_support, p_refute)).

    It is below alpha exactly when the interval of confidence 1 - 2 alpha / sides lies wholly inside or wholly outside
    the region, so that a decision by p and one by the interval are the same decision.

    Args:
        estimate: the effect.
        region: effects for which the claim is true.
        sides: 2 shares alpha between the directions; 1 gives it whole to each, as two one-sided tests do.
    """
    return min(1.0, sides * min(p_support(estimate, region), p_refute(estimate, region)))

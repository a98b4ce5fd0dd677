"""Claim regions and intervals: a verdict is which of them holds the other."""

from math import inf, nan
from typing import NamedTuple


class Interval(NamedTuple):
    """A confidence interval, in the unit of its estimate."""

    low: float
    high: float


NO_INTERVAL = Interval(nan, nan)
"""Stands where there is none: it holds no number."""


class Region(NamedTuple):
    """The open set of effects (low, high) in which the claim is true, in the unit of the effect.

    `> m` is Region(low=m), `> -m` is Region(low=-m), `within ±m` is Region(-m, m).
    """

    low: float = -inf
    high: float = inf

    def holds(self, interval: Interval) -> bool:
        """Tell whether the interval lies wholly inside the claim region: supported; both may be open on one side."""
        above = self.low < interval.low or self.low == interval.low == -inf
        return above and (interval.high < self.high or self.high == interval.high == inf)

    def excludes(self, interval: Interval) -> bool:
        """Tell whether the interval lies wholly outside the claim region: refuted."""
        return interval.high < self.low or interval.low > self.high

"""The mean of one effect per seed, with its t interval; on the ratio scale, a ratio of geometric means."""

from dataclasses import dataclass
from math import inf, sqrt
from typing import TYPE_CHECKING

import numpy as np

from bnreport.stats import special
from bnreport.stats.power import detectable
from bnreport.stats.region import Interval

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

ROUNDING = 1e-9
"""Spread below this share of the values themselves is floating-point noise, not variation between seeds."""


def near_one(values: "NDArray[np.float64]") -> "tuple[NDArray[np.float64], int]":
    """Divide by a power of two so that the largest is near 1 and squares fit a float; return its exponent besides."""
    exponent = int(np.frexp(np.abs(values).max())[1])
    return np.ldexp(values, -exponent), exponent


def constant(effects: "NDArray[np.float64]", scale: float) -> bool:
    """Tell whether the effects do not vary: their standard deviation is within rounding of `scale`.

    Args:
        effects: (n,), n of 2 or more.
        scale: largest absolute value that the effects were computed from, in their unit.
    """
    scaled, exponent = near_one(effects)
    with np.errstate(over="ignore"):
        return bool(np.std(scaled, ddof=1) <= np.ldexp(ROUNDING * scale, -exponent))


@dataclass(frozen=True)
class Mean:
    """Student's t for a mean: (value - bound) / (sd / sqrt(n)) has n - 1 degrees of freedom.

    Of paired differences, it is the paired t test; of per-seed contrasts (a difference of differences, a slope), the
    one-sample t test on them.

    Source: Student (1908), Biometrika 6, 1-25.
    """

    value: float
    """Mean effect."""
    sd: float
    """Standard deviation of the effects, 1/(n - 1) variance; positive."""
    n: int
    """Seeds; 2 or more."""

    @classmethod
    def of(cls, effects: "ArrayLike") -> "Mean":
        """Estimate from one effect per seed.

        Args:
            effects: (n,), finite, not constant; the caller has seen to that.
        """
        scaled, exponent = near_one(np.asarray(effects, dtype=np.float64))
        value, sd = np.ldexp([scaled.mean(), scaled.std(ddof=1)], exponent).tolist()
        return cls(value, sd, len(scaled))

    @property
    def error(self) -> float:
        """Standard error of the mean."""
        return self.sd / sqrt(self.n)

    def interval(self, alpha: float) -> Interval:
        """Return value ± t(1 - alpha/2, n - 1) sd / sqrt(n)."""
        half = -float(special.stdtrit(self.n - 1, alpha / 2)) * self.error
        return Interval(self.value - half, self.value + half)

    def p_greater(self, bound: float) -> float:
        """One-sided p against `mean <= bound`."""
        return float(special.stdtr(self.n - 1, (bound - self.value) / self.error))

    def p_less(self, bound: float) -> float:
        """One-sided p against `mean >= bound`."""
        return float(special.stdtr(self.n - 1, (self.value - bound) / self.error))

    def mde(self, alpha: float) -> float:
        """Minimum detectable distance from a bound, by the noncentral t, with the observed standard deviation."""
        return detectable(self.n - 1, alpha) * self.error


@dataclass(frozen=True)
class Ratio:
    """A ratio of geometric means: the mean log-ratio and its t interval, exponentiated."""

    log: Mean
    """Mean of one log-ratio per seed."""

    @property
    def value(self) -> float:
        """Ratio of geometric means."""
        return ratio_of(self.log.value)

    @property
    def n(self) -> int:
        """Seeds."""
        return self.log.n

    def interval(self, alpha: float) -> Interval:
        """Return the interval of the mean log-ratio, exponentiated."""
        low, high = self.log.interval(alpha)
        return Interval(ratio_of(low), ratio_of(high))

    def p_greater(self, bound: float) -> float:
        """One-sided p against `ratio <= bound`."""
        return self.log.p_greater(_log(bound))

    def p_less(self, bound: float) -> float:
        """One-sided p against `ratio >= bound`."""
        return self.log.p_less(_log(bound))

    def mde(self, alpha: float) -> float:
        """Return the factor from a bound at which a ratio is detected."""
        return ratio_of(self.log.mde(alpha))


def ratio_of(log: float) -> float:
    """Return the ratio that a log-ratio means; 0 or infinity where no float holds it."""
    with np.errstate(over="ignore", under="ignore"):
        return float(np.exp(log))


def _log(ratio: float) -> float:
    return float(np.log(ratio)) if ratio > 0 else -inf

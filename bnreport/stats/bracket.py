"""A ratio of geometric means of times that are known to lie between two readings each."""

from dataclasses import dataclass
from math import inf, sqrt
from typing import TYPE_CHECKING, Self

import numpy as np

from bnreport.stats.mean import Mean, Ratio, ratio_of
from bnreport.stats.region import Interval

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True)
class Bracketed:
    """The mean log-ratio where each seed's lies between a least and a most: Student's t on the unfavourable ends.

    That it is larger than a bound is judged on the least log-ratios, that it is smaller on the most. A mean of least
    ends is at most the true one, and of most ends at least, so that however coarse the readings are they can hide an
    effect and not feign one. Where all seeds fall between the same two readings the ends do not vary, though the times
    do. So no SD is taken to be smaller than that of the readings' rounding: a time is uniform between two readings at
    best, with SD width / sqrt(12). The interval has a half-open end where a seed has no least, or no most.
    """

    log: Mean
    """Mean log-ratio of the readings themselves."""
    least: Mean | None
    """Mean of the least log-ratios; None where one seed has none."""
    most: Mean | None
    """Mean of the most; None where one seed has none."""

    @classmethod
    def of(
        cls,
        read: "NDArray[np.float64]",
        least: "NDArray[np.float64]",
        most: "NDArray[np.float64]",
        widths: "NDArray[np.float64]",
    ) -> Self:
        """Estimate from (n,) log-ratios.

        Args:
            read: as the readings say.
            least: no more than `read`; -inf where a seed has none.
            most: no less than `read`; inf where a seed has none.
            widths: (2, n) of the brackets of both times, as logarithms; not all 0 where the log-ratios do not vary.
        """
        rounding = sqrt(float((widths**2).sum(axis=0).mean()) / 12)
        means = [_mean(each, rounding) if np.isfinite(each).all() else None for each in (least, most)]
        return cls(_mean(read, rounding), *means)

    @property
    def value(self) -> float:
        """Ratio of geometric means of the readings."""
        return ratio_of(self.log.value)

    @property
    def n(self) -> int:
        """Seeds."""
        return self.log.n

    def interval(self, alpha: float) -> Interval:
        """Return the lower end of the least log-ratios' interval and the upper end of the most's, exponentiated."""
        low = Ratio(self.least).interval(alpha).low if self.least else 0.0
        return Interval(low, Ratio(self.most).interval(alpha).high if self.most else inf)

    def p_greater(self, bound: float) -> float:
        """One-sided p against `ratio <= bound`."""
        return Ratio(self.least).p_greater(bound) if self.least else 1.0

    def p_less(self, bound: float) -> float:
        """One-sided p against `ratio >= bound`."""
        return Ratio(self.most).p_less(bound) if self.most else 1.0

    def mde(self, alpha: float) -> float:
        """Return the factor from a bound that is detected: the brackets' and the t test's together.

        Where one end is open it is that of the other direction; where both are, that of the readings themselves.
        """
        ends = [each for each in (self.least, self.most) if each] or [self.log]
        return max(ratio_of(abs(each.value - self.log.value) + each.mde(alpha)) for each in ends)


def _mean(logs: "NDArray[np.float64]", least_sd: float) -> Mean:
    mean = Mean.of(logs)
    return Mean(mean.value, max(mean.sd, least_sd), mean.n)

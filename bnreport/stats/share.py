"""The mean of one share per seed, with its t interval kept inside [0, 1]."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bnreport.stats.region import Interval

if TYPE_CHECKING:
    from bnreport.stats.mean import Mean


@dataclass(frozen=True)
class Share:
    """Student's t for a mean of shares; no share lies outside [0, 1], so the interval ends there.

    Each p against a bound outside [0, 1] is 0 or 1, as the truncated interval says. Shares are bounded and discrete,
    so t is approximate: with few cells, strongly correlated within a seed, it decides somewhat too often at n = 3.

    Source: Student (1908), Biometrika 6, 1-25.
    """

    mean: "Mean"
    """Of one share per seed."""

    @property
    def value(self) -> float:
        """Mean share."""
        return self.mean.value

    @property
    def n(self) -> int:
        """Seeds."""
        return self.mean.n

    def interval(self, alpha: float) -> Interval:
        """Return the t interval, cut at 0 and 1."""
        low, high = self.mean.interval(alpha)
        return Interval(max(low, 0.0), min(high, 1.0))

    def p_greater(self, bound: float) -> float:
        """One-sided p against `share <= bound`."""
        return 0.0 if bound < 0 else 1.0 if bound >= 1 else self.mean.p_greater(bound)

    def p_less(self, bound: float) -> float:
        """One-sided p against `share >= bound`."""
        return 0.0 if bound > 1 else 1.0 if bound <= 0 else self.mean.p_less(bound)

    def mde(self, alpha: float, power: float = 0.8) -> float:
        """Minimum detectable distance from a bound, by the noncentral t; may exceed 1, and then nothing is."""
        return self.mean.mde(alpha, power)

"""The median of one share per seed, by the exact sign test: however the cells of a seed go together."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from bnreport.stats import special
from bnreport.stats.power import POWER
from bnreport.stats.region import Interval

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True)
class MedianShare:
    """The share in a typical seed: as many seeds lie above it as below.

    Only seeds are counted. If the median is at most a bound, a seed lies above it with probability 1/2 at most, so the
    count above is no larger than Binomial(n, 1/2); seeds exactly at the bound are on neither side. That holds for any
    threshold and however the cells of a seed go together. No such thing holds for a mean of shares: near 1 its
    distribution has a long tail to the left, and Student's t gave up to 22 % false support (13 or 50 cells that
    correlate by 0.3 to 0.9, thresholds of 0.8 and 0.9, three to ten seeds) and up to 7 % at a threshold of 0.5.

    The interval [k-th smallest, k-th largest] inverts the test. Six seeds are the fewest that decide at 5 %.

    Source: Arbuthnott (1710), Philosophical Transactions 27, 186-190 (the test); Thompson (1936), Annals of
    Mathematical Statistics 7, 122-128 (the interval).
    """

    values: tuple[float, ...]
    """One share per seed, from 0 to 1, in ascending order."""

    @classmethod
    def of(cls, shares: "Sequence[float]") -> "MedianShare":
        """Estimate from one share per seed."""
        return cls(tuple(sorted(map(float, shares))))

    @property
    def value(self) -> float:
        """Median share."""
        return float(np.median(self.values))

    @property
    def n(self) -> int:
        """Seeds."""
        return len(self.values)

    def interval(self, alpha: float) -> Interval:
        """Return the exact interval of confidence 1 - alpha or more; [0, 1] where so few seeds cannot decide."""
        k = _depth(self.n, alpha)
        return Interval(self.values[k - 1], self.values[-k]) if k else Interval(0.0, 1.0)

    def p_greater(self, bound: float) -> float:
        """One-sided p against `median share <= bound`."""
        return 0.0 if bound < 0 else _tail(sum(share > bound for share in self.values), self.n)

    def p_less(self, bound: float) -> float:
        """One-sided p against `median share >= bound`."""
        return 0.0 if bound > 1 else _tail(sum(share < bound for share in self.values), self.n)

    def mde(self, alpha: float) -> float:
        """Return how far from a bound a median is detected, 1 at most: shares spread normally, with the SD observed.

        The fewest seeds that decide must lie beyond the bound with power `POWER`.
        """
        k = _depth(self.n, alpha)
        if not k:
            return 1.0
        beyond = float(special.betaincinv(self.n + 1 - k, k, POWER))  # the probability of one seed
        return min(1.0, float(special.ndtri(beyond)) * float(np.std(self.values, ddof=1)))


def decides(seeds: int, alpha: float) -> bool:
    """Tell whether any shares of so many seeds could be decided at this two-sided level: whether 2^-n < alpha / 2."""
    return _depth(seeds, alpha) > 0


def _tail(count: int, n: int) -> float:
    """Return P(Binomial(n, 1/2) >= count)."""
    return float(special.bdtrc(count - 1, n, 0.5)) if count else 1.0


def _depth(n: int, alpha: float) -> int:
    """Return the largest k with P(Binomial(n, 1/2) >= n + 1 - k) < alpha / 2; 0 if there is none."""
    k = 0
    while 2 * k < n and _tail(n - k, n) < alpha / 2:
        k += 1
    return k

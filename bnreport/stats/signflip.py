"""The sign-flip test of a mean, exact and inverted: no normality, only symmetry of the effects."""

from dataclasses import dataclass
from math import floor, inf
from typing import TYPE_CHECKING

import numpy as np

from bnreport.stats.region import Interval

if TYPE_CHECKING:
    from numpy.typing import NDArray

FEWEST = 6
"""Seeds below which no two-sided p falls under 0.05: 2 / 2**5 = 0.0625."""
MOST = 14
"""Seeds beyond which all subset means take too long."""


@dataclass(frozen=True)
class SignFlip:
    """Hodges and Lehmann's estimate of the centre, with the interval that inverts the exact sign-flip test.

    The means of the 2**n - 1 non-empty subsets of the effects cut the line into 2**n intervals, each of which holds
    the true centre with probability 2**-n if the effects are symmetric about it. Hence
    [k-th smallest, k-th largest] subset mean is an exact interval of confidence 1 - 2k / 2**n. The estimate is the
    median of the means of all pairs of effects, each with itself included.

    Source: Hartigan (1969), Journal of the American Statistical Association 64, 1303-1317, section 4 (typical
    values); Hodges & Lehmann (1963), Annals of Mathematical Statistics 34, 598-611, section 4 (the estimate).
    """

    values: tuple[float, ...]
    """One effect per seed."""

    @property
    def n(self) -> int:
        """Seeds."""
        return len(self.values)

    @property
    def value(self) -> float:
        """Median of all Walsh averages, in the unit of the effects."""
        effects = np.asarray(self.values)
        i, j = np.triu_indices(self.n)
        return float(np.median((effects[i] + effects[j]) / 2))

    def decides(self, alpha: float) -> bool:
        """Tell whether any data of this many seeds could be decided at this two-sided level."""
        return alpha * 2.0 ** (self.n - 1) >= 1

    def interval(self, alpha: float) -> Interval:
        """Return the exact interval of confidence 1 - alpha or a little more; infinite where n is too small."""
        k = floor(alpha / 2 * 2**self.n * (1 + 1e-12))
        if k < 1:
            return Interval(-inf, inf)
        return Interval(float(_subset_means(self.values)[k - 1]), float(_subset_means(self.values)[-k]))


def _subset_means(values: tuple[float, ...]) -> "NDArray[np.float64]":
    """Return the means of all non-empty subsets, sorted: (2**n - 1,)."""
    sums, counts = np.zeros(1), np.zeros(1)
    for value in values:
        sums, counts = np.concatenate([sums, sums + value]), np.concatenate([counts, counts + 1])
    return np.sort(sums[1:] / counts[1:])

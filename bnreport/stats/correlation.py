"""A correlation coefficient, with an interval from Student's t."""

from dataclasses import dataclass
from math import asinh, atanh, copysign, inf, sinh, sqrt, tanh
from typing import TYPE_CHECKING

import numpy as np

from bnreport.stats import special
from bnreport.stats.mean import ROUNDING, near_one
from bnreport.stats.power import POWER
from bnreport.stats.region import Interval

if TYPE_CHECKING:
    from numpy.typing import NDArray

FEWEST = 3
"""Points below which a correlation has no degree of freedom."""


@dataclass(frozen=True)
class Correlation:
    """Pearson's r of n points: sqrt(n - 2) sinh(z - artanh(bound)) has Student's t with n - 2 degrees of freedom.

    Here z = artanh(r) - r / (2 (n - 1)): Fisher's transform, less its bias. Without that term the statistic equals
    (r - bound) sqrt(n - 2) / sqrt((1 - r²) (1 - bound²)), which at bound 0 is the exact test; with it false verdicts
    are rarer near bound 0 than promised, and no longer too many far from it. From n = 3 on.

    Source: Samiuddin (1970), Biometrika 57, 461-464 (the statistic); Fisher (1921), Metron 1, 3-32 (z and its bias).
    """

    value: float
    """r, strictly between -1 and 1."""
    n: int
    """Seeds, or arms, behind it; 3 or more."""

    @property
    def df(self) -> int:
        """Degrees of freedom, n - 2."""
        return self.n - 2

    @property
    def _z(self) -> float:
        return atanh(self.value) - self.value / (2 * (self.n - 1))

    def interval(self, alpha: float) -> Interval:
        """Return tanh(z ± asinh(t(1 - alpha/2, n - 2) / sqrt(n - 2)))."""
        half = self._length(1 - alpha / 2)
        return Interval(tanh(self._z - half), tanh(self._z + half))

    def p_greater(self, bound: float) -> float:
        """One-sided p against `correlation <= bound`."""
        return float(special.stdtr(self.df, sqrt(self.df) * sinh(_transform(bound) - self._z)))

    def p_less(self, bound: float) -> float:
        """One-sided p against `correlation >= bound`."""
        return float(special.stdtr(self.df, sqrt(self.df) * sinh(self._z - _transform(bound))))

    def mde(self, alpha: float) -> float:
        """Return the correlation that is told from 0; from a bound beyond 0 less distance will do."""
        return tanh(self._length(1 - alpha / 2) + self._length(POWER))

    def _length(self, share: float) -> float:
        """Return a quantile of z - artanh(correlation)."""
        return -asinh(float(special.stdtrit(self.df, 1 - share)) / sqrt(self.df))


def _transform(bound: float) -> float:
    return atanh(bound) if abs(bound) < 1 else copysign(inf, bound)


def standardised(
    x: "NDArray[np.float64]", y: "NDArray[np.float64]"
) -> "tuple[NDArray[np.float64], NDArray[np.float64]] | None":
    """Remove each arm's mean from two quantities and scale both to a sum of squares of 1: r is their inner product.

    The differences between arms are never part of it.

    Args:
        x: (K arms, n seeds), finite.
        y: (K, n), likewise, same arms and seeds.

    Returns:
        None with fewer than three seeds, or where r is undefined or ±1 within rounding.

    Source: Bland & Altman (1995), BMJ 310, 446 (r within subjects).
    """
    if x.shape[1] < FEWEST:
        return None
    tables = []
    for values in (x, y):
        table, _ = near_one(values)
        centred = table - table.mean(1, keepdims=True)
        if np.sqrt((centred**2).mean()) <= ROUNDING * np.abs(table).max():
            return None
        centred, _ = near_one(centred)
        tables.append(centred / np.sqrt((centred**2).sum()))
    return None if 1 - abs(float((tables[0] * tables[1]).sum())) <= ROUNDING else (tables[0], tables[1])


def between(x: "NDArray[np.float64]", y: "NDArray[np.float64]") -> Correlation | None:
    """Correlate the arms' means over seeds: one point per arm, whatever the number of seeds.

    Args:
        x: (K, n), finite.
        y: (K, n), likewise.

    Returns:
        None with fewer than three arms, or where r is undefined or ±1 within rounding.

    Source: Bland & Altman (1995), BMJ 310, 633 (r between subjects).
    """
    found = standardised(x.mean(1)[None], y.mean(1)[None])
    return None if found is None else Correlation(float((found[0] * found[1]).sum()), len(x))

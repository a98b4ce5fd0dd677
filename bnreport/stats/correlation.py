"""A correlation coefficient, with an interval from Student's t."""

from dataclasses import dataclass
from math import asinh, atanh, copysign, inf, sinh, sqrt, tanh
from typing import TYPE_CHECKING

import numpy as np

from bnreport.stats import special
from bnreport.stats.mean import ROUNDING
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

    def mde(self, alpha: float, power: float = 0.8) -> float:
        """Return the correlation that is told from 0 with that power; from a bound beyond 0 less distance will do.

        It is that of one arm. Several arms that vary on their own steady r, and less will do.
        """
        return tanh(self._length(1 - alpha / 2) + self._length(power))

    def _length(self, share: float) -> float:
        """Return a quantile of z - artanh(correlation)."""
        return -asinh(float(special.stdtrit(self.df, 1 - share)) / sqrt(self.df))


def _transform(bound: float) -> float:
    return atanh(bound) if abs(bound) < 1 else copysign(inf, bound)


def within(x: "NDArray[np.float64]", y: "NDArray[np.float64]") -> Correlation | None:
    """Correlate the residuals of two quantities after removing each arm's mean: never the differences between arms.

    r = sum x'y' / sqrt(sum x'² sum y'²) over K arms and n paired seeds. The n seeds count, not the K n runs: a seed
    may move all arms alike, in both quantities, and how much it does cannot be told from a few seeds. If every arm
    repeats the first, n - 2 degrees of freedom are right; otherwise r is steadier than they say, and false verdicts
    are rarer than promised, with unrelated arms hardly any. Only more seeds narrow the interval.

    Args:
        x: (K, n), finite.
        y: (K, n), likewise, same arms and seeds.

    Returns:
        None with fewer than three seeds, or where r is undefined or ±1 within rounding.

    Source: Bland & Altman (1995), BMJ 310, 446 (r within subjects, there with the runs' degrees of freedom).
    """
    n = x.shape[1]
    one, two = (values - values.mean(1, keepdims=True) for values in (x, y))
    spread = np.sqrt((one**2).sum() * (two**2).sum())
    flat = any(
        np.sqrt((centred**2).mean()) <= ROUNDING * np.abs(values).max() for centred, values in ((one, x), (two, y))
    )
    if n < FEWEST or flat:
        return None
    r = float((one * two).sum() / spread)
    return None if 1 - abs(r) <= ROUNDING else Correlation(r, n)


def between(x: "NDArray[np.float64]", y: "NDArray[np.float64]") -> Correlation | None:
    """Correlate the arms' means over seeds: one point per arm, whatever the number of seeds.

    Args:
        x: (K, n), finite.
        y: (K, n), likewise.

    Returns:
        None with fewer than three arms, or where r is undefined or ±1 within rounding.

    Source: Bland & Altman (1995), BMJ 310, 633 (r between subjects).
    """
    return within(x.mean(1)[None], y.mean(1)[None])

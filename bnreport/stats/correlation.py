"""A correlation coefficient with Fisher's z interval."""

from dataclasses import dataclass
from math import atanh, copysign, inf, sqrt, tanh
from typing import TYPE_CHECKING

import numpy as np
from scipy.special import ndtr, ndtri

from bnreport.stats.mean import ROUNDING
from bnreport.stats.region import Interval

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True)
class Correlation:
    """Pearson's r: z = artanh(r) is normal with variance 1 / information.

    Of n points, information = n - 3. Of N runs after removing the means of K arms (a partial correlation given the
    arm), it is df - 1 = N - K - 2 with df = N - K - 1.

    Source: Fisher (1921), Metron 1, 3-32 (z); Fisher (1924), Metron 3, 329-332 (partial r loses one point each).
    """

    value: float
    """r, strictly between -1 and 1."""
    n: int
    """Seeds, or arms, behind it."""
    information: float
    """1 / variance of z; positive."""

    def interval(self, alpha: float) -> Interval:
        """Return tanh(artanh(r) ± z(1 - alpha/2) / sqrt(information))."""
        half = -float(ndtri(alpha / 2)) / sqrt(self.information)
        return Interval(tanh(atanh(self.value) - half), tanh(atanh(self.value) + half))

    def p_greater(self, bound: float) -> float:
        """One-sided p against `correlation <= bound`."""
        return float(ndtr((_z(bound) - atanh(self.value)) * sqrt(self.information)))

    def p_less(self, bound: float) -> float:
        """One-sided p against `correlation >= bound`."""
        return float(ndtr((atanh(self.value) - _z(bound)) * sqrt(self.information)))

    def mde(self, alpha: float, power: float = 0.8) -> float:
        """Return the correlation that is told from 0 with that power; from a bound beyond 0 less distance will do."""
        return tanh(float(ndtri(power) - ndtri(alpha / 2)) / sqrt(self.information))


def _z(bound: float) -> float:
    return atanh(bound) if abs(bound) < 1 else copysign(inf, bound)


def within(x: "NDArray[np.float64]", y: "NDArray[np.float64]") -> Correlation | None:
    """Correlate the residuals of two quantities after removing each arm's mean: never the differences between arms.

    r = sum x'y' / sqrt(sum x'² sum y'²) over K arms and n paired seeds, N = K n, df = N - K - 1. Arms share their
    seeds, so runs of a seed may resemble each other in both quantities, and then say less than independent ones. With
    the arms' covariance matrices C_x and C_y over seeds, a sum of products has max(1, sum C_x C_y / sum diag C_x C_y)
    times the variance under independence, and the information N - K - 2 is divided by that.

    Args:
        x: (K, n), finite.
        y: (K, n), likewise, same arms and seeds.

    Returns:
        None with fewer than K + 3 runs, where z has no variance, or where r is undefined or ±1 within rounding.

    Source: Bland & Altman (1995), BMJ 310, 446 (r within subjects); Bakdash & Marusich (2017), Frontiers in Psychology
    8, 456 (df and interval); Clifford, Richardson & Hémon (1989), Biometrics 45, 123-134 (dependent observations).
    """
    arms, n = x.shape
    information = arms * n - arms - 2
    one, two = (values - values.mean(1, keepdims=True) for values in (x, y))
    spread = np.sqrt((one**2).sum() * (two**2).sum())
    flat = any(
        np.sqrt((centred**2).mean()) <= ROUNDING * np.abs(values).max() for centred, values in ((one, x), (two, y))
    )
    if information < 1 or flat:
        return None
    r = float((one * two).sum() / spread)
    if 1 - abs(r) <= ROUNDING:
        return None
    shared = (one @ one.T) * (two @ two.T)
    return Correlation(r, n, information / max(1.0, float(shared.sum() / np.trace(shared))))


def between(x: "NDArray[np.float64]", y: "NDArray[np.float64]") -> Correlation | None:
    """Correlate the arms' means over seeds: one point per arm, whatever the number of seeds.

    Args:
        x: (K, n), finite.
        y: (K, n), likewise.

    Returns:
        None with fewer than four arms, or where r is undefined or ±1 within rounding.

    Source: Bland & Altman (1995), BMJ 310, 633 (r between subjects).
    """
    found = within(x.mean(1)[None], y.mean(1)[None])
    return found and Correlation(found.value, len(x), found.information)

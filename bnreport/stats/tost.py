"""Two one-sided tests: how they share alpha, and the margins that t tests can support."""

from functools import lru_cache
from math import inf, log, sqrt
from typing import TYPE_CHECKING

import numpy as np

from bnreport.stats import special
from bnreport.stats.power import POWER

if TYPE_CHECKING:
    from bnreport.stats.region import Region

CONVENTION = 0.9
"""Confidence of the interval that two one-sided tests at 5 % each amount to."""
_NODES = 96
"""Of the quadrature."""
_TAIL = 10.0
"""Standard deviations of the pooled spread beyond which nothing is left to integrate."""


def sides(region: "Region", confidence: float) -> int:
    """Return how many one-sided tests share alpha: two, but by the convention one each where a claim has two bounds."""
    return 1 if confidence == CONVENTION and -inf < region.low and region.high < inf else 2


@lru_cache(maxsize=4096)
def resolvable(df: int, alpha: float, power: float = POWER) -> float:
    """Return the smallest margin, in standard errors, within which a true zero effect is shown to lie with that power.

    The d with P(|Z| + t(1 - alpha/2, df) S < d) = power, Z standard normal, df S² chi-square with `df` degrees of
    freedom: both bounds of the 1 - alpha interval are inside ±d. At power p it exceeds the distance that one bound
    needs, `detectable`, since both must be cleared. Times sd / sqrt(n) it is the margin in the effect's unit.

    Source: Phillips (1990), Journal of Pharmacokinetics and Biopharmaceutics 18, 137-144 (its power).

    >>> round(resolvable(df=4, alpha=0.05) / 5**0.5, 2)  # five seeds, in standard deviations
    1.94
    """
    t = -float(special.stdtrit(df, alpha / 2))
    low, high = 0.0, t
    while _power(high, df, t) < power:
        low, high = high, 2 * high
    for _ in range(50):
        middle = (low + high) / 2
        low, high = (middle, high) if _power(middle, df, t) < power else (low, middle)
    return high


def _power(d: float, df: int, t: float) -> float:
    """Integrate P(|Z| < d - t s) over the density of S, from the least S to the largest that leaves room."""
    spread = _TAIL / sqrt(2 * df)
    low, high = max(0.0, 1 - spread), min(d / t, 1 + spread)
    if high <= low:
        return 0.0
    nodes, weights = np.polynomial.legendre.leggauss(_NODES)
    s = low + (high - low) * (nodes + 1) / 2
    density = np.exp(log(2) + df / 2 * log(df / 2) - special.gammaln(df / 2) + (df - 1) * np.log(s) - df * s * s / 2)
    return float(np.sum(weights * density * (2 * special.ndtr(d - t * s) - 1)) * (high - low) / 2)

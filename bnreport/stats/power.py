"""Minimum detectable effects of t tests."""

from functools import lru_cache

from bnreport.stats import special

POWER = 0.8
"""Of every minimum detectable effect that is reported."""


@lru_cache(maxsize=4096)
def detectable(df: int, alpha: float, power: float = POWER) -> float:
    """Return the distance from a bound, in standard errors, that a two-sided t test detects with that power.

    The noncentrality d with P(T > t(1 - alpha/2, df)) = power, T noncentral t with `df` degrees of freedom.
    Times sd / sqrt(n) it is the minimum detectable effect.

    Source: Cohen (1988), Statistical Power Analysis, 2nd ed., section 2.5.

    >>> round(detectable(df=4, alpha=0.05) / 5**0.5, 2)  # five seeds, in standard deviations
    1.68
    """
    return float(special.nctdtrinc(df, 1 - power, -special.stdtrit(df, alpha / 2)))

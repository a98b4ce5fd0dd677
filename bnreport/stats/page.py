"""Page's test for ordered alternatives, from ranks alone."""

from functools import lru_cache
from math import sqrt
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from bnreport.stats import special

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

_MOST_LEVELS = 8
"""Beyond these the exact distribution costs more than it tells."""
_MOST_SEEDS = 20


class Page(NamedTuple):
    """Page's L and how likely one at least as large is if the order of the levels means nothing."""

    value: float
    p: float


def page(table: "ArrayLike") -> Page:
    """Rank the levels within each seed and weigh the ranks by the predicted order: L = sum over k of k R_k.

    R_k is the sum over seeds of the rank at level k. p is one-sided: exact without ties for 8 levels and 20 seeds at
    most, else normal with mean n k (k + 1)² / 4 and the variance given the ties, n k² (k + 1)² (k - 1) / 144 without.

    Args:
        table: (n, k), one row per seed, columns in the order that is predicted to increase.

    Source: Page (1963), Journal of the American Statistical Association 58, 216-230.

    >>> page([[1, 2, 3, 4]] * 3).value
    90.0
    """
    values = np.asarray(table, dtype=np.float64)
    n, k = values.shape
    others, own = values[:, None, :], values[:, :, None]
    ranks = (others < own).sum(2) + ((others == own).sum(2) + 1) / 2  # (n, k), tied values share their mean rank
    order = np.arange(1, k + 1)
    statistic = float(ranks.sum(0) @ order)
    centred = ranks - (k + 1) / 2
    tied = not np.array_equal(np.sort(ranks, 1), np.tile(order, (n, 1)))
    if not tied and k <= _MOST_LEVELS and n <= _MOST_SEEDS:
        return Page(statistic, float(_null(k, n)[round(statistic) :].sum()))
    variance = float((centred**2).sum() * ((order - (k + 1) / 2) ** 2).sum() / (k - 1))
    excess = statistic - n * k * (k + 1) ** 2 / 4
    return Page(statistic, float(special.ndtr(-excess / sqrt(variance))) if variance > 0 else 1.0)


@lru_cache(maxsize=64)
def _null(k: int, n: int) -> "NDArray[np.float64]":
    """Return the probability of each L from 0 on: every order of k ranks alike, n seeds."""
    if n > 1:
        return np.convolve(_null(k, n - 1), _null(k, 1))
    length = k * (k + 1) * (2 * k + 1) // 6 + 1
    ways = np.zeros((1 << k, length))  # by the set of ranks given out, and their weighted sum
    ways[0, 0] = 1
    for given in range((1 << k) - 1):
        place = given.bit_count() + 1
        for rank in (rank for rank in range(1, k + 1) if not given >> (rank - 1) & 1):
            shift = place * rank
            ways[given | 1 << (rank - 1), shift:] += ways[given, : length - shift]
    one: NDArray[np.float64] = ways[-1] / ways[-1].sum()
    return one

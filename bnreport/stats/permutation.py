"""The link of two metrics within arms, by permuting the seeds of one of them in all arms together."""

from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import permutations
from math import ceil, factorial
from typing import TYPE_CHECKING

import numpy as np

from bnreport.stats.correlation import Correlation, standardised
from bnreport.stats.region import Interval

if TYPE_CHECKING:
    from numpy.typing import NDArray

MOST = 10_000
"""Permutations: all of them up to seven seeds; beyond, a sample that never changes, the identity twice among them."""
_TIE = 1e-12

Table = tuple[tuple[float, ...], ...]


@dataclass(frozen=True)
class JointPermutation:
    """Pearson's r of two metrics less the arms' means, with the exact test that permutes seeds.

    A seed may move all arms alike, in both metrics. So the seeds of y are permuted against those of x, in the same way
    in every arm: if x and y have nothing to do with each other, each of the permuted r is as likely as ours, however
    arms share a seed's luck. A bound b other than 0 is tested on y - b x against x, both metrics scaled to equal sums
    of squares, and likewise on x - b y against y; the larger p counts. That is exact where y is b x plus something of
    its own; where what a seed shares between arms and what is a run's own are linked differently it is not, so that no
    claim is judged by another bound than 0: of eight arms, linked by 0.8 in one of the two and not in the other, it
    gave 6 % instead of 2.5. A link of 0 that is made of two opposite ones is a link, and may be given a direction.
    Inverted, it is the interval: with r' of y permuted and a' of x permuted against itself, a permutation speaks for
    bounds from (r - r') / (1 - a') on.

    Source: Pitman (1937), Supplement to the Journal of the Royal Statistical Society 4, 225-232 (permuted r);
    Maritz (1995), Distribution-Free Statistical Methods, 2nd ed., section 5.2 (its inversion for a slope).
    """

    x: Table
    """(K arms, n seeds), each arm of mean 0, all of sum of squares 1: see `standardised`."""
    y: Table
    """Likewise."""

    @classmethod
    def of(cls, x: "NDArray[np.float64]", y: "NDArray[np.float64]") -> "JointPermutation | None":
        """Estimate from two (K arms, n seeds) tables; None where `standardised` has none."""
        found = standardised(x, y)
        return None if found is None else cls(*(tuple(map(tuple, table.tolist())) for table in found))

    @property
    def value(self) -> float:
        """Pearson's r."""
        return float((np.array(self.x) * np.array(self.y)).sum())

    @property
    def n(self) -> int:
        """Seeds."""
        return len(self.x[0])

    def interval(self, alpha: float) -> Interval:
        """Return the bounds that neither test rejects at alpha / 2, within [-1, 1]."""
        ends = [_ends(bounds, ties, alpha) for bounds, ties in self._bounds]
        low, high = min(low for low, _ in ends), max(high for _, high in ends)
        return Interval(min(max(low, -1.0), 1.0), max(min(high, 1.0), -1.0))

    def p_greater(self, bound: float) -> float:
        """One-sided p against `link <= bound`."""
        return max((ties + int((bounds <= bound).sum())) / (ties + len(bounds)) for bounds, ties in self._bounds)

    def p_less(self, bound: float) -> float:
        """One-sided p against `link >= bound`."""
        return max((ties + int((bounds >= bound).sum())) / (ties + len(bounds)) for bounds, ties in self._bounds)

    def mde(self, alpha: float) -> float:
        """Return the correlation that is told from 0 in one arm; several need less."""
        return Correlation(0.0, self.n).mde(alpha)

    @cached_property
    def _bounds(self) -> "tuple[tuple[NDArray[np.float64], int], ...]":
        """Return the bounds in ascending order, and how many permutations change nothing: y on x, then x on y."""
        order, seeds = _orders(self.n), np.arange(self.n)
        x, y = np.array(self.x), np.array(self.y)
        lost = self.value - (x.T @ y)[seeds, order].sum(axis=1)
        lost[np.abs(lost) <= _TIE] = 0
        found = []
        for each in (x, y):
            room = 1 - (each.T @ each)[seeds, order].sum(axis=1)
            moved = room > _TIE
            found.append((np.sort(lost[moved] / room[moved]), int((~moved).sum())))
        return tuple(found)


def decides(seeds: int, alpha: float) -> bool:
    """Tell whether any data of so many seeds could be decided at this two-sided level: five can at 5 %."""
    return 1 / _count(seeds) < alpha / 2


def _ends(bounds: "NDArray[np.float64]", ties: int, alpha: float) -> tuple[float, float]:
    spared = ceil((ties + len(bounds)) * alpha / 2) - 1 - ties  # the most bounds with a p below alpha / 2
    if spared < 0 or spared >= len(bounds):
        return -1.0, 1.0
    return float(bounds[spared]), float(bounds[-1 - spared])


def _count(seeds: int) -> int:
    return factorial(seeds) if factorial(seeds) <= MOST else MOST // 2


@lru_cache(maxsize=16)
def _orders(seeds: int) -> "NDArray[np.intp]":
    """Return (count, n) permutations, one of which changes nothing; with each its inverse, so x and y are alike."""
    if factorial(seeds) <= MOST:
        return np.array([*permutations(range(seeds))], dtype=np.intp)
    rng = np.random.default_rng(0)
    drawn = rng.permuted(np.tile(np.arange(seeds), (MOST // 2, 1)), axis=1)
    drawn[0] = np.arange(seeds)
    return np.concatenate([drawn, drawn.argsort(axis=1)])

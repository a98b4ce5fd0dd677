"""Several claims at once: how far the one that fits worst lies inside its region."""

from dataclasses import dataclass
from math import inf
from typing import TYPE_CHECKING, NamedTuple

from bnreport.stats.estimate import p_refute, p_support
from bnreport.stats.region import Interval

if TYPE_CHECKING:
    from bnreport.stats.estimate import Estimate
    from bnreport.stats.region import Region


class Claim(NamedTuple):
    """An estimate and the region it should lie in."""

    estimate: "Estimate"
    region: "Region"
    sides: int = 2
    """How many one-sided tests share alpha: see `tost.sides`."""


@dataclass(frozen=True)
class Slack:
    """The least slack over claims; positive exactly when all of them are true.

    slack = min over claims of the distance from the effect to the nearest end of its region, negative outside.
    Its lower end at 1 - alpha is the least of the claims' lower ends at 1 - alpha: all must be inside (an
    intersection-union test needs no correction). Its upper end uses alpha / k, since any of the k claims may be the one
    that refutes. A claim of two one-sided tests has twice its alpha, alone or among others. Claims in different units
    have a slack whose sign alone means something.

    Source: Berger (1982), Technometrics 24, 295-300.
    """

    claims: tuple[Claim, ...]

    @property
    def value(self) -> float:
        """Least slack of the point estimates."""
        return min(_slack(claim.region, claim.estimate.value) for claim in self.claims)

    @property
    def n(self) -> int:
        """Seeds of the claim that has fewest."""
        return min(claim.estimate.n for claim in self.claims)

    def interval(self, alpha: float) -> Interval:
        """Return the least slack at each end; the upper one shares alpha among the claims."""
        lows, highs = [], []
        for estimate, region, sides in self.claims:
            lows.append(min(_slack(region, end) for end in estimate.interval(alpha * 2 / sides)))
            highs.append(_most(region, estimate.interval(alpha * 2 / sides / len(self.claims))))
        return Interval(min(lows), min(highs))

    def p_greater(self, bound: float) -> float:
        """One-sided p against `some claim has slack <= bound`: the largest of the claims'."""
        return max(sides / 2 * p_support(each, _shrunk(region, bound)) for each, region, sides in self.claims)

    def p_less(self, bound: float) -> float:
        """One-sided p against `every claim has slack >= bound`: k times the smallest of the claims'."""
        least = min(sides / 2 * p_refute(each, _shrunk(region, bound)) for each, region, sides in self.claims)
        return min(1.0, len(self.claims) * least)

    def mde(self, alpha: float) -> float:
        """Return the largest of the claims' minimum detectable effects, each in its own unit."""
        return max(claim.estimate.mde(alpha * 2 / claim.sides) for claim in self.claims)


def _slack(region: "Region", effect: float) -> float:
    return min(effect - region.low, region.high - effect)


def _most(region: "Region", interval: Interval) -> float:
    """Return the largest slack in an interval: at the region's middle, or at the end nearest to it."""
    if region.low == -inf:
        return region.high - interval.low
    if region.high == inf:
        return interval.high - region.low
    middle = (region.low + region.high) / 2
    return _slack(region, min(max(middle, interval.low), interval.high))


def _shrunk(region: "Region", bound: float) -> "Region":
    return region._replace(low=region.low + bound, high=region.high - bound)

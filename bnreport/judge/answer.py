"""What a verdict can be."""

from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from bnreport.stats.region import Interval, Region

Answer = Literal["supported", "refuted", "inconclusive", "exploratory", "not_run"]
"""`exploratory`: the claim was declared to get an estimate and no verdict."""
DECIDED = ("supported", "refuted")


def decide(interval: "Interval", region: "Region") -> Answer:
    """Return the answer that the interval alone gives: wholly in the claim region, wholly outside, or neither."""
    return "supported" if region.holds(interval) else "refuted" if region.excludes(interval) else "inconclusive"

"""A verdict as another analysis would have it."""

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from bnreport.judge.answer import Answer
    from bnreport.stats.region import Interval, Region


class Variant(NamedTuple):
    """One way to analyse."""

    family: str
    """Which choice differs: reduction, window, columns, scale, test, divergence, margin, seeds, seed left out; empty
    for the verdict's own."""
    label: str
    answer: "Answer | None"
    """None where this analysis gives none; `reason` then says why."""
    reason: str
    unit: str
    region: "Region"
    estimate: float | None = None
    interval: "Interval | None" = None
    n: int = 0
    influential: bool = False
    """Of a seed left out: whether it changes more than fewer seeds cost by design."""

    @property
    def numbers(self) -> tuple[object, ...]:
        """All that could differ from the verdict's own analysis."""
        return self.unit, self.region, self.estimate, self.interval, self.n

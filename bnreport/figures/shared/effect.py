"""What a verdict is about, and how it is said: every claim's figure ends in it."""

from math import isfinite, nan
from typing import TYPE_CHECKING, NamedTuple

from bnreport.formatting import say_count, say_effect, say_name, say_region, say_span

if TYPE_CHECKING:
    from bnreport.figures.shared.table import Cell
    from bnreport.stats.region import Interval, Region


class Effect(NamedTuple):
    """What a verdict is about."""

    unit: str
    verdict: str
    """supported, refuted, inconclusive, exploratory or not_run."""
    seeds: tuple[int, ...]
    values: tuple[float, ...]
    """One per seed, NaN where an arm is missing; none where the effect is not one of seeds."""
    estimate: float
    interval: "Interval"
    verdict_interval: "Interval"
    region: "Region"
    paper: float = nan
    """The paper's own number, NaN where it prints none or scales differ."""
    null: float | None = None
    """The effect that means no difference; None for the usual one, 0 or of a ratio 1."""
    n: str = ""
    """What the estimate is over, where that is not as many seeds."""

    @property
    def none(self) -> float:
        """The effect that means no difference."""
        return float(self.unit == "ratio") if self.null is None else self.null

    @property
    def alt(self) -> str:
        """The conclusion with its numbers, as far as there are any."""
        found = f"effect {say_effect(self.estimate, self.unit)}" if isfinite(self.estimate) else "no estimate"
        spans = (("95 % interval", self.interval), ("verdict interval", self.verdict_interval))
        said = [found, *(f"{name} {say_span(span, self.unit)}" for name, span in spans if span.low <= span.high)]
        over = self.n or say_count(len(self.seeds), "seed")
        paper = f" The paper's number is {say_effect(self.paper, self.unit)}." if isfinite(self.paper) else ""
        return (
            f"{say_name(self.verdict).capitalize()}: {', '.join(said)}, over {over}; the claim is true "
            f"{say_region(self.region, self.unit)}.{paper}"
        )

    @property
    def caption(self) -> str:
        """What the panel shows, as far as it is there."""
        which = "every seed" if all(map(isfinite, self.values)) else "every seed that has one"
        seen = [f"effect of {which} (dots)"] if any(map(isfinite, self.values)) else []
        seen += ["the estimate (large marker)"] if isfinite(self.estimate) else ["no estimate"]
        seen += ["its 95 % interval (thin line)"] if self.interval.low <= self.interval.high else []
        if self.verdict_interval.low <= self.verdict_interval.high:
            seen.append("the verdict interval, which alone decides (thick bar)")
        paper = "; hollow diamond: the paper's number" if isfinite(self.paper) else ""
        line = f"; grey line: no difference ({say_effect(self.none, self.unit)})" if self.null is not None else ""
        return (
            f"{', '.join(seen)}; shaded, where the claim is true ({say_region(self.region, self.unit)}){line}{paper}."
        )

    def rows(self, width: int) -> "tuple[tuple[Cell, ...], ...]":
        """Return every other number of the panel, each behind so many cells: what it is, and empty ones."""
        ends = [f"{of} {end}" for of in ("95 %", "verdict", "claim region") for end in ("low", "high")]
        numbers = (self.estimate, *self.interval, *self.verdict_interval, *self.region, self.paper)
        names = ("estimate", *ends, "paper")
        found = (*zip(names, numbers, strict=True), *([] if self.null is None else [("no difference", self.null)]))
        return tuple((name, *[""] * (width - 1), number) for name, number in found)

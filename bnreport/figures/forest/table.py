"""The parts of a composite claim on one axis, each in its own margins."""

from dataclasses import dataclass

from bnreport.figures.shared.margins import BENT, LINEAR, MarginRow, reach_of
from bnreport.figures.shared.table import Cell, FigureTable, brief
from bnreport.formatting import say_effect, say_name, say_region, say_span
from bnreport.stats.region import Interval, Region


@dataclass(frozen=True)
class Table(FigureTable):
    """Parts from top to bottom; the answer of each is the verdict on all of them together."""

    parts: tuple[MarginRow, ...]
    seeds: tuple[int, ...]
    """Behind each part."""

    @property
    def reach(self) -> float:
        """How far from 0 the axis must reach, in margins."""
        return reach_of(row.at(number) for row in self.parts for number in (row.estimate, *row.interval))

    @property
    def caption(self) -> str:
        """What is drawn."""
        alike = len(set(self.seeds)) == 1
        seeds = f"{self.seeds[0]}" if alike else f"{', '.join(map(str, self.seeds))}, from top to bottom"
        return (
            "Every part of the claim, its effect divided by its own margin so that all share one axis. Shaded: "
            "where the part is true. Marker: estimate, in colour and shape of the verdict on all parts together; "
            f"no part has a verdict of its own. Line: 95 % interval, which does not decide (seeds: n = {seeds}). A "
            "part whose margin is 0 is divided by the half-width of its 95 % interval; ratios are drawn by their "
            f"logarithm.{BENT if self.reach > LINEAR else ''}"
        )

    @property
    def alt(self) -> str:
        """The verdict, and the numbers of each part."""
        said = (
            f"{number}. {row.label}: {say_effect(row.estimate, row.unit)} {say_span(row.interval, row.unit)}, "
            f"true {say_region(row.region, row.unit)}"
            for number, row in enumerate(self.parts, 1)
        )
        verdict = say_name(self.parts[0].answer).capitalize()
        return brief(f"{verdict}, all {len(self.parts)} parts together. Estimates and 95 % intervals: ", said)

    @property
    def headers(self) -> tuple[str, ...]:
        """Column names."""
        return (
            "part", "verdict on all parts", "unit", "one margin", "estimate", "95 % low", "95 % high",
            "claim region low", "claim region high",
        )  # fmt: skip

    def rows(self) -> tuple[tuple[Cell, ...], ...]:
        """Return effects in their own units."""
        return tuple(
            (f"{number}. {r.label}", r.answer, r.unit, r.scale, r.estimate, *r.interval, *r.region)
            for number, r in enumerate(self.parts, 1)
        )


EXAMPLE = Table(
    (MarginRow("loss: a - b", "inconclusive", "nat", 0.02, 0.05, Interval(0.03, 0.07), Region(low=0.02)),), (5,)
)

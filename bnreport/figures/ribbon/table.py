"""A range over training, from its low to its high end: arms on one axis, or where they are many in panels alike."""

from dataclasses import dataclass

from bnreport.figures.shared.curve import (
    Curve,
    arms_of,
    bounds,
    by_seed,
    digest,
    middle,
    of_arm,
    off_axis,
    say_axis,
    say_counted,
    say_marks,
    say_n,
    seeds_of,
    typical,
)
from bnreport.figures.shared.table import Cell, FigureTable, Shown
from bnreport.formatting import heading_unit, say_value

_SHOWN = 8
TOGETHER = 2
"""Arms whose ribbons fit on one axis; more have a panel each."""


@dataclass(frozen=True)
class Table(FigureTable):
    """Low and high ends in every run of one experiment."""

    experiment: str
    title: str
    unit: str
    log: bool
    """Whether the vertical axis is logarithmic."""
    metrics: tuple[str, str]
    """Names of the low and of the high end."""
    lows: tuple[Curve, ...]
    highs: tuple[Curve, ...]
    source: str = ""
    """Who drew such a figure first, and where."""
    counted: tuple[int, int] | None = None
    """First and last step that claims count."""

    @property
    def arms(self) -> tuple[str, ...]:
        """Names of the arms, in order of appearance."""
        return arms_of(self.highs)

    @property
    def ends(self) -> tuple[float, float]:
        """Least and largest value that the vertical axis shows."""
        return bounds([*self.lows, *self.highs], log=self.log)

    @property
    def caption(self) -> str:
        """What is drawn."""
        where = "" if len(self.arms) <= TOGETHER else "; a panel for each arm, all with the same axes"
        return (
            f"{self.title} ({heading_unit(self.unit)}), {self.experiment}, over optimiser steps, {say_n(self.highs)}, "
            f"on a {say_axis(log=self.log)} axis{where}. Ribbon: from the median over seeds of the low end "
            f"({self.metrics[0]}) to that of the high end ({self.metrics[1]}); thin lines: both ends of every seed."
            f"{say_counted(self.counted)}"
            f"{say_marks(self.highs, off_axis((*self.lows, *self.highs), self.ends), self.source)}"
        )

    @property
    def alt(self) -> str:
        """How wide each ribbon typically is."""
        return (
            f"{self.title} of {self.experiment}, from low to high end, medians over steps, then over seeds: "
            f"{'; '.join(map(self._span, self.arms))}."
        )

    def _span(self, arm: str) -> str:
        low, high = (typical(of_arm(curves, arm)) for curves in (self.lows, self.highs))
        runs = of_arm(self.highs, arm)
        lost = sum(curve.diverged for curve in runs)
        said = [
            f"{say_value(middle(low), self.unit)} to {say_value(middle(high), self.unit)} (n = {len(high)})"
        ] * bool(high)
        return f"{arm} " + ", ".join([*said, *[f"{lost} of {len(runs)} diverged"] * bool(lost)])

    @property
    def headers(self) -> tuple[str, ...]:
        """Column names."""
        seeds = seeds_of([*self.lows, *self.highs])
        return ("arm", "step", *(f"{metric} ({self.unit}), seed {seed}" for metric in self.metrics for seed in seeds))

    def rows(self) -> tuple[tuple[Cell, ...], ...]:
        """Return one row per arm and step."""
        return tuple(by_seed([self.lows, self.highs], seeds_of([*self.lows, *self.highs])))

    def shown(self) -> Shown:
        """Return median and range over seeds of both ends, at evenly spaced steps."""
        both = zip(self.metrics, (self.lows, self.highs), strict=True)
        rows = [(metric, *row) for metric, curves in both for row in digest(curves, self.arms, self.unit, _SHOWN)]
        return Shown(("end", "step", *self.arms), tuple(rows))


EXAMPLE = Table(
    "e", "Loss along the gradient", "nat", log=True, metrics=("low", "high"),
    lows=(Curve("e.a", 0, (0, 5), (2.1, 1.4), diverged=False), Curve("e.b", 0, (0, 5), (2.2, 9.5), diverged=True)),
    highs=(Curve("e.a", 0, (0, 5), (2.7, 1.9), diverged=False), Curve("e.b", 0, (0, 5), (8.0, 95.5), diverged=True)),
)  # fmt: skip

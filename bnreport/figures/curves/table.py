"""One metric over training: every seed, the band between them and their median, arm by arm."""

from dataclasses import dataclass
from math import isfinite, isnan

from bnreport.figures.shared.curve import (
    Curve,
    arms_of,
    bounds,
    by_seed,
    digest,
    lost_of,
    middle,
    of_arm,
    off_axis,
    say_axis,
    say_counted,
    say_marks,
    say_n,
    say_seeds,
    seeds_of,
)
from bnreport.figures.shared.step_axes import StepAxes
from bnreport.figures.shared.table import Cell, FigureTable, Shown, brief
from bnreport.formatting import say_value
from bnreport.judge.metric_in_words import say_metric

_LOG_FROM = 50.0
_SHOWN = 8


@dataclass(frozen=True)
class Table(FigureTable):
    """Runs of one experiment, one metric."""

    experiment: str
    metric: str
    unit: str
    chance: float | None
    """The value a diverged run counts as; None where there is none."""
    curves: tuple[Curve, ...]
    axis: str = "auto"
    """linear, log, or auto: logarithmic where the runs that finished span more than a factor of 50."""
    title: str = ""
    """What the metric is, where its name does not say it."""
    source: str = ""
    """Who drew such a figure first, and where."""
    counted: tuple[int, int] | None = None
    """First and last step that claims count."""

    @property
    def arms(self) -> tuple[str, ...]:
        """Names of the arms, in order of appearance."""
        return arms_of(self.curves)

    @property
    def log(self) -> bool:
        """Whether the vertical axis is logarithmic."""
        if self.axis != "auto" or self.unit == "fraction":
            return self.axis == "log"
        finite = [value for curve in self.curves if not curve.diverged for value in curve.values if isfinite(value)]
        return bool(finite) and min(finite) > 0 and max(finite) > _LOG_FROM * min(finite)

    @property
    def ends(self) -> tuple[float, float]:
        """Least and largest value that the vertical axis shows."""
        low, high = bounds(self.curves, log=self.log)
        if self.chance is None or not isfinite(self.chance) or (self.log and self.chance <= 0):
            return low, high
        return min(low, self.chance), max(high, self.chance)

    @property
    def name(self) -> str:
        """What is measured."""
        return self.title or say_metric(self.metric)

    @property
    def caption(self) -> str:
        """What is drawn."""
        chance = "" if self.chance is None else " Dotted grey: the value that a diverged run counts as."
        return (
            f"{self.name} of {self.experiment} over optimiser steps, {say_n(self.curves)}, on a "
            f"{say_axis(log=self.log)} axis. {say_seeds(self.curves)}{chance}"
            f"{say_counted(self.counted)}"
            f"{say_marks(self.curves, off_axis(self.curves, self.ends), self.source)}"
        )

    @property
    def alt(self) -> str:
        """Where each arm ends."""
        return brief(f"{self.name} of {self.experiment} at the last step. ", map(self._end, self.arms))

    def _end(self, arm: str) -> str:
        runs = of_arm(self.curves, arm)
        ends = [curve.values[-1] for curve in runs if not curve.diverged and curve.values]
        ends = [end for end in ends if not isnan(end)]
        lost = sum(curve.diverged for curve in runs)
        text = f"{lost} of {len(runs)} diverged" if lost else ""
        if ends:
            median, low, high = (say_value(f(ends), self.unit) for f in (middle, min, max))
            text = f"median {median} (seeds {low} to {high}, n = {len(ends)})" + (f", {text}" if text else "")
        return f"{arm}: {text or 'no value'}"

    @property
    def headers(self) -> tuple[str, ...]:
        """Column names."""
        return ("arm", "step", *(f"{self.metric} ({self.unit}), seed {seed}" for seed in seeds_of(self.curves)))

    def rows(self) -> tuple[tuple[Cell, ...], ...]:
        """Return one row per arm and step, and what a diverged run counts as."""
        seeds = seeds_of(self.curves)
        points = by_seed([self.curves], seeds)
        if self.chance is not None:
            points.append(("if diverged", "", *[self.chance] * len(seeds)))
        return tuple(points)

    def shown(self) -> Shown:
        """Return median and range over seeds of each arm, at evenly spaced steps."""
        return Shown(("step", *self.arms), tuple(digest(self.curves, self.arms, self.unit, _SHOWN)))

    def over_steps(self) -> tuple[StepAxes, ...]:
        """Return the one pair of axes."""
        levels = () if self.chance is None else (self.chance,)
        return (
            StepAxes(
                self.name,
                self.unit,
                self.log,
                self.ends,
                self.arms,
                lost_of(self.curves),
                counted=self.counted,
                levels=levels,
            ),
        )


EXAMPLE = Table(
    "e", "loss", "nat", 2.3,
    (
        Curve("e.a", 0, (0, 5, 10), (2.1, 1.4, 0.5), diverged=False),
        Curve("e.b", 0, (0, 5), (2.2, 9.5), diverged=True),
    ),
)  # fmt: skip

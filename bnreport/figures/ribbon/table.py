"""A range over training, from its low to its high end: the bands of two or three arms on one axis."""

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from bnreport.figures.shared.bounds import LARGEST, has_place
from bnreport.figures.shared.curve import (
    Curve,
    arms_of,
    bounds,
    by_seed,
    digest,
    grid,
    lost_of,
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
from bnreport.figures.shared.step_axes import StepAxes
from bnreport.figures.shared.table import Cell, FigureTable, Shown, brief
from bnreport.formatting import headed, say_value

if TYPE_CHECKING:
    from collections.abc import Sequence

_SHOWN = 8
_CUT = 0.005
"""Share of all readings of medians that may lie beyond either end of the axis, ..."""
_FAR = 0.5
"""... if it would have to be longer by more than so much for them."""


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

    @cached_property
    def medians(self) -> tuple[Curve, ...]:
        """Both ends of every arm: medians over seeds."""
        return tuple(_median(of_arm(curves, arm), arm) for curves in (self.lows, self.highs) for arm in self.arms)

    @cached_property
    def ends(self) -> tuple[float, float]:
        """Least and largest value that the vertical axis shows: of nearly all that is drawn."""
        kept = [curve._replace(values=tuple(v for v in curve.values if has_place(v, log=self.log)))
                for curve in self.medians]  # fmt: skip
        low, high = bounds(kept, log=self.log)
        read = np.sort([value for curve in kept for value in curve.values])
        if not len(read):
            return low, high
        (start, end), (first, last) = np.quantile(read, (_CUT, 1 - _CUT)), (low, high)
        near = np.log if self.log else np.asarray
        room = (near(end) - near(start)) * _FAR
        return (
            first if near(start) - near(first) <= room else float(start),
            last if near(last) - near(end) <= room else float(end),
        )

    @cached_property
    def off(self) -> list[tuple[str, int, bool]]:
        """Arm, step and whether above, of what leaves the axis, and of what no axis has a place for."""
        widest = (1 / LARGEST if self.log else -LARGEST, LARGEST)
        return sorted({*off_axis(self.medians, self.ends), *off_axis((*self.lows, *self.highs), widest)})

    @property
    def caption(self) -> str:
        """What is drawn."""
        return (
            f"{headed(self.title, self.unit)}, {self.experiment}, over optimiser steps, {say_n(self.highs)}, "
            f"on a {say_axis(log=self.log)} axis that all panels share. Band: from the median over seeds of the low "
            f"end to that of the high end.{say_counted(self.counted)}"
            f"{say_marks(self.highs, self.off, self.source)}"
        )

    @property
    def alt(self) -> str:
        """How wide each ribbon typically is."""
        head = f"{self.title} of {self.experiment}, from low to high end, medians over steps, then over seeds: "
        return brief(head, map(self._span, self.arms))

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

    def over_steps(self) -> tuple[StepAxes, ...]:
        """Return the axes of the bands: each step's row has the seeds of both ends."""
        return (
            StepAxes(self.title, self.unit, self.log, self.ends, self.arms, lost_of(self.highs), counted=self.counted),
        )


def _median(curves: "Sequence[Curve]", arm: str) -> Curve:
    """Return the median over seeds, of those that have a reading."""
    steps, values = grid(curves)
    known = ~np.isnan(values).all(axis=0)
    with np.errstate(invalid="ignore"):
        median = np.nanmedian(values[:, known], axis=0) if known.any() else np.empty(0)
    lost = bool(curves) and all(curve.diverged for curve in curves)
    return Curve(arm, 0, tuple(steps[known].tolist()), tuple(median.tolist()), lost)


EXAMPLE = Table(
    "e", "Loss along the gradient", "nat", log=True, metrics=("low", "high"),
    lows=(Curve("e.a", 0, (0, 5), (2.1, 1.4), diverged=False), Curve("e.b", 0, (0, 5), (2.2, 9.5), diverged=True)),
    highs=(Curve("e.a", 0, (0, 5), (2.7, 1.9), diverged=False), Curve("e.b", 0, (0, 5), (8.0, 95.5), diverged=True)),
)  # fmt: skip

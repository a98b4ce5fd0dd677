"""One metric over training: every seed, the band between them and their median, arm by arm."""

from dataclasses import dataclass
from math import isfinite
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from matplotlib.collections import LineCollection

from bnreport.figures._ink import COLOURS, DASHES, MARKERS, QUIET
from bnreport.figures._svg import Cell, Shown
from bnreport.units import NOTHING, say_value, unit_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from numpy.typing import NDArray

_LOG_FROM = 50.0
_SHOWN = 8


class Curve(NamedTuple):
    """One run."""

    arm: str
    seed: int
    steps: tuple[int, ...]
    values: tuple[float, ...]
    diverged: bool


@dataclass(frozen=True)
class Table:
    """Runs of one experiment, one metric."""

    experiment: str
    metric: str
    unit: str
    chance: float | None
    """The value a diverged run counts as; None where there is none."""
    curves: tuple[Curve, ...]

    @property
    def arms(self) -> tuple[str, ...]:
        """Names of the arms, in order of appearance."""
        return tuple(dict.fromkeys(curve.arm for curve in self.curves))

    @property
    def caption(self) -> str:
        """What is drawn."""
        seeds = len({curve.seed for curve in self.curves})
        chance = "" if self.chance is None else " Dotted grey: the value that a diverged run counts as."
        return (
            f"{self.metric} of {self.experiment} over optimiser steps, up to {seeds} seeds an arm. Thick line: median "
            f"over seeds; thin lines: the seeds; band: their minimum to maximum. A cross ends a run that diverged."
            f"{chance}"
        )

    @property
    def alt(self) -> str:
        """Where each arm ends."""
        return f"{self.metric} of {self.experiment} at the last step. " + "; ".join(map(self._end, self.arms)) + "."

    def _end(self, arm: str) -> str:
        runs = [curve for curve in self.curves if curve.arm == arm]
        ends = [curve.values[-1] for curve in runs if not curve.diverged and curve.values]
        ends = [end for end in ends if isfinite(end)]
        lost = sum(curve.diverged for curve in runs)
        text = f"{lost} of {len(runs)} diverged" if lost else ""
        if ends:
            median, low, high = (say_value(f(ends), self.unit) for f in (_median, min, max))
            text = f"median {median} (seeds {low} to {high}, n = {len(ends)})" + (f", {text}" if text else "")
        return f"{arm}: {text or 'no value'}"

    @property
    def headers(self) -> tuple[str, ...]:
        """Column names."""
        return ("arm", "seed", "step", f"{self.metric} ({self.unit})")

    def rows(self) -> tuple[tuple[Cell, ...], ...]:
        """Return one row per point, and what a diverged run counts as."""
        points = tuple(
            (curve.arm, curve.seed, step, value)
            for curve in self.curves
            for step, value in zip(curve.steps, curve.values, strict=True)
        )
        return points if self.chance is None else (*points, ("if diverged", "", "", self.chance))

    def shown(self) -> Shown:
        """Return median and range over seeds of each arm, at evenly spaced steps."""
        grids = [_grid([curve for curve in self.curves if curve.arm == arm]) for arm in self.arms]
        steps = sorted({int(step) for grid in grids for step in grid[0]})
        chosen = [steps[round(place)] for place in np.linspace(0, len(steps) - 1, min(_SHOWN, len(steps)))]
        return Shown(
            ("step", *self.arms),
            tuple((step, *(_at(*grid, step, self.unit) for grid in grids)) for step in chosen),
        )


def _at(steps: "NDArray[np.int64]", grid: "NDArray[np.float64]", step: int, unit: str) -> str:
    values = [float(value) for value in grid[:, steps == step].ravel() if isfinite(value)]
    if not values:
        return NOTHING
    return f"{say_value(_median(values), unit)} ({say_value(min(values), unit)} to {say_value(max(values), unit)})"


def _median(values: list[float]) -> float:
    return float(np.median(values))


def size(table: Table) -> tuple[float, float]:
    """Return width and height in inches."""
    return 7.4, max(2.7, 0.6 + 0.19 * len(table.arms))


def draw(figure: "Figure", table: Table) -> None:
    """Draw arm by arm, colour, dash and marker together."""
    axes = figure.add_axes((0.085, 0.17, 0.64, 0.74))
    factor = 100.0 if table.unit == "fraction" else 1.0
    for place, arm in enumerate(table.arms):
        _arm(axes, [curve for curve in table.curves if curve.arm == arm], place, factor)
    finite = [abs(v) for curve in table.curves for v in curve.values if isfinite(v)]
    signed = any(v <= 0 for curve in table.curves for v in curve.values if isfinite(v))
    if finite and not signed and table.unit != "fraction" and max(finite) > _LOG_FROM * min(finite):
        axes.set_yscale("log")
        axes.yaxis.set_major_formatter("{x:g}")
        axes.yaxis.set_minor_formatter("")
    if table.chance is not None:
        axes.axhline(factor * table.chance, color=QUIET, linewidth=1.2, linestyle=":", zorder=1, label="if diverged")
    axes.set_title(f"{table.metric.replace('_', ' ')} ({unit_of(table.unit) or 'no unit'})")
    axes.set_xlabel("optimiser steps")
    axes.margins(x=0.02)
    if table.arms:
        axes.legend(loc="center left", bbox_to_anchor=(1.02, 0.5), handlelength=3.2)


def _arm(axes: "Axes", curves: list[Curve], place: int, factor: float) -> None:
    colour, marker = COLOURS[place % len(COLOURS)], MARKERS[place % len(MARKERS)]
    dash = DASHES[(place + place // len(COLOURS)) % len(DASHES)]
    steps, grid = _grid(curves)
    grid = factor * grid
    lines = [np.column_stack((steps, row))[np.isfinite(row)] for row in grid]
    axes.add_collection(LineCollection(lines, colors=colour, linewidths=0.6, alpha=0.5, zorder=2))
    ends = [line[-1] for line, curve in zip(lines, curves, strict=True) if curve.diverged and len(line)]
    if ends:
        axes.plot(*zip(*ends, strict=True), "x", color=colour, markersize=7, markeredgewidth=1.8, zorder=5)
    seen = np.isfinite(grid).any(axis=0)
    label = curves[0].arm.partition(".")[2] or curves[0].arm
    if not seen.any():
        axes.plot([], [], color=colour, linestyle=dash, marker=marker, label=f"{label} (no value)")
        return
    band = grid[:, seen]
    axes.fill_between(steps[seen], np.nanmin(band, 0), np.nanmax(band, 0), color=colour, alpha=0.13, linewidth=0)
    axes.plot(
        steps[seen], np.nanmedian(band, 0), color=colour, linestyle=dash, linewidth=1.7, marker=marker, markersize=4,
        markevery=max(1, int(seen.sum()) // 6), label=label, zorder=4,
    )  # fmt: skip


def _grid(curves: list[Curve]) -> "tuple[NDArray[np.int64], NDArray[np.float64]]":
    """Return all steps (t,) and values (seeds, t), NaN where a run has none."""
    steps = np.array(sorted({step for curve in curves for step in curve.steps}), dtype=np.int64)
    grid = np.full((len(curves), len(steps)), np.nan)
    for row, curve in zip(grid, curves, strict=True):
        row[np.searchsorted(steps, np.array(curve.steps, dtype=np.int64))] = curve.values
    grid[~np.isfinite(grid)] = np.nan
    return steps, grid


EXAMPLE = Table(
    "e", "loss", "nat", 2.3,
    (
        Curve("e.a", 0, (0, 5, 10), (2.1, 1.4, 0.5), diverged=False),
        Curve("e.b", 0, (0, 5), (2.2, 9.5), diverged=True),
    ),
)  # fmt: skip

"""How soon runs reach a threshold: their learning curves, and the share that is not there yet, arm by arm."""

from dataclasses import dataclass
from math import isfinite
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from matplotlib.lines import Line2D

from bnreport.figures import curves
from bnreport.figures._axes import step_axis, value_axis
from bnreport.figures._ink import INK, QUIET, ink
from bnreport.figures._runs import Curve, called, middle, step_ends
from bnreport.figures._strands import draw_runs, legend
from bnreport.figures._svg import Cell, Shown
from bnreport.figures._words import say_unit
from bnreport.formatting import say_value, times

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from numpy.typing import NDArray

_DOTS, _DASHES = (0, (1.2, 1.2)), (0, (4, 2))
_MOST = 1e290
"""Beyond it a threshold has no place on an axis."""


class Arm(NamedTuple):
    """How long each run of one arm took."""

    name: str
    seeds: tuple[int, ...]
    steps: tuple[float, ...]
    """Until the threshold, or the budget where the run did not get there within it."""
    censored: tuple[bool, ...]
    """Whether it did not."""
    diverged: tuple[bool, ...]

    @property
    def waiting(self) -> "tuple[NDArray[np.float64], NDArray[np.float64]]":
        """Steps, and the share of runs that have not reached the threshold after each: Kaplan and Meier's estimate."""
        known = np.isfinite(self.steps)
        if not known.any():
            return np.zeros(1), np.ones(1)
        steps, late = np.array(self.steps)[known], np.array(self.censored)[known]
        seen = np.unique(steps)  # SciPy has this too, and takes half a second to load
        waiting = np.array([(steps >= step).sum() for step in seen])
        there = np.array([((steps == step) & ~late).sum() for step in seen])
        return np.append(0.0, seen), np.append(1.0, np.cumprod(1 - there / waiting))


@dataclass(frozen=True)
class Table:
    """Runs of both arms, up to the budget or a little beyond."""

    learning: curves.Table
    threshold: float
    better: str
    """`lower` or `higher`: which values are beyond the threshold."""
    budget: int
    arms: tuple[Arm, ...]

    @property
    def ends(self) -> tuple[float, float]:
        """Least and largest value that the axis of the metric shows."""
        low, high = self.learning.ends
        least = 1 / _MOST if self.learning.log else -_MOST
        if not least < self.threshold < _MOST:
            return low, high
        return min(low, self.threshold), max(high, self.threshold)

    @property
    def caption(self) -> str:
        """What is drawn."""
        late, lost = sum(sum(arm.censored) for arm in self.arms), sum(sum(arm.diverged) for arm in self.arms)
        runs = sum(len(arm.seeds) for arm in self.arms)
        beyond = "at or below" if self.better == "lower" else "at or above"
        n, at = max((len(arm.seeds) for arm in self.arms), default=0), say_value(self.threshold, self.learning.unit)
        return (
            f"Left: {self.learning.caption} Dotted: the threshold, {at}; upright: the budget, {self.budget} steps. "
            f"Right: share of runs not yet seen {beyond} the threshold (Kaplan-Meier, n = {n} seeds an arm). Each step "
            "down is a run, or several, that got there; a tick at the budget stands for those that did not "
            f"({late} of {runs} runs, {lost} of them diverged)."
        )

    @property
    def alt(self) -> str:
        """How many runs of each arm got there, and when."""
        said = "; ".join(map(_said, self.arms, called([arm.name for arm in self.arms])))
        beyond = f"{self.learning.metric} of {say_value(self.threshold, self.learning.unit)}"
        return f"Runs that reached {beyond} within {self.budget} steps. {said}."

    @property
    def headers(self) -> tuple[str, ...]:
        """Column names."""
        return ("what", "share not there yet", *self.learning.headers)

    def rows(self) -> tuple[tuple[Cell, ...], ...]:
        """Return the curves, each run's time, the shares over steps, and both lines."""
        _, _, *columns = self.learning.headers
        seeds = sorted({curve.seed for curve in self.learning.curves})
        empty = ("",) * len(columns)
        rows: list[tuple[Cell, ...]] = [(self.learning.metric, "", *row) for row in self.learning.rows()]
        for arm in self.arms:
            times = dict(zip(arm.seeds, arm.steps, strict=True))
            late = dict(zip(arm.seeds, arm.censored, strict=True))
            rows.append(("steps to threshold", "", arm.name, "", *(times.get(seed, "") for seed in seeds)))
            said = ("no" if late.get(seed) else "yes" if seed in late else "" for seed in seeds)
            rows.append(("reached within the budget", "", arm.name, "", *said))
        for arm in self.arms:
            steps, shares = arm.waiting
            rows += [
                ("runs not there yet", share, arm.name, step, *empty)
                for step, share in zip(steps.tolist(), shares.tolist(), strict=True)
            ]
        last = (("threshold", self.threshold), ("budget (steps)", self.budget))
        return (*rows, *((name, "", "", number, *empty) for name, number in last))

    def shown(self) -> Shown:
        """Return each run's time."""
        rows = [
            (arm.name, seed, step, "diverged" if lost else "no" if late else "yes")
            for arm in self.arms
            for seed, step, late, lost in zip(arm.seeds, arm.steps, arm.censored, arm.diverged, strict=True)
        ]
        return Shown(("arm", "seed", "steps until the threshold, or the budget", "reached"), tuple(rows))


def _said(arm: Arm, name: str) -> str:
    times = [step for step, late in zip(arm.steps, arm.censored, strict=True) if not late and isfinite(step)]
    if not times:
        return f"{name}: 0 of {len(arm.seeds)}"
    each = f"after {min(times):.0f} to {max(times):.0f} steps, median {middle(times):.0f}"
    return f"{name}: {len(times)} of {len(arm.seeds)}, {each}"


def size(table: Table) -> tuple[float, float]:  # noqa: ARG001  (as tall as learning curves)
    """Return width and height in inches."""
    return 7.4, 2.7


def draw(figure: "Figure", table: Table) -> None:
    """Draw both panels on the same steps."""
    steps = (0, max(step_ends(table.learning.curves)[1], table.budget))
    learning = figure.add_axes((0.075, 0.17, 0.28, 0.74))
    _learning(learning, table, steps)
    waiting = figure.add_axes((0.425, 0.17, 0.28, 0.74))
    step_axis(waiting, steps, panels=2)
    value_axis(waiting, (0.0, 100.0), log=False)
    for place, arm in enumerate(table.arms):
        _steps(waiting, arm, place, table.budget)
    waiting.set_title("runs not there yet (%)")
    for axes, middle_of in ((learning, 0.215), (waiting, 0.565)):
        axes.axvline(table.budget, color=QUIET, linewidth=1.0, linestyle=_DASHES, zorder=1)
        figure.text(middle_of, 0.03, "optimiser steps", ha="center", va="bottom")
    others = (
        Line2D([], [], color=INK, linestyle=_DOTS, label="threshold"),
        Line2D([], [], color=QUIET, linestyle=_DASHES, linewidth=1.0, label="budget"),
    )
    legend(figure, table.learning.curves, 0.715, *others)


def _learning(axes: "Axes", table: Table, steps: tuple[int, int]) -> None:
    factor, ends = times(table.learning.unit), table.ends
    step_axis(axes, steps, panels=2)
    value_axis(axes, (factor * ends[0], factor * ends[1]), log=table.learning.log)
    draw_runs(axes, table.learning.curves, table.learning.arms, ends, factor)
    if ends[0] <= table.threshold <= ends[1]:
        axes.axhline(factor * table.threshold, color=INK, linewidth=1.2, linestyle=_DOTS, zorder=3)
    axes.set_title(f"{table.learning.metric.replace('_', ' ')} ({say_unit(table.learning.unit)})")


def _steps(axes: "Axes", arm: Arm, place: int, budget: int) -> None:
    """Draw the share that is not there yet: down where a run gets there, to the budget, a tick where one does not."""
    look = ink(place)
    steps, shares = arm.waiting
    at, share = np.append(np.minimum(steps, budget), budget), 100 * np.append(shares, shares[-1])
    axes.plot(
        at, share, drawstyle="steps-post", color=look.colour, linestyle=look.dash, linewidth=1.7, zorder=3 + place
    )
    there = np.append(np.diff(shares, prepend=1.0) < 0, False)
    if there.any():
        axes.plot(at[there], share[there], look.marker, color=look.colour, markersize=4, zorder=5, clip_on=False)
    if any(arm.censored):
        axes.plot(
            at[-1:], share[-1:], "|", color=look.colour, markersize=11, markeredgewidth=2, zorder=6, clip_on=False
        )


EXAMPLE = Table(
    curves.Table(
        "e", "accuracy", "fraction", None,
        (
            Curve("e.a", 0, (0, 5, 10), (0.1, 0.4, 0.8), diverged=False),
            Curve("e.b", 0, (0, 5, 10), (0.12, 0.2, 0.35), diverged=False),
        ),
    ),
    0.5, "higher", 10,
    (Arm("e.a", (0,), (10.0,), (False,), (False,)), Arm("e.b", (0,), (10.0,), (True,), (False,))),
)  # fmt: skip

"""How soon runs reach a threshold: their learning curves, and the share that is not there yet, arm by arm."""

from dataclasses import dataclass
from math import isfinite
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from bnreport.figures.curves import table as curves
from bnreport.figures.shared.bounds import has_place
from bnreport.figures.shared.curve import Curve, middle
from bnreport.figures.shared.step_axes import StepAxes
from bnreport.figures.shared.table import Cell, FigureTable, Shown, brief
from bnreport.formatting import say_name, say_value

if TYPE_CHECKING:
    from numpy.typing import NDArray


class ArmTimes(NamedTuple):
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
class Table(FigureTable):
    """Runs of both arms, up to the budget or a little beyond."""

    learning: curves.Table
    threshold: float
    better: str
    """`lower` or `higher`: which values are beyond the threshold."""
    budget: int
    arms: tuple[ArmTimes, ...]

    @property
    def ends(self) -> tuple[float, float]:
        """Least and largest value that the axis of the metric shows."""
        low, high = self.learning.ends
        if not has_place(self.threshold, log=self.learning.log):
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
            f"First: {self.learning.caption} Dotted: the threshold, {at}; upright: the budget, {self.budget} steps. "
            f"Then: share of runs not yet seen {beyond} the threshold (Kaplan-Meier, n = {n} seeds an arm). Each step "
            "down is a run, or several, that got there; a tick at the budget stands for those that did not "
            f"({late} of {runs} runs, {lost} of them diverged)."
        )

    @property
    def alt(self) -> str:
        """How many runs of each arm got there, and when."""
        beyond = f"{say_name(self.learning.metric)} of {say_value(self.threshold, self.learning.unit)}"
        return brief(f"Runs that reached {beyond} within {self.budget} steps. ", map(_said, self.arms))

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

    def over_steps(self) -> tuple[StepAxes, ...]:
        """Return the axes of the learning curves; the shares that wait are no readings of seeds."""
        [learning] = self.learning.over_steps()
        return (
            learning._replace(
                ends=self.ends,
                rows=(self.learning.metric, ""),
                levels=(self.threshold,),
                uprights=(self.budget,),
                others=1,
            ),
        )


def _said(arm: ArmTimes) -> str:
    times = [step for step, late in zip(arm.steps, arm.censored, strict=True) if not late and isfinite(step)]
    if not times:
        return f"{arm.name}: 0 of {len(arm.seeds)}"
    each = f"after {min(times):.0f} to {max(times):.0f} steps, median {middle(times):.0f}"
    return f"{arm.name}: {len(times)} of {len(arm.seeds)}, {each}"


EXAMPLE = Table(
    curves.Table(
        "e", "accuracy", "fraction", None,
        (
            Curve("e.a", 0, (0, 5, 10), (0.1, 0.4, 0.8), diverged=False),
            Curve("e.b", 0, (0, 5, 10), (0.12, 0.2, 0.35), diverged=False),
        ),
    ),
    0.5, "higher", 10,
    (ArmTimes("e.a", (0,), (10.0,), (False,), (False,)), ArmTimes("e.b", (0,), (10.0,), (True,), (False,))),
)  # fmt: skip

"""How long runs took to reach a threshold, known to the readings on either side of it."""

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from bnreport.formatting import say_number
from bnreport.hypotheses.shared.cells import UnusableError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from numpy.typing import NDArray

    from bnreport.results import Metric, RunResult


class Wait(NamedTuple):
    """The first reading at the threshold, and the first step at which the run may have been there."""

    least: float
    """Steps: one more than the last reading below the threshold, 1 at least; the budget if that is earlier."""
    most: float
    """Steps: the reading itself; infinity if there is none within the budget, or the run diverged."""


class Waits(NamedTuple):
    """Of one arm, each (n,)."""

    least: "NDArray[np.float64]"
    most: "NDArray[np.float64]"

    @classmethod
    def of(cls, waits: "Iterable[Wait]") -> "Waits":
        """Gather one per seed."""
        least, most = np.array([*waits], dtype=np.float64).T
        return cls(least, most)

    @property
    def censored(self) -> "NDArray[np.bool_]":
        """Tell which runs did not get there."""
        late: NDArray[np.bool_] = np.isinf(self.most)
        return late

    def read(self, budget: int) -> "NDArray[np.float64]":
        """Return the readings, at most the budget."""
        return np.minimum(self.most, budget)

    def width(self, budget: int) -> "NDArray[np.float64]":
        """Return by which factor each is uncertain, at most the budget, as a logarithm."""
        factor: NDArray[np.float64] = np.log(self.read(budget) / self.least)
        return factor


def wait_of(arm: str, run: "RunResult", metric: "Metric", threshold: float, budget: int) -> Wait:
    """Time one run.

    Raises:
        UnusableError: it cannot be timed; the message says why.
    """
    if run.outcome == "diverged":
        return Wait(budget, np.inf)
    series = run.curve(metric.name)
    hits = np.flatnonzero(metric.at(threshold, series.values))
    time = float(series.steps[hits[0]]) if len(hits) else np.inf
    if np.isnan(series.values[series.steps <= min(time, budget)]).any():
        raise UnusableError(f"{arm} has runs without a finite {metric.name}.")
    if time == 0:
        said = f"{arm} is at {say_number(threshold)} before any training; choose a harder threshold."
        raise UnusableError(said)
    if time > budget and run.stopped_at < budget:
        said = f"{arm} trained {run.stopped_at} steps, and the budget is {budget}; lower it or train longer."
        raise UnusableError(said)
    before = series.steps[series.steps < time]
    least = min(int(before[-1]) + 1 if len(before) else 1, budget)
    return Wait(least, time if time <= budget else np.inf)


def say_grid(runs: "Iterable[RunResult]", metric: str, budget: int) -> str:
    """Say how coarsely times are known: how far readings lie apart within the budget."""
    grids = [run.series[metric].steps for run in runs if metric in run.series]
    gaps = {int(gap) for grid in grids for gap in np.unique(np.diff(grid[grid <= budget]))}
    if not gaps:
        return ""
    few, many = min(gaps), max(gaps)
    if many == 1:
        return "Measured every step."
    return f"Measured every {few} steps." if few == many else f"Measured every {few} to {many} steps."


def say_waits(waits: "Mapping[str, Waits]", arm: str, versus: str, budget: int) -> str:
    """Say which of two arms was first in how many seeds, and who did not get there."""
    one, other = waits[arm], waits[versus]
    sooner, later = int((one.most < other.most).sum()), int((one.most > other.most).sum())
    text = f"{arm} is first in {sooner} of {len(one.most)} seeds, {versus} in {later}."
    for name, each in waits.items():
        if late := int(each.censored.sum()):
            text += f" {late} of {len(each.most)} runs of {name} did not get there and count as {budget} steps."
    return text

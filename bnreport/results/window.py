"""Which steps of a run a claim reads: fixed ones, or those since its arms had come so far.

Arms that learn at different speeds differ at a fixed step because one is further on. A window by progress starts, seed
by seed, where the arms of the claim are at a level, so that what is compared is not how soon they got there.
"""

from dataclasses import dataclass
from functools import reduce
from typing import TYPE_CHECKING, Literal, NamedTuple

import numpy as np

from bnreport.registry import MetricName
from bnreport.results.series import Series

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from bnreport.results.metric import Metric
    from bnreport.results.run import RunResult

Unread = Literal["not_started", "censored", "partly_measured", "too_few_readings", "missing_runs"]
"""Why a seed has no number in a window: the claim has no verdict then, whatever its other seeds show.

With `missing_runs` it has none yet: a run that says where the window lies is not there, or did not measure it."""

FEWEST_READINGS = 5
"""In a window: a number from fewer, as a fast arm has by progress, is not comparable."""


class Span(NamedTuple):
    """First and last step that count, both included."""

    first: int
    last: int


@dataclass(frozen=True)
class Window:
    """The steps of a run that a claim reads.

    - `fixed`: first <= step <= last.
    - `step`: start <= step < start + length, where `start` is, seed by seed, the first of two consecutive readings at
      which every arm of the claim is at `level` of `metric`: the same steps for all of them.
    - `progress`: of each run alone, from the first of its first two consecutive readings at `low` of `metric` to the
      first of its first two at `high`.

    At a level is at it or beyond: above, or below where lower is better.
    """

    align: Literal["fixed", "step", "progress"]
    first: int = 0
    last: int = 0
    metric: str = ""
    level: float = 0.0
    length: int = 0
    """Steps."""
    arms: tuple[str, ...] = ()
    """All arms of the claim, its parts' too."""
    low: float = 0.0
    high: float = 0.0
    fewest: int = 1
    """Of `fixed`: readings below which a run has no number. Judging asks for `FEWEST_READINGS`, as always of the
    others; of a toy, a study at initialisation and the paper's own steps one will do."""

    def __str__(self) -> str:
        """Say it in words: `steps 10 to 20`, `200 steps once accuracy is at 0.2`."""
        if self.align == "fixed":
            return f"steps {self.first} to {self.last}"
        if self.align == "step":
            return f"{self.length} steps once {self.metric} is at {self.level:g}"
        return f"from {self.metric} {self.low:g} to {self.high:g}"

    def readers(self, arm: str) -> tuple[str, ...]:
        """Return the arms whose runs say where the window of an arm's run lies."""
        return self.arms if self.align == "step" else (arm,)

    def span(self, runs: "Sequence[RunResult | None]", metric: "Metric | None") -> "Span | Unread":
        """Return the steps that count of one run, or why it has none.

        A run that diverges before its window ends has none: `not_started`, as where the window does not fit.

        Args:
            runs: of the seed, one for each of `readers`; None where there is none.
            metric: what the window goes by, as the runs know it; None where none of them measured it.

        Raises:
            SpecError: the metric's name does not say which column, or wrongly.
        """
        if self.align == "fixed":
            return Span(self.first, self.last)
        here = [run for run in runs if run is not None]
        unmeasured = [run for run in here if MetricName(self.metric).name not in run.series]
        if len(here) < len(runs) or any(run.outcome == "finished" for run in unmeasured):
            return "missing_runs"
        if metric is None or unmeasured:
            return "not_started"
        if self.align == "progress":
            return self._progress(here[0], metric)
        start = _first_pair(here, metric, self.level)
        last = -1 if start is None else start + self.length - 1
        fits = start is not None and all(last <= run.stopped_at for run in here)
        return Span(last - self.length + 1, last) if fits else "not_started"

    def _progress(self, run: "RunResult", metric: "Metric") -> "Span | Unread":
        start, end = (_first_pair([run], metric, level) for level in (self.low, self.high))
        if start is not None and end is not None:
            return Span(start, end)
        return "censored" if start is not None and run.outcome == "finished" else "not_started"


def _first_pair(runs: "Sequence[RunResult]", metric: "Metric", level: float) -> int | None:
    """Return the step of the first of two consecutive readings at which every run is at the level; None without."""
    curves = [run.curve(metric.name) for run in runs]
    steps: NDArray[np.int64] = curves[0].steps
    if not all(np.array_equal(curve.steps, steps) for curve in curves):
        steps = reduce(np.intersect1d, (curve.steps for curve in curves))
        curves = [Series(steps, curve.values[np.isin(curve.steps, steps)]) for curve in curves]
    read = np.stack([curve.values for curve in curves])  # (runs, t)
    at: NDArray[np.bool_] = np.logical_and.reduce(metric.at(level, read))
    found = np.flatnonzero(at[:-1] & at[1:])
    return int(steps[found[0]]) if len(found) else None

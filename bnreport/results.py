"""What runs leave behind, and how a hypothesis reads it: one number per seed.

A metric's name may say which column: `ics_cosine.5` is column 5, `ics_cosine.median` the median of all columns at each
step. Columns come first, then steps: the `mean` of `ics_cosine.max` is the mean over steps of each step's maximum.
"""

from dataclasses import dataclass, field, replace
from itertools import chain
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

import numpy as np

from bnreport.errors import SpecError, unknown
from bnreport.registry import Reduce

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from numpy.typing import NDArray

OVER_COLUMNS = ("max", "mean", "median", "min")
"""Reductions over columns that a name may end in; no column is called so."""


@dataclass(frozen=True)
class Metric:
    """A named scalar that a probe measures."""

    name: str
    unit: str
    """`fraction`, `nat`, `1` (a pure number), ...; fractions lie in [0, 1]."""
    better: Literal["higher", "lower"] | None
    """Which direction benefits training; None where neither does (then claims use raw differences)."""
    failure: float | None = None
    """The value a diverged run counts as (chance accuracy, ln classes); None where there is no natural one."""


@dataclass(frozen=True)
class Series:
    """A metric over training steps."""

    steps: "NDArray[np.int64]"
    """(t,): optimiser steps already taken when the value was measured."""
    values: "NDArray[np.float64]"
    """(t,), or (t, k) for k columns such as layers."""
    columns: tuple[str, ...] = ()
    """Names of the k columns; empty for a plain series."""

    def __post_init__(self) -> None:
        """Refuse columns that a reader could not tell from a reduction over columns."""
        if reserved := sorted({*self.columns} & {*OVER_COLUMNS}):
            raise ValueError(f"a column cannot be called {reserved[0]!r}, which means a reduction over columns")


@dataclass(frozen=True)
class RunResult:
    """One training run: its outcome and everything that was measured."""

    key: str
    settings: "Mapping[str, Any]"
    """The resolved recipe, norm and seed that the key was made from."""
    outcome: Literal["finished", "diverged"]
    stopped_at: int
    """Optimiser steps taken; fewer than planned when the loss was no longer finite."""
    cause: str
    """Why it counts as diverged, with the step; empty when finished."""
    metrics: "Mapping[str, Metric]"
    series: "Mapping[str, Series]"
    probes: "Mapping[str, Any]"
    """Which probes looked at it: of each its `options` and the digest of its `code`."""
    environment: "Mapping[str, str]"
    """Device, precision, versions: recorded and compared, not keyed."""
    seconds: float
    """Wall time of training and probes."""
    finished_at: str
    """UTC, ISO 8601."""
    started_at: str = ""
    """UTC, ISO 8601: when it was first begun, interruptions included; empty where nobody noted it."""

    def table(self, name: str) -> Series:
        """Return a metric as it was measured, or the column, or reduction over columns, that its name says.

        Raises:
            SpecError: it has no such column.
        """
        metric, dot, column = name.partition(".")
        series = self.series[metric]
        if not dot or not len(series.steps):
            return series
        if not series.columns:
            raise SpecError([f"{metric} has no columns, and {name} names one. Write {metric}."])
        if column in OVER_COLUMNS:
            return Series(series.steps, getattr(np, column)(series.values, axis=1))
        if column not in series.columns:
            raise SpecError([unknown(f"column of {metric}", column, [*series.columns, *OVER_COLUMNS])])
        return Series(series.steps, series.values[:, series.columns.index(column)])

    def curve(self, name: str) -> Series:
        """Return a metric with one value per step.

        Raises:
            SpecError: its name does not say which column, or wrongly.
        """
        series = self.table(name)
        if known := ", ".join(series.columns):
            raise SpecError([f"{name} has columns ({known}). Write {name}.{series.columns[0]} or {name}.median."])
        return series


class Measure(NamedTuple):
    """How one number is read off a run: which metric, over which steps, aggregated how."""

    metric: str
    reduce: Reduce = "final"
    window: tuple[int, int] | None = None
    """First and last step that count, both included; None for the whole run."""


@dataclass(frozen=True)
class SeedValues:
    """One number per seed of one arm."""

    seeds: tuple[int, ...]
    values: "NDArray[np.float64]"
    """(n,); NaN where the run has no such number."""
    diverged: "NDArray[np.bool_]"
    """(n,); True where the run diverged and `values` holds the metric's failure value."""
    metric: Metric
    censored: "NDArray[np.bool_] | None" = None
    """(n,); True where `values` holds when the wait ended, not what was waited for; None where nothing was."""


@dataclass(frozen=True)
class Results:
    """Runs by arm (`experiment.arm`) and seed: all that judging and rendering see of training."""

    runs: "Mapping[str, Mapping[int, RunResult]]" = field(default_factory=dict)

    def read(self, arm: str, measure: Measure) -> SeedValues | None:
        """Reduce each run of an arm to one number; None where no run of the arm was to measure the metric.

        A diverged run counts as the metric's failure value (composite estimand, ICH E9(R1)), even one that ended before
        it measured anything; without such a value it is NaN. So is a run without a measurement in the window.

        Raises:
            SpecError: the name does not say which column, or wrongly; or `best` where neither direction is better.
        """
        runs, metric = self.measured(arm, measure.metric), self.metric(arm, measure.metric)
        if not runs or metric is None:
            return None
        values = np.array([_number(run, measure, metric) for run in runs.values()], dtype=np.float64)
        diverged = np.array([run.outcome == "diverged" for run in runs.values()])
        return SeedValues(tuple(runs), values, diverged, metric)

    def measured(self, arm: str, metric: str) -> "dict[int, RunResult]":
        """Return an arm's runs by seed, in order, that measured a metric, or diverged and so never will."""
        runs = sorted(self.runs.get(arm, {}).items())
        if self.metric(arm, metric) is None:
            return {}
        return {seed: run for seed, run in runs if metric.partition(".")[0] in run.metrics or run.outcome == "diverged"}

    def metric(self, arm: str, name: str) -> Metric | None:
        """Return what runs of the arm, or else its experiment, know of a metric, named as asked; None if nothing."""
        experiment, own = arm.partition(".")[0], name.partition(".")[0]
        arms = chain([arm], (other for other in self.runs if other.partition(".")[0] == experiment))
        known = (run.metrics.get(own) for each in arms for run in self.runs.get(each, {}).values())
        found = next(filter(None, known), None)
        return replace(found, name=name) if found else None

    def without(self, seeds: "Collection[int]") -> "Results":
        """Leave out these seeds of every arm."""
        return Results({arm: {s: run for s, run in runs.items() if s not in seeds} for arm, runs in self.runs.items()})

    def lost(self, arms: "Iterable[str]") -> "Mapping[str, frozenset[int]]":
        """Return the seeds of each arm that diverged."""
        return {
            arm: frozenset(seed for seed, run in self.runs.get(arm, {}).items() if run.outcome == "diverged")
            for arm in arms
        }


def _number(run: RunResult, measure: Measure, metric: Metric) -> float:
    if run.outcome == "diverged":
        return np.nan if metric.failure is None else metric.failure
    series = run.curve(measure.metric)
    values = series.values
    if measure.window is not None:
        first, last = measure.window
        values = values[(series.steps >= first) & (series.steps <= last)]
    if not len(values):
        return np.nan
    reduce = measure.reduce
    if reduce == "final":
        return float(values[-1])
    if reduce == "best":
        if metric.better is None:
            raise SpecError([f"{metric.name} has no better direction, so `best` means nothing. Use min, max or mean."])
        reduce = "min" if metric.better == "lower" else "max"
    return float(getattr(np, reduce)(values))

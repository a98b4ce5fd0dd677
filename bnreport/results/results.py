"""All runs of a study by arm and seed, and how a hypothesis reads them: one number per seed.

Columns come first, then steps: the `mean` of `ics_cosine.max` is the mean over steps of each step's maximum.
"""

from dataclasses import dataclass, field, replace
from itertools import chain
from typing import TYPE_CHECKING

import numpy as np

from bnreport.errors import SpecError
from bnreport.registry import ArmName
from bnreport.results.metric import Metric
from bnreport.results.run import RunResult
from bnreport.results.seed_values import Measure, SeedValues

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping


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
        experiment, own = ArmName(arm).experiment, name.partition(".")[0]
        arms = chain([arm], (other for other in self.runs if ArmName(other).experiment == experiment))
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

"""All runs of a study by arm and seed, and how a hypothesis reads them: one number per seed.

Columns come first, then steps: the `mean` of `ics_cosine.max` is the mean over steps of each step's maximum.
"""

from dataclasses import dataclass, field, replace
from itertools import chain
from math import nan
from sys import maxsize
from typing import TYPE_CHECKING

import numpy as np

from bnreport.registry import ArmName, MetricName
from bnreport.results.metric import Metric
from bnreport.results.run import RunResult
from bnreport.results.seed_values import Measure, SeedValues
from bnreport.results.window import FEWEST_READINGS, Span

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from bnreport.results.window import Unread


@dataclass(frozen=True)
class Results:
    """Runs by arm (`experiment.arm`) and seed: all that judging and rendering see of training."""

    runs: "Mapping[ArmName, Mapping[int, RunResult]]" = field(default_factory=dict)
    """By arm, then by which of the study's seeds it was."""
    tuning: "Mapping[ArmName, Mapping[int, RunResult]]" = field(default_factory=dict)
    """Runs that tuned arms, which no claim reads: by arm at a value tried (`e.bn/lr=0.1`), then by tuning seed."""

    def __post_init__(self) -> None:
        """Let every key know its experiment and condition."""
        for name in ("runs", "tuning"):
            object.__setattr__(self, name, {ArmName(arm): runs for arm, runs in getattr(self, name).items()})

    @property
    def trained(self) -> "Mapping[ArmName, Mapping[int, RunResult]]":
        """All there is, runs that tuned arms too."""
        return {**self.runs, **self.tuning}

    def of(self, arm: str) -> "Mapping[int, RunResult]":
        """Return an arm's runs by index; none of an arm that nobody ran."""
        return self.runs.get(ArmName(arm), {})

    def read(self, arm: str, measure: Measure) -> SeedValues | None:
        """Reduce each run of an arm to one number; None where no run of the arm was to measure the metric.

        A diverged run counts as the metric's failure value (composite estimand, ICH E9(R1)), even one that ended before
        it measured anything; without such a value it is NaN. So is a run without a measurement in the window, and one
        whose window by progress cannot be read; `unread` then says why.

        Raises:
            SpecError: the name does not say which column, or wrongly; or `best` where neither direction is better.
        """
        runs, metric = self.measured(arm, measure.metric), measure.seen(self.metric(arm, measure.metric))
        if not runs or metric is None:
            return None
        spans = {seed: self.span(arm, seed, measure) for seed in runs} if measure.window else {}
        unread = {seed: span for seed, span in spans.items() if isinstance(span, str)}
        values = [
            nan if seed in unread else _number(run, measure, metric, spans.get(seed)) for seed, run in runs.items()
        ]
        diverged = np.array([run.outcome == "diverged" for run in runs.values()])
        failures = np.array([run.lost(metric) for run in runs.values()])
        return SeedValues(tuple(runs), np.array(values), diverged, metric, failures=failures, unread=unread)

    def span(self, arm: str, seed: int, measure: Measure) -> "Span | Unread":
        """Return the steps of a run that a measure reads, or why its window has no number.

        Raises:
            SpecError: a name does not say which column, or wrongly.
        """
        window, run = measure.window, self.of(arm)[seed]
        if window is None:
            return Span(0, maxsize)
        held = {name: self.of(name).get(seed) for name in window.readers(arm)}
        if measure.independent:
            held = {n: each for n, each in held.items() if n == arm or not each or each.outcome == "finished"}
        found = window.span([*held.values()], self.metric(arm, window.metric))
        if isinstance(found, str) or (window.align == "fixed" and run.outcome == "diverged"):
            return found
        series = run.series.get(MetricName(measure.metric).name)
        if series is None:
            return "too_few_readings"
        # some are read before each step, none after the last
        if series.ends_before(min(found.last, run.stopped_at - 1)):
            return "partly_measured"
        read = ((series.steps >= found.first) & (series.steps <= found.last)).sum()
        fewest = window.fewest if window.align == "fixed" else FEWEST_READINGS
        return found if read >= fewest else "too_few_readings"

    def measured(self, arm: str, metric: str) -> "dict[int, RunResult]":
        """Return an arm's runs by seed, in order, that measured a metric, or diverged and so never will."""
        own, runs = MetricName(metric).name, sorted(self.of(arm).items())
        found = {seed: run for seed, run in runs if own in run.metrics or run.outcome == "diverged"}
        known = any(own in run.metrics for run in found.values()) or self.metric(arm, metric) is not None
        return found if known else {}

    def metric(self, arm: str, name: str) -> Metric | None:
        """Return what runs of the arm, or else its experiment, know of a metric, named as asked; None if nothing."""
        experiment, own = ArmName(arm).experiment, MetricName(name).name
        arms = chain([arm], (other for other in self.runs if other.experiment == experiment))
        known = (run.metrics.get(own) for each in arms for run in self.of(each).values())
        found = next(filter(None, known), None)
        return found if found is None or found.name == name else replace(found, name=name)

    def first(self, seeds: int) -> "Results":
        """Keep seeds 0 to seeds - 1 of every arm: a later one is no substitute for one that is missing."""
        return Results({arm: {s: run for s, run in runs.items() if s < seeds} for arm, runs in self.runs.items()})

    def without(self, seeds: "Collection[int]") -> "Results":
        """Leave out these seeds of every arm."""
        return Results({arm: {s: run for s, run in runs.items() if s not in seeds} for arm, runs in self.runs.items()})

    def lost(self, arms: "Iterable[str]") -> "Mapping[str, frozenset[int]]":
        """Return the seeds of each arm that diverged."""
        return {arm: frozenset(seed for seed, run in self.of(arm).items() if run.outcome == "diverged") for arm in arms}


def _number(run: RunResult, measure: Measure, metric: Metric, span: "Span | Unread | None") -> float:
    if run.outcome == "diverged":
        return run.lost(metric)
    series = run.curve(measure.metric)
    values = series.values
    if isinstance(span, Span):
        values = values[(series.steps >= span.first) & (series.steps <= span.last)]
    return float(measure.reduced(values, metric.better)) if len(values) else nan

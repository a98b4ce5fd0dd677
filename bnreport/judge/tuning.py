"""What was tried for tuned arms, what the rule selects of it, and whether the arms have it."""

from math import isclose, isnan, nan
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from bnreport import probes
from bnreport.formatting import say_count, say_name, say_value
from bnreport.registry import ArmName, MetricName
from bnreport.results import Measure, Results
from bnreport.study.arms import conditions, tuning_conditions
from bnreport.study.grid import labels

if TYPE_CHECKING:
    from bnreport.study.schema import Experiment, Study
    from bnreport.study.tuning import Tuning


class Tried(NamedTuple):
    """One value, tried for one arm."""

    arm: ArmName
    """As its runs are called: `e.bn/lr=0.1`."""
    value: Any
    label: str
    """The value, in short."""
    numbers: tuple[float, ...]
    """One per tuning seed that ran; NaN where the run has no such number."""
    diverged: int
    unit: str

    @property
    def mean(self) -> float:
        """Over the seeds, a run that diverged at the metric's failure value; NaN where a seed has no number."""
        return float(np.mean(self.numbers)) if self.numbers else nan


class TunedArm(NamedTuple):
    """One arm, and what was tried for it."""

    arm: ArmName
    tuning: "Tuning"
    better: str
    """`higher` or `lower`."""
    tried: tuple[Tried, ...]
    held: Tried
    """Whose value the arm has."""

    @property
    def missing(self) -> int:
        """Tuning runs that nobody has yet."""
        return self.planned - sum(len(each.numbers) for each in self.tried)

    @property
    def planned(self) -> int:
        """Tuning runs."""
        return len(self.tried) * self.tuning.seeds

    @property
    def selected(self) -> Tried | None:
        """What the rule selects: the best mean; of those that twelve digits do not tell apart, the first.

        None while runs are missing, or where no value has a mean.
        """
        ranked = [each for each in self.tried if not isnan(each.mean)]
        if self.missing or not ranked:
            return None
        best = (min if self.better == "lower" else max)(each.mean for each in ranked)
        return next(each for each in ranked if isclose(each.mean, best, rel_tol=1e-12))

    @property
    def by_rule(self) -> bool:
        """Whether the arm has what the rule selects."""
        return self.selected == self.held

    @property
    def at_end(self) -> bool:
        """Whether the value selected is the smallest or largest number tried, so that a better one may lie beyond."""
        numbers = [each.value for each in self.tried if type(each.value) in {int, float}]
        found = self.selected
        return found is not None and len(numbers) == len(self.tried) and found.value in {min(numbers), max(numbers)}


def tuned_arms(study: "Study", results: Results) -> tuple[TunedArm, ...]:
    """Return every arm that a study tunes under its profile, whether it was run or not."""
    tuning = Results(results.tuning)
    return tuple(each for name, held in study.experiments.items() for each in _tuned(name, held, tuning))


def _tuned(name: str, experiment: "Experiment", runs: Results) -> tuple[TunedArm, ...]:
    tuning = experiment.tuning
    if tuning is None:
        return ()
    rule, every, tried = tuning.select, conditions(experiment), tuning_conditions(experiment)
    better = rule.better or probes.metrics_of(experiment.probes)[MetricName(rule.metric).name]["better"]
    measure = Measure(rule.metric, rule.reduce, better=rule.better)
    found = []
    for arm, values in tuning.tried(experiment.arms).items():
        points = {point: held for point, held in tried.items() if point.partition("/")[0] == arm}
        rows = [
            _tried(ArmName(f"{name}.{point}"), value, label, measure, runs)
            for point, value, label in zip(points, values, labels(values), strict=True)
        ]
        held = next(row for row, each in zip(rows, points.values(), strict=True) if each == every[arm])
        found.append(TunedArm(ArmName(f"{name}.{arm}"), tuning, better, tuple(rows), held))
    return tuple(found)


def _tried(arm: ArmName, value: object, label: str, measure: Measure, runs: Results) -> Tried:
    read = runs.read(arm, measure)
    if read is None:
        return Tried(arm, value, label, (nan,) * len(runs.of(arm)), 0, "1")
    return Tried(arm, value, label, (*map(float, read.values),), int(read.diverged.sum()), read.metric.unit)


def say_rule(tuned: TunedArm) -> str:
    """Say how one value is selected: `from 4 values, 2 seeds each, by the highest train accuracy (final)`."""
    rule, most = tuned.tuning.select, {"higher": "highest", "lower": "lowest"}[tuned.better]
    seeds = say_count(tuned.tuning.seeds, "seed")
    return f"from {len(tuned.tried)} values, {seeds} each, by the {most} {say_name(rule.metric)} ({rule.reduce})"


def say_value_of(tuned: TunedArm) -> str:
    """Say which value a tuned arm has, and whether that is what the rule selects."""
    has, rule, found = f"{tuned.tuning.vary} {tuned.held.label}", say_rule(tuned), tuned.selected
    if tuned.missing:
        return f"{has}, to be selected {rule}: {tuned.missing} of {tuned.planned} tuning runs are missing"
    if found is None:
        return f"{has}, to be selected {rule}: no value tried has a number"
    if not tuned.by_rule:
        than = f"{say_value(found.mean, found.unit)} against {say_value(tuned.held.mean, found.unit)}"
        return f"{has}, where the rule selects {found.label}, {rule}: {than}"
    end = "; it is at an end of the range tried, and a better one may lie beyond" if tuned.at_end else ""
    return f"{has}, selected {rule}{end}"

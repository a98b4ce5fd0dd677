"""How soon the runs of both arms reach the threshold."""

from dataclasses import replace
from typing import TYPE_CHECKING

from bnreport.figures.curves.table import Table as Curves
from bnreport.figures.shared.curves_of_runs import MOST, curves_of
from bnreport.figures.threshold.table import ArmTimes, Table
from bnreport.registry import MetricName
from bnreport.results import Series

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bnreport.figures.shared.claim import JudgedClaim
    from bnreport.results import RunResult, SeedValues

_BEYOND = 1.1
"""How far curves go beyond the budget, as a factor: what comes after is not of the claim."""
_FAR = 2
"""How far they go to show where a run diverged."""


def table(claim: "JudgedClaim") -> Table | None:
    """Return curves and times of the seeds that both arms have; None where the runs have no times."""
    evidence, options = claim.evidence, claim.options
    arms = {name: arm for name, arm in evidence.arms.items() if arm.censored is not None}
    [measure] = claim.test.measures
    metric = measure.seen(claim.results.metric(options["arm"], measure.metric))
    if not arms or metric is None:
        return None
    runs = {arm: {s: _alone(claim.results.of(arm)[s], metric.name) for s in held.seeds} for arm, held in arms.items()}
    budget = int(next(iter(arms.values())).metric.failure or 0)  # what a run that never gets there counts as
    most = _last(runs, budget)
    cut = {claim.label(arm): {s: _up_to(run, most) for s, run in held.items()} for arm, held in runs.items()}
    [found] = curves_of(cut, [(metric.name, None)], MOST)
    return Table(
        Curves(claim.say_experiments(arms), metric.name, metric.unit, None, found),
        float(options["threshold"]),
        metric.better or "higher",
        budget,
        tuple(_arm(claim.label(name), arm) for name, arm in arms.items()),
    )


def _alone(run: "RunResult", metric: str) -> "RunResult":
    """Return a run that measured nothing but the metric."""
    return replace(run, series={metric: run.curve(metric)} if MetricName(metric).name in run.series else {})


def _last(runs: "Mapping[str, Mapping[int, RunResult]]", budget: int) -> float:
    """Return where the curves end: a little beyond the budget, or where a run diverged soon after it."""
    lost = [run for held in runs.values() for run in held.values() if run.outcome == "diverged"]
    ends = [float(series.steps[-1]) for run in lost for series in run.series.values() if len(series.steps)]
    return max([_BEYOND * budget, *(end for end in ends if end <= _FAR * budget)])


def _up_to(run: "RunResult", most: float) -> "RunResult":
    near = {name: each.steps <= most for name, each in run.series.items()}
    kept = {name: Series(each.steps[near[name]], each.values[near[name]]) for name, each in run.series.items()}
    # what is cut off did not diverge where its curve ends
    whole = all(each.all() for each in near.values())
    return replace(run, series=kept, outcome=run.outcome if whole else "finished")


def _arm(name: str, arm: "SeedValues") -> ArmTimes:
    censored = () if arm.censored is None else arm.censored.tolist()
    return ArmTimes(
        name, arm.seeds, tuple(map(float, arm.values)), tuple(map(bool, censored)), tuple(map(bool, arm.diverged))
    )

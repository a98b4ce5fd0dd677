"""One arm reaches a threshold sooner than another, by more than a factor."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from bnreport.errors import SpecError
from bnreport.formatting import say_number
from bnreport.hypotheses.shared.cells import UnusableError
from bnreport.hypotheses.shared.evidence import Evidence
from bnreport.hypotheses.shared.pairing import pair_runs
from bnreport.hypotheses.shared.reading import TwoArms, steps_of, undirected
from bnreport.hypotheses.shared.scale import Scale, correlation, estimated
from bnreport.registry import ArmName, AtLeastOne, Better, Length, MetricName, Real, Text
from bnreport.results import Measure, Metric, SeedValues
from bnreport.stats.mean import constant
from bnreport.stats.region import Region

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from numpy.typing import NDArray

    from bnreport.hypotheses.shared.pairing import Paired
    from bnreport.results import Results, RunResult

    Times = dict[str, NDArray[np.float64]]

FIGURES = ("paired", "threshold")


@dataclass(frozen=True)
class TimeToThreshold(TwoArms):
    """Per seed the log of min(T, budget) of versus over that of the arm, and its mean over seeds."""

    threshold: float
    budget: int | None
    """Steps; None for all that the runs took."""
    scale: ClassVar[Scale] = "ratio"

    def evidence(self, results: "Results") -> Evidence:
        """Time every run, pair the seeds and estimate the mean log-ratio."""
        found = pair_runs(results, self.arms, self.measure)
        budget = (
            self.budget
            if self.budget is not None
            else max((run.stopped_at for runs in found.runs.values() for run in runs.values()), default=0)
        )
        none = found.evidence(
            f"steps until {self.measure.metric} reaches {say_number(self.threshold)}, at most {budget}: "
            f"{self.versus} / {self.arm}",
            "steps",
            self.scale,
        )
        if not found.estimable or found.metric is None:
            return none
        metric = found.metric
        if metric.better is None:
            return none.refused("invalid", undirected(metric.name))
        try:
            times = {arm: self._times(arm, found, metric, budget) for arm in self.arms}
        except UnusableError as error:
            return none.refused("invalid", str(error))
        waits = {arm: np.minimum(time, budget) for arm, time in times.items()}
        none = replace(
            none,
            effects=tuple((waits[self.versus] / waits[self.arm]).tolist()),
            arms={arm: _side(found.runs[arm], found.seeds, time, budget) for arm, time in times.items()},
            detail=f"{self._counts(times, budget)} {self._grid(found, budget)} {found.detail}".rstrip(),
        )
        return self._estimate(times, waits, none, budget)

    def _estimate(self, times: "Times", waits: "Times", none: Evidence, budget: int) -> Evidence:
        hidden = int(self._hidden(times, budget).sum())
        if 2 * hidden > len(none.seeds):
            said = (
                f"In {hidden} of {len(none.seeds)} pairs the budget hides which side of the margin the ratio lies on."
            )
            return none.refused("censored", said)
        logs = np.log(np.stack([waits[self.arm], waits[self.versus]]))
        effects = logs[1] - logs[0]
        if constant(effects, max(1.0, float(logs.max()))):
            same = f"The ratio is {say_number(none.effects[0])} in every seed, with no variation to judge it by."
            return none.refused("degenerate", same)
        return replace(none, estimate=estimated(effects, self.scale), correlation=correlation(logs, self.scale))

    def _hidden(self, times: "Times", budget: int) -> "NDArray[np.bool_]":
        """Tell which pairs' uncensored ratio could lie on either side of the margin."""
        late = times[self.versus] == np.inf
        hidden: NDArray[np.bool_] = late & (budget / times[self.arm] <= self.region.low)
        return hidden

    def _times(self, arm: str, found: "Paired", metric: Metric, budget: int) -> "NDArray[np.float64]":
        return np.array([self._time(arm, found.runs[arm][seed], metric, budget) for seed in found.seeds])

    def _time(self, arm: str, run: "RunResult", metric: Metric, budget: int) -> float:
        """Return the first step at the threshold; infinity if it is not reached within the budget."""
        if run.outcome == "diverged":
            return np.inf
        series = run.curve(metric.name)
        hits = np.flatnonzero(metric.at(self.threshold, series.values))
        time = float(series.steps[hits[0]]) if len(hits) else np.inf
        if np.isnan(series.values[series.steps <= min(time, budget)]).any():
            raise UnusableError(f"{arm} has runs without a finite {metric.name}.")
        if time == 0:
            raise UnusableError(
                f"{arm} is at {say_number(self.threshold)} before any training; choose a harder threshold."
            )
        if time <= budget:
            return time
        if run.stopped_at < budget:
            raise UnusableError(
                f"{arm} trained {run.stopped_at} steps, and the budget is {budget}; lower it or train longer."
            )
        return np.inf

    def _counts(self, times: "Times", budget: int) -> str:
        """Say who was first in how many seeds, and who did not get there."""
        one, other = times[self.arm], times[self.versus]
        sooner, later = int((one < other).sum()), int((one > other).sum())
        text = f"{self.arm} is first in {sooner} of {len(one)} seeds, {self.versus} in {later}."
        for arm, time in times.items():
            late = int((time == np.inf).sum())
            if late:
                text += f" {late} of {len(time)} runs of {arm} did not get there and count as {budget} steps."
        return text

    def _grid(self, found: "Paired", budget: int) -> str:
        """Say how coarsely times are known."""
        runs = [run for arm in self.arms for run in found.runs[arm].values()]
        gaps = _gaps(runs, MetricName(self.measure.metric).name, budget)
        if not gaps:
            return ""
        few, many = min(gaps), max(gaps)
        if many == 1:
            return "Measured every step."
        return f"Measured every {few} steps." if few == many else f"Measured every {few} to {many} steps."


def _gaps(runs: "Iterable[RunResult]", metric: str, budget: int) -> set[int]:
    grids = [run.series[metric].steps for run in runs if metric in run.series]
    return {int(gap) for grid in grids for gap in np.unique(np.diff(grid[grid <= budget]))}


def _side(
    runs: "Mapping[int, RunResult]", seeds: tuple[int, ...], time: "NDArray[np.float64]", budget: int
) -> SeedValues:
    diverged = np.array([runs[seed].outcome == "diverged" for seed in seeds])
    metric = Metric("steps to threshold", "steps", "lower", budget)
    return SeedValues(seeds, np.minimum(time, budget), diverged, metric, censored=time == np.inf)


def time_to_threshold(
    *,
    metric: Text,
    arm: ArmName,
    versus: ArmName,
    threshold: Real,
    margin: AtLeastOne,
    budget: Length | None = None,
    better: Better | None = None,
) -> TimeToThreshold:
    """Claim that an arm reaches a threshold sooner than another, by more than a factor.

    T is the first measured step at which the metric is at the threshold or beyond (at or below it where lower is
    better). The effect is the ratio of geometric means over paired seeds of min(T, budget), versus / arm, so that
    above 1 the arm is faster; the claim region is ratio > margin, the test Student's t on log-ratios. A run that
    diverges never reaches the threshold. Times are known to one interval between measurements, which is printed.

    A pair says nothing when the budget hides which side of the margin its ratio lies on: neither arm got there (a
    tie, not evidence of equality), or only `arm` did and too late for `versus` to be known slower by that factor.
    With more than half of the pairs like that the reason is `censored`, whatever the interval.

    Args:
        metric: name of the metric, as its probe calls it; `name.5` for its column 5, `name.median` over columns.
        arm: the arm that is claimed to be faster, as `experiment.arm`.
        versus: the arm it is compared with; the same seeds are paired.
        threshold: value to reach, in the metric's unit.
        margin: the largest speed-up that would not matter, a ratio: 1.5 claims more than 1.5 times as fast.
        budget: length of training after which the wait ends, no longer than every run; absent for all steps.
        better: what is better in this claim, `higher` or `lower`; absent for the metric's own direction.

    Raises:
        SpecError: a budget of no step.

    Source: Student (1908), Biometrika 6, 1-25 (t on logs); Royston & Parmar (2013), BMC Medical Research
    Methodology 13, 152 (restricted times as estimand).
    """
    measure, steps = Measure(metric, better=better), steps_of(budget)
    if steps == 0:
        raise SpecError(["time_to_threshold: budget: must be 1 step or more. Got 0. Nothing is reached in none."])
    return TimeToThreshold(Region(low=margin), measure, (arm, versus), threshold, steps)

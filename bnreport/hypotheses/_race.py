"""How soon each of two arms reaches a threshold, with the wait cut at a budget."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from bnreport.formatting import say_number
from bnreport.hypotheses.shared.evidence import Evidence, Need
from bnreport.hypotheses.shared.paired_runs import duel, reached
from bnreport.results import Metric, SeedValues
from bnreport.stats.mean import Mean, Ratio, constant

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from bnreport.hypotheses.shared.paired_runs import Duel
    from bnreport.results import Results, RunResult
    from bnreport.stats.region import Region


class _UnusableError(ValueError):
    """A run whose time cannot be told; the message says why."""


@dataclass(frozen=True)
class Race:
    """Per seed the log of min(T, budget) of versus over that of the arm, and its mean over seeds."""

    region: "Region"
    metric: str
    arm: str
    versus: str
    threshold: float
    budget: int

    def needs(self) -> tuple[Need, ...]:
        """Both arms with the metric."""
        return tuple(dict.fromkeys(Need(arm, self.metric) for arm in (self.arm, self.versus)))

    def evidence(self, results: "Results") -> Evidence:
        """Time every run, pair the seeds and estimate the mean log-ratio."""
        found = duel(results, self.arm, self.versus, self.metric)
        none = Evidence(
            unit="ratio",
            effect=f"steps until {self.metric} reaches {say_number(self.threshold)}, at most {self.budget}: "
            f"{self.versus} / {self.arm}",
            estimate=None,
            seeds=found.seeds,
            reason=found.reason,
            detail=found.detail,
            null=1.0,
        )
        if found.reason or found.metric is None:
            return none
        try:
            times = {arm: self._times(arm, found, found.metric) for arm in (self.arm, self.versus)}
        except _UnusableError as error:
            return replace(none, reason="invalid", detail=f"{error} {found.detail}".rstrip())
        waits = {arm: np.minimum(time, self.budget) for arm, time in times.items()}
        none = replace(
            none,
            effects=tuple((waits[self.versus] / waits[self.arm]).tolist()),
            arms={arm: self._side(arm, time, found) for arm, time in times.items()},
            detail=f"{self._counts(times)} {self._grid(found)} {found.detail}".rstrip(),
        )
        return self._estimate(times, waits, none)

    def _estimate(
        self, times: "dict[str, NDArray[np.float64]]", waits: "dict[str, NDArray[np.float64]]", none: Evidence
    ) -> Evidence:
        hidden = int(self._hidden(times).sum())
        if 2 * hidden > len(none.seeds):
            said = (
                f"In {hidden} of {len(none.seeds)} pairs the budget hides which side of the margin the ratio lies on."
            )
            return replace(none, reason="censored", detail=f"{said} {none.detail}")
        logs = {arm: np.log(wait) for arm, wait in waits.items()}
        effects = logs[self.versus] - logs[self.arm]
        if constant(effects, max(1.0, *(float(log.max()) for log in logs.values()))):
            same = f"The ratio is {say_number(none.effects[0])} in every seed, with no variation to judge it by."
            return replace(none, reason="degenerate", detail=f"{same} {none.detail}")
        return replace(none, estimate=Ratio(Mean.of(effects)), correlation=_correlation(*logs.values()))

    def _hidden(self, times: "dict[str, NDArray[np.float64]]") -> "NDArray[np.bool_]":
        """Tell which pairs' uncensored ratio could lie on either side of the margin."""
        late = times[self.versus] == np.inf
        hidden: NDArray[np.bool_] = late & (self.budget / times[self.arm] <= self.region.low)
        return hidden

    def _times(self, arm: str, found: "Duel", metric: Metric) -> "NDArray[np.float64]":
        return np.array([self._time(arm, found.runs[arm][seed], metric) for seed in found.seeds])

    def _time(self, arm: str, run: "RunResult", metric: Metric) -> float:
        """Return the first step at the threshold; infinity if it is not reached within the budget."""
        if run.outcome == "diverged":
            return np.inf
        series = run.curve(self.metric)
        hits = np.flatnonzero(reached(series.values, self.threshold, metric))
        time = float(series.steps[hits[0]]) if len(hits) else np.inf
        if np.isnan(series.values[series.steps <= min(time, self.budget)]).any():
            raise _UnusableError(f"{arm} has runs without a finite {self.metric}.")
        if time == 0:
            raise _UnusableError(
                f"{arm} is at {say_number(self.threshold)} before any training; choose a harder threshold."
            )
        if time <= self.budget:
            return time
        if run.stopped_at < self.budget:
            raise _UnusableError(
                f"{arm} trained {run.stopped_at} steps, and the budget is {self.budget}; lower it or train longer."
            )
        return np.inf

    def _side(self, arm: str, time: "NDArray[np.float64]", found: "Duel") -> SeedValues:
        diverged = np.array([found.runs[arm][seed].outcome == "diverged" for seed in found.seeds])
        metric = Metric("steps to threshold", "steps", "lower", self.budget)
        return SeedValues(found.seeds, np.minimum(time, self.budget), diverged, metric, censored=time == np.inf)

    def _counts(self, times: "dict[str, NDArray[np.float64]]") -> str:
        """Say who was first in how many seeds, and who did not get there."""
        one, other = times[self.arm], times[self.versus]
        sooner, later = int((one < other).sum()), int((one > other).sum())
        text = f"{self.arm} is first in {sooner} of {len(one)} seeds, {self.versus} in {later}."
        for arm, time in times.items():
            late = int((time == np.inf).sum())
            if late:
                text += f" {late} of {len(time)} runs of {arm} did not get there and count as {self.budget} steps."
        return text

    def _grid(self, found: "Duel") -> str:
        """Say how coarsely times are known."""
        gaps = {gap for arm in (self.arm, self.versus) for gap in self._gaps(found.runs[arm].values())}
        if not gaps:
            return ""
        few, many = min(gaps), max(gaps)
        if many == 1:
            return "Measured every step."
        return f"Measured every {few} steps." if few == many else f"Measured every {few} to {many} steps."

    def _gaps(self, runs: "Iterable[RunResult]") -> "set[int]":
        grids = [run.series[metric].steps for run in runs if (metric := self.metric.partition(".")[0]) in run.series]
        return {int(gap) for grid in grids for gap in np.unique(np.diff(grid[grid <= self.budget]))}


def _correlation(one: "NDArray[np.float64]", other: "NDArray[np.float64]") -> float | None:
    """Return Pearson's r of the log times; None for two seeds, or an arm that does not vary."""
    if len(one) <= 2 or constant(one, 1.0) or constant(other, 1.0):  # noqa: PLR2004
        return None
    return float(np.corrcoef(one, other)[0][1])

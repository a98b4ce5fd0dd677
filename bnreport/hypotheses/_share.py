"""In which share of its cells (layers, or steps) one run beats another: one number per seed."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal, NamedTuple

import numpy as np

from bnreport.formatting import say_number
from bnreport.hypotheses.shared.evidence import Evidence, Need
from bnreport.hypotheses.shared.paired_runs import duel
from bnreport.results import SeedValues
from bnreport.stats.mean import Mean, constant
from bnreport.stats.share import Share

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from bnreport.hypotheses.shared.contrast import Scale
    from bnreport.hypotheses.shared.paired_runs import Duel
    from bnreport.results import Measure, Metric, Results, RunResult, Series
    from bnreport.stats.region import Region


class _Match(NamedTuple):
    """One seed."""

    won: float
    """Share of the cells; ties count half."""
    cells: int
    """0 if a run diverged."""
    effect: float
    """Mean over cells of the difference, or log-ratio; NaN if a run diverged."""
    levels: tuple[float, float]
    """Mean over cells of each arm."""


class _UnusableError(ValueError):
    """Two runs that cannot be compared cell by cell; the message says why."""


@dataclass(frozen=True)
class Majority:
    """Per seed the share of cells that the arm wins, and its mean over seeds."""

    region: "Region"
    measure: "Measure"
    arm: str
    versus: str
    of: Literal["columns", "steps"]
    columns: tuple[str, ...] | None
    margin: float
    """A difference, or a ratio on the log scale."""
    scale: "Scale"

    def needs(self) -> tuple[Need, ...]:
        """Both arms with the metric."""
        return tuple(dict.fromkeys(Need(arm, self.measure.metric) for arm in (self.arm, self.versus)))

    def evidence(self, results: "Results") -> Evidence:
        """Compare the runs of each seed cell by cell."""
        found = duel(results, self.arm, self.versus, self.measure.metric)
        none = Evidence(
            unit="1",
            effect=f"share of {self.of} of {self.measure.metric} in which {self.arm} beats {self.versus}",
            estimate=None,
            seeds=found.seeds,
            reason=found.reason,
            detail=found.detail,
            null=0.5,
        )
        if found.reason or found.metric is None:
            return none
        try:
            matches = [self._match(one, other, found.metric) for one, other in found.pairs(self.arm, self.versus)]
        except _UnusableError as error:
            return replace(none, reason="invalid", detail=f"{error} {found.detail}".rstrip())
        won = np.array([match.won for match in matches])
        none = replace(
            none,
            effects=tuple(won.tolist()),
            arms=self._arms(found, matches, found.metric),
            detail=f"{self._count(matches)} {found.detail}".rstrip(),
        )
        if constant(won, 1.0):
            same = f"The share is {say_number(won[0])} in every seed, with no variation to judge it by."
            return replace(none, reason="degenerate", detail=f"{same} {none.detail}")
        return replace(none, estimate=Share(Mean.of(won)))

    def _match(self, one: "RunResult", other: "RunResult", metric: "Metric") -> _Match:
        failed, other_failed = one.outcome == "diverged", other.outcome == "diverged"
        if failed or other_failed:
            none = np.nan if metric.failure is None else metric.failure
            levels = [none if run.outcome == "diverged" else self._level(run) for run in (one, other)]
            return _Match((1 - failed + other_failed) / 2, 0, np.nan, (levels[0], levels[1]))
        first, second = self._cells(one, other)
        if not first.size or not (np.isfinite(first).all() and np.isfinite(second).all()):
            what = "no step in common" if not first.size else "values that are not finite"
            raise _UnusableError(f"{self.arm} and {self.versus} have {what} of {self.measure.metric}.")
        margin, better, worse = self.margin, first, second
        if self.scale == "log":
            if min(first.min(), second.min()) <= 0:
                raise _UnusableError(f"The log scale needs positive values; {self.measure.metric} has others.")
            margin, better, worse = float(np.log(margin)), np.log(first), np.log(second)
        gain = worse - better if metric.better == "lower" else better - worse
        won = float(np.heaviside(gain - margin, 0.5).mean())
        return _Match(won, gain.size, float(gain.mean()), (float(first.mean()), float(second.mean())))

    def _cells(self, one: "RunResult", other: "RunResult") -> "tuple[NDArray[np.float64], NDArray[np.float64]]":
        """Return both runs' cells: (k,) columns, or (t, k) steps at which both were measured."""
        series = [run.table(self.measure.metric) for run in (one, other)]
        steps = series[0].steps
        if not np.array_equal(steps, series[1].steps):
            steps = np.intersect1d(steps, series[1].steps)
        if self.measure.window is not None:
            steps = steps[(steps >= self.measure.window[0]) & (steps <= self.measure.window[1])]
        if self.columns is None and series[0].columns != series[1].columns:
            raise _UnusableError(f"{self.measure.metric} has other columns in {self.arm} than in {self.versus}.")
        first, second = (self._pick(each)[np.isin(each.steps, steps)] for each in series)
        if self.of == "steps" or not len(steps):
            return first, second
        better = one.metrics[self.measure.metric.partition(".")[0]].better
        return self._reduced(first, better), self._reduced(second, better)

    def _pick(self, series: "Series") -> "NDArray[np.float64]":
        """Return (t, k) values of the columns that count."""
        if series.values.ndim == 1:
            if self.of == "columns" or self.columns:
                raise _UnusableError(f"{self.measure.metric} has no columns to count; use of: steps.")
            return series.values[:, None]
        absent = [column for column in self.columns or () if column not in series.columns]
        if absent:
            known = ", ".join(series.columns)
            raise _UnusableError(f"{self.measure.metric} has no column {absent[0]!r}. It has: {known}.")
        if self.columns is None:
            return series.values
        return series.values[:, [series.columns.index(column) for column in self.columns]]

    def _reduced(self, values: "NDArray[np.float64]", better: str | None) -> "NDArray[np.float64]":
        """Reduce (t, k) over its steps."""
        reduce: str = self.measure.reduce
        if reduce == "final":
            return np.asarray(values[-1])
        if reduce == "best":
            reduce = "min" if better == "lower" else "max"
        return np.asarray(getattr(np, reduce)(values, axis=0))

    def _level(self, run: "RunResult") -> float:
        return float(self._cells(run, run)[0].mean())

    def _arms(self, found: "Duel", matches: list[_Match], metric: "Metric") -> dict[str, SeedValues]:
        """Return each arm's mean over the cells, at the common seeds."""
        sides = dict(zip((self.arm, self.versus), zip(*(match.levels for match in matches), strict=True), strict=True))
        return {
            arm: SeedValues(
                found.seeds,
                np.array(levels),
                np.array([found.runs[arm][seed].outcome == "diverged" for seed in found.seeds]),
                metric,
            )
            for arm, levels in sides.items()
        }

    def _count(self, matches: list[_Match]) -> str:
        """Say how many cells each seed wins, and by how much on average where both runs trained."""
        cells = sorted({match.cells for match in matches if match.cells})
        trained = [match.effect for match in matches if match.cells]
        if not trained:
            return ""
        most = cells[-1]
        shares = [f"{match.won * (match.cells or most):.4g}/{match.cells or most}" for match in matches]
        mean = float(np.mean(trained))
        by = f"by a factor of {say_number(float(np.exp(mean)))}" if self.scale == "log" else f"by {say_number(mean)}"
        return f"{self.of.capitalize()} won per seed: {', '.join(shares)}; {by} on average where both arms trained."

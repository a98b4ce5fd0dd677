"""One arm reaches a threshold sooner than another, by more than a factor."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from bnreport.errors import SpecError
from bnreport.formatting import say_level, say_number
from bnreport.hypotheses.shared.cells import UnusableError
from bnreport.hypotheses.shared.evidence import EffectSentence, Evidence
from bnreport.hypotheses.shared.pairing import pair_runs
from bnreport.hypotheses.shared.reading import TwoArms, steps_of, undirected
from bnreport.hypotheses.shared.scale import Scale, correlation, unvarying
from bnreport.hypotheses.shared.waits import Waits, say_grid, say_waits, wait_of
from bnreport.registry import ArmName, AtLeastOne, Better, Length, MetricName, Real, Text
from bnreport.results import Measure, Metric, SeedValues
from bnreport.stats.bracket import Bracketed
from bnreport.stats.region import Region

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from bnreport.hypotheses.shared.pairing import Paired
    from bnreport.results import Results, RunResult

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
            self._sentence(found.metric.unit if found.metric else "1"),
            "steps",
            self.scale,
        )
        if not found.estimable or found.metric is None:
            return none
        metric = found.metric
        if metric.better is None:
            return none.refused("invalid", undirected(metric.name))
        try:
            waits = {arm: self._waits(arm, found, metric, budget) for arm in self.arms}
        except UnusableError as error:
            return none.refused("invalid", str(error))
        runs = [run for arm in self.arms for run in found.runs[arm].values()]
        grid = say_grid(runs, MetricName(self.measure.metric).name, budget)
        none = replace(
            none,
            effects=tuple((waits[self.versus].read(budget) / waits[self.arm].read(budget)).tolist()),
            arms={arm: _side(found.runs[arm], found.seeds, wait, budget) for arm, wait in waits.items()},
            detail=" ".join(filter(None, [say_waits(waits, self.arm, self.versus, budget), grid, found.detail])),
        )
        return self._estimate(waits[self.arm], waits[self.versus], none, budget)

    def _sentence(self, unit: str) -> EffectSentence:
        brings = f"{self.arm} brings {self.measure.metric} to {say_level(self.threshold, unit)}"
        return EffectSentence(brings, "{size} sooner", "{size} later", f"than {self.versus}", turned=True)

    def _estimate(self, one: Waits, other: Waits, none: Evidence, budget: int) -> Evidence:
        hidden = int((one.censored & other.censored).sum())
        if 2 * hidden > len(none.seeds):
            return none.refused("censored", f"In {hidden} of {len(none.seeds)} pairs neither arm got there.")
        logs = np.log(np.stack([one.read(budget), other.read(budget)]))
        effects = logs[1] - logs[0]
        widths = np.stack([one.width(budget), other.width(budget)])
        if unvarying(effects, logs, self.scale) and not (widths.any() and effects.any()):
            same = f"The ratio is {say_number(none.effects[0])} in every seed, with no variation to judge it by."
            return none.refused("degenerate", same)
        least = np.where(one.censored & ~other.censored, -np.inf, effects - widths[1])
        most = np.where(other.censored & ~one.censored, np.inf, effects + widths[0])
        bound = np.isinf(most).any() or np.isinf(least).any()
        sentence = none.sentence
        if sentence and bound:  # one arm of a pair did not get there: nobody knows how long it would have taken
            above, below = (f"at least {way}" for way in (sentence.above, sentence.below))
            sentence = sentence._replace(above=above, below=below)
        return replace(
            none,
            sentence=sentence,
            estimate=Bracketed.of(effects, least, most, widths),
            correlation=correlation(logs, self.scale),
            detail=" ".join(filter(None, [_say_open(least, most), none.detail])),
        )

    def _waits(self, arm: str, found: "Paired", metric: Metric, budget: int) -> Waits:
        runs = (found.runs[arm][seed] for seed in found.seeds)
        return Waits.of(wait_of(arm, run, metric, self.threshold, budget) for run in runs)


def _say_open(least: "NDArray[np.float64]", most: "NDArray[np.float64]") -> str:
    """Say on which side the interval has no end, since one arm of a pair did not get there."""
    if np.isinf(least).any() and np.isinf(most).any():
        return "In some pairs only one arm got there, now this and now that one, so the ratio has no bounds."
    if np.isinf(most).any():
        return "The ratio is at least this: how long the other arm would have taken nobody knows."
    if np.isinf(least).any():
        return "The ratio is at most this: how long the arm would have taken nobody knows."
    return ""


def _side(runs: "Mapping[int, RunResult]", seeds: tuple[int, ...], wait: Waits, budget: int) -> SeedValues:
    diverged = np.array([runs[seed].outcome == "diverged" for seed in seeds])
    metric = Metric("steps to threshold", "steps", "lower", budget)
    return SeedValues(seeds, wait.read(budget), diverged, metric, censored=wait.censored)


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

    T is the first step at which the metric is at the threshold or beyond (at or below it where lower is better). Only
    readings show it, so T lies after the last reading below the threshold, and not after the first one at it. The
    effect is the ratio of geometric means over paired seeds of min(T, budget), versus / arm, with T taken at the
    reading, so that above 1 the arm is faster; the claim region is ratio > margin. The test is Student's t on
    log-ratios of the least favourable ends: to support the claim, `versus` from its last reading below the threshold
    and `arm` from its reading at it; to refute it, the other way. So rare readings can hide a difference and not feign
    one; no SD is taken to be smaller than that of the readings' rounding. A run that diverges never reaches the
    threshold.

    If in a pair only `arm` got there, the ratio is at least what the budget shows, and the claim cannot be refuted; if
    only `versus` did, it is at most that, and the claim cannot be supported. Neither is a tie, not evidence of
    equality; with more than half of the pairs like that the reason is `censored`, whatever the interval.

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

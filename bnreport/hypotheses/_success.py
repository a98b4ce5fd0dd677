"""How often each of two arms trains."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from bnreport.formatting import say_number
from bnreport.hypotheses.shared.evidence import Evidence, Need
from bnreport.hypotheses.shared.paired_runs import duel, reached
from bnreport.results import Metric, SeedValues
from bnreport.stats.binary import Shares

if TYPE_CHECKING:
    from bnreport.results import Measure, Results
    from bnreport.stats.region import Region

_SUCCESS = Metric("trained", "1", "higher", 0.0)


@dataclass(frozen=True)
class Successes:
    """Successes of each arm as independent samples, and the difference of their shares."""

    region: "Region"
    measure: "Measure"
    arm: str
    versus: str
    threshold: float | None

    def needs(self) -> tuple[Need, ...]:
        """Both arms with the metric."""
        return tuple(dict.fromkeys(Need(arm, self.measure.metric) for arm in (self.arm, self.versus)))

    def evidence(self, results: "Results") -> Evidence:
        """Count the successes of each arm and estimate the difference of their shares."""
        found = duel(results, self.arm, self.versus, self.measure.metric, paired=False)
        none = Evidence(
            unit="fraction",
            effect=f"share of runs that train{self._beyond()}: {self.arm} - {self.versus}",
            estimate=None,
            seeds=found.seeds,
            reason=found.reason,
            detail=found.detail,
        )
        if found.reason:
            return none
        if self.arm == self.versus:
            return replace(
                none, reason="degenerate", detail=f"{self.arm} is compared with itself. {found.detail}".rstrip()
            )
        arms = {arm: self.successes(arm, results) for arm in (self.arm, self.versus)}
        bad = [arm for arm, side in arms.items() if np.isnan(side.values).any()]
        if bad:
            said = f"{' and '.join(bad)} has runs without a finite {self.measure.metric}."
            return replace(none, arms=arms, reason="invalid", detail=f"{said} {found.detail}".rstrip())
        one, other = arms.values()
        shares = Shares(int(one.values.sum()), len(one.seeds), int(other.values.sum()), len(other.seeds))
        effects = [float(one.values[one.seeds.index(s)] - other.values[other.seeds.index(s)]) for s in found.seeds]
        detail = f"{self._counts(shares)} {found.detail}".rstrip()
        return replace(none, estimate=shares, effects=tuple(effects), arms=arms, detail=detail)

    def _beyond(self) -> str:
        return (
            "" if self.threshold is None else f" and whose {self.measure.metric} reaches {say_number(self.threshold)}"
        )

    def successes(self, arm: str, results: "Results") -> SeedValues:
        """Return 1 for a success, 0 for a failure, NaN for a finished run whose metric is not finite."""
        runs = results.measured(arm, self.measure.metric)
        diverged = np.array([run.outcome == "diverged" for run in runs.values()], dtype=bool)
        success = (~diverged).astype(np.float64)
        read = None if self.threshold is None else results.read(arm, self.measure)
        if read is not None and self.threshold is not None:
            beyond = reached(read.values, self.threshold, read.metric)
            success = np.where(diverged, 0.0, np.where(np.isfinite(read.values), beyond, np.nan))
        return SeedValues(tuple(runs), success, diverged, _SUCCESS)

    def _counts(self, shares: Shares) -> str:
        """Say the counts and what two other methods make of them."""
        low, high = shares.newcombe(0.05)
        return (
            f"{shares.successes} of {shares.trials} runs of {self.arm} train, "
            f"{shares.versus_successes} of {shares.versus_trials} of {self.versus}. "
            f"Beside it: Newcombe's 95 % interval [{say_number(low)}, {say_number(high)}]; "
            f"Boschloo's one-sided p against no difference {say_number(shares.boschloo())}."
        )

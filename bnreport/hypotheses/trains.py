"""One arm trains more often than another, by more than a margin."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from bnreport.formatting import say_level, say_number
from bnreport.hypotheses.shared.evidence import EffectSentence, Evidence
from bnreport.hypotheses.shared.pairing import pair_runs
from bnreport.hypotheses.shared.reading import TwoArms, not_finite, reading, undirected
from bnreport.hypotheses.shared.scale import Scale
from bnreport.hypotheses.shared.successes import successes
from bnreport.registry import ArmName, Better, Fraction, Real, Reduce, Text, WindowName
from bnreport.results import SeedValues
from bnreport.stats.binary import Shares, least_p
from bnreport.stats.region import Region

if TYPE_CHECKING:
    from collections.abc import Collection

    from bnreport.results import Results

FIGURES = ("paired", "outcomes")


@dataclass(frozen=True)
class Trains(TwoArms):
    """Successes of each arm as independent samples, and the difference of their shares."""

    threshold: float | None
    scale: ClassVar[Scale] = "raw"
    no_power: ClassVar[str] = "its exact test counts successes, which have no SD"
    about_diverging: ClassVar[bool] = True

    def evidence(self, results: "Results") -> Evidence:
        """Count the successes of each arm and estimate the difference of their shares."""
        found = pair_runs(results, self.arms, self.measure, paired=False)
        effect = f"share of runs that train{self._beyond()}: {self.arm} - {self.versus}"
        none = replace(found.evidence(effect, None, "fraction", self.scale), about_diverging=True)
        if not found.estimable:
            return none
        if self.arm == self.versus:
            return none.refused("degenerate", f"{self.arm} is compared with itself.")
        if self.threshold is not None and found.metric and found.metric.better is None:
            return none.refused("invalid", undirected(self.measure.metric))
        arms = {arm: _of(successes(arm, results, self.measure, self.threshold), found.runs[arm]) for arm in self.arms}
        none = replace(none, arms=arms)
        bad = [arm for arm, side in arms.items() if np.isnan(side.values).any()]
        if bad:
            return none.refused("invalid", not_finite(bad, self.measure.metric))
        one, other = arms.values()
        if not (one.seeds and other.seeds):
            return none
        shares = Shares(int(one.values.sum()), len(one.seeds), int(other.values.sum()), len(other.seeds))
        effects = [float(one.values[one.seeds.index(s)] - other.values[other.seeds.index(s)]) for s in found.seeds]
        detail = f"{self._counts(shares)} {found.detail}".rstrip()
        return replace(
            none,
            sentence=self._sentence(shares, found.metric.unit if found.metric else "1"),
            estimate=shares,
            effects=tuple(effects),
            detail=detail,
        )

    def decides(self, seeds: int, alpha: float) -> bool:
        """Tell whether all against none, the other way, leaves the margin outside the exact interval."""
        return least_p(seeds, self.region.low) < alpha / 2

    def _beyond(self) -> str:
        return (
            "" if self.threshold is None else f" and whose {self.measure.metric} reaches {say_number(self.threshold)}"
        )

    def _sentence(self, shares: Shares, unit: str) -> EffectSentence:
        """Say the counts, which are what the shares rest on."""
        reach = "train"
        if self.threshold is not None:
            reach = f"bring {self.measure.metric} to {say_level(self.threshold, unit)}"
        one = f"{shares.successes} of {shares.trials} runs {reach} with {self.arm}"
        counted = f"{one}, {shares.versus_successes} of {shares.versus_trials} with {self.versus},"
        return EffectSentence(counted, "{size} more", "{size} fewer")

    def _counts(self, shares: Shares) -> str:
        """Say the counts and what two other methods make of them."""
        low, high = shares.newcombe(0.05)
        return (
            f"{shares.successes} of {shares.trials} runs of {self.arm} train, "
            f"{shares.versus_successes} of {shares.versus_trials} of {self.versus}. "
            f"Beside it: Newcombe's 95 % interval [{say_number(low)}, {say_number(high)}]; "
            f"Boschloo's one-sided p against no difference {say_number(shares.boschloo())}."
        )


def _of(side: SeedValues, seeds: "Collection[int]") -> SeedValues:
    """Keep these seeds: those whose window can be read."""
    kept = [place for place, seed in enumerate(side.seeds) if seed in seeds]
    return SeedValues(tuple(side.seeds[place] for place in kept), side.values[kept], side.diverged[kept], side.metric)


def trains(
    *,
    metric: Text,
    arm: ArmName,
    versus: ArmName,
    margin: Fraction,
    threshold: Real | None = None,
    reduce: Reduce = "final",
    window: WindowName | None = None,
    better: Better | None = None,
) -> Trains:
    """Claim that an arm trains more often than another, by more than a margin.

    A run succeeds if it does not diverge and, with a threshold, its metric ends at the threshold or beyond (at or
    below it where lower is better). The effect is the difference between the arms' shares of successes; the claim
    region is difference > margin. Seeds hardly pair divergence, so the arms are independent samples, and each run of
    either arm counts. A run that diverged is a failure, wherever the window lies: in a window by step that of the other
    arms starts where those that did not diverge are at the level.

    One exact unconditional test gives p and, inverted, the interval: they cannot disagree, and no false verdict is
    more frequent than alpha / 2 at any level of Holm's. Newcombe's interval and Boschloo's p, two methods that may
    disagree with each other, stand beside it and decide nothing: the former is too short at three to ten seeds.

    Args:
        metric: name of a metric that every run measures, or `name.5` for its column 5; `threshold` alone reads values.
        arm: the arm that is claimed to train more often, as `experiment.arm`.
        versus: the arm it is compared with.
        margin: the largest difference of shares that would not matter, from 0 to 1.
        threshold: value that a trained run must reach, in the metric's unit; absent, not to diverge is enough.
        reduce: how the steps of a run become one number; `best` is the best of them.
        window: name of the study's window whose steps count; absent for the whole run.
        better: what is better in this claim, `higher` or `lower`; absent for the metric's own direction.

    Source: Santner & Snell (1980), Journal of the American Statistical Association 75, 386-394 (the verdict);
    Newcombe (1998), Statistics in Medicine 17, 873-890, method 10; Boschloo (1970), Statistica Neerlandica 24, 1-9.
    """
    measure = reading(metric, reduce, window, better)._replace(independent=True)
    return Trains(Region(low=margin), measure, (arm, versus), threshold)

"""A linear contrast of arms: one number per seed, and its mean over seeds with a t interval.

A paired difference and a difference of differences are such contrasts.
"""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from bnreport.hypotheses.shared.evidence import EffectSentence, Evidence
from bnreport.hypotheses.shared.pairing import pair
from bnreport.hypotheses.shared.reading import OneMetric, subject, undirected, words
from bnreport.hypotheses.shared.scale import Scale, correlation, estimated, not_positive, on_scale, shown, unvarying
from bnreport.hypotheses.shared.separation import rounding, separated
from bnreport.results import Measure
from bnreport.stats.mean import Mean, Ratio
from bnreport.stats.region import Region

if TYPE_CHECKING:
    from bnreport.hypotheses.shared.pairing import Paired
    from bnreport.results import Results


@dataclass(frozen=True)
class Contrast(OneMetric):
    """A weighted sum of arms per seed, turned so that the larger effect is the better one.

    effect_s = turn x sum over arms of weight x value_s, with log values on the ratio scale (then the estimate is a
    ratio of geometric means), and turn = -1 where lower is better.
    """

    weights: tuple[float, ...]
    """One per arm."""
    scale: Scale = "raw"

    @classmethod
    def of(cls, region: Region, measure: Measure, *terms: tuple[str, float], scale: Scale = "raw") -> "Contrast":
        """Add up the weights of each arm: one that is compared with itself weighs nothing."""
        weights: dict[str, float] = {}
        for arm, weight in terms:
            weights[arm] = weights.get(arm, 0.0) + weight
        return cls(region, measure, tuple(weights), tuple(weights.values()), scale)

    def evidence(self, results: "Results") -> Evidence:
        """Pair the arms by seed, form the contrast and estimate its mean."""
        paired = pair(results, self.arms, self.measure)
        directions = {values.metric.better for values in paired.arms.values()}
        turn = -1 if "lower" in directions else 1
        none = paired.evidence(self._words(turn), self._sentence(turn), paired.unit, self.scale)
        if None in directions:
            return none.refused("invalid", undirected(self.measure.metric))
        return self._estimate(paired, turn, none) if paired.estimable else none

    def _estimate(self, paired: "Paired", turn: int, none: Evidence) -> Evidence:
        columns = on_scale(paired.table(self.arms), self.scale)  # (arms, n)
        if columns is None:
            return none.refused("invalid", not_positive(self.measure.metric))
        with np.errstate(over="ignore", invalid="ignore"):
            effects = turn * (np.array(self.weights) @ columns)  # (n,)
        if not np.isfinite(effects).all():
            return none.refused("invalid", f"The values of {self.measure.metric} are too large for a difference.")
        none = replace(none, effects=shown(effects, self.scale))
        if separated(paired, self.arms):
            least = np.array(self.weights) * rounding(paired, self.arms, self.measure.metric, self.scale)
            apart = Mean(float(effects.mean()), float(np.sqrt((least**2).sum())), len(effects))
            said = "In one arm every run failed, in the other each is perfect: the metric's resolution is taken as SD."
            detail = " ".join(filter(None, [said, none.detail]))
            return replace(none, estimate=Ratio(apart) if self.scale == "ratio" else apart, detail=detail)
        if unvarying(effects, columns, self.scale):
            return none.still("The effect", none.effects[0])
        return replace(none, estimate=estimated(effects, self.scale), correlation=correlation(columns, self.scale))

    def _sentence(self, turn: int) -> EffectSentence:
        """Say how the effect reads: an arm against another, one gain against another, or else the sum itself."""
        what, ways = subject(self.measure), ("higher", "lower")[::turn]
        if self.weights == (1, -1):
            compared = f"with {self.arms[0]} than with {self.arms[1]}"
            return EffectSentence(what, f"is {{size}} {ways[0]}", f"is {{size}} {ways[1]}", compared, turn < 0)
        if (changes := self._changes()) is not None:
            arm, versus, elsewhere, elsewhere_versus = changes
            change, other = (
                f"the change from {versus} to {arm} in {what}",
                f"than that from {elsewhere_versus} to {elsewhere}",
            )
            return EffectSentence(change, f"is {{size}} {ways[0]}", f"is {{size}} {ways[1]}", other, turn < 0)
        none = "1" if self.scale == "ratio" else "0"
        return EffectSentence(
            f"{what} by {self._terms(turn)}", f"is {{size}} above {none}", f"is {{size}} below {none}"
        )

    def _changes(self) -> "tuple[str, str, str, str] | None":
        """Return the arms of two changes that are compared, each from one to another; they may share one."""
        if self.weights == (1, -1, -1, 1):
            arm, versus, elsewhere, elsewhere_versus = self.arms
            return arm, versus, elsewhere, elsewhere_versus
        if self.weights == (2, -1, -1):  # from the second to the first, and on to the third
            middle, start, end = self.arms
            return middle, start, end, middle
        if self.weights == (1, -2, 1):  # from the second to the first, and to the second from the third
            end, middle, start = self.arms
            return end, middle, middle, start
        return None

    def _words(self, turn: int) -> str:
        """Say in words what the number is: metric, reduction, and the arms with their signs."""
        return f"{words(self.measure)}: {self._terms(turn)}"

    def _terms(self, turn: int) -> str:
        terms = [(arm, turn * weight) for arm, weight in zip(self.arms, self.weights, strict=True)]
        gain, loss = ([_weighted(arm, weight) for arm, weight in terms if sign * weight > 0] for sign in (1, -1))
        ratio = self.scale == "ratio"
        left, right = ((" * " if ratio else " + ").join(side) for side in (gain or ["0"], loss or ["0"]))
        right = f"({right})" if len(loss) > 1 else right
        return f"{left} {'/' if ratio else '-'} {right}"


def _weighted(arm: str, weight: float) -> str:
    return arm if abs(weight) == 1 else f"{abs(weight):.3g} {arm}"

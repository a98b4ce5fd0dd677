"""A linear contrast of arms: one number per seed, and its mean over seeds with a t interval.

A paired difference, a difference of differences and a slope over a factor are all such contrasts.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

import numpy as np

from bnreport.hypotheses.shared.evidence import Evidence, Need
from bnreport.hypotheses.shared.pairing import Paired, pair
from bnreport.registry import Reduce
from bnreport.results import Measure
from bnreport.stats.mean import Mean, Ratio, constant
from bnreport.stats.region import Region

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from bnreport.results import Results

Scale = Literal["raw", "log"]


def bound(margin: float, scale: Scale) -> float:
    """Return where a margin ends, in the unit of the effect; `-margin` is its mirror image when arms swap.

    Raw scale: the margin itself. Log scale, a ratio: 1 + margin, and 1/(1 + |margin|) for a negative one.
    """
    if scale == "raw":
        return margin
    return 1 + margin if margin >= 0 else 1 / (1 - margin)


def summed(*terms: tuple[str, float]) -> dict[str, float]:
    """Add up the weights of each arm; an arm compared with itself weighs nothing."""
    weights: dict[str, float] = {}
    for arm, weight in terms:
        weights[arm] = weights.get(arm, 0.0) + weight
    return weights


def reading(metric: str, reduce: Reduce, window: Sequence[int] | None) -> Measure:
    """Bind how one number is read off a run."""
    return Measure(metric, reduce, None if window is None else (window[0], window[1]))


@dataclass(frozen=True)
class Contrast:
    """A weighted sum of arms per seed, turned so that the larger effect is the better one.

    effect_s = turn x sum over arms of weight x value_s, with log values on the log scale (then the estimate is a ratio
    of geometric means), and turn = -1 where a lower metric is better. Without a better direction, turn = 1.
    """

    region: Region
    measure: Measure
    weights: Mapping[str, float]
    """Per arm, its weight; an arm that enters twice has the sum."""
    scale: Scale = "raw"

    def needs(self) -> tuple[Need, ...]:
        """Every arm with the metric."""
        return tuple(Need(arm, self.measure.metric) for arm in self.weights)

    def evidence(self, results: "Results") -> Evidence:
        """Pair the arms by seed, form the contrast and estimate its mean."""
        paired = pair(results, tuple(self.weights), self.measure)
        turn = -1 if any(values.metric.better == "lower" for values in paired.arms.values()) else 1
        none = Evidence(
            unit="ratio" if self.scale == "log" else next((a.metric.unit for a in paired.arms.values()), ""),
            effect=self._words(turn),
            estimate=None,
            seeds=paired.seeds,
            arms=paired.arms,
            reason=paired.reason,
            detail=paired.detail,
            null=bound(0, self.scale),
        )
        return none if paired.reason else self._estimate(paired, turn, none)

    def _estimate(self, paired: Paired, turn: int, none: Evidence) -> Evidence:
        columns = np.stack([paired.values[arm] for arm in self.weights])  # (arms, n)
        if self.scale == "log":
            if (columns <= 0).any():
                detail = _join(f"The log scale needs positive values; {self.measure.metric} has others.", none.detail)
                return replace(none, reason="invalid", detail=detail)
            columns = np.log(columns)
        effects = turn * (np.array(list(self.weights.values())) @ columns)  # (n,)
        none = replace(none, effects=tuple((np.exp(effects) if self.scale == "log" else effects).tolist()))
        # the logarithm turns relative rounding into absolute rounding
        if constant(effects, max(float(np.abs(columns).max()), float(self.scale == "log"))):
            detail = (
                f"The effect is {none.effects[0]:.3g} in every seed, with no variation to judge it by: "
                "suspect arms that are configured alike, saturation, or randomness that ignores the seed."
            )
            return replace(none, reason="degenerate", detail=_join(detail, none.detail))
        mean = Mean.of(effects)
        return replace(none, estimate=Ratio(mean) if self.scale == "log" else mean, correlation=_correlation(columns))

    def _words(self, turn: int) -> str:
        """Say in words what the number is: metric, reduction, and the arms with their signs."""
        gain = [_weighted(arm, weight) for arm, weight in self.weights.items() if turn * weight > 0]
        loss = [_weighted(arm, weight) for arm, weight in self.weights.items() if turn * weight < 0]
        log = self.scale == "log"
        left, right = ((" * " if log else " + ").join(side) for side in (gain or ["0"], loss or ["0"]))
        right = f"({right})" if len(loss) > 1 else right
        first, window = self.measure.reduce, self.measure.window
        over = f", steps {window[0]} to {window[1]}" if window else ""
        return f"{self.measure.metric} ({first}{over}): {left} {'/' if log else '-'} {right}"


def _weighted(arm: str, weight: float) -> str:
    return arm if abs(weight) == 1 else f"{abs(weight):.3g} {arm}"


def _join(*sentences: str) -> str:
    return " ".join(filter(None, sentences))


def _correlation(columns: "NDArray[np.float64]") -> float | None:
    """Return Pearson's r between two arms over seeds; None for more arms, two seeds, or an arm that does not vary."""
    arms, n = columns.shape
    if arms != 2 or n <= 2 or any(constant(column, float(np.abs(column).max())) for column in columns):  # noqa: PLR2004
        return None
    return float(np.corrcoef(columns[0], columns[1])[0][1])

"""A metric rises, falls or stays level over a factor."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

import numpy as np

from bnreport.errors import SpecError
from bnreport.hypotheses.shared.contrast import Scale, bound, reading
from bnreport.hypotheses.shared.evidence import Evidence, Need
from bnreport.hypotheses.shared.ordered_arms import FEWEST_ARMS, columns, distinct, magnitude, refuse, words
from bnreport.hypotheses.shared.pairing import pair
from bnreport.registry import ArmName, NonNegative, Real, Reduce, Text, Window
from bnreport.stats.mean import Mean, Ratio, constant
from bnreport.stats.page import page
from bnreport.stats.region import Region
from bnreport.stats.slope import slope_weights

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from bnreport.results import Measure, Results

FIGURES = ("trend", "steps")
_DIRECTIONS = {"increasing": "rise", "decreasing": "fall", "absent": "slope"}


@dataclass(frozen=True)
class Trend:
    """One least-squares slope per seed, turned so that the claimed direction is positive."""

    region: Region
    measure: "Measure"
    arms: tuple[str, ...]
    levels: tuple[float, ...]
    """Of the factor, one per arm."""
    direction: Literal["increasing", "decreasing", "absent"]
    factor: Literal["log", "linear"]
    scale: Scale

    def needs(self) -> tuple[Need, ...]:
        """Every arm with the metric."""
        return tuple(Need(arm, self.measure.metric) for arm in self.arms)

    def evidence(self, results: "Results") -> Evidence:
        """Pair the arms by seed, fit a slope to each and estimate their mean."""
        paired = pair(results, self.arms, self.measure)
        unit = next((values.metric.unit for values in paired.arms.values()), "")
        none = Evidence(
            unit="ratio" if self.scale == "log" else f"{unit} per {self._step}".lstrip() if unit else "",
            effect=f"{words(self.measure)}: {_DIRECTIONS[self.direction]} per {self._step} over {', '.join(self.arms)}",
            estimate=None,
            seeds=paired.seeds,
            arms=paired.arms,
            reason=paired.reason,
            detail=paired.detail,
            null=bound(0, self.scale),
        )
        if paired.reason:
            return none
        table = columns(paired, self.arms, self.scale)
        if table is None:
            return refuse(none, "invalid", f"The log scale needs positive values; {self.measure.metric} has others.")
        return self._estimate(table, none)

    @property
    def _step(self) -> str:
        return "doubling" if self.factor == "log" else "unit of the factor"

    def _estimate(self, table: "NDArray[np.float64]", none: Evidence) -> Evidence:
        turn = -1 if self.direction == "decreasing" else 1
        weights = turn * slope_weights(np.log2(self.levels) if self.factor == "log" else self.levels)
        slopes = weights @ (table - table[0])  # (n,); arms that are alike give 0, not its rounding
        effects = np.exp(slopes) if self.scale == "log" else slopes
        none = replace(none, effects=tuple(effects.tolist()))
        if constant(slopes, float((np.abs(weights) @ magnitude(table, self.scale)).max())):
            return refuse(
                none,
                "degenerate",
                f"The slope is {none.effects[0]:.3g} in every seed, with no variation to judge it by: "
                "suspect arms that are configured alike, saturation, or randomness that ignores the seed.",
            )
        mean = Mean.of(slopes)
        return replace(
            none,
            estimate=Ratio(mean) if self.scale == "log" else mean,
            detail=" ".join(filter(None, [none.detail, self._ranks(table)])),
        )

    def _ranks(self, table: "NDArray[np.float64]") -> str:
        """Say what ranks alone show: another test of the same claim, without a verdict."""
        rising = table[np.argsort(self.levels)].T  # (n, levels)
        up, down = page(rising), page(rising[:, ::-1])
        if self.direction == "absent":
            return f"By ranks alone, Page's L = {up.value:g}, two-sided p = {min(1.0, 2 * min(up.p, down.p)):.2g}."
        value, p = down if self.direction == "decreasing" else up
        return f"By ranks alone, Page's L = {value:g}, one-sided p = {p:.2g}."


def trend(
    *,
    metric: Text,
    arms: list[ArmName],
    levels: list[Real],
    margin: NonNegative,
    direction: Literal["increasing", "decreasing", "absent"] = "increasing",
    factor: Literal["log", "linear"] = "log",
    reduce: Reduce = "final",
    window: Window | None = None,
    scale: Literal["raw", "log"] = "raw",
) -> Trend:
    """Claim that a metric rises, falls or stays level over a factor, on the whole.

    Per seed, slope_s = sum over arms of (x - mean(x)) value_s / sum((x - mean(x))²), with x = log2(level), or the level
    itself for a linear factor; the effect is the mean slope over seeds, its sign turned for `decreasing`, with
    Student's t interval. It is per doubling of the factor, or per unit of it. The claim region is effect > margin, or
    -margin < effect < margin for `absent`. On the log scale the effect is a ratio per doubling or unit, and the margin
    a ratio less 1. An umbrella may have a trend; `monotone` claims every step. Page's L (ranks alone) is reported
    beside it. The direction is the metric's own, whether or not it is the better one.

    Args:
        metric: name of the metric, as its probe calls it; `name.5` for its column 5, `name.median` over columns.
        arms: three at least, each as `experiment.arm`; the same seeds are paired.
        levels: of the factor, one per arm, all different; positive for a log factor.
        margin: the largest slope that would not matter, in the metric's unit per doubling, or per unit of the factor.
        direction: `increasing`, `decreasing`, or `absent` for a slope within the margin either way.
        factor: `log` for slopes per doubling, `linear` for slopes per unit.
        reduce: how the steps of a run become one number; `best` is the maximum, or the minimum where lower is better.
        window: first and last step that count, both included; absent for the whole run.
        scale: `log` for positive, skewed metrics.

    Raises:
        SpecError: fewer than three arms, an arm twice, levels that do not fit, or `absent` without a margin.

    Source: Frison & Pocock (1997), Statistics in Medicine 16, 2855-2872 (slope per unit, then t); Page (1963),
    Journal of the American Statistical Association 58, 216-230 (L).
    """
    if direction == "absent" and margin == 0:
        raise SpecError(
            ["trend: margin: must be greater than 0 for an absent trend. Got 0. No data can show exactly 0."]
        )
    chosen = distinct("trend", arms, FEWEST_ARMS)
    if len(levels) != len(chosen):
        raise SpecError([f"trend: levels: there must be one per arm. Got {len(levels)} for {len(chosen)} arms."])
    if factor == "log" and min(levels) <= 0:
        raise SpecError(
            [f"trend: levels: must be positive for a log factor. Got {min(levels):g}. Try `factor: linear`."]
        )
    if len(set(np.log2(levels) if factor == "log" else levels)) < len(levels):
        raise SpecError([f"trend: levels: must all differ. Got {', '.join(f'{level:g}' for level in levels)}."])
    region = Region(bound(margin, scale))
    if direction == "absent":
        region = Region(bound(-margin, scale), bound(margin, scale))
    return Trend(region, reading(metric, reduce, window), chosen, tuple(levels), direction, factor, scale)

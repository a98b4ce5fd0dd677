"""A metric rises, or falls, at every step from arm to arm."""

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, ClassVar, Literal

import numpy as np

from bnreport.formatting import say_effect
from bnreport.hypotheses.shared.evidence import STEP, Evidence, Need, Part, Simple
from bnreport.hypotheses.shared.ordered_arms import FEWEST_ARMS, distinct
from bnreport.hypotheses.shared.pairing import pair
from bnreport.hypotheses.shared.reading import needed, reading, words
from bnreport.hypotheses.shared.scale import (
    Scale,
    check_margin,
    estimated,
    magnitude,
    mirrored,
    not_positive,
    null,
    on_scale,
    shown,
)
from bnreport.registry import ArmName, Flag, NonNegative, Reduce, Text, WindowName
from bnreport.stats.mean import constant
from bnreport.stats.region import Region
from bnreport.stats.slack import Claim, Slack

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from bnreport.results import Measure, Results

FIGURES = ("trend", "steps")
_FROM_ZERO = Region(low=0)
"""A slack from 0 is the effect itself, so that the least slack is the smallest step."""


@dataclass(frozen=True)
class Monotone(Simple):
    """The smallest of the steps between neighbouring arms, turned so that the claimed direction is positive."""

    region: Region
    measure: "Measure"
    arms: tuple[str, ...]
    direction: Literal["increasing", "decreasing"]
    scale: Scale
    no_power: ClassVar[str] = "the smallest of several steps decides, which one SD does not describe"

    @property
    def measures(self) -> "tuple[Measure, ...]":
        """The one number that is compared."""
        return (self.measure,)

    def needs(self) -> tuple[Need, ...]:
        """Every arm with the metric."""
        return needed(self.arms, self.measure)

    def evidence(self, results: "Results") -> Evidence:
        """Pair the arms by seed, estimate each step and keep the smallest."""
        paired = pair(results, self.arms, self.measure)
        verb = "rise" if self.direction == "increasing" else "fall"
        none = Evidence(
            unit="ratio" if self.scale == "ratio" else paired.unit,
            effect=f"{words(self.measure)}: smallest {verb} from one to the next of {', '.join(self.arms)}",
            estimate=None,
            seeds=paired.seeds,
            arms=paired.arms,
            reason=paired.reason,
            detail=paired.detail,
            closed=paired.closed,
            null=null(self.scale),
        )
        if not paired.estimable:
            return none
        table = on_scale(paired.table(self.arms), self.scale)
        return (
            none.refused("invalid", not_positive(self.measure.metric)) if table is None else self._estimate(table, none)
        )

    def _estimate(self, table: "NDArray[np.float64]", none: Evidence) -> Evidence:
        steps = np.diff(table, axis=0) * (1 if self.direction == "increasing" else -1)  # (steps, n)
        sizes = (float(max(ends)) for ends in pairwise(magnitude(table, self.scale).max(1)))
        parts = tuple(
            Part(STEP, self.region, self._step(ends, step, size, none))
            for ends, step, size in zip(pairwise(self.arms), steps, sizes, strict=True)
        )
        smallest = parts[int(np.argmin(steps.mean(1)))].evidence
        none = replace(none, parts=parts, effects=smallest.effects)
        still = next((part.evidence for part in parts if part.evidence.estimate is None), None)
        if still is not None:
            return none.still(f"The step {still.effect}", still.effects[0])
        found = [part.evidence.estimate for part in parts if part.evidence.estimate is not None]
        each = ", ".join(say_effect(estimate.value, none.unit) for estimate in found)
        return replace(
            none,
            estimate=Slack(tuple(Claim(estimate, _FROM_ZERO) for estimate in found)),
            detail=" ".join(filter(None, [f"Steps in order: {each}; the smallest is {smallest.effect}.", none.detail])),
        )

    def _step(self, ends: tuple[str, str], step: "NDArray[np.float64]", size: float, none: Evidence) -> Evidence:
        """Estimate one step."""
        moving = not constant(step, size)
        return Evidence(
            unit=none.unit,
            effect=f"{ends[0]} to {ends[1]}",
            estimate=estimated(step, self.scale) if moving else None,
            seeds=none.seeds,
            effects=shown(step, self.scale),
            arms={arm: none.arms[arm] for arm in ends},
            reason="" if moving else "degenerate",
            null=none.null,
        )


def monotone(
    *,
    metric: Text,
    arms: list[ArmName],
    margin: NonNegative,
    direction: Literal["increasing", "decreasing"] = "increasing",
    strict: Flag = True,
    reduce: Reduce = "final",
    window: WindowName | None = None,
    scale: Literal["raw", "ratio"] = "raw",
) -> Monotone:
    """Claim that a metric rises, or falls, at every step from one arm to the next.

    The effect is the smallest step: the least, over neighbouring arms, of the mean over seeds of next - previous, its
    sign turned for `decreasing`. The claim region is effect > margin; effect > -margin where not strict. Supported iff
    the paired t interval of every step lies inside, with no correction; refuted iff that of some step lies outside at
    alpha / k for k steps, the level at which Holm's procedure starts over the steps. On the ratio scale steps
    are ratios of geometric means, and the bound is margin, or 1 / margin where not strict. It asks
    more than `trend`, and needs more seeds. The direction is the metric's own.

    Args:
        metric: name of the metric, as its probe calls it; `name.5` for its column 5, `name.median` over columns.
        arms: three at least, in their order, each as `experiment.arm`; the same seeds are paired.
        margin: the largest step that would not matter, in the metric's unit, or as a ratio.
        direction: `increasing` or `decreasing`, from the first arm to the last.
        strict: true claims that every step is larger than the margin; false that no step goes back by the margin.
        reduce: how the steps of a run become one number; `best` is the best of them.
        window: name of the study's window whose steps count; absent for the whole run.
        scale: `ratio` for positive, skewed metrics.

    Raises:
        SpecError: fewer than three arms, an arm twice, a ratio below 1, or no margin where not strict.

    Source: Berger (1982), Technometrics 24, 295-300 (intersection-union); Holm (1979), Scandinavian Journal of
    Statistics 6, 65-70 (which step falls short).
    """
    check_margin("monotone", margin, scale, room=not strict)
    return Monotone(
        region=Region(margin if strict else mirrored(margin, scale)),
        measure=reading(metric, reduce, window),
        arms=distinct("monotone", arms, FEWEST_ARMS),
        direction=direction,
        scale=scale,
    )

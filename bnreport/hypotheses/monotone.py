"""A metric rises, or falls, at every step from arm to arm."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar, Literal

import numpy as np

from bnreport.formatting import say_effect, say_list
from bnreport.hypotheses.shared.evidence import STEP, EffectSentence, Evidence, Part
from bnreport.hypotheses.shared.ordered_arms import FEWEST_ARMS, WORDS, OrderedArms, distinct
from bnreport.hypotheses.shared.reading import reading, subject, words
from bnreport.hypotheses.shared.scale import check_margin, mirrored
from bnreport.registry import ArmName, Flag, NonNegative, Reduce, Text, WindowName
from bnreport.stats.region import Region
from bnreport.stats.slack import Claim, Slack

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from bnreport.results import Results

FIGURES = ("trend", "steps")
_FROM_ZERO = Region(low=0)
"""A slack from 0 is the effect itself, so that the least slack is the smallest step."""


@dataclass(frozen=True)
class Monotone(OrderedArms):
    """The smallest of the steps between neighbouring arms."""

    no_power: ClassVar[str] = "the smallest of several steps decides, which one SD does not describe"

    def evidence(self, results: "Results") -> Evidence:
        """Pair the arms by seed, estimate each step and keep the smallest."""
        effect = (
            f"{words(self.measure)}: smallest {WORDS[self.direction]} from one to the next of {', '.join(self.arms)}"
        )
        least = f"the smallest {WORDS[self.direction]} of {subject(self.measure)} from one to the next"
        sentence = EffectSentence(f"{least} of {say_list([*self.arms])}", "is {size}", "is {size} the other way")
        none, table = self._read(results, effect, sentence)
        return none if table is None else self._estimate(table, none)

    def _estimate(self, table: "NDArray[np.float64]", none: Evidence) -> Evidence:
        steps = self.steps(none)
        smallest = steps[int(np.argmin(self.turn * np.diff(table, axis=0).mean(1)))]
        parts = tuple(Part(STEP, self.region, step) for step in steps)
        none = replace(none, parts=parts, effects=smallest.effects)
        still = next((step for step in steps if step.estimate is None), None)
        if still is not None:
            return none.still(f"The step {still.effect}", still.effects[0])
        found = [step.estimate for step in steps if step.estimate is not None]
        each = ", ".join(say_effect(estimate.value, none.unit) for estimate in found)
        return replace(
            none,
            estimate=Slack(tuple(Claim(estimate, _FROM_ZERO) for estimate in found)),
            detail=" ".join(filter(None, [f"Steps in order: {each}; the smallest is {smallest.effect}.", none.detail])),
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

"""Arms in an order: what claims over several of them share."""

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

import numpy as np

from bnreport.errors import SpecError
from bnreport.hypotheses.shared.evidence import EffectSentence, Evidence
from bnreport.hypotheses.shared.pairing import pair
from bnreport.hypotheses.shared.reading import OneMetric
from bnreport.hypotheses.shared.scale import Scale, estimated, not_positive, on_scale, shown, unvarying

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from bnreport.results import Results

FEWEST_ARMS = 3
"""Two arms have a difference, not a course."""
WORDS = {"increasing": "rise", "decreasing": "fall", "absent": "slope"}
"""What a metric does in a direction."""


@dataclass(frozen=True)
class OrderedArms(OneMetric):
    """A claim about how a metric goes from arm to arm, turned so that the claimed direction is positive."""

    direction: Literal["increasing", "decreasing", "absent"]
    scale: Scale

    @property
    def order(self) -> tuple[str, ...]:
        """The arms from the first to the last."""
        return self.arms

    @property
    def turn(self) -> int:
        """What a rise is multiplied by."""
        return -1 if self.direction == "decreasing" else 1

    def steps(self, evidence: Evidence) -> tuple[Evidence, ...]:
        """Return what the runs say of each step from one arm to the next.

        A step has no estimate, and a reason, where some run has no number or where the seeds do not vary.

        Args:
            evidence: of the claim, as far as the arms were read.
        """
        return tuple(self._step(ends, evidence) for ends in pairwise(self.order))

    def _step(self, ends: tuple[str, str], evidence: Evidence) -> Evidence:
        arms = {arm: evidence.arms[arm] for arm in ends}
        read = np.stack([arm.values[[arm.seeds.index(s) for s in evidence.seeds]] for arm in arms.values()])
        read[~np.isfinite(read)] = np.nan
        if self.scale == "ratio":
            read[read <= 0] = np.nan  # it has no logarithm
            read = np.log(read)
        changes = self.turn * (read[1] - read[0])  # (n,)
        reason = "" if np.isfinite(changes).all() else "invalid"
        if not reason and unvarying(changes, read, self.scale):
            reason = "degenerate"
        return Evidence(
            unit=evidence.unit,
            effect=f"{ends[0]} to {ends[1]}",
            estimate=None if reason else estimated(changes, self.scale),
            seeds=evidence.seeds,
            effects=shown(changes, self.scale),
            arms=arms,
            reason=reason,
            null=evidence.null,
        )

    def _read(
        self, results: "Results", effect: str, sentence: EffectSentence, per: str = ""
    ) -> "tuple[Evidence, NDArray[np.float64] | None]":
        """Return evidence without an estimate, and the arms' values on the claim's scale: (arms, n) or None.

        Args:
            results: all runs.
            effect: what the number will be, in words.
            sentence: how it will read.
            per: by what the metric's unit is divided, in words that follow it.
        """
        paired = pair(results, self.arms, self.measure)
        none = paired.evidence(effect, sentence, paired.unit and paired.unit + per, self.scale)
        table = on_scale(paired.table(self.arms), self.scale) if paired.estimable else None
        if paired.estimable and table is None:
            none = none.refused("invalid", not_positive(self.measure.metric))
        return none, table


def distinct(kind: str, arms: "Sequence[str]", fewest: int) -> tuple[str, ...]:
    """Return the arms.

    Raises:
        SpecError: too few of them, or one twice.
    """
    twice = sorted({arm for arm in arms if list(arms).count(arm) > 1})
    if twice:
        raise SpecError([f"{kind}: arms: each may stand there once. Got {', '.join(twice)} again. Leave it out."])
    if len(arms) < fewest:
        mend = " With two arms, claim superiority." if fewest == FEWEST_ARMS else ""
        raise SpecError([f"{kind}: arms: there must be {fewest} at least. Got {len(arms)}.{mend}"])
    return tuple(arms)

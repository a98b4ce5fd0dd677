"""Arms in an order: what claims over a factor share."""

from dataclasses import replace
from typing import TYPE_CHECKING, Literal

import numpy as np

from bnreport.errors import SpecError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from bnreport.hypotheses.shared.evidence import Evidence
    from bnreport.hypotheses.shared.pairing import Paired
    from bnreport.results import Measure

FEWEST_ARMS = 3
"""Two arms have a difference, not a course."""


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


def words(measure: "Measure") -> str:
    """Say how one number is read off a run: `loss (mean, steps 100 to 200)`."""
    over = "" if measure.window is None else f", steps {measure.window[0]} to {measure.window[1]}"
    return f"{measure.metric} ({measure.reduce}{over})"


def columns(paired: "Paired", arms: "Sequence[str]", scale: Literal["raw", "log"]) -> "NDArray[np.float64] | None":
    """Return (arms, n) values, as logarithms on the log scale; None where a value has no logarithm."""
    table = np.stack([paired.values[arm] for arm in arms])
    if scale == "raw":
        return table
    return None if (table <= 0).any() else np.log(table)


def refuse(evidence: "Evidence", reason: str, sentence: str) -> "Evidence":
    """Return the evidence without an estimate, and why."""
    return replace(evidence, estimate=None, reason=reason, detail=" ".join(filter(None, [sentence, evidence.detail])))


def magnitude(table: "NDArray[np.float64]", scale: Literal["raw", "log"]) -> "NDArray[np.float64]":
    """Return how large values are as their rounding sees them; a logarithm turns relative rounding into absolute."""
    size: NDArray[np.float64] = np.maximum(np.abs(table), 1.0 if scale == "log" else 0.0)
    return size

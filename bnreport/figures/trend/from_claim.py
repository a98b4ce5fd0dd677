"""A metric over arms in their order, and the slope, or the smallest step, of each seed."""

from typing import TYPE_CHECKING

from bnreport.figures.shared.claim_arms import claim_arms, in_order
from bnreport.figures.trend.table import Table
from bnreport.hypotheses.shared.ordered_arms import WORDS

if TYPE_CHECKING:
    from bnreport.figures.shared.claim import JudgedClaim


def table(claim: "JudgedClaim") -> Table | None:
    """Return every seed that all arms have, arms by their level or in their order; None without any."""
    found = claim_arms(claim)
    if found is None:
        return None
    options, order = claim.options, in_order(claim)
    levels = tuple(level for _, level in order if level is not None)
    factor = options.get("factor", "log") if levels else ""
    turn = WORDS[options.get("direction", "increasing")]
    over = "doubling of the factor" if factor == "log" else "unit of the factor"
    return Table(
        metric=found.metric.name,
        metric_unit=found.metric.unit,
        arms=tuple(found.arms[name] for name, _ in order),
        levels=levels,
        factor=factor,
        effect=found.effect,
        estimand=f"{turn} per {over}, by least squares" if levels else _smallest(claim, turn),
        log=claim.test.scale == "ratio",
        turned=turn == "fall",
    )


def _smallest(claim: "JudgedClaim", turn: str) -> str:
    """Return what a monotone claim is about; its seeds are those of one step, its intervals of all."""
    effects, parts = claim.evidence.effects, claim.evidence.parts
    said = f"smallest {turn} from one arm to the next"
    step = next((part.evidence.effect for part in parts if part.evidence.effects == effects), "")
    if not step:
        return said
    ends = f"intervals end at the least over all steps, above at the level / {len(parts)}"
    return f"{said} (by seed that of {claim.say(step)}; {ends})"

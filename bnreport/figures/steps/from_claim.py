"""Steps between neighbouring arms: of `monotone` what is claimed, of `trend` what its slope is made of."""

from math import nan
from typing import TYPE_CHECKING

from bnreport.figures.shared.claim_arms import claim_arms
from bnreport.figures.steps.table import Step, Table
from bnreport.hypotheses.shared.ordered_arms import OrderedArms
from bnreport.hypotheses.shared.pairing import FEWEST
from bnreport.judge.verdicts import ORDINARY
from bnreport.stats.region import NO_INTERVAL

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bnreport.figures.shared.arm_values import ArmValues
    from bnreport.figures.shared.claim import JudgedClaim
    from bnreport.hypotheses.shared.evidence import Evidence


def table(claim: "JudgedClaim") -> Table | None:
    """Return one step per pair of neighbours; None of too few seeds for an interval, or without steps."""
    found, test, parts = claim_arms(claim), claim.test, claim.evidence.parts
    if found is None or len(found.effect.seeds) < FEWEST or not isinstance(test, OrderedArms):
        return None
    if not (parts or claim.options.get("levels")):
        return None
    return Table(
        metric=found.metric.name,
        unit="ratio" if test.scale == "ratio" else found.metric.unit,
        seeds=found.effect.seeds,
        steps=tuple(_step(step, found.arms) for step in test.steps(claim.evidence)),
        turned=test.turn < 0,
        region=claim.verdict.region if parts else None,
    )


def _step(evidence: "Evidence", arms: "Mapping[str, ArmValues]") -> Step:
    before, after = (arms[name] for name in evidence.arms)
    lost = tuple(one or other for one, other in zip(before.diverged, after.diverged, strict=True))
    value, interval = nan, NO_INTERVAL
    if evidence.estimate is not None:
        value, interval = evidence.estimate.value, evidence.estimate.interval(ORDINARY)
    elif evidence.reason == "degenerate":
        value = evidence.effects[0]  # as in every seed
    return Step(before.name, after.name, evidence.effects, lost, value, interval)

"""Steps between neighbouring arms: of `monotone` its parts, of `trend` what its slope is made of."""

from itertools import pairwise
from math import isfinite, log, nan
from typing import TYPE_CHECKING

import numpy as np

from bnreport.figures.shared.claim_arms import claim_arms, in_order
from bnreport.figures.steps.table import Step, Table
from bnreport.hypotheses.shared.pairing import FEWEST
from bnreport.judge.verdicts import ORDINARY
from bnreport.stats.mean import Mean, Ratio, constant
from bnreport.stats.region import NO_INTERVAL

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bnreport.figures.shared.arm_values import ArmValues
    from bnreport.figures.shared.claim import Claim
    from bnreport.hypotheses.shared.evidence import Part


def table(claim: "Claim") -> Table | None:
    """Return one step per pair of neighbours; None of too few seeds for an interval, or without steps."""
    found, options, parts = claim_arms(claim), claim.options, claim.evidence.parts
    if found is None or len(found.effect.seeds) < FEWEST or not (options.get("levels") or parts):
        return None
    falls, ratios = options.get("direction") == "decreasing", claim.test.scale == "ratio"
    if parts:
        steps = tuple(_of_part(part, found.arms) for part in parts)
    else:
        arms = [found.arms[name] for name, _ in in_order(claim)]
        steps = tuple(_between(one, other, -1 if falls else 1, log_scale=ratios) for one, other in pairwise(arms))
    return Table(
        metric=found.metric.name,
        unit="ratio" if ratios else found.metric.unit,
        seeds=found.effect.seeds,
        steps=steps,
        turned=falls,
        region=claim.verdict.region if parts else None,
    )


def _of_part(part: "Part", arms: "Mapping[str, ArmValues]") -> Step:
    evidence, (before, after) = part.evidence, (arms[name] for name in part.evidence.arms)
    estimate = evidence.estimate
    value = evidence.effects[0] if estimate is None else estimate.value  # without an estimate no seed differs
    interval = NO_INTERVAL if estimate is None else estimate.interval(ORDINARY)
    return Step(before.name, after.name, evidence.effects, _lost(before, after), value, interval)


def _between(before: "ArmValues", after: "ArmValues", sign: int, *, log_scale: bool) -> Step:
    """Pair two arms by seed; no estimate where a run has no number, no interval where the seeds do not vary."""
    ends = [_read(arm.values, log_scale=log_scale) for arm in (before, after)]
    changes = [sign * (two - one) for one, two in zip(*ends, strict=True)]
    with np.errstate(over="ignore"):
        values = tuple(np.exp(changes).tolist()) if log_scale else tuple(changes)
    step = Step(before.name, after.name, values, _lost(before, after), nan, NO_INTERVAL)
    if not all(map(isfinite, changes)):
        return step
    scale = max(float(log_scale), *(abs(value) for end in ends for value in end))
    if constant(np.array(changes), scale):
        return step._replace(estimate=values[0])
    mean = Mean.of(changes)
    estimate = Ratio(mean) if log_scale else mean
    return step._replace(estimate=estimate.value, interval=estimate.interval(ORDINARY))


def _lost(before: "ArmValues", after: "ArmValues") -> tuple[bool, ...]:
    return tuple(one or other for one, other in zip(before.diverged, after.diverged, strict=True))


def _read(values: tuple[float, ...], *, log_scale: bool) -> list[float]:
    """Return the values, as logarithms on the ratio scale; NaN where there is none."""
    if not log_scale:
        return [value if isfinite(value) else nan for value in values]
    return [log(value) if isfinite(value) and value > 0 else nan for value in values]

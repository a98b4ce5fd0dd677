"""Steps between neighbouring arms: of `monotone` its parts, of `trend` what its slope is made of."""

from itertools import pairwise
from math import isfinite, log, nan
from typing import TYPE_CHECKING

import numpy as np

from bnreport.figures import steps as drawing
from bnreport.hypotheses.shared.pairing import FEWEST
from bnreport.judge.verdicts import ORDINARY
from bnreport.report.claims import trend
from bnreport.stats.mean import Mean, Ratio, constant
from bnreport.stats.region import Interval

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bnreport.figures.paired import Arm
    from bnreport.hypotheses.shared.evidence import Part
    from bnreport.report.claims._claim import Claim

_NO_INTERVAL = Interval(nan, nan)


def table(claim: "Claim") -> drawing.Table | None:
    """Return one step per pair of neighbours; None of too few seeds for an interval, or without steps."""
    found, parts = trend.table(claim), claim.evidence.parts
    if found is None or len(found.effect.seeds) < FEWEST or not (found.levels or parts):
        return None
    sign, arms = -1 if found.turned else 1, {arm.name: arm for arm in found.arms}
    if parts:
        steps = tuple(_of_part(part, arms) for part in parts)
    else:
        steps = tuple(_between(one, other, sign, log_scale=found.log) for one, other in pairwise(found.arms))
    return drawing.Table(
        metric=found.metric,
        unit="ratio" if found.log else found.metric_unit,
        seeds=found.effect.seeds,
        steps=steps,
        turned=found.turned,
        region=claim.verdict.region if parts else None,
    )


def _of_part(part: "Part", arms: "Mapping[str, Arm]") -> drawing.Step:
    evidence, (before, after) = part.evidence, part.evidence.arms
    estimate = evidence.estimate
    value = evidence.effects[0] if estimate is None else estimate.value  # without an estimate no seed differs
    interval = _NO_INTERVAL if estimate is None else estimate.interval(ORDINARY)
    return drawing.Step(before, after, evidence.effects, _lost(arms[before], arms[after]), value, interval)


def _between(before: "Arm", after: "Arm", sign: int, *, log_scale: bool) -> drawing.Step:
    """Pair two arms by seed; no estimate where a run has no number, no interval where the seeds do not vary."""
    ends = [_read(arm.values, log_scale=log_scale) for arm in (before, after)]
    changes = [sign * (two - one) for one, two in zip(*ends, strict=True)]
    with np.errstate(over="ignore"):
        values = tuple(np.exp(changes).tolist()) if log_scale else tuple(changes)
    step = drawing.Step(before.name, after.name, values, _lost(before, after), nan, _NO_INTERVAL)
    if not all(map(isfinite, changes)):
        return step
    scale = max(float(log_scale), *(abs(value) for end in ends for value in end))
    if constant(np.array(changes), scale):
        return step._replace(estimate=values[0])
    mean = Mean.of(changes)
    estimate = Ratio(mean) if log_scale else mean
    return step._replace(estimate=estimate.value, interval=estimate.interval(ORDINARY))


def _lost(before: "Arm", after: "Arm") -> tuple[bool, ...]:
    return tuple(one or other for one, other in zip(before.diverged, after.diverged, strict=True))


def _read(values: tuple[float, ...], *, log_scale: bool) -> list[float]:
    """Return the values, as logarithms on the log scale; NaN where there is none."""
    if not log_scale:
        return [value if isfinite(value) else nan for value in values]
    return [log(value) if isfinite(value) and value > 0 else nan for value in values]

"""How far to trust a verdict: certainty starts high and falls by one level for each rule that applies.

Modelled on GRADE's domains. It stands beside the verdict and never alters it.

Source: Guyatt et al. (2008), BMJ 336, 924-926 (GRADE: what lowers the quality of evidence).
"""

from math import inf, isfinite
from typing import TYPE_CHECKING, Literal, NamedTuple

import numpy as np

from bnreport.formatting import say_distance
from bnreport.hypotheses.shared.scale import distance
from bnreport.judge.answer import DECIDED
from bnreport.judge.explanation import labelled

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from bnreport.hypotheses.shared.evidence import Evidence
    from bnreport.judge.registration_status import Status
    from bnreport.judge.sensitivity import Sensitivity
    from bnreport.judge.verdicts import Verdict
    from bnreport.stats.region import Region
    from bnreport.study.schema import Scale

Level = Literal["high", "moderate", "low", "very low"]
LEVELS: tuple[Level, ...] = ("high", "moderate", "low", "very low")
_ENOUGH_SEEDS = 5
_SMOKE = 3
"""Seeds up to which a study is a smoke test: its certainty is low at most."""
FEW_SEEDS = 10
"""Seeds up to which arms that fail on some seeds, and skewed effects, make false verdicts frequent."""
FALSE_OFTEN = "false in about 10 % of studies instead of 2.5 %"
"""How frequent. Source: our simulations, docs/false_verdicts.md."""
_SKEWED = 1.0
"""Absolute skewness from which a tail counts as one."""


class Downgrade(NamedTuple):
    """One rule that applied."""

    domain: str
    """internal validity, imprecision, inconsistency or indirectness."""
    why: str
    levels: int = 1


class Certainty(NamedTuple):
    """A level with its reasons."""

    level: Level
    downgrades: tuple[Downgrade, ...]

    def labelled(self, labels: "Mapping[str, str]") -> "Certainty":
        """Return it with arms as people read them."""
        return self._replace(downgrades=tuple(d._replace(why=labelled(d.why, labels)) for d in self.downgrades))


def certainty(
    verdicts: "tuple[Verdict, ...]",
    variants: "Mapping[str, Sensitivity]",
    registration: "Status | None" = None,
) -> "Mapping[str, Certainty]":
    """Return the certainty of every verdict that has an interval, by the hypothesis's name.

    Args:
        verdicts: what was judged.
        variants: the sensitivity of each.
        registration: None if nothing is known of it, which counts as none.
    """
    return {
        verdict.hypothesis: _rate(verdict, variants.get(verdict.hypothesis), registration)
        for verdict in verdicts
        if verdict.verdict_interval
    }


def _rate(verdict: "Verdict", variants: "Sensitivity | None", registration: "Status | None") -> Certainty:
    found = (
        *_registered(registration),
        *_diverged(verdict),
        *_imprecise(verdict),
        *_skewed(verdict),
        *_inconsistent(variants),
        *_indirect(verdict.scale),
    )
    lost = sum(downgrade.levels for downgrade in found)
    if verdict.n_analysed <= _SMOKE:
        lost = max(lost, LEVELS.index("low"))
    return Certainty(LEVELS[min(lost, len(LEVELS) - 1)], found)


def _registered(registration: "Status | None") -> "Iterator[Downgrade]":
    if registration == "amended":
        yield Downgrade("internal validity", "hypotheses or analysis were amended after they had been locked")
    elif registration != "confirmatory":
        yield Downgrade("internal validity", "not pre-registered: no lock was written before the runs")


def _diverged(verdict: "Verdict") -> "Iterator[Downgrade]":
    counts: dict[str, int] = {}
    for table in verdict.evidence.tables():
        lost = {name: int(arm.diverged.sum()) for name, arm in table.arms.items()}
        counts |= lost if len(set(lost.values())) > 1 else {}
    if counts:
        said = ", ".join(f"{name} {count}" for name, count in counts.items())
        yield Downgrade("internal validity", f"differential divergence: runs lost by arm: {said}")


def _imprecise(verdict: "Verdict") -> "Iterator[Downgrade]":
    reasons = []
    n = verdict.n_analysed
    if n < _ENOUGH_SEEDS:
        capped = "; three seeds are low at most" if n <= _SMOKE else ""
        reasons.append(f"fewer than {_ENOUGH_SEEDS} {verdict.evidence.counted} (n = {n}{capped})")
    if verdict.level is not None:
        reasons += _blunt(verdict.evidence, verdict.region, verdict.level)
    if reasons:
        yield Downgrade("imprecision", "; ".join(reasons))


def _blunt(evidence: "Evidence", region: "Region", level: float) -> list[str]:
    """Say where the minimum detectable effect exceeds the margin; a margin of 0 cannot be compared."""
    if claims := [part for part in evidence.parts if part.evidence.estimate is not None]:
        found = [_blunt(part.evidence, part.region, level) for part in claims]
        return list(dict.fromkeys(reason for reasons in found for reason in reasons))
    if evidence.estimate is None:
        return []
    mde, unit = evidence.estimate.mde(level), evidence.unit
    ends = [end for end in region if isfinite(end) and not (unit == "ratio" and end <= 0)]
    margin = min((distance(end, unit, evidence.null) for end in ends), default=0.0)
    if not 0 < margin < distance(mde, unit):
        return []
    return [f"the minimum detectable effect ({say_distance(mde, unit)}) exceeds the margin"]


def _skewed(verdict: "Verdict") -> "Iterator[Downgrade]":
    """Warn of a few collapsed seeds that hide more of them."""
    skewness = tail(verdict)
    if skewness is not None:
        yield Downgrade(
            "imprecision",
            f"effects are skewed (skewness {skewness:.1f}): with so few seeds such verdicts are {FALSE_OFTEN}",
        )


def tail(verdict: "Verdict") -> float | None:
    """Return the skewness of a decided verdict's effects if their tail points to where it would be false, else None.

    Only up to ten seeds: with more, the mean is nearer to normal.

    Source: our simulations, docs/false_verdicts.md (left-skewed differences).
    """
    evidence = verdict.evidence
    if verdict.verdict not in DECIDED or evidence.parts:
        return None
    effects = np.asarray(evidence.effects)
    if not 0 < len(effects) <= FEW_SEEDS:
        return None
    if evidence.unit == "ratio":
        effects = np.log(effects)
    spread = float(effects.std())
    skewness = float(((effects - effects.mean()) ** 3).mean()) / spread**3 if spread > 0 else 0.0
    return skewness if any(side * skewness >= _SKEWED for side in _wrong_sides(verdict)) else None


def _wrong_sides(verdict: "Verdict") -> tuple[int, ...]:
    """Return in which directions, -1 or 1, a heavier tail than seen would make the verdict false."""
    low, high = verdict.region
    if low > -inf and high < inf:
        return (-1, 1)
    side = -1 if high == inf else 1
    return (side,) if verdict.verdict == "supported" else (-side,)


def _inconsistent(variants: "Sensitivity | None") -> "Iterator[Downgrade]":
    if variants is not None and variants.fragile:
        seeds = f"; it changes without seed {', '.join(variants.flipping)}" if variants.flipping else ""
        yield Downgrade(
            "inconsistency", f"fragile: {variants.agreeing} of {len(variants.choices)} other analyses agree{seeds}"
        )


def _indirect(scale: "Scale") -> "Iterator[Downgrade]":
    if scale == "reduced":
        yield Downgrade("indirectness", "networks or budgets are smaller than the paper's")
    if scale == "toy":
        yield Downgrade("indirectness", "a toy scale, which says nothing about the paper", 2)

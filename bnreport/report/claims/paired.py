"""Arms side by side, seed by seed, and the effect of each seed."""

from math import nan
from typing import TYPE_CHECKING

from bnreport.figures import paired as drawing
from bnreport.report.claims._claim import place

if TYPE_CHECKING:
    from bnreport.report.claims._claim import Claim
    from bnreport.results import SeedValues


def table(claim: "Claim") -> drawing.Table | None:
    """Return every seed that all arms have; None without any."""
    evidence = claim.evidence
    if not evidence.seeds:
        return None
    metric = next((arm.metric for arm in evidence.arms.values()), None)
    return drawing.Table(
        metric=metric.name if metric else "effect",
        metric_unit=metric.unit if metric else evidence.unit,
        arms=tuple(_arm(name, arm, evidence.seeds) for name, arm in evidence.arms.items()),
        effect=claim.effect,
    )


def _arm(name: str, arm: "SeedValues", seeds: tuple[int, ...]) -> drawing.Arm:
    places = [place(arm, seed) for seed in seeds]
    return drawing.Arm(
        name,
        tuple(nan if at is None else float(arm.values[at]) for at in places),
        tuple(at is not None and bool(arm.diverged[at]) for at in places),
        () if arm.censored is None else tuple(at is not None and bool(arm.censored[at]) for at in places),
    )

"""Arms side by side, seed by seed, and the effect of each seed."""

from math import nan
from typing import TYPE_CHECKING

from bnreport.figures import paired as drawing
from bnreport.formatting import say_list
from bnreport.hypotheses._success import Successes
from bnreport.judge.divergence import about_diverging
from bnreport.judge.verdicts import first_seeds
from bnreport.report.claims._claim import effects, place

if TYPE_CHECKING:
    from bnreport.figures import Effect
    from bnreport.report.claims._claim import Claim
    from bnreport.results import SeedValues


def table(claim: "Claim") -> drawing.Table | None:
    """Return every seed that all arms have, of shares every seed that some arm has; None without any."""
    arms, effect = claim.evidence.arms, claim.effect
    if isinstance(claim.test, Successes):
        effect = _of_either(claim)
    if not effect.seeds or not arms:
        return None
    metric = next(arm.metric for arm in arms.values())
    return drawing.Table(
        metric=metric.name,
        metric_unit=metric.unit,
        arms=tuple(_arm(name, arm, effect.seeds) for name, arm in arms.items()),
        effect=effect,
        left_out=_left_out(claim),
    )


def _of_either(claim: "Claim") -> "Effect":
    """Return the effect with every seed of either arm: arms that are not paired are drawn with all that counts."""
    evidence, effect = claim.evidence, claim.effect
    seeds = tuple(sorted({seed for arm in evidence.arms.values() for seed in arm.seeds}))
    if seeds == evidence.seeds:
        return effect
    known = dict(zip(evidence.seeds, effects(evidence), strict=True))
    n = say_list([f"{len(arm.seeds)} runs of {name}" for name, arm in evidence.arms.items()] or [""])
    return effect._replace(seeds=seeds, values=tuple(known.get(seed, nan) for seed in seeds), n=n)


def _left_out(claim: "Claim") -> tuple[int, ...]:
    """Return the seeds that the study's policy keeps from the claim, because they diverged in an arm."""
    if claim.study.analysis.divergence == "composite" or about_diverging(claim.test):
        return ()
    seen = first_seeds(claim.results, claim.study.seeds.looks[claim.verdict.look - 1])
    return tuple(sorted(frozenset().union(*seen.lost(need.arm for need in claim.test.needs()).values())))


def _arm(name: str, arm: "SeedValues", seeds: tuple[int, ...]) -> drawing.Arm:
    places = [place(arm, seed) for seed in seeds]
    return drawing.Arm(
        name,
        tuple(nan if at is None else float(arm.values[at]) for at in places),
        tuple(at is not None and bool(arm.diverged[at]) for at in places),
        () if arm.censored is None else tuple(at is not None and bool(arm.censored[at]) for at in places),
        tuple(at is None for at in places) if None in places else (),
    )

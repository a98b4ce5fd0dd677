"""The runs behind a claim, arm by arm, on the seeds that its figure shows."""

from math import nan
from typing import TYPE_CHECKING, NamedTuple

from bnreport.figures.shared.arm_values import ArmValues
from bnreport.figures.shared.claim import effects_of
from bnreport.formatting import say_list

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bnreport.figures.shared.claim import JudgedClaim
    from bnreport.figures.shared.effect import Effect
    from bnreport.results import Metric, SeedValues


class ClaimArms(NamedTuple):
    """What was read of every arm, and the effect on the same seeds."""

    metric: "Metric"
    arms: "Mapping[str, ArmValues]"
    """By arm, in the claim's order."""
    effect: "Effect"


def claim_arms(claim: "JudgedClaim") -> ClaimArms | None:
    """Return every seed that all arms have, of shares every seed that some arm has; None without any."""
    read = claim.evidence.arms
    effect = _of_either(claim) if claim.test.about_diverging else claim.effect
    if not effect.seeds or not read:
        return None
    metric = next(arm.metric for arm in read.values())
    arms = {name: _values(claim.label(name), arm, effect.seeds) for name, arm in read.items()}
    return ClaimArms(metric, arms, effect)


def in_order(claim: "JudgedClaim") -> list[tuple[str, float | None]]:
    """Return the arms from the lowest level to the highest, or without levels as the claim has them."""
    names, levels = claim.options["arms"], claim.options.get("levels")
    if levels is None:
        return [(name, None) for name in names]
    rising = sorted(zip(map(float, levels), names, strict=True))
    return [(name, level) for level, name in rising]


def index_of(arm: "SeedValues", seed: int) -> int | None:
    """Return where a seed's number stands among an arm's."""
    return arm.seeds.index(seed) if seed in arm.seeds else None


def _of_either(claim: "JudgedClaim") -> "Effect":
    """Return the effect with every seed of either arm: arms that are not paired are drawn with all that counts."""
    evidence, effect = claim.evidence, claim.effect
    seeds = tuple(sorted({seed for arm in evidence.arms.values() for seed in arm.seeds}))
    if seeds == evidence.seeds:
        return effect
    known = dict(zip(evidence.seeds, effects_of(evidence), strict=True))
    n = say_list([f"{len(arm.seeds)} runs of {claim.label(name)}" for name, arm in evidence.arms.items()] or [""])
    return effect._replace(seeds=seeds, values=tuple(known.get(seed, nan) for seed in seeds), n=n)


def _values(name: str, arm: "SeedValues", seeds: tuple[int, ...]) -> ArmValues:
    indices = [index_of(arm, seed) for seed in seeds]
    return ArmValues(
        name,
        tuple(nan if at is None else float(arm.values[at]) for at in indices),
        tuple(at is not None and bool(arm.diverged[at]) for at in indices),
        () if arm.censored is None else tuple(at is not None and bool(arm.censored[at]) for at in indices),
        tuple(at is None for at in indices) if None in indices else (),
    )

"""Two metrics of every run, and their correlation."""

from typing import TYPE_CHECKING

from bnreport.figures.scatter.table import ArmPoints, Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bnreport.figures.shared.claim import JudgedClaim
    from bnreport.results import SeedValues


def table(claim: "JudgedClaim") -> Table | None:
    """Return both metrics of the seeds that have both in every arm that was read; None without any."""
    one, other = (part.evidence for part in claim.evidence.parts) if claim.evidence.parts else (None, None)
    if one is None or other is None:
        return None
    arms = [arm for arm in one.arms if arm in other.arms]
    read = [held[arm] for held in (one.arms, other.arms) for arm in arms]
    seeds = sorted(set.intersection(*(set(values.seeds) for values in read))) if read else []
    if not seeds:
        return None
    effect = claim.effect._replace(seeds=tuple(seeds), values=())
    if claim.evidence.counted == "arms":
        effect = effect._replace(n=f"{len(arms)} arms, which n counts (means over {len(seeds)} seeds)")
    return Table(
        metrics=(claim.say(one.effect), claim.say(other.effect)),
        units=(one.unit, other.unit),
        within=claim.options["over"] == "seeds",
        turned=claim.options["direction"] == "negative",
        arms=tuple(_arm(claim.label(arm), one.arms[arm], other.arms[arm], seeds) for arm in arms),
        effect=effect,
    )


def _arm(name: str, x: "SeedValues", y: "SeedValues", seeds: "Sequence[int]") -> ArmPoints:
    one, other = ([values.seeds.index(seed) for seed in seeds] for values in (x, y))
    return ArmPoints(
        name,
        tuple(seeds),
        tuple(float(value) for value in x.values[one]),
        tuple(float(value) for value in y.values[other]),
        tuple(bool(lost) for lost in x.diverged[one]),
    )

"""Arms side by side, seed by seed, and the effect of each seed."""

from typing import TYPE_CHECKING

from bnreport.figures.paired.table import Table
from bnreport.figures.shared.claim_arms import claim_arms

if TYPE_CHECKING:
    from bnreport.figures.shared.claim import Claim


def table(claim: "Claim") -> Table | None:
    """Return every seed that all arms have, of shares every seed that some arm has; None without any."""
    found = claim_arms(claim)
    if found is None:
        return None
    metric = found.metric
    return Table(metric.name, metric.unit, tuple(found.arms.values()), found.effect, _left_out(claim))


def _left_out(claim: "Claim") -> tuple[int, ...]:
    """Return the seeds that the study's policy keeps from the claim, because they diverged in an arm."""
    if claim.study.analysis.divergence == "composite" or claim.test.about_diverging:
        return ()
    seen = claim.results.first(claim.verdict.seeds)
    return tuple(sorted(frozenset().union(*seen.lost(need.arm for need in claim.test.needs()).values())))

"""Arms side by side, seed by seed, and the effect of each seed."""

from typing import TYPE_CHECKING

from bnreport.figures.paired.table import Table
from bnreport.figures.shared.claim_arms import claim_arms
from bnreport.judge.divergence import left_out

if TYPE_CHECKING:
    from bnreport.figures.shared.claim import JudgedClaim


def table(claim: "JudgedClaim") -> Table | None:
    """Return every seed that all arms have, of shares every seed that some arm has; None without any."""
    found = claim_arms(claim)
    if found is None:
        return None
    metric = found.metric
    lost = left_out(claim.test, claim.results.first(claim.verdict.seeds), claim.study.analysis.divergence)
    return Table(metric.name, metric.unit, tuple(found.arms.values()), found.effect, lost)

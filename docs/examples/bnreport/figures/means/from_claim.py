"""The mean of each arm of a claim, and every seed."""

from typing import TYPE_CHECKING

from bnreport.figures.means.table import Table

from bnreport.figures.shared.claim_arms import claim_arms

if TYPE_CHECKING:
    from bnreport.figures.shared.claim import JudgedClaim


def table(claim: "JudgedClaim") -> Table | None:
    """Return every seed that all arms have; None without any."""
    found = claim_arms(claim)
    if found is None:
        return None
    return Table(found.metric.name, found.metric.unit, found.effect.seeds, tuple(found.arms.values()))

"""Both sides of a comparison here and elsewhere, and the difference of differences of each seed."""

from typing import TYPE_CHECKING

from bnreport.figures.interaction.table import Table
from bnreport.figures.shared.claim_arms import claim_arms

if TYPE_CHECKING:
    from bnreport.figures.shared.claim import JudgedClaim

_ORDER = ("arm", "versus", "elsewhere_arm", "elsewhere_versus")
"""Options that name the arms, in the order of the figure's."""


def table(claim: "JudgedClaim") -> Table | None:
    """Return every seed that all arms have; None without any."""
    found = claim_arms(claim)
    if found is None:
        return None
    return Table(
        metric=found.metric.name,
        metric_unit=found.metric.unit,
        arms=tuple(found.arms[claim.options[name]] for name in _ORDER),
        effect=found.effect,
        log=claim.test.scale == "ratio",
        turned=any(arm.metric.better == "lower" for arm in claim.evidence.arms.values()),
    )

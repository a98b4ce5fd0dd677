"""Both sides of a comparison here and elsewhere, and the difference of differences of each seed."""

from typing import TYPE_CHECKING

from bnreport.figures import interaction as drawing
from bnreport.report.claims import paired

if TYPE_CHECKING:
    from bnreport.report.claims._claim import Claim

_ORDER = ("arm", "versus", "elsewhere_arm", "elsewhere_versus")
"""Options that name the arms, in the order of the figure's."""


def table(claim: "Claim") -> drawing.Table | None:
    """Return every seed that all arms have; None without any."""
    found = paired.table(claim)
    if found is None:
        return None
    arms = {arm.name: arm for arm in found.arms}
    options, read = claim.options, claim.evidence.arms.values()
    return drawing.Table(
        metric=found.metric,
        metric_unit=found.metric_unit,
        arms=tuple(arms[options[name]] for name in _ORDER),
        effect=found.effect,
        log=options.get("scale") == "log",
        turned=any(arm.metric.better == "lower" for arm in read),
    )

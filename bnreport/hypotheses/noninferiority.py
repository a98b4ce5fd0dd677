"""One arm is not worse than another by as much as a margin."""

from typing import Literal

from bnreport.hypotheses.shared.contrast import Contrast
from bnreport.hypotheses.shared.reading import reading
from bnreport.hypotheses.shared.scale import check_margin, mirrored
from bnreport.registry import ArmName, Better, Positive, Reduce, Text, WindowName
from bnreport.stats.region import Region


def noninferiority(
    *,
    metric: Text,
    arm: ArmName,
    versus: ArmName,
    margin: Positive,
    reduce: Reduce = "final",
    window: WindowName | None = None,
    better: Better | None = None,
    scale: Literal["raw", "ratio"] = "raw",
) -> Contrast:
    """Claim that an arm is not worse than another by as much as a margin.

    The effect is the mean over seeds of arm - versus, or versus - arm where lower is better; the claim region
    is effect > -margin. On the ratio scale the effect is the ratio of geometric means, turned alike, and the
    region is ratio > 1 / margin, the mirror image of superiority with the arms swapped.

    Args:
        metric: name of the metric, as its probe calls it; `name.5` for its column 5, `name.median` over columns.
        arm: the arm that is claimed to do no harm, as `experiment.arm`.
        versus: the arm it is compared with; the same seeds are paired.
        margin: the largest loss that would not matter, in the metric's unit, or as a ratio.
        reduce: how the steps of a run become one number; `best` is the best of them.
        window: name of the study's window whose steps count; absent for the whole run.
        better: what is better in this claim, `higher` or `lower`; absent for the metric's own direction.
        scale: `ratio` for positive, skewed metrics.

    Raises:
        SpecError: a ratio below 1, or no margin.

    Source: Piaggio et al. (2012), JAMA 308, 2594-2604 (CONSORT for non-inferiority trials).
    """
    check_margin("noninferiority", margin, scale, room=True)
    measure = reading(metric, reduce, window, better)
    return Contrast.of(Region(low=mirrored(margin, scale)), measure, (arm, 1), (versus, -1), scale=scale)

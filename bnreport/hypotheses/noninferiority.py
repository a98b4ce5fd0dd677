"""One arm is not worse than another by as much as a margin."""

from typing import Literal

from bnreport.hypotheses.shared.contrast import Contrast, bound, reading, summed
from bnreport.registry import ArmName, Positive, Reduce, Text, Window
from bnreport.stats.region import Region


def noninferiority(
    *,
    metric: Text,
    arm: ArmName,
    versus: ArmName,
    margin: Positive,
    reduce: Reduce = "final",
    window: Window | None = None,
    scale: Literal["raw", "log"] = "raw",
) -> Contrast:
    """Claim that an arm is not worse than another by as much as a margin.

    The effect is the mean over seeds of arm - versus, or versus - arm where a lower metric is better; the claim region
    is effect > -margin. On the log scale the effect is the ratio of geometric means, and the region is
    ratio > 1/(1 + margin), the mirror image of superiority with the arms swapped.

    Args:
        metric: name of the metric, as its probe calls it; `name.5` for its column 5, `name.median` over columns.
        arm: the arm that is claimed to do no harm, as `experiment.arm`.
        versus: the arm it is compared with; the same seeds are paired.
        margin: the largest loss that would not matter, in the metric's unit; on the log scale a ratio less 1.
        reduce: how the steps of a run become one number; `best` is the maximum, or the minimum where lower is better.
        window: first and last step that count, both included; absent for the whole run.
        scale: `log` for positive, skewed metrics.

    Source: Piaggio et al. (2012), JAMA 308, 2594-2604 (CONSORT for non-inferiority trials).
    """
    return Contrast(
        region=Region(low=bound(-margin, scale)),
        measure=reading(metric, reduce, window),
        weights=summed((arm, 1), (versus, -1)),
        scale=scale,
    )

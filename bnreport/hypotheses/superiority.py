"""One arm is better than another by more than a margin."""

from typing import Literal

from bnreport.hypotheses.shared.contrast import Contrast, bound, reading, summed
from bnreport.registry import ArmName, NonNegative, Reduce, Text, Window
from bnreport.stats.region import Region


def superiority(
    *,
    metric: Text,
    arm: ArmName,
    versus: ArmName,
    margin: NonNegative,
    reduce: Reduce = "final",
    window: Window | None = None,
    scale: Literal["raw", "log"] = "raw",
) -> Contrast:
    """Claim that an arm is better than another by more than a margin.

    The effect is the mean over seeds of arm - versus, or versus - arm where a lower metric is better; the claim region
    is effect > margin. On the log scale the effect is the ratio of geometric means, and the region is
    ratio > 1 + margin: 0.1 claims that the arm is better by more than a tenth. With margin 0 the claim can be
    supported by any improvement, and no absence of effect can refute it.

    Args:
        metric: name of the metric, as its probe calls it; `name.5` for its column 5, `name.median` over columns.
        arm: the arm that is claimed to be better, as `experiment.arm`.
        versus: the arm it is compared with; the same seeds are paired.
        margin: the largest improvement that would not matter, in the metric's unit; on the log scale a ratio less 1.
        reduce: how the steps of a run become one number; `best` is the maximum, or the minimum where lower is better.
        window: first and last step that count, both included; absent for the whole run.
        scale: `log` for positive, skewed metrics.

    Source: Student (1908), Biometrika 6, 1-25 (paired t); Piaggio et al. (2012), JAMA 308, 2594-2604 (regions).
    """
    return Contrast(
        region=Region(low=bound(margin, scale)),
        measure=reading(metric, reduce, window),
        weights=summed((arm, 1), (versus, -1)),
        scale=scale,
    )

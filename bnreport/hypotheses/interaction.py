"""A difference between arms is larger here than there: a difference of differences."""

from typing import Literal

from bnreport.hypotheses.shared.contrast import Contrast, bound, reading, summed
from bnreport.registry import ArmName, NonNegative, Reduce, Text, Window
from bnreport.stats.region import Region

FIGURES = ("interaction",)


def interaction(
    *,
    metric: Text,
    arm: ArmName,
    versus: ArmName,
    elsewhere_arm: ArmName,
    elsewhere_versus: ArmName,
    margin: NonNegative,
    reduce: Reduce = "final",
    window: Window | None = None,
    scale: Literal["raw", "log"] = "raw",
) -> Contrast:
    """Claim that the benefit of an arm over another is larger here than elsewhere, by more than a margin.

    The effect is the mean over seeds of (arm - versus) - (elsewhere_arm - elsewhere_versus), all turned round where a
    lower metric is better; the claim region is effect > margin. On the log scale it is a ratio of ratios, and the
    region is ratio > 1 + margin. "Significant here, not there" is no interaction; only this difference is.

    Args:
        metric: name of the metric, as its probe calls it; `name.5` for its column 5, `name.median` over columns.
        arm: the arm whose benefit is claimed to be larger, as `experiment.arm`.
        versus: the arm it is compared with.
        elsewhere_arm: the counterpart of `arm` under the other condition.
        elsewhere_versus: the counterpart of `versus` under the other condition.
        margin: the largest difference of differences that would not matter, in the metric's unit.
        reduce: how the steps of a run become one number; `best` is the maximum, or the minimum where lower is better.
        window: first and last step that count, both included; absent for the whole run.
        scale: `log` for positive, skewed metrics.

    Source: Gelman & Stern (2006), The American Statistician 60, 328-331 (why the difference itself is tested).
    """
    return Contrast(
        region=Region(low=bound(margin, scale)),
        measure=reading(metric, reduce, window),
        weights=summed((arm, 1), (versus, -1), (elsewhere_arm, -1), (elsewhere_versus, 1)),
        scale=scale,
    )

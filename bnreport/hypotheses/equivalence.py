"""Two arms differ by less than a margin, in either direction."""

from typing import Literal

from bnreport.hypotheses.shared.contrast import Contrast, bound, reading, summed
from bnreport.registry import ArmName, Positive, Reduce, Text, Window
from bnreport.stats.region import Region


def equivalence(
    *,
    metric: Text,
    arm: ArmName,
    versus: ArmName,
    margin: Positive,
    reduce: Reduce = "final",
    window: Window | None = None,
    scale: Literal["raw", "log"] = "raw",
) -> Contrast:
    """Claim that two arms differ by less than a margin, in either direction.

    The effect is the mean over seeds of arm - versus, or versus - arm where a lower metric is better; the claim region
    is -margin < effect < margin. On the log scale the effect is the ratio of geometric means, and the region is
    1/(1 + margin) < ratio < 1 + margin. The interval is the study's (95 %), stricter than the 90 % of the usual TOST.

    Args:
        metric: name of the metric, as its probe calls it; `name.5` for its column 5, `name.median` over columns.
        arm: one arm, as `experiment.arm`.
        versus: the arm it is compared with; the same seeds are paired.
        margin: the largest difference that would not matter, in the metric's unit; on the log scale a ratio less 1.
        reduce: how the steps of a run become one number; `best` is the maximum, or the minimum where lower is better.
        window: first and last step that count, both included; absent for the whole run.
        scale: `log` for positive, skewed metrics.

    Source: Schuirmann (1987), Journal of Pharmacokinetics and Biopharmaceutics 15, 657-680 (two one-sided tests).
    """
    return Contrast(
        region=Region(bound(-margin, scale), bound(margin, scale)),
        measure=reading(metric, reduce, window),
        weights=summed((arm, 1), (versus, -1)),
        scale=scale,
    )

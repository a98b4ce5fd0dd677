"""Two arms differ by less than a margin, in either direction."""

from typing import Literal

from bnreport.hypotheses.shared.contrast import Contrast
from bnreport.hypotheses.shared.reading import reading
from bnreport.hypotheses.shared.scale import check_margin, mirrored
from bnreport.registry import ArmName, Better, Positive, Reduce, Text, WindowName
from bnreport.stats.region import Region


def equivalence(
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
    """Claim that two arms differ by less than a margin, in either direction.

    The effect is the mean over seeds of arm - versus, or versus - arm where lower is better; the claim region
    is -margin < effect < margin. On the ratio scale the effect is the ratio of geometric means, and the
    region is 1 / margin < ratio < margin. The interval is the study's (95 %), stricter than the 90 % of the usual TOST.

    Args:
        metric: name of the metric, as its probe calls it; `name.5` for its column 5, `name.median` over columns.
        arm: one arm, as `experiment.arm`.
        versus: the arm it is compared with; the same seeds are paired.
        margin: the largest difference that would not matter, in the metric's unit, or as a ratio.
        reduce: how the steps of a run become one number; `best` is the best of them.
        window: name of the study's window whose steps count; absent for the whole run.
        better: what is better in this claim, `higher` or `lower`; absent for the metric's own direction.
        scale: `ratio` for positive, skewed metrics.

    Raises:
        SpecError: a ratio below 1, or no margin.

    Source: Schuirmann (1987), Journal of Pharmacokinetics and Biopharmaceutics 15, 657-680 (two one-sided tests).
    """
    check_margin("equivalence", margin, scale, room=True)
    measure = reading(metric, reduce, window, better)
    return Contrast.of(Region(mirrored(margin, scale), margin), measure, (arm, 1), (versus, -1), scale=scale)

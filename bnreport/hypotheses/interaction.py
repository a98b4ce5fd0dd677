"""A difference between arms is larger here than there: a difference of differences."""

from typing import Literal

from bnreport.hypotheses.shared.contrast import Contrast
from bnreport.hypotheses.shared.reading import reading
from bnreport.hypotheses.shared.scale import check_margin
from bnreport.registry import ArmName, Better, NonNegative, Reduce, Text, WindowName
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
    window: WindowName | None = None,
    better: Better | None = None,
    scale: Literal["raw", "ratio"] = "raw",
) -> Contrast:
    """Claim that the benefit of an arm over another is larger here than elsewhere, by more than a margin.

    The effect is the mean over seeds of (arm - versus) - (elsewhere_arm - elsewhere_versus), all turned round where
    lower is better; the claim region is effect > margin. On the ratio scale it is a ratio of ratios, and
    the region is ratio > margin. "Significant here, not there" is no interaction; only this difference is.

    Args:
        metric: name of the metric, as its probe calls it; `name.5` for its column 5, `name.median` over columns.
        arm: the arm whose benefit is claimed to be larger, as `experiment.arm`.
        versus: the arm it is compared with.
        elsewhere_arm: the counterpart of `arm` under the other condition.
        elsewhere_versus: the counterpart of `versus` under the other condition.
        margin: the largest difference of differences that would not matter, in the metric's unit, or as a ratio.
        reduce: how the steps of a run become one number; `best` is the best of them.
        window: name of the study's window whose steps count; absent for the whole run.
        better: what is better in this claim, `higher` or `lower`; absent for the metric's own direction.
        scale: `ratio` for positive, skewed metrics.

    Raises:
        SpecError: a ratio below 1.

    Source: Gelman & Stern (2006), The American Statistician 60, 328-331 (why the difference itself is tested).
    """
    check_margin("interaction", margin, scale)
    measure = reading(metric, reduce, window, better)
    terms = (arm, 1), (versus, -1), (elsewhere_arm, -1), (elsewhere_versus, 1)
    return Contrast.of(Region(low=margin), measure, *terms, scale=scale)

"""An arm recovers more than a share of the gap between two others."""

from bnreport.hypotheses.shared.contrast import Contrast
from bnreport.hypotheses.shared.reading import reading
from bnreport.registry import ArmName, Better, Fraction, NonNegative, Reduce, Text, WindowName
from bnreport.stats.region import Region


def recovery(
    *,
    metric: Text,
    arm: ArmName,
    versus: ArmName,
    whole: ArmName,
    share: Fraction,
    margin: NonNegative = 0.0,
    reduce: Reduce = "final",
    window: WindowName | None = None,
    better: Better | None = None,
) -> Contrast:
    """Claim that an arm gains more over another than a share of what a third one gains.

    The effect is the mean over seeds of (arm - versus) - share * (whole - versus), turned round where lower is
    better; the claim region is effect > margin.

    Args:
        metric: name of the metric, as its probe calls it; `name.5` for its column 5, `name.median` over columns.
        arm: the arm that is claimed to recover, as `experiment.arm`.
        versus: the arm that both are compared with; the same seeds are paired.
        whole: the arm whose gain is the whole gap.
        share: of the gap, from 0 to 1.
        margin: what would not matter beyond the share, in the metric's unit.
        reduce: how the steps of a run become one number; `best` is the best of them.
        window: name of the study's window whose steps count; absent for the whole run.
        better: what is better in this claim, `higher` or `lower`; absent for the metric's own direction.

    Source: Student (1908), Biometrika 6, 1-25, on one contrast per seed.
    """
    terms = (arm, 1), (versus, share - 1), (whole, -share)
    return Contrast.of(Region(low=margin), reading(metric, reduce, window, better), *terms)

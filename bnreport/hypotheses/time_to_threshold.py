"""One arm reaches a threshold sooner than another, by more than a factor."""

from bnreport.hypotheses._race import Race
from bnreport.hypotheses.shared.contrast import bound
from bnreport.registry import ArmName, Count, NonNegative, Real, Text
from bnreport.stats.region import Region

FIGURES = ("paired", "threshold")


def time_to_threshold(
    *,
    metric: Text,
    arm: ArmName,
    versus: ArmName,
    threshold: Real,
    budget: Count,
    margin: NonNegative,
) -> Race:
    """Claim that an arm reaches a threshold sooner than another, by more than a factor of 1 + margin.

    T is the first measured step at which the metric is at the threshold or beyond (at or below it where lower is
    better). The effect is the ratio of geometric means over paired seeds of min(T, budget), versus / arm, so that
    above 1 the arm is faster; the claim region is ratio > 1 + margin, the test Student's t on log-ratios. A run that
    diverges never reaches the threshold. Times are known to one interval between measurements, which is printed.

    A pair says nothing when the budget hides which side of 1 + margin its ratio lies on: neither arm got there (a
    tie, not evidence of equality), or only `arm` did and too late for `versus` to be known slower by that factor.
    With more than half of the pairs like that the reason is `censored`, whatever the interval.

    Args:
        metric: name of the metric, as its probe calls it; `name.5` for its column 5, `name.median` over columns.
        arm: the arm that is claimed to be faster, as `experiment.arm`.
        versus: the arm it is compared with; the same seeds are paired.
        threshold: value to reach, in the metric's unit.
        budget: steps after which the wait ends, in optimiser steps; no more than every run trains.
        margin: the largest speed-up that would not matter, a ratio less 1: 0.5 claims more than 1.5 times as fast.

    Source: Student (1908), Biometrika 6, 1-25 (t on logs); Royston & Parmar (2013), BMC Medical Research
    Methodology 13, 152 (restricted times as estimand).
    """
    return Race(Region(low=bound(margin, "log")), metric, arm, versus, threshold, budget)

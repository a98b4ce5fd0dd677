"""One arm trains more often than another, by more than a margin."""

from bnreport.hypotheses._success import Successes
from bnreport.hypotheses.shared.contrast import reading
from bnreport.registry import ArmName, Fraction, Real, Reduce, Text, Window
from bnreport.stats.region import Region

FIGURES = ("paired", "outcomes")


def trains(
    *,
    metric: Text,
    arm: ArmName,
    versus: ArmName,
    margin: Fraction,
    threshold: Real | None = None,
    reduce: Reduce = "final",
    window: Window | None = None,
) -> Successes:
    """Claim that an arm trains more often than another, by more than a margin.

    A run succeeds if it does not diverge and, with a threshold, its metric ends at the threshold or beyond (at or
    below it where lower is better). The effect is the difference between the arms' shares of successes; the claim
    region is difference > margin. Seeds hardly pair divergence, so the arms are independent samples, and each run of
    either arm counts.

    One exact unconditional test gives p and, inverted, the interval: they cannot disagree, and no false verdict is
    more frequent than alpha / 2 at any level of Holm's. Newcombe's interval and Boschloo's p, two methods that may
    disagree with each other, stand beside it and decide nothing: the former is too short at three to ten seeds.

    Args:
        metric: name of a metric that every run measures, or `name.5` for its column 5; `threshold` alone reads values.
        arm: the arm that is claimed to train more often, as `experiment.arm`.
        versus: the arm it is compared with.
        margin: the largest difference of shares that would not matter, from 0 to 1.
        threshold: value that a trained run must reach, in the metric's unit; absent, not to diverge is enough.
        reduce: how the steps of a run become one number; `best` is the maximum, or the minimum where lower is better.
        window: first and last step that count, both included; absent for the whole run.

    Source: Santner & Snell (1980), Journal of the American Statistical Association 75, 386-394 (the verdict);
    Newcombe (1998), Statistics in Medicine 17, 873-890, method 10; Boschloo (1970), Statistica Neerlandica 24, 1-9.
    """
    return Successes(Region(low=margin), reading(metric, reduce, window), arm, versus, threshold)

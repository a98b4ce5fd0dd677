"""Where one study's estimate lies if another study was right."""

from math import sqrt

from bnreport.stats import special
from bnreport.stats.mean import Mean, Ratio, ratio_of
from bnreport.stats.region import Interval


def predicted(estimate: Mean | Ratio, n: int = 1, sd: float | None = None, alpha: float = 0.05) -> Interval:
    """Return the prediction interval, around our mean, for the mean that another study of the same effect finds.

    value ± t(1 - alpha/2, df) sqrt(s² / n_ours + sd² / n), with s our standard deviation over seeds. The other study's
    number lies there in 1 - alpha of pairs of studies, whatever the effect. With its own sd, that is taken as known and
    df = n_ours - 1 stays: the interval is a little long. Of ratios all of it is about logarithms.

    Args:
        estimate: ours.
        n: seeds of the other study; 1 if it does not say.
        sd: its standard deviation over seeds, of the log-ratio where ours is a ratio; None takes ours.
        alpha: share of pairs of studies in which it misses.

    Source: Patil, Peng & Leek (2016), Perspectives on Psychological Science 11, 539-544.
    """
    if isinstance(estimate, Ratio):
        low, high = predicted(estimate.log, n, sd, alpha)
        return Interval(ratio_of(low), ratio_of(high))
    spread = estimate.sd if sd is None else sd
    error = sqrt(estimate.error**2 + spread**2 / n)
    half = -float(special.stdtrit(estimate.n - 1, alpha / 2)) * error
    return Interval(estimate.value - half, estimate.value + half)

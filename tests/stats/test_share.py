"""The mean share per seed."""

import numpy as np
import pytest
import scipy.stats
from hypothesis import given, settings
from hypothesis import strategies as st

from bnreport.stats.estimate import p_refute, p_support
from bnreport.stats.mean import Mean
from bnreport.stats.region import Region
from bnreport.stats.share import Share


def test_is_scipys_t_where_it_stays_inside() -> None:
    """Interval and p against a threshold are the one-sample t test's."""
    shares = [0.6, 0.7, 0.5, 0.65, 0.6]
    ours, theirs = Share(Mean.of(shares)), scipy.stats.ttest_1samp(shares, 0.5, alternative="greater")
    assert ours.interval(0.05) == pytest.approx(tuple(scipy.stats.ttest_1samp(shares, 0).confidence_interval(0.95)))
    assert ours.p_greater(0.5) == pytest.approx(theirs.pvalue)
    assert (ours.n, ours.mde(0.05)) == (5, Mean.of(shares).mde(0.05))


def test_never_leaves_the_possible() -> None:
    """Shares near 1 have an interval that ends at 1."""
    assert Share(Mean.of([1.0, 1.0, 0.9])).interval(0.05).high == 1
    assert Share(Mean.of([0.0, 0.0, 0.1])).interval(0.05).low == 0


shares = st.lists(st.integers(0, 12).map(lambda k: k / 12), min_size=2, max_size=10).filter(lambda x: np.std(x) > 0)


@settings(deadline=None, max_examples=100)
@given(shares, st.floats(1e-4, 0.5), st.one_of(st.floats(-0.5, 1.5), st.sampled_from([0.0, 1.0])))
def test_p_and_interval_decide_alike(values: list[float], alpha: float, bound: float) -> None:
    """The picture is the test, against bounds outside [0, 1] and at its ends too; swapping arms mirrors."""
    share, mirror = Share(Mean.of(values)), Share(Mean.of([1 - value for value in values]))
    interval = share.interval(alpha)
    assert mirror.interval(alpha) == pytest.approx((1 - interval.high, 1 - interval.low), abs=1e-9)
    if bound not in {0.0, 1.0} and min(abs(end - bound) for end in share.mean.interval(alpha)) < 1e-9:
        return
    for region in (Region(low=bound), Region(high=bound)):
        assert region.holds(interval) == (p_support(share, region) < alpha / 2)
        assert region.excludes(interval) == (p_refute(share, region) < alpha / 2)

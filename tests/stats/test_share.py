"""The share in a typical seed."""

import numpy as np
import pytest
import scipy.stats
from hypothesis import given, settings
from hypothesis import strategies as st

from bnreport.stats.estimate import p_refute, p_support
from bnreport.stats.region import Region
from bnreport.stats.share import MedianShare, decides

SHARES = [0.6, 0.7, 0.5, 0.65, 0.6, 0.9, 1.0, 0.8]


def test_is_scipys_sign_test() -> None:
    """The p counts seeds above, or below, a bound; one exactly at it is on neither side."""
    share = MedianShare.of(SHARES)
    for bound, above, below in ((0.5, 7, 0), (0.6, 5, 1), (0.75, 3, 5)):
        assert share.p_greater(bound) == pytest.approx(scipy.stats.binomtest(above, 8, alternative="greater").pvalue)
        assert share.p_less(bound) == pytest.approx(scipy.stats.binomtest(below, 8, alternative="greater").pvalue)
    assert (share.value, share.n) == (0.675, 8)


@pytest.mark.parametrize("n", [3, 5, 6, 10, 20])
@pytest.mark.parametrize("alpha", [0.3, 0.05, 0.005])
def test_interval_is_scipys_of_a_quantile(n: int, alpha: float) -> None:
    """The k-th smallest and largest, as scipy's quantile test has them for the median, one side at a time."""
    shares = np.random.default_rng(n).uniform(size=n)
    ours = MedianShare.of(shares.tolist()).interval(alpha)
    sides = [scipy.stats.quantile_test(shares, p=0.5, alternative=side) for side in ("greater", "less")]
    low, high = (side.confidence_interval(1 - alpha / 2) for side in sides)
    expected = (low.low, high.high)
    assert ours == ((0, 1) if np.isnan(expected).any() else expected)


def test_decides_from_six_seeds_on() -> None:
    """The least p is 2^-n: six seeds at 5 %, nine at an eighth of it."""
    assert [n for n in range(1, 12) if decides(n, 0.05)] == list(range(6, 12))
    assert [n for n in range(1, 12) if decides(n, 0.05 / 8)] == list(range(9, 12))


shares = st.lists(st.integers(0, 12).map(lambda k: k / 12), min_size=2, max_size=12)


@settings(deadline=None, max_examples=200)
@given(shares, st.floats(1e-4, 0.5), st.one_of(st.floats(-0.5, 1.5), st.sampled_from([0.0, 0.5, 1.0])))
def test_p_and_interval_decide_alike(values: list[float], alpha: float, bound: float) -> None:
    """The picture is the test, against bounds outside [0, 1] and at its ends too; swapping arms mirrors."""
    share, mirror = MedianShare.of(values), MedianShare.of([1 - value for value in values])
    interval = share.interval(alpha)
    assert mirror.interval(alpha) == pytest.approx((1 - interval.high, 1 - interval.low), abs=1e-9)
    for region in (Region(low=bound), Region(high=bound)):
        assert region.holds(interval) == (p_support(share, region) < alpha / 2)
        assert region.excludes(interval) == (p_refute(share, region) < alpha / 2)


def test_detectable_difference_has_its_power() -> None:
    """A normal spread that lies so far above the bound is found in 80 %; no difference exceeds 1."""
    share = MedianShare.of(np.linspace(0.4, 0.6, 10).tolist())
    away = share.mde(0.05)
    drawn = 0.5 + away + np.std(share.values, ddof=1) * np.random.default_rng(0).normal(size=(20000, 10))
    assert np.mean(np.sort(drawn, axis=1)[:, 1] > 0.5) == pytest.approx(0.8, abs=0.015)
    assert MedianShare.of([0.1, 0.9, 0.5]).mde(0.05) == 1

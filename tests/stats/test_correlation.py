"""Correlations between arms, with the arms as points."""

import numpy as np
import pytest
import scipy.stats
from hypothesis import given, settings
from hypothesis import strategies as st

from bnreport.stats.correlation import Correlation, between, standardised
from bnreport.stats.estimate import p_refute, p_support, p_value
from bnreport.stats.region import Region

TOLERANCE = 4 * (0.025 * 0.975) ** 0.5
"""Four standard errors of a rate of 2.5 %, times the root of the number of studies."""


def normal(rng: np.random.Generator, shape: tuple[int, ...], rho: float) -> tuple[np.ndarray, np.ndarray]:
    """Return two standard normals with correlation rho."""
    x, noise = rng.normal(size=shape), rng.normal(size=shape)
    return x, rho * x + (1 - rho**2) ** 0.5 * noise


def test_interval_by_hand() -> None:
    """At n = 10, r = 0.7 spans 0.08 to 0.92: tanh(0.8673 - 0.7/18 ± asinh(2.306 / sqrt(8)))."""
    assert Correlation(0.7, 10).interval(0.05) == pytest.approx((0.0836, 0.9175), abs=5e-4)


@pytest.mark.parametrize("n", [3, 4, 5, 10])
def test_one_arm_is_pearsons(n: int) -> None:
    """Between n arms of one seed r is scipy's; its exact p is ours where r needs no correction."""
    x, y = normal(np.random.default_rng(n), (1, n), 0.5)
    theirs = scipy.stats.pearsonr(x[0], y[0])
    for found in (between(x.T, y.T), between(np.stack([x[0], x[0]], 1), np.stack([y[0], y[0]], 1))):
        assert found is not None
        assert (found.value, found.n) == (pytest.approx(theirs.statistic), n)
        # the same r with its bias added back
        plain = Correlation(np.tanh(np.arctanh(found.value)), n)
        t = np.sinh(plain._z + plain.value / (2 * (n - 1))) * (n - 2) ** 0.5
        assert 2 * scipy.stats.t.sf(abs(t), plain.df) == pytest.approx(theirs.pvalue)
        assert p_value(found, Region(low=0)) >= theirs.pvalue


@pytest.mark.parametrize("n", [10, 40])
def test_interval_is_near_fishers(n: int) -> None:
    """With more points the interval approaches scipy's by Fisher's z; with fewer it is wider."""
    x, y = normal(np.random.default_rng(n), (1, n), 0.5)
    low, high = scipy.stats.pearsonr(x[0], y[0]).confidence_interval(0.95)
    found = between(x.T, y.T)
    assert found is not None
    ours = np.arctanh(found.interval(0.05))
    assert 1 < (ours[1] - ours[0]) / (np.arctanh(high) - np.arctanh(low)) < 1 + 1 / n
    assert ours.mean() == pytest.approx((np.arctanh(low) + np.arctanh(high)) / 2, abs=0.5 / (n - 1))


@pytest.mark.parametrize("k", [4, 5, 10])
def test_false_verdicts_between_arms(k: int) -> None:
    """Means of unrelated arms: 2.5 % at most on either side, and not many fewer, with the arms as points."""
    studies = 3000
    x, y = normal(np.random.default_rng(k), (studies, k, 1), 0.0)
    intervals = [found.interval(0.05) for a, b in zip(x, y, strict=True) if (found := between(a, b))]
    for rate in (np.mean([low > 0 for low, _ in intervals]), np.mean([high < 0 for _, high in intervals])):
        assert 0.015 - TOLERANCE / studies**0.5 < rate < 0.025 + TOLERANCE / studies**0.5


@pytest.mark.parametrize(
    ("x", "y"),
    [
        ([[1.0, 2]], [[1.0, 3]]),
        ([[1.0, 2], [1.0, 3], [1.0, 5]], [[1.0, 3], [2.0, 1], [1.0, 7]]),
        ([[1.0, 1, 1, 1]], [[1.0, 3, 2, 4]]),
        ([[0.1 + 0.2, 0.3, 0.3, 0.3]], [[1.0, 3, 2, 4]]),
        ([[0.0, 0, 0, 0]], [[1.0, 3, 2, 4]]),
        ([[1.0, 2, 3, 4]], [[2.0, 4, 6, 8]]),
        ([[1.0, 2, 3, 4]], [[-0.1, -0.2, -0.3, -0.4]]),
        ([[1.0], [2.0], [3.0], [4.0]], [[1.0], [3.0], [2.0], [4.0]]),
    ],
)
def test_none_where_there_is_no_correlation(x: list[list[float]], y: list[list[float]]) -> None:
    """Too few runs, no variation, exact lines: no number."""
    assert standardised(np.array(x), np.array(y)) is None


bounds = st.floats(-1, 1)


@settings(deadline=None, max_examples=60)
@given(st.floats(-0.99, 0.99), st.integers(3, 50), st.floats(1e-4, 0.5), bounds, bounds)
def test_p_and_interval_decide_alike(r: float, n: int, alpha: float, one: float, two: float) -> None:
    """The picture is the test, and the mirrored claim has the mirrored interval."""
    found = Correlation(r, n)
    interval = found.interval(alpha)
    assert Correlation(-r, n).interval(alpha) == pytest.approx((-interval.high, -interval.low))
    for region in (Region(low=one), Region(high=one), Region(min(one, two), max(one, two))):
        if min(abs(end - bound) for end in interval for bound in region) < 1e-9:
            continue
        assert region.holds(interval) == (p_support(found, region) < alpha / 2)
        assert region.excludes(interval) == (p_refute(found, region) < alpha / 2)


def test_power_is_reached_in_simulation() -> None:
    """A correlation of that size is told from 0 in 80 % of studies, or nearly."""
    studies, n = 4000, 10
    rho = Correlation(0.0, n).mde(0.05)
    x, y = normal(np.random.default_rng(0), (studies, 1, n), rho)
    hits = [f.interval(0.05).low > 0 for a, b in zip(x, y, strict=True) if (f := between(a.T, b.T))]
    assert np.mean(hits) == pytest.approx(0.8, abs=0.03)

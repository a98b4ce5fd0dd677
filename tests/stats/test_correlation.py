"""Correlations within and between arms, with the seeds, or the arms, as points."""

import numpy as np
import pytest
import scipy.stats
from hypothesis import given, settings
from hypothesis import strategies as st

from bnreport.stats.correlation import Correlation, between, within
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
    """Within one arm, and between n arms of one seed, r is scipy's; its exact p is ours where r needs no correction."""
    x, y = normal(np.random.default_rng(n), (1, n), 0.5)
    theirs = scipy.stats.pearsonr(x[0], y[0])
    for found in (within(x, y), between(np.stack([x[0], x[0]], 1), np.stack([y[0], y[0]], 1))):
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
    found = within(x, y)
    assert found is not None
    ours = np.arctanh(found.interval(0.05))
    assert 1 < (ours[1] - ours[0]) / (np.arctanh(high) - np.arctanh(low)) < 1 + 1 / n
    assert ours.mean() == pytest.approx((np.arctanh(low) + np.arctanh(high)) / 2, abs=0.5 / (n - 1))


def test_within_is_the_partial_correlation_given_the_arm() -> None:
    """The value is that of the residuals of both on arm indicators; the points that count are the seeds."""
    rng = np.random.default_rng(2)
    x, y = normal(rng, (4, 5), 0.4)
    x, y = x + 10 * np.arange(4)[:, None], y - 7 * np.arange(4)[:, None]
    design = np.repeat(np.eye(4), 5, axis=0)
    residuals = [v.ravel() - design @ np.linalg.lstsq(design, v.ravel())[0] for v in (x, y)]
    found = within(x, y)
    assert found is not None
    assert found.value == pytest.approx(scipy.stats.pearsonr(*residuals).statistic)
    assert (found.n, found.df) == (5, 3)


def test_arms_that_repeat_each_other_add_nothing() -> None:
    """Three copies of an arm have the r of one, and its interval."""
    x, y = normal(np.random.default_rng(1), (1, 8), 0.5)
    one, copies = within(x, y), within(np.tile(x, (3, 1)), np.tile(y, (3, 1)))
    assert one is not None
    assert copies is not None
    assert copies.interval(0.05) == pytest.approx(one.interval(0.05))


def test_differences_between_arms_are_no_link() -> None:
    """Arms far apart in both, nothing within: within-arm false verdicts are 5 %, pooled ones nearly all."""
    rng = np.random.default_rng(0)
    shift = 5.0 * np.arange(4)[:, None]
    pooled, ours = [], []
    for _ in range(500):
        x, y = rng.normal(size=(4, 5)) + shift, rng.normal(size=(4, 5)) + shift
        pooled.append(scipy.stats.pearsonr(x.ravel(), y.ravel()).pvalue < 0.05)
        found = within(x, y)
        assert found is not None
        ours.append(p_value(found, Region(low=0)) < 0.05)
    assert np.mean(pooled) > 0.95
    assert np.mean(ours) < 0.05 + 4 * (0.05 * 0.95 / 500) ** 0.5


@pytest.mark.parametrize("rho", [0.0, 0.3])
@pytest.mark.parametrize(("arms", "n"), [(1, 4), (1, 5), (1, 10), (3, 3), (3, 5), (3, 10)])
def test_false_verdicts_at_the_margin(arms: int, n: int, rho: float) -> None:
    """Each false verdict has 2.5 % at most within 4 standard errors; with one arm not many fewer."""
    studies = 3000
    x, y = normal(np.random.default_rng(10 * n + arms), (studies, arms, n), rho)
    intervals = [found.interval(0.05) for a, b in zip(x, y, strict=True) if (found := within(a, b))]
    assert len(intervals) == studies
    rates = [np.mean([low > rho for low, _ in intervals]), np.mean([high < rho for _, high in intervals])]
    tolerance = TOLERANCE / studies**0.5
    assert max(rates) < 0.025 + tolerance
    assert arms > 1 or min(rates) > 0.012 - tolerance


@pytest.mark.parametrize("alpha", [0.05, 0.05 / 8])
@pytest.mark.parametrize("n", [3, 5, 10])
@pytest.mark.parametrize(
    ("arms", "share", "rho"),
    [(4, 0.0, 0.0), (4, 0.5, 0.0), (4, 0.9, 0.0), (8, 0.9, 0.0), (8, 0.9, 0.5), (4, 1.0, 0.3), (1, 1.0, 0.8)],
)
def test_shared_seeds_are_not_counted_twice(arms: int, share: float, rho: float, n: int, alpha: float) -> None:
    """However much of both metrics the seed explains in all arms, each false verdict has alpha / 2 at most."""
    studies = 6000
    rng = np.random.default_rng([n, arms, int(10 * share)])
    one, other = (
        share**0.5 * rng.normal(size=(studies, 1, n)) + (1 - share) ** 0.5 * rng.normal(size=(studies, arms, n))
        for _ in range(2)
    )
    found = [within(x, y) for x, y in zip(one, rho * one + (1 - rho**2) ** 0.5 * other, strict=True)]
    intervals = np.array([f.interval(alpha) for f in found if f is not None])
    assert len(intervals) > studies - 5  # three points may lie on one line, but for rounding
    bound = alpha / 2 + 4 * (alpha / 2 * (1 - alpha / 2) / studies) ** 0.5
    assert np.mean(intervals[:, 0] > rho) < bound
    assert np.mean(intervals[:, 1] < rho) < bound


@pytest.mark.parametrize(("share", "rho"), [(0.5, 0.8), (0.5, 0.0)])
def test_seeds_and_noise_may_be_linked_differently(share: float, rho: float) -> None:
    """A link in what is left of a seed, and none in what it shares, or the reverse: still 2.5 % at most."""
    studies, n = 4000, 5
    rng = np.random.default_rng(5)
    (a, b), (c, d) = normal(rng, (studies, 1, n), 0.8 - rho), normal(rng, (studies, 8, n), rho)
    one, other = (share**0.5 * s + (1 - share) ** 0.5 * e for s, e in ((a, c), (b, d)))
    truth = share * (0.8 - rho) + (1 - share) * rho
    found = [f.interval(0.05) for x, y in zip(one, other, strict=True) if (f := within(x, y))]
    tolerance = TOLERANCE / studies**0.5
    assert np.mean([low > truth for low, _ in found]) < 0.025 + tolerance
    assert np.mean([high < truth for _, high in found]) < 0.025 + tolerance


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
    assert within(np.array(x), np.array(y)) is None


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
    hits = [f.interval(0.05).low > 0 for a, b in zip(x, y, strict=True) if (f := within(a, b))]
    assert np.mean(hits) == pytest.approx(0.8, abs=0.03)

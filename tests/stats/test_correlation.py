"""Correlations within and between arms, with Fisher's interval."""

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
    """At n = 10, r = 0.7 spans 0.13 to 0.92: tanh(0.8673 ± 1.96 / sqrt(7))."""
    assert Correlation(0.7, 10, 7).interval(0.05) == pytest.approx((0.126, 0.923), abs=5e-4)


@pytest.mark.parametrize("n", [4, 5, 10])
@pytest.mark.parametrize("alpha", [0.05, 0.01])
def test_one_arm_is_pearsons(n: int, alpha: float) -> None:
    """Within one arm, r and its interval are scipy's; between n arms of one seed pair, likewise."""
    x, y = normal(np.random.default_rng(n), (1, n), 0.5)
    theirs = scipy.stats.pearsonr(x[0], y[0])
    for found in (within(x, y), between(np.stack([x[0], x[0]], 1), np.stack([y[0], y[0]], 1))):
        assert found is not None
        assert (found.value, found.n) == (pytest.approx(theirs.statistic), n)
        assert found.interval(alpha) == pytest.approx(tuple(theirs.confidence_interval(1 - alpha)))


def test_within_is_the_partial_correlation_given_the_arm() -> None:
    """The value is that of the residuals of both on arm indicators; the df of N - K - 1 where seeds repeat nothing."""
    rng = np.random.default_rng(2)
    x, y = normal(rng, (4, 5), 0.4)
    x, y = x + 10 * np.arange(4)[:, None], y - 7 * np.arange(4)[:, None]
    design = np.repeat(np.eye(4), 5, axis=0)
    residuals = [v.ravel() - design @ np.linalg.lstsq(design, v.ravel())[0] for v in (x, y)]
    found = within(x, y)
    assert found is not None
    assert found.value == pytest.approx(scipy.stats.pearsonr(*residuals).statistic)
    # orthogonal seed patterns: no arm resembles another
    u = np.array([[1, -1, 1, -1], [1, 1, -1, -1]])
    plain = within(u + 0.0, 0.5 * u + [[0, 0, 0, 0], [1, -1, -1, 1]])
    assert plain is not None
    assert plain.information == pytest.approx(8 - 2 - 2)


def test_arms_that_repeat_each_other_add_nothing_but_degrees_of_freedom() -> None:
    """Three copies of an arm have the r of one, and the information of about one, not of three."""
    x, y = normal(np.random.default_rng(1), (1, 8), 0.5)
    one, copies = within(x, y), within(np.tile(x, (3, 1)), np.tile(y, (3, 1)))
    assert one is not None
    assert copies is not None
    assert copies.value == pytest.approx(one.value)
    assert copies.information == pytest.approx((24 - 3 - 2) / 3)


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
    """Each false verdict has 2.5 % at most within 4 standard errors; with one arm it has that."""
    studies = 3000
    x, y = normal(np.random.default_rng(10 * n + arms), (studies, arms, n), rho)
    intervals = [found.interval(0.05) for a, b in zip(x, y, strict=True) if (found := within(a, b))]
    assert len(intervals) == studies
    rates = [np.mean([low > rho for low, _ in intervals]), np.mean([high < rho for _, high in intervals])]
    tolerance = TOLERANCE / studies**0.5
    assert max(rates) < 0.025 + tolerance
    assert arms > 1 or min(rates) > 0.025 - tolerance


@pytest.mark.parametrize("n", [3, 5, 10])
def test_shared_seeds_are_not_counted_twice(n: int) -> None:
    """Seeds that explain half of both metrics in all of four arms: still 2.5 %, where plain df say 6 %."""
    studies = 3000
    rng = np.random.default_rng(n)
    x, y = (rng.normal(size=(studies, 4, n)) + rng.normal(size=(studies, 1, n)) for _ in range(2))
    found = [f for a, b in zip(x, y, strict=True) if (f := within(a, b))]
    rate = np.mean([f.interval(0.05).low > 0 for f in found])
    plain = np.mean([Correlation(f.value, n, 4 * n - 6).interval(0.05).low > 0 for f in found])
    assert rate < 0.025 + TOLERANCE / studies**0.5
    assert plain > 0.05


@pytest.mark.parametrize("k", [4, 5, 10])
def test_false_verdicts_between_arms(k: int) -> None:
    """Means of unrelated arms: 2.5 % on either side, with the arms as points."""
    studies = 3000
    x, y = normal(np.random.default_rng(k), (studies, k, 1), 0.0)
    intervals = [found.interval(0.05) for a, b in zip(x, y, strict=True) if (found := between(a, b))]
    for rate in (np.mean([low > 0 for low, _ in intervals]), np.mean([high < 0 for _, high in intervals])):
        assert rate == pytest.approx(0.025, abs=TOLERANCE / studies**0.5)


@pytest.mark.parametrize(
    ("x", "y"),
    [
        ([[1.0, 2, 3]], [[1.0, 3, 2]]),
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
@given(st.floats(-0.99, 0.99), st.floats(1, 50), st.floats(1e-4, 0.5), bounds, bounds)
def test_p_and_interval_decide_alike(r: float, information: float, alpha: float, one: float, two: float) -> None:
    """The picture is the test, and the mirrored claim has the mirrored interval."""
    found = Correlation(r, 5, information)
    interval = found.interval(alpha)
    assert Correlation(-r, 5, information).interval(alpha) == pytest.approx((-interval.high, -interval.low))
    for region in (Region(low=one), Region(high=one), Region(min(one, two), max(one, two))):
        if min(abs(end - bound) for end in interval for bound in region) < 1e-9:
            continue
        assert region.holds(interval) == (p_support(found, region) < alpha / 2)
        assert region.excludes(interval) == (p_refute(found, region) < alpha / 2)


def test_power_is_reached_in_simulation() -> None:
    """A correlation of that size is told from 0 in 80 % of studies, or a little more for z's bias upwards."""
    studies, n = 4000, 10
    rho = Correlation(0.0, n, n - 3).mde(0.05)
    x, y = normal(np.random.default_rng(0), (studies, 1, n), rho)
    hits = [f.interval(0.05).low > 0 for a, b in zip(x, y, strict=True) if (f := within(a, b))]
    assert 0.8 - 4 * (0.16 / studies) ** 0.5 < np.mean(hits) < 0.88

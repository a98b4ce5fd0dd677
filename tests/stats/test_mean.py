"""Student's t for a mean of per-seed effects."""

from math import inf, log

import numpy as np
import pytest
import scipy.stats
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.stats.power import TTestPower

from bnreport.stats.mean import Mean, Ratio, constant

# Student (1908), "The probable error of a mean", section IX: extra hours of sleep of ten patients under two drugs
DEXTRO = np.array([0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0])
LAEVO = np.array([1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4])


def test_reproduces_students_sleep_data() -> None:
    """The published t = -4.0621 with 9 degrees of freedom, p = 0.002833, 95 % interval [-2.4599, -0.7001]."""
    mean = Mean.of(DEXTRO - LAEVO)
    assert mean.value == pytest.approx(-1.58)
    assert mean.value / mean.error == pytest.approx(-4.0621, abs=5e-5)
    assert 2 * mean.p_less(0) == pytest.approx(0.002833, abs=5e-7)
    assert mean.interval(0.05) == pytest.approx((-2.4598858, -0.7001142), abs=5e-7)


@pytest.mark.parametrize("n", [2, 3, 5, 10, 30])
@pytest.mark.parametrize("alpha", [0.05, 0.01, 0.05 / 8])
def test_agrees_with_scipys_paired_t(n: int, alpha: float) -> None:
    """Interval and one-sided p values are scipy's, at any level and n."""
    rng = np.random.default_rng(n)
    a, b = rng.normal(0.9, 0.02, n), rng.normal(0.88, 0.03, n)
    mean = Mean.of(a - b)
    theirs = scipy.stats.ttest_rel(a, b)
    assert mean.interval(alpha) == pytest.approx(theirs.confidence_interval(1 - alpha), rel=1e-10)
    for bound in (0.0, -0.02, 0.05):
        assert mean.p_greater(bound) == pytest.approx(scipy.stats.ttest_rel(a, b + bound, alternative="greater").pvalue)
        assert mean.p_less(bound) == pytest.approx(scipy.stats.ttest_rel(a, b + bound, alternative="less").pvalue)


def test_ratio_is_the_t_interval_of_logs() -> None:
    """A ratio of geometric means is scipy's paired t on logarithms, exponentiated."""
    rng = np.random.default_rng(1)
    a, b = rng.lognormal(0, 0.4, 5), rng.lognormal(0.5, 0.4, 5)
    ratio = Ratio(Mean.of(np.log(a / b)))
    low, high = scipy.stats.ttest_rel(np.log(a), np.log(b)).confidence_interval(0.95)
    assert ratio.interval(0.05) == pytest.approx((np.exp(low), np.exp(high)))
    assert ratio.value == pytest.approx(scipy.stats.gmean(a) / scipy.stats.gmean(b))
    assert ratio.p_greater(1.1) == pytest.approx(ratio.log.p_greater(log(1.1)))
    assert ratio.p_greater(0) == 0
    assert ratio.p_less(-1) == 1


@pytest.mark.parametrize("n", [3, 5, 10])
def test_a_ratio_one_mde_beyond_the_bound_is_detected(n: int) -> None:
    """Of true ratios mde times the bound, statsmodels' t test of the logs finds 80 % beyond it."""
    sd, alpha = 0.4, 0.05
    mde = Ratio(Mean(0.0, sd, n)).mde(alpha)
    power = TTestPower().power(log(mde) / sd, n, alpha / 2, alternative="larger")
    assert power == pytest.approx(0.8, abs=1e-6)


def test_ratio_survives_intervals_beyond_all_floats() -> None:
    """Two seeds at a thousandth of the level: the upper end is infinite, not an error."""
    assert Ratio(Mean(0.0, 1.0, 2)).interval(1e-6) == (0, inf)


@pytest.mark.parametrize(
    ("effects", "expected"),
    [([0.0, 0.0], True), ([0.1, 0.1, 0.1], True), ([0.3 - 0.2, 0.1], True), ([0.1, 0.1 + 1e-6], False)],
)
def test_constant_sees_through_rounding(effects: list[float], expected: bool) -> None:  # noqa: FBT001
    """No variation, or only that of floating-point arithmetic, is no variation."""
    assert constant(np.array(effects), 0.3) is expected


effects = st.lists(st.floats(-10, 10), min_size=2, max_size=12).filter(lambda x: np.std(x) > 1e-3)
alphas = st.floats(1e-4, 0.5)


@settings(deadline=None, max_examples=60)
@given(effects, alphas, st.floats(-5, 5), st.floats(0.01, 100))
def test_mirror_and_units(values: list[float], alpha: float, bound: float, scale: float) -> None:
    """Swapping arms mirrors the interval; a change of unit scales it and leaves p alone."""
    mean, mirror = Mean.of(values), Mean.of([-v for v in values])
    scaled = Mean.of([scale * v for v in values])
    low, high = mean.interval(alpha)
    assert mirror.interval(alpha) == pytest.approx((-high, -low))
    assert mirror.p_less(-bound) == pytest.approx(mean.p_greater(bound))
    assert scaled.interval(alpha) == pytest.approx((scale * low, scale * high), abs=1e-9)
    assert scaled.p_greater(scale * bound) == pytest.approx(mean.p_greater(bound), abs=1e-9)


@settings(deadline=None, max_examples=25)
@given(st.permutations(list(DEXTRO)))
def test_seed_order_is_irrelevant(order: list[float]) -> None:
    """Effects in any order give the same interval."""
    assert Mean.of(order).interval(0.05) == pytest.approx(Mean.of(DEXTRO).interval(0.05))


@pytest.mark.parametrize("n", [3, 5, 10, 30])
def test_coverage_is_what_it_says(n: int) -> None:
    """On normal effects the 95 % interval misses the truth in 2.5 % on each side, within 4 standard errors."""
    draws = np.random.default_rng(n).normal(0.3, 2.0, (4000, n))
    intervals = [Mean.of(row).interval(0.05) for row in draws]
    above = np.mean([interval.low > 0.3 for interval in intervals])
    below = np.mean([interval.high < 0.3 for interval in intervals])
    tolerance = 4 * (0.025 * 0.975 / 4000) ** 0.5
    assert above == pytest.approx(0.025, abs=tolerance)
    assert below == pytest.approx(0.025, abs=tolerance)


@pytest.mark.parametrize("exponent", [-1060, -600, 600, 1000])
def test_scale_is_nothing(exponent: int) -> None:
    """Mean and SD of values whose squares no float holds, or which are subnormal, are those of the plain ones."""
    effects = np.array([1.0, 2.5, 1.5, 1.25])
    plain, scaled = Mean.of(effects), Mean.of(np.ldexp(effects, exponent))
    assert (scaled.value, scaled.sd) == pytest.approx(
        (np.ldexp(plain.value, exponent), np.ldexp(plain.sd, exponent)), rel=1e-3
    )
    assert not constant(np.ldexp(effects, exponent), float(np.ldexp(2.5, exponent)))
    assert constant(np.full(3, 2.0**exponent), 2.0**exponent)

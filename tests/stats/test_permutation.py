"""Links within arms by permuting seeds in all arms together."""

from itertools import permutations

import numpy as np
import pytest
import scipy.stats
from hypothesis import given, settings
from hypothesis import strategies as st

from bnreport.stats.estimate import p_refute, p_support
from bnreport.stats.permutation import JointPermutation, decides
from bnreport.stats.region import Region

Table = np.ndarray


def linked(seed: int, arms: int, n: int, rho: float = 0.4, share: float = 0.5) -> tuple[Table, Table]:
    """Return two tables that correlate by rho, of which the seed explains a share in all arms."""
    rng = np.random.default_rng(seed)
    one, other = (
        share**0.5 * rng.normal(size=(1, n)) + (1 - share) ** 0.5 * rng.normal(size=(arms, n)) for _ in range(2)
    )
    return one, rho * one + (1 - rho**2) ** 0.5 * other


def of(x: Table, y: Table) -> JointPermutation:
    """Estimate; there is an estimate."""
    found = JointPermutation.of(x, y)
    assert found is not None
    return found


def brute(x: Table, y: Table, bound: float) -> tuple[float, float]:
    """Permute y - bound x against x, residual by residual, and count; both one-sided p."""
    x, y = (v - v.mean(1, keepdims=True) for v in (x, y))
    x, y = (v / np.sqrt((v**2).sum()) for v in (x, y))
    rest = y - bound * x
    found = np.array([(x * rest[:, order]).sum() for order in map(list, permutations(range(x.shape[1])))])
    ours = (x * rest).sum()
    return float(np.mean(found >= ours - 1e-9)), float(np.mean(found <= ours + 1e-9))


@pytest.mark.parametrize("bound", [-0.5, 0.0, 0.3])
@pytest.mark.parametrize(("arms", "n"), [(1, 4), (3, 5), (2, 6)])
def test_is_the_count_of_all_permutations(arms: int, n: int, bound: float) -> None:
    """Brute force over all orders of the seeds gives the same p, of the metric that is harder to convince."""
    x, y = linked(n, arms, n)
    (one, less), (two, fewer) = brute(x, y, bound), brute(y, x, bound)
    assert of(x, y).p_greater(bound) == pytest.approx(max(one, two))
    assert of(x, y).p_less(bound) == pytest.approx(max(less, fewer))


def test_one_arm_is_scipys_permutation_test() -> None:
    """Within one arm p against no link is that of scipy's exact permutation of pairings."""
    x, y = linked(3, 1, 6)

    def statistic(values: Table) -> float:
        return float(scipy.stats.pearsonr(values, y[0]).statistic)

    theirs = scipy.stats.permutation_test((x[0],), statistic, permutation_type="pairings", alternative="greater")
    assert of(x, y).p_greater(0) == pytest.approx(theirs.pvalue)
    assert of(x, y).value == pytest.approx(scipy.stats.pearsonr(x[0], y[0]).statistic)


def test_within_is_the_partial_correlation_given_the_arm() -> None:
    """The value is that of the residuals of both on arm indicators."""
    x, y = linked(2, 4, 5)
    x, y = x + 10 * np.arange(4)[:, None], y - 7 * np.arange(4)[:, None]
    design = np.repeat(np.eye(4), 5, axis=0)
    residuals = [v.ravel() - design @ np.linalg.lstsq(design, v.ravel())[0] for v in (x, y)]
    assert of(x, y).value == pytest.approx(scipy.stats.pearsonr(*residuals).statistic)
    assert of(x, y).n == 5


def test_arms_that_repeat_each_other_add_nothing() -> None:
    """Three copies of an arm have the interval of one."""
    x, y = linked(1, 1, 8)
    copies = of(np.tile(x, (3, 1)), np.tile(y, (3, 1)))
    assert copies.interval(0.05) == pytest.approx(of(x, y).interval(0.05))


def test_ties_are_never_in_favour() -> None:
    """Of values that repeat, every order that gives the same r counts against us."""
    x, y = np.array([[0.0, 0, 0, 0, 1, 1]]), np.array([[0.1, 0.1, 0.1, 0.1, 0.5, 0.7]])
    assert of(x, y).p_greater(0) == pytest.approx(brute(x, y, 0)[0])
    assert of(x, y).p_greater(0) == pytest.approx(48 / 720)


@pytest.mark.parametrize("n", [5, 10])
@pytest.mark.parametrize(("arms", "share"), [(1, 0.0), (4, 0.0), (4, 0.9), (8, 0.9), (4, 1.0)])
def test_false_directions_are_rare(arms: int, share: float, n: int) -> None:
    """However much of both metrics the seed explains in all arms, each false direction has 2.5 % at most."""
    studies = 800
    found = [of(*linked(study, arms, n, 0.0, share)).interval(0.05) for study in range(studies)]
    bound = 0.025 + 4 * (0.025 * 0.975 / studies) ** 0.5
    assert np.mean([low > 0 for low, _ in found]) < bound
    assert np.mean([high < 0 for _, high in found]) < bound


@settings(deadline=None, max_examples=60)
@given(st.integers(0, 999), st.integers(3, 8), st.floats(1e-3, 0.5), st.floats(-0.99, 0.99), st.floats(-0.99, 0.99))
def test_p_and_interval_decide_alike(seed: int, n: int, alpha: float, one: float, two: float) -> None:
    """The picture is the test, and the mirrored claim has the mirrored interval."""
    x, y = linked(seed, 2, n)
    found = of(x, y)
    interval = found.interval(alpha)
    assert interval.low <= found.value <= interval.high
    assert of(x, -y).interval(alpha) == pytest.approx((-interval.high, -interval.low))
    assert of(y, x).interval(alpha) == pytest.approx(interval)
    for region in (Region(low=one), Region(high=one), Region(low=0), Region(min(one, two), max(one, two))):
        assert region.holds(interval) == (p_support(found, region) < alpha / 2)
        assert region.excludes(interval) == (p_refute(found, region) < alpha / 2)


def test_decides_from_five_seeds_on() -> None:
    """The least p is 1 / n!, and no less than one in five thousand."""
    assert [n for n in range(2, 7) if decides(n, 0.05)] == [5, 6]
    assert decides(10, 0.0005)
    assert not decides(10, 0.0004)


@pytest.mark.parametrize("exponent", [-600, 600])
def test_scale_is_nothing(exponent: int) -> None:
    """Values whose squares no float holds have the same p and interval."""
    x, y = linked(0, 3, 6)
    plain, scaled = of(x, y), of(x, y * 2.0**exponent)
    assert scaled.interval(0.05) == pytest.approx(plain.interval(0.05))
    assert scaled.p_greater(0) == plain.p_greater(0)

"""The difference of two shares of successes."""

import runpy
from pathlib import Path

import numpy as np
import pytest
import scipy.stats
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

from bnreport.stats.binary import Shares, least_p, wilson
from bnreport.stats.estimate import p_refute, p_support, p_value
from bnreport.stats.region import Region

ORACLE = runpy.run_path(str(Path(__file__).parents[1] / "oracles" / "stats_binary.py"))
TABLES = [
    (3, 3, 0, 3),
    (2, 3, 1, 3),
    (5, 5, 0, 5),
    (5, 5, 1, 5),
    (4, 5, 2, 3),
    (10, 10, 4, 10),
    (0, 3, 0, 5),
    (7, 10, 5, 5),
]


def test_reproduces_newcombes_worked_example() -> None:
    """Newcombe (1998), Table II, method 10: 56/70 less 48/80 is 0.0524 to 0.3339."""
    assert Shares(56, 70, 48, 80).newcombe(0.05) == pytest.approx((0.0524, 0.3339), abs=5e-5)


def test_reproduces_newcombes_examples_at_the_edge() -> None:
    """Ibidem, method 10: 10/10 less 0/10 is 0.6075 to 1, and 0/10 less 0/20 is -0.1611 to 0.2775."""
    assert Shares(10, 10, 0, 10).newcombe(0.05) == pytest.approx((0.6075, 1.0), abs=5e-5)
    assert Shares(0, 10, 0, 20).newcombe(0.05) == pytest.approx((-0.1611, 0.2775), abs=5e-5)


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("alpha", [0.05, 0.05 / 8])
def test_newcombe_agrees_with_statsmodels(table: tuple[int, int, int, int], alpha: float) -> None:
    """Any table, the extreme ones too, at any level; Wilson's interval likewise."""
    theirs = confint_proportions_2indep(*table, method="newcomb", alpha=alpha)
    assert Shares(*table).newcombe(alpha) == pytest.approx(theirs, abs=1e-9)
    assert wilson(*table[:2], alpha) == pytest.approx(proportion_confint(*table[:2], alpha, "wilson"), abs=1e-9)


@pytest.mark.parametrize(("n", "expected"), [(5, 0.001), (3, 0.016)])
def test_all_against_none_by_boschloo(n: int, expected: float) -> None:
    """5/5 against 0/5 has p .001 and 3/3 against 0/3 .016; the exact test of the verdict says the same there."""
    shares = Shares(n, n, 0, n)
    assert shares.boschloo() == pytest.approx(expected, abs=0.0005)
    assert shares.boschloo() == pytest.approx(shares.p_greater(0), rel=1e-9)


@pytest.mark.parametrize("table", TABLES)
def test_boschloo_agrees_with_scipy(table: tuple[int, int, int, int]) -> None:
    """The one-sided p of scipy.stats.boschloo_exact."""
    x, n, y, m = table
    theirs = scipy.stats.boschloo_exact([[x, y], [n - x, m - y]], alternative="greater", n=64).pvalue
    assert Shares(*table).boschloo() == pytest.approx(theirs, rel=2e-3)


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("bound", [-0.43, -0.1, 0.0, 0.2, 0.6])
def test_p_is_the_largest_tail(table: tuple[int, int, int, int], bound: float) -> None:
    """Both one-sided p are found by going through every table and every nuisance share."""
    x, n, y, m = table
    largest = ORACLE["largest_tail"]
    assert Shares(*table).p_greater(bound) == pytest.approx(largest((x, n, y, m), bound), rel=2e-3, abs=1e-5)
    assert Shares(*table).p_less(bound) == pytest.approx(largest((y, m, x, n), -bound), rel=2e-3, abs=1e-5)


@pytest.mark.parametrize("bound", [-0.4, 0.0, 0.1, 0.25])
@pytest.mark.parametrize("n", [1, 2, 5, 12])
def test_the_least_p_is_that_of_all_against_none(n: int, bound: float) -> None:
    """One way or the other, whatever the bound."""
    tables = [Shares(x, n, y, n) for x in range(n + 1) for y in range(n + 1)]
    least = min(p for shares in tables for p in (shares.p_greater(bound), shares.p_less(bound)))
    assert least_p(n, bound) == pytest.approx(least, rel=1e-9)


def test_interval_of_all_against_none() -> None:
    """In closed form the lower end for n/n against 0/n solves ((1 + d) / 2)^(2n) = alpha / 2."""
    for n in (3, 5, 10):
        low, high = Shares(n, n, 0, n).interval(0.05)
        assert low == pytest.approx(2 * 0.025 ** (1 / (2 * n)) - 1, abs=1e-4)
        assert high == 1


counts = st.integers(1, 6).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@settings(deadline=None, max_examples=100)
@given(counts, counts, st.floats(1e-6, 0.5), st.floats(-0.99, 0.99), st.floats(-0.99, 0.99))
def test_p_and_interval_decide_alike(
    one: tuple[int, int], two: tuple[int, int], alpha: float, bound: float, other: float
) -> None:
    """The picture is the test, at any level: no table has an interval that says what p does not."""
    shares = Shares(*one, *two)
    interval = shares.interval(alpha)
    assert -1 <= interval.low <= shares.value <= interval.high <= 1
    for region in (Region(low=bound), Region(high=bound), Region(min(bound, other), max(bound, other))):
        if min(abs(end - edge) for end in interval for edge in region) < 1e-9:
            continue
        assert region.holds(interval) == (p_support(shares, region) < alpha / 2)
        assert region.excludes(interval) == (p_refute(shares, region) < alpha / 2)
        assert (region.holds(interval) or region.excludes(interval)) == (p_value(shares, region) < alpha)


@settings(deadline=None, max_examples=60)
@given(counts, counts, st.floats(1e-4, 0.5), st.floats(-1, 1))
def test_swapping_arms_mirrors(one: tuple[int, int], two: tuple[int, int], alpha: float, bound: float) -> None:
    """Arms exchanged mirror both intervals and both p; nothing leaves [-1, 1], and the mde is a number."""
    shares, mirror = Shares(*one, *two), Shares(*two, *one)
    for method in ("interval", "newcombe"):
        low, high = getattr(shares, method)(alpha)
        assert getattr(mirror, method)(alpha) == pytest.approx((-high, -low), abs=1e-9)
    assert mirror.p_less(-bound) == pytest.approx(shares.p_greater(bound))
    assert shares.mde(alpha) == pytest.approx(mirror.mde(alpha))
    assert np.isfinite(shares.mde(alpha))


@pytest.mark.parametrize("n", [3, 5, 10])
@pytest.mark.parametrize("alpha", [0.05, 0.05 / 4])
def test_no_true_shares_give_more_false_verdicts_than_alpha(n: int, alpha: float) -> None:
    """Computed, not simulated: at every margin and pair of true shares each false verdict is at most alpha / 2."""
    successes = np.arange(n + 1)
    intervals = np.array([[Shares(i, n, j, n).interval(alpha) for j in successes] for i in successes])
    for margin in np.linspace(0, 0.9, 31):
        versus = np.linspace(0, 1 - margin, 51)
        mass = [scipy.stats.binom.pmf(successes[:, None], n, share) for share in (versus + margin, versus)]
        for false in (intervals[..., 0] > margin, intervals[..., 1] < margin):
            assert np.einsum("ia,ij,ja->a", mass[0], false, mass[1]).max() <= alpha / 2 * 1.005


def test_newcombe_alone_would_claim_too_often() -> None:
    """Why it does not decide: three seeds, true shares 0.6 and 0.4, margin 0.2: 4.7 % false claims, not 2.5 %."""
    claims = [(i, j) for i in range(4) for j in range(4) if Shares(i, 3, j, 3).newcombe(0.05).low > 0.2]
    assert sum(ORACLE["chance"](i, 3, 0.6) * ORACLE["chance"](j, 3, 0.4) for i, j in claims) == pytest.approx(
        0.0467, abs=1e-4
    )


@pytest.mark.parametrize(("one", "other"), [((5, 10), (5, 10)), ((9, 10), (2, 10)), ((3, 5), (1, 8))])
def test_a_detectable_difference_has_its_power(one: tuple[int, int], other: tuple[int, int]) -> None:
    """By scipy's binomial masses and our own p: at least 80 % there in both directions, less than that 0.01 before."""
    (x, n), (y, m) = one, other
    away, middle = Shares(x, n, y, m).mde(0.05), (x + y + 1) / (n + m + 2)
    greater = np.array([[Shares(i, n, j, m).p_greater(0) < 0.025 for j in range(m + 1)] for i in range(n + 1)])
    less = np.array([[Shares(i, n, j, m).p_less(0) < 0.025 for j in range(m + 1)] for i in range(n + 1)])

    def power(difference: float) -> float:
        low = min(max(middle - difference / 2, 0), 1 - difference)
        found = []
        for table, shares in ((greater, (low + difference, low)), (less, (low, low + difference))):
            arm, versus = (scipy.stats.binom.pmf(range(k + 1), k, p) for k, p in zip((n, m), shares, strict=True))
            found.append(arm @ table @ versus)
        return float(min(found))

    assert 0 < away < 1
    assert power(away) >= 0.8 > power(away - 0.01)


@pytest.mark.parametrize("n", [1, 2, 3])
def test_no_difference_of_shares_exceeds_one(n: int) -> None:
    """Where not even all against none is found often enough, the detectable difference is all there is: 1."""
    assert Shares(n, n, 0, n).mde(0.001) == 1
    assert Shares(0, n, 0, n).mde(0.001) == 1

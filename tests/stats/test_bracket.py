"""Times between two readings: whichever way they lie, no effect is feigned."""

from math import inf

import numpy as np
import pytest
import scipy.stats
from hypothesis import given, settings
from hypothesis import strategies as st

from bnreport.stats.bracket import Bracketed

LOGS = np.array([0.2, 0.5, 0.3, 0.6])
NARROW = np.array([0.01, 0.02, 0.01, 0.03])


def bracketed(least: float = 0.1, most: float = 0.2) -> Bracketed:
    """Return log-ratios that may be smaller by the one and larger by the other."""
    return Bracketed.of(LOGS, LOGS - least, LOGS + most, np.stack([NARROW, NARROW]))


def test_each_end_is_scipys_t_interval() -> None:
    """The lower end is that of the least log-ratios, the upper that of the most."""
    low = scipy.stats.ttest_1samp(LOGS - 0.1, 0).confidence_interval(0.9).low
    high = scipy.stats.ttest_1samp(LOGS + 0.2, 0).confidence_interval(0.9).high
    assert bracketed().interval(0.1) == pytest.approx((np.exp(low), np.exp(high)))
    assert bracketed().value == pytest.approx(np.exp(LOGS.mean()))
    assert bracketed().n == 4


@settings(deadline=None, max_examples=50)
@given(st.floats(0.2, 5), st.floats(0.001, 0.5))
def test_p_and_interval_decide_alike(bound: float, alpha: float) -> None:
    """A bound lies below the interval exactly when p is below alpha / 2, and above it likewise."""
    low, high = bracketed().interval(alpha)
    assert (low > bound) == (bracketed().p_greater(bound) < alpha / 2)
    assert (high < bound) == (bracketed().p_less(bound) < alpha / 2)


def test_no_sd_is_smaller_than_the_roundings() -> None:
    """Log-ratios that are all the same have the SD of two uniform times between their readings."""
    same = np.full(3, 0.7)
    widths = np.array([[0.3, 0.3, 0.3], [0.4, 0.4, 0.4]])
    found = Bracketed.of(same, same - 0.3, same + 0.4, widths)
    assert found.least is not None
    assert found.least.sd == pytest.approx(0.5 / 12**0.5)
    assert found.least.value == pytest.approx(0.4)


def test_an_open_end_decides_nothing() -> None:
    """One seed without a most leaves the upper end open, and no p against it is small; the lower end stays."""
    found = Bracketed.of(LOGS, LOGS, np.array([0.2, 0.5, 0.3, inf]), np.zeros((2, 4)))
    assert found.interval(0.05).high == inf
    assert found.p_less(100) == 1
    assert found.p_greater(0.5) < 0.025
    assert 1 < found.mde(0.05) < inf
    both = Bracketed.of(LOGS, np.array([-inf, 0.5, 0.3, 0.6]), np.array([0.2, 0.5, 0.3, inf]), np.zeros((2, 4)))
    assert both.interval(0.05) == (0, inf)
    assert both.mde(0.05) == pytest.approx(np.exp(both.log.mde(0.05)))


def test_detectable_factor_holds_the_bracket() -> None:
    """Without brackets it is that of the t test; with them the wider one is added."""
    exact = Bracketed.of(LOGS, LOGS, LOGS, np.zeros((2, 4)))
    assert exact.mde(0.05) == pytest.approx(np.exp(exact.log.mde(0.05)))
    assert bracketed().mde(0.05) == pytest.approx(exact.mde(0.05) * np.exp(0.2))

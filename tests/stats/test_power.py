"""Minimum detectable effects."""

import numpy as np
import pytest
from scipy.special import stdtrit
from statsmodels.stats.power import TTestPower

from bnreport.stats.mean import Mean
from bnreport.stats.power import detectable


@pytest.mark.parametrize(
    ("n", "alpha", "expected"),
    [
        (3, 0.05, 3.26),
        (5, 0.05, 1.68),
        (10, 0.05, 1.00),
        (3, 0.05 / 8, 9.26),
        (5, 0.05 / 8, 2.98),
        (10, 0.05 / 8, 1.43),
    ],
)
def test_table_of_detectable_effects(n: int, alpha: float, expected: float) -> None:
    """In standard deviations, at 80 % power: alone, and as the first of eight."""
    assert detectable(n - 1, alpha) / n**0.5 == pytest.approx(expected, abs=0.006)


@pytest.mark.parametrize("n", [3, 5, 10, 200])
def test_agrees_with_statsmodels(n: int) -> None:
    """The one-sided t test at alpha/2 has that power at that distance."""
    power = TTestPower().power(detectable(n - 1, 0.05, 0.9) / n**0.5, n, 0.025, alternative="larger")
    assert power == pytest.approx(0.9, abs=1e-6)


@pytest.mark.parametrize("n", [3, 5])
def test_power_is_reached_in_simulation(n: int) -> None:
    """Effects that far from the bound are detected in 80 % of studies, within 4 standard errors."""
    studies = 20_000
    draws = np.random.default_rng(n).normal(detectable(n - 1, 0.05) / n**0.5, 1, (studies, n))
    t = draws.mean(1) / (draws.std(1, ddof=1) / n**0.5)
    assert np.mean(t > -stdtrit(n - 1, 0.025)) == pytest.approx(0.8, abs=4 * (0.16 / studies) ** 0.5)


@pytest.mark.parametrize("n", [2, 3, 10])
@pytest.mark.parametrize("hypotheses", [1, 8, 5000])
def test_finite_at_any_level(n: int, hypotheses: int) -> None:
    """Two seeds among five thousand hypotheses still have a number, and it scales with the spread."""
    mde = Mean(0.0, 2.0, n).mde(0.05 / hypotheses)
    assert np.isfinite(mde)
    assert mde == pytest.approx(2 * Mean(7.0, 1.0, n).mde(0.05 / hypotheses))

"""The slope as a weighted sum."""

import numpy as np
import pytest
import scipy.stats

from bnreport.stats.slope import slope_weights


def test_worked_by_hand() -> None:
    """Over 0, 1, 2 the slope is half the difference of the ends."""
    assert slope_weights([0, 1, 2]) == pytest.approx([-0.5, 0, 0.5])


@pytest.mark.parametrize("unit", [1e-200, 1e-4, 1.0, 1e9, 1e200])
def test_agrees_with_scipy_in_any_unit(unit: float) -> None:
    """Least squares as linregress has it, where the squares of the levels over- or underflow too."""
    rng = np.random.default_rng(0)
    x, y = rng.uniform(0, 1, 6), rng.normal(size=6)
    assert slope_weights(unit * x) @ y * unit == pytest.approx(scipy.stats.linregress(x, y).slope)

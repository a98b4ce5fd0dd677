"""Random effects against statsmodels, and against the formulas written out."""

from math import sqrt

import numpy as np
import pytest
from scipy.stats import t
from statsmodels.stats.meta_analysis import combine_effects

from bnreport.stats.random_effects import RandomEffects

APART = ([0.10, 0.62, 0.35, 0.95, -0.20], [0.10, 0.08, 0.12, 0.20, 0.15])
ALIKE = ([0.50, 0.52, 0.49, 0.51], [0.10, 0.20, 0.15, 0.12])


def test_mean_and_spread_are_those_of_statsmodels() -> None:
    """DerSimonian and Laird's; where experiments agree better than by chance, no spread between them."""
    for (estimates, errors), method in ((APART, "chi2"), (ALIKE, "iterated")):  # of "chi2" it makes a negative spread
        found = RandomEffects.of(estimates, errors)
        oracle = combine_effects(np.array(estimates), np.array(errors) ** 2, method_re=method)
        assert found.value == pytest.approx(oracle.mean_effect_re, rel=1e-12)
        assert found.tau**2 == pytest.approx(oracle.tau2, rel=1e-12, abs=1e-15)
        assert found.k == len(estimates)


def test_the_interval_is_hartungs_and_knapps() -> None:
    """With k - 1 degrees of freedom."""
    estimates, errors = APART
    found = RandomEffects.of(estimates, errors)
    oracle = combine_effects(np.array(estimates), np.array(errors) ** 2, method_re="chi2")
    assert oracle.scale_hksj_re > 1
    assert found.error == pytest.approx(oracle.sd_eff_w_re_hksj, rel=1e-12)
    assert found.interval(0.1) == pytest.approx(
        [found.value + sign * t.ppf(0.95, 4) * found.error for sign in (-1, 1)], rel=1e-9
    )


def test_the_factor_never_shortens_the_interval() -> None:
    """Where experiments agree by chance better than their errors allow, the error is that of the weights alone."""
    estimates, errors = ALIKE
    found = RandomEffects.of(estimates, errors)
    oracle = combine_effects(np.array(estimates), np.array(errors) ** 2, method_re="iterated")
    assert oracle.scale_hksj_re < 1
    assert found.error == pytest.approx(1 / sqrt(sum(1 / error**2 for error in errors)), rel=1e-12)


def test_the_prediction_interval_adds_the_spread_between_experiments() -> None:
    """With k - 2 degrees of freedom, the formula written out."""
    found = RandomEffects.of(*APART)
    half = t.ppf(0.975, 3) * sqrt(found.tau**2 + found.error**2)
    assert found.prediction(0.05) == pytest.approx([found.value - half, found.value + half], rel=1e-9)
    assert found.prediction(0.05).low < found.interval(0.05).low


def test_intervals_scale_with_the_unit() -> None:
    """Percentage points instead of fractions change nothing else."""
    estimates, errors = APART
    found = RandomEffects.of(estimates, errors).interval(0.05)
    larger = RandomEffects.of([100 * each for each in estimates], [100 * each for each in errors]).interval(0.05)
    assert larger == pytest.approx([100 * end for end in found], rel=1e-12)

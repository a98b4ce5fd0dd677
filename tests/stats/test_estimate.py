"""The p of an estimate against a claim region."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.stats.weightstats import ttost_paired

from bnreport.stats.estimate import p_refute, p_support, p_value
from bnreport.stats.mean import Mean
from bnreport.stats.region import Region

effects = st.lists(st.floats(-10, 10), min_size=2, max_size=12).filter(lambda x: np.std(x) > 1e-3)


def test_equivalence_p_agrees_with_statsmodels() -> None:
    """For a two-sided region, p_support is the TOST p of ttost_paired."""
    rng = np.random.default_rng(0)
    a = rng.normal(0.9, 0.02, 10)
    b = a + rng.normal(0.002, 0.01, 10)
    ours = p_support(Mean.of(a - b), Region(-0.02, 0.02))
    assert ours == pytest.approx(ttost_paired(a, b, -0.02, 0.02)[0])


@settings(deadline=None, max_examples=60)
@given(effects, st.floats(1e-4, 0.5), st.floats(-10, 10), st.floats(-10, 10))
def test_p_and_interval_decide_alike(values: list[float], alpha: float, one: float, other: float) -> None:
    """The picture is the test: p below alpha exactly when the interval lies wholly in or out of the region."""
    mean = Mean.of(values)
    interval = mean.interval(alpha)
    for region in (Region(low=one), Region(high=one), Region(min(one, other), max(one, other))):
        if min(abs(end - bound) for end in interval for bound in region) < 1e-9:
            continue
        assert region.holds(interval) == (p_support(mean, region) < alpha / 2)
        assert region.excludes(interval) == (p_refute(mean, region) < alpha / 2)
        assert (region.holds(interval) or region.excludes(interval)) == (p_value(mean, region) < alpha)


def test_one_side_takes_all_of_alpha() -> None:
    """By the convention of two one-sided tests p is that of the direction alone; it is never above 1."""
    mean, region = Mean(0.0, 1.0, 5), Region(-1, 1)
    assert p_value(mean, region, 1) == pytest.approx(p_support(mean, region))
    assert p_value(mean, region) == pytest.approx(2 * p_support(mean, region))
    assert p_value(mean, Region(low=0)) == 1

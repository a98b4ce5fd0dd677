"""A number of another study, where it is expected."""

import numpy as np
import pytest

from bnreport.stats.mean import Mean, Ratio
from bnreport.stats.prediction import predicted


def test_one_more_seed_is_the_textbooks_interval() -> None:
    """T s sqrt(1 + 1/n), here by hand: s = 1, n = 4, t(3) = 3.1824."""
    assert predicted(Mean(2.0, 1.0, 4)) == pytest.approx((2 - 3.1824 * 1.25**0.5, 2 + 3.1824 * 1.25**0.5), abs=1e-3)


def test_a_larger_study_and_its_own_spread_shorten_it() -> None:
    """Down to the confidence interval, where the other study knows its mean."""
    mean = Mean(2.0, 1.0, 4)
    assert predicted(mean, 10**9) == pytest.approx(mean.interval(0.05), abs=1e-3)
    assert predicted(mean, 1, 1e-9) == pytest.approx(mean.interval(0.05), abs=1e-6)
    assert predicted(mean, 3, 1.0) == predicted(mean, 3)


def test_ratios_are_predicted_by_their_logarithms() -> None:
    """And read as ratios."""
    log = Mean(0.5, 0.2, 5)
    assert predicted(Ratio(log), 2) == pytest.approx(np.exp(predicted(log, 2)))


@pytest.mark.parametrize(("n", "other"), [(3, 1), (5, 1), (5, 5), (10, 3)])
def test_nineteen_of_twenty_pairs_of_studies_agree(n: int, other: int) -> None:
    """When both see the same effect, with the same spread."""
    rng = np.random.default_rng(0)
    ours, theirs = rng.normal(0.3, 1, (4000, n)), rng.normal(0.3, 1, (4000, other)).mean(axis=1)
    spans = (predicted(Mean.of(each), other) for each in ours)
    held = np.mean([low < value < high for (low, high), value in zip(spans, theirs, strict=True)])
    assert held == pytest.approx(0.95, abs=4 * (0.05 * 0.95 / 4000) ** 0.5)

"""Margins that two one-sided tests resolve."""

import numpy as np
import pytest
from scipy.special import stdtrit

from bnreport.stats.power import detectable
from bnreport.stats.region import Region
from bnreport.stats.tost import CONVENTION, resolvable, sides


@pytest.mark.parametrize(("n", "margin"), [(3, 2.66), (5, 1.60), (10, 1.01)])
def test_table_of_the_usual_tost(n: int, margin: float) -> None:
    """At 90 % intervals."""
    assert resolvable(n - 1, 0.1) / n**0.5 == pytest.approx(margin, abs=0.006)


@pytest.mark.parametrize(("n", "alpha"), [(3, 0.05), (5, 0.05 / 8), (40, 0.05)])
def test_equivalence_in_simulation(n: int, alpha: float) -> None:
    """That margin is shown in 80 % of studies without an effect, within 4 standard errors."""
    studies = 20_000
    draws = np.random.default_rng(n).standard_normal((studies, n))
    error = draws.std(1, ddof=1) / n**0.5
    reach = np.abs(draws.mean(1)) - stdtrit(n - 1, alpha / 2) * error
    assert np.mean(reach < resolvable(n - 1, alpha) / n**0.5) == pytest.approx(0.8, abs=4 * (0.16 / studies) ** 0.5)


@pytest.mark.parametrize("alpha", [0.05, 0.05 / 100])
@pytest.mark.parametrize("df", [1, 2, 4, 999])
def test_both_bounds_need_more_than_one(df: int, alpha: float) -> None:
    """Between the one-bound distance at 80 % and that at 90 % power, whatever the size (Bonferroni over the bounds)."""
    assert detectable(df, alpha) < resolvable(df, alpha) <= detectable(df, alpha, 0.9) * (1 + 1e-6)


def test_only_two_bounds_under_the_convention_share_no_alpha() -> None:
    """One bound, or another confidence, is tested from both sides."""
    assert sides(Region(-1, 1), CONVENTION) == 1
    assert sides(Region(-1, 1), 0.95) == sides(Region(low=-1), CONVENTION) == sides(Region(high=1), CONVENTION) == 2

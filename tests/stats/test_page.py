"""Page's L against scipy and by hand."""

from itertools import permutations

import numpy as np
import pytest
import scipy.stats

from bnreport.stats.page import page


def test_worked_by_hand() -> None:
    """Two seeds, three levels: ranks (1, 2, 3) and (2, 1, 3) give L = 14 + 13; 3 of 36 orders do as well or better."""
    found = page([[0.1, 0.2, 0.3], [0.2, 0.1, 0.3]])
    assert found.value == 27
    singles = [sum(k * r for k, r in zip((1, 2, 3), order, strict=True)) for order in permutations((1, 2, 3))]
    assert found.p == pytest.approx(np.mean([a + b >= 27 for a in singles for b in singles]))


def test_four_levels_decide_with_three_seeds() -> None:
    """All seeds in order: p = 1 / 24³ = 7e-5, so ranks of three seeds can decide."""
    assert page([[1, 2, 3, 4]] * 3).p == pytest.approx(24**-3)


def test_reproduces_scipys_example() -> None:
    """Ten students rate tutorial, lecture and seminar in scipy's documentation: L = 133.5."""
    table = [
        [3, 4, 3],
        [2, 2, 4],
        [3, 3, 5],
        [1, 3, 2],
        [2, 3, 2],
        [2, 4, 5],
        [1, 2, 4],
        [3, 4, 4],
        [2, 4, 5],
        [1, 3, 4],
    ]
    assert page(table).value == 133.5


@pytest.mark.parametrize(("n", "k"), [(2, 3), (3, 4), (5, 5), (10, 3), (4, 8)])
def test_agrees_with_scipy(n: int, k: int) -> None:
    """L and the exact p are scipy's; so is the normal one beyond the exact distribution's reach."""
    rng = np.random.default_rng(n)
    for _ in range(3):
        table = rng.normal(size=(n, k)) + 0.3 * np.arange(k)
        theirs = scipy.stats.page_trend_test(table, method="exact" if k < 8 else "asymptotic")
        assert page(table).value == theirs.statistic
        assert page(table).p == pytest.approx(theirs.pvalue, abs=1e-9 if k < 8 else 0.01)
    large = rng.normal(size=(25, k)) + 0.1 * np.arange(k)
    assert page(large).p == pytest.approx(scipy.stats.page_trend_test(large, method="asymptotic").pvalue)


def test_ties_shrink_the_variance() -> None:
    """Tied levels share a rank; where everything is tied the order says nothing."""
    assert page([[1, 1, 1], [2, 2, 2]]) == (24, 1)
    table = [[1, 2, 2], [1, 2, 3], [1, 1, 3]]
    centred = scipy.stats.rankdata(table, axis=1) - 2
    variance = (centred**2).sum() * 2 / 2
    value = float((centred @ [1, 2, 3]).sum())
    assert page(table).p == pytest.approx(scipy.stats.norm.sf(value / variance**0.5))


def test_false_rate_is_held() -> None:
    """Without a trend the exact test rejects in 5 % at most, within 4 standard errors."""
    rng = np.random.default_rng(0)
    rate = np.mean([page(table).p <= 0.05 for table in rng.normal(size=(3000, 5, 4))])
    assert 0.03 < rate < 0.05 + 4 * (0.05 * 0.95 / 3000) ** 0.5

"""The sign-flip test against its enumeration."""

from itertools import product

import numpy as np
import pytest

from bnreport.stats.signflip import SignFlip


def test_sign_flip_interval_is_the_tests_inverse() -> None:
    """A centre is inside iff the enumerated two-sided test does not reject it at that level."""
    effects = (0.3, -0.1, 0.25, 0.7, 0.05, 0.4, 0.12)
    low, high = SignFlip(effects).interval(0.05)
    signs = np.array(list(product([-1, 1], repeat=7)))
    for centre in np.linspace(-0.3, 0.9, 97):
        shifted = np.array(effects) - centre
        sums, seen = signs @ shifted, shifted.sum()
        p = 2 * min((sums >= seen - 1e-12).mean(), (sums <= seen + 1e-12).mean())
        assert (low < centre < high) == (p > 0.05)


def test_hodges_lehmann_by_hand() -> None:
    """Walsh averages of 1, 2, 6: 1, 1.5, 2, 3.5, 4, 6; their median is 2.75."""
    assert SignFlip((1.0, 2.0, 6.0)).value == 2.75
    assert SignFlip((1.0, 2.0, 6.0)).interval(0.05) == (-np.inf, np.inf)


@pytest.mark.parametrize(("n", "decides"), [(5, False), (6, True)])
def test_six_seeds_can_decide(n: int, decides: bool) -> None:  # noqa: FBT001
    """2 / 2**5 is above 5 %, and 2 / 2**6 is below."""
    sure = SignFlip(tuple(1.0 + i for i in range(n)))
    assert sure.decides(0.05) == decides == np.isfinite(sure.interval(0.05).low)

"""What a ridge shows of a distribution: masses that are the quantiles' own, and nothing where nothing was measured."""

from math import inf, isnan, nan
from statistics import NormalDist

import numpy as np
import pytest

from bnreport.figures.ridgelines.density import Ridge, axis_ends, outline, pooled

PROBABILITIES = (0.01, 0.05, 0.15, 0.3, 0.5, 0.7, 0.85, 0.95, 0.99)


def _shares(corners: np.ndarray, at: list[float]) -> list[float]:
    """Return the share of the area on the left of some places."""
    x, y = corners[1:-1].T
    area = np.concatenate(([0.0], np.cumsum(np.diff(x) * (y[:-1] + y[1:]) / 2)))
    return [float(each) for each in np.interp(at, x, area / area[-1])]


def test_areas_are_the_probabilities_between_quantiles() -> None:
    """Left of the quartiles and the median lies as much as should, lopsided or not, but for what smoothing moves."""
    for power in (1, 2):
        quantiles = [(NormalDist(4, 1).inv_cdf(probability)) ** power for probability in PROBABILITIES]
        corners = outline(quantiles, PROBABILITIES, (0, 8**power))
        assert _shares(corners, quantiles[3:6]) == pytest.approx([0.3, 0.5, 0.7], abs=0.05)
        assert corners[:, 1].max() == 1


def test_density_of_a_normal_distribution_is_near_the_true_one() -> None:
    """The bell, a little wider for its smoothing: sqrt(1 + h^2) with h = 0.2 times 1.349."""
    bell, wider = NormalDist(), NormalDist(0, (1 + (0.2 * 1.349) ** 2) ** 0.5)
    corners = outline([bell.inv_cdf(probability) for probability in PROBABILITIES], PROBABILITIES, (-5, 5))
    for x, y in corners[1:-1]:
        assert y == pytest.approx(wider.pdf(x) / wider.pdf(0), abs=0.06)


def test_a_mass_on_one_spot_is_a_spike() -> None:
    """A dead unit: all quantiles coincide, and the ridge stands there, a hundredth of the axis wide."""
    corners = outline([0.0] * 9, PROBABILITIES, (-1, 3))
    assert abs(corners[np.argmax(corners[:, 1]), 0]) < 0.01
    assert (corners[:, 0].min(), corners[:, 0].max()) == pytest.approx((-0.1, 0.1))


def test_pooled_runs_have_equal_weights() -> None:
    """Of two runs side by side the lower quarter is the median of the lower run; alike, they are either of them."""
    probabilities = (0.1, 0.25, 0.5, 0.75, 0.9)
    low = np.array([1.0, 2.0, 3.0, 4.0, 5.0])
    both = pooled(np.array([low, low + 10]), probabilities)
    assert (both[1], both[3]) == pytest.approx((3, 13))
    assert pooled(np.array([low, low]), probabilities) == pytest.approx(tuple(low))


def test_a_run_without_a_number_is_not_pooled() -> None:
    """The others are; of none, nothing is known."""
    held = np.array([[1.0, 2.0, 3.0], [nan, 2.0, 3.0], [1.0, 2.0, inf]])
    assert pooled(held, (0.1, 0.5, 0.9)) == (1, 2, 3)
    assert all(map(isnan, pooled(held[1:], (0.1, 0.5, 0.9))))


def test_nothing_is_drawn_of_no_numbers() -> None:
    """NaN and infinities leave no outline; what lies beyond the axis is cut off at its end."""
    assert len(outline([nan] * 9, PROBABILITIES, (-1, 1))) == 0
    assert len(outline([inf] * 9, PROBABILITIES, (-1, 1))) == 0
    assert len(outline([5.0 + p for p in PROBABILITIES], PROBABILITIES, (-1, 1))) == 0
    assert outline([-3.0, 0.0, 9.0], (0.1, 0.5, 0.9), (-1, 1))[:, 0].max() == 1


def test_axis_fits_arms_that_trained() -> None:
    """An arm that diverged does not widen the axis, and a far wider one is cut off rather than hiding the others."""
    ridges = [Ridge(arm, "5", 0, (-reach, 0.0, reach)) for arm, reach in (("a", 1.0), ("b", 2.0), ("c", 1e6))]
    assert axis_ends(ridges[:2], ()) == (-2, 2)
    assert axis_ends(ridges, ["c"]) == (-2, 2)
    low, high = axis_ends(ridges, ())
    assert high == -low == 16
    assert ridges[2].beyond((low, high)) == (True, True)
    assert axis_ends([Ridge("a", "5", 0, (nan, nan))], ()) == (-1, 1)

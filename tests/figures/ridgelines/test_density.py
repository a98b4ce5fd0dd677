"""What a ridge shows of a distribution: masses that are the quantiles' own, and nothing where nothing was measured."""

from math import inf, nan
from statistics import NormalDist

import numpy as np
import pytest

from bnreport.figures.ridgelines.density import Ridge, axis_ends, outline

PROBABILITIES = (0.01, 0.05, 0.15, 0.3, 0.5, 0.7, 0.85, 0.95, 0.99)


def _masses(corners: np.ndarray) -> list[float]:
    """Return the area above each horizontal stretch."""
    pairs = zip(corners[1:-1:2], corners[2:-1:2], strict=True)
    return [float((right[0] - left[0]) * left[1]) for left, right in pairs]


def test_areas_are_the_probabilities_between_quantiles() -> None:
    """Up to one factor, the area between two quantiles is the share of the distribution that lies there."""
    quantiles = [NormalDist(2, 3).inv_cdf(probability) for probability in PROBABILITIES]
    corners = outline(quantiles, PROBABILITIES, (-20, 20))
    masses = _masses(corners)
    assert np.array(masses) / sum(masses) == pytest.approx(np.diff(PROBABILITIES) / (0.99 - 0.01))
    assert corners[0].tolist() == [quantiles[0], 0]
    assert corners[-1].tolist() == [quantiles[-1], 0]
    assert corners[:, 1].max() == 1


def test_density_of_a_normal_distribution_is_near_the_true_one() -> None:
    """At the middle of each stretch, the height against the peak's is that of the bell."""
    fine = tuple(np.linspace(0.01, 0.99, 50).tolist())
    bell = NormalDist()
    quantiles = [bell.inv_cdf(probability) for probability in fine]
    corners = outline(quantiles, fine, (-5, 5))
    for left, right, height in zip(quantiles[5:-6], quantiles[6:-5], corners[11:-12:2, 1], strict=True):
        assert height == pytest.approx(bell.pdf((left + right) / 2) / bell.pdf(0), abs=0.01)


def test_a_mass_on_one_spot_is_a_spike() -> None:
    """A dead unit: all quantiles coincide, and the ridge is as wide as a two-hundredth of the axis."""
    corners = outline([0.0] * 9, PROBABILITIES, (-1, 3))
    assert (corners[:, 0].min(), corners[:, 0].max()) == pytest.approx((-0.01, 0.01))


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

"""What is drawn is what the table says."""

import numpy as np
import pytest

from bnreport.figures.heatmap.draw import panels
from tests.figures.conftest import axes_of
from tests.figures.heatmap.conftest import HEAT


def test_heat_is_centred_at_one_and_grey_where_nothing_is() -> None:
    """Equal arms are the pale middle; tenfold and a tenth are the ends; infinity has the last colour, NaN is grey."""
    first, _, second, _ = axes_of(panels, HEAT)
    (shown,), (other,) = ([np.asarray(image.get_array())[..., :3] for image in axes.images] for axes in (first, second))
    assert shown[0, 0] == pytest.approx([0.966, 0.966, 0.968], abs=0.01)
    assert shown[0, 1] == pytest.approx([0.498, 0.231, 0.031], abs=0.01)
    assert shown[1, 0] == pytest.approx([0.176, 0.0, 0.294], abs=0.01)
    assert np.ptp(shown[1, 1]) < 0.01
    assert 0.5 < shown[1, 1].max() < 0.9
    assert other[0, 0] == pytest.approx(shown[1, 0])
    assert other[0, 1] == pytest.approx(shown[0, 1])
    assert (
        " ".join(first.get_title().split())
        == "e.b: \N{MULTIPLICATION SIGN}5.28 (layers \N{MULTIPLICATION SIGN}0.55 to \N{MULTIPLICATION SIGN}10)"
    )

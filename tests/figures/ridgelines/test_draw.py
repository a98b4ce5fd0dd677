"""What is drawn is what the table says."""

from dataclasses import replace

import numpy as np
import pytest
from matplotlib.collections import PolyCollection
from matplotlib.colors import to_hex

from bnreport.figures.ridgelines.density import Ridge
from bnreport.figures.ridgelines.draw import draw as draw_ridgelines
from bnreport.figures.shared.style import COLOURS, INK
from tests.figures.conftest import axes_of
from tests.figures.ridgelines.conftest import RIDGES
from tests.figures.shared.conftest import corners_of


def test_ridges_stand_at_their_steps_and_values() -> None:
    """Baselines run downwards with training, arms side by side, on values that all arms share (here -2 to 2)."""
    [axes] = axes_of(draw_ridgelines, RIDGES)
    low, high = -2.0, 2.0
    shapes = corners_of(axes)
    assert len(shapes) == 3
    for shape, (along, down, ends) in zip(shapes, [(0, 0, (-1, 1)), (0, 1, (-2, 0.5)), (1, 0, (0, 2))], strict=True):
        across = [along + 0.93 * (end - low) / (high - low) for end in ends]
        assert shape[0] == pytest.approx([across[0], down])
        assert shape[-1] == pytest.approx([across[1], down])
        assert min(y for _, y in shape) == pytest.approx(down - 2.2)
    colours = [np.asarray(each.get_edgecolor())[0] for each in axes.collections if isinstance(each, PolyCollection)]
    assert [to_hex(colour).upper() for colour in colours] == list(COLOURS[:2])
    marks = {
        str(line.get_marker()): np.asarray(line.get_xydata()).tolist() for line in axes.lines if line.get_color() == INK
    }
    assert marks["x"] == [pytest.approx([1 + 0.93 / 2, 1])]
    assert "A cross: the run diverged, or no quantile is a number (e.b)" in RIDGES.caption


def test_a_lost_arm_has_its_cross_only_where_it_has_ridges() -> None:
    """A layer that its network has not is blank: a cross there would say when it diverged."""
    ridges = (*RIDGES.ridges[:3], Ridge("e.a", "9", 0, (-1.0, 0.0, 1.0)))
    crosses = [
        [np.asarray(line.get_xydata()).tolist() for line in axes.lines if line.get_marker() == "x"]
        for axes in axes_of(draw_ridgelines, replace(RIDGES, ridges=ridges, lost=("e.b",), note="Said."))
    ]
    assert crosses == [[[pytest.approx([1 + 0.93 / 2, 1])]], []]
    assert "Said." in replace(RIDGES, note="Said.").caption

"""What is drawn is what the table says."""

from dataclasses import replace

import numpy as np
import pytest
from matplotlib.collections import PolyCollection
from matplotlib.colors import to_hex

from bnreport.figures.ridgelines.density import Ridge
from bnreport.figures.ridgelines.draw import panels
from bnreport.figures.shared.style import COLOURS
from tests.figures.conftest import axes_of, points_of
from tests.figures.ridgelines.conftest import RIDGES
from tests.figures.shared.conftest import corners_of


def test_ridges_stand_at_their_steps_and_values() -> None:
    """Baselines run downwards with training, a panel for each arm, on values that all arms share (here -2 to 2)."""
    first, second = axes_of(panels, RIDGES)
    assert first.get_xlim() == second.get_xlim() == (-2, 2)
    shapes = [corners_of(axes) for axes in (first, second)]
    assert [len(held) for held in shapes] == [2, 1]
    for shape, (down, middle) in zip([*shapes[0], *shapes[1]], [(0, 0.0), (1, 0.2), (0, 1.0)], strict=True):
        assert (shape[0][1], shape[-1][1]) == pytest.approx((down, down))
        assert min(y for _, y in shape) == pytest.approx(down - 2.2)
        assert min(shape, key=lambda corner: corner[1])[0] == pytest.approx(middle, abs=0.1)
    edges = [each for axes in (first, second) for each in axes.collections if isinstance(each, PolyCollection)]
    assert [to_hex(np.asarray(each.get_edgecolor())[0]).upper() for each in edges] == list(COLOURS[:2])
    assert [axes.get_title() for axes in (first, second)] == ["e.a, layer 5", "e.b, layer 5"]
    assert points_of(first, ".") == [[0, 0], [0, 1]]
    assert points_of(second, "x") == [[0, 1]]
    assert "A cross: the run diverged, or no quantile is a number (e.b)" in RIDGES.caption


def test_a_lost_arm_has_its_cross_only_where_it_has_ridges() -> None:
    """A layer that its network has not has no panel: a cross there would say when it diverged."""
    ridges = (*RIDGES.ridges[:3], Ridge("e.a", "9", 0, (-1.0, 0.0, 1.0)))
    shown = axes_of(panels, replace(RIDGES, ridges=ridges, lost=("e.b",), note="Said."))
    crosses = [points_of(axes, "x") for axes in shown]
    assert crosses == [[], [[pytest.approx(-0.5), 1]], []]
    assert "Said." in replace(RIDGES, note="Said.").caption

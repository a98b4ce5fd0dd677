"""What is drawn is what the table says."""

from dataclasses import replace
from math import inf

import numpy as np
import pytest
from matplotlib.axes import Axes

from bnreport.figures.shared.style import COLOURS, INK
from bnreport.figures.threshold.draw import panels as draw_threshold
from tests.figures.conftest import axes_of, points_of
from tests.figures.threshold.conftest import RUNS, THRESHOLD


def _stairs(axes: Axes, colour: str) -> list[list[float]]:
    [line] = [each for each in axes.lines if each.get_drawstyle() == "steps-post" and each.get_color() == colour]
    return np.asarray(line.get_xydata()).tolist()


def test_threshold_steps_down_where_runs_get_there() -> None:
    """Shares of runs not there yet, after each time, to the budget; those that never got there stay up."""
    waiting = axes_of(draw_threshold, THRESHOLD)[1]
    third = 100 / 3
    a, b = (_stairs(waiting, colour) for colour in COLOURS[:2])
    assert a == [pytest.approx(each, abs=1e-9) for each in ([0, 100], [5, third], [10, 0], [12, 0])]
    assert b == [pytest.approx(each) for each in ([0, 100], [10, 2 * third], [12, 2 * third], [12, 2 * third])]
    assert points_of(waiting, "o") == [pytest.approx(each, abs=1e-9) for each in ([5, third], [10, 0])]
    assert points_of(waiting, "|") == [pytest.approx([12, 2 * third])]
    assert "(2 of 6 runs, 1 of them diverged)" in THRESHOLD.caption


def test_threshold_draws_both_lines() -> None:
    """The threshold in the metric's unit, the budget on both panels, the curves on the same steps."""
    learning, waiting = axes_of(draw_threshold, THRESHOLD)
    assert [line.get_ydata() for line in learning.lines if line.get_linestyle() == ":" or line.get_color() == INK] == [
        pytest.approx([50, 50])
    ]
    for axes in (learning, waiting):
        assert [12, 12] in [np.asarray(line.get_xdata()).tolist() for line in axes.lines]
    assert learning.get_xlim() == waiting.get_xlim()
    assert points_of(learning, "x")[0][0] == 5


def test_a_threshold_beyond_the_curves_is_on_the_axis() -> None:
    """A line that no run comes near must be seen to be far, not missing."""
    table = replace(THRESHOLD, learning=replace(THRESHOLD.learning, curves=RUNS[:3]), threshold=0.95)
    assert table.learning.ends == (0.1, 0.8)
    assert axes_of(draw_threshold, table)[0].get_ylim()[1] > 95
    assert replace(table, threshold=inf).ends == (0.1, 0.8)

"""What is drawn is what the table says."""

from dataclasses import replace
from math import nan

import numpy as np
import pytest
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.colors import to_hex

from bnreport.figures.scatter.draw import panels
from bnreport.figures.scatter.table import ArmPoints
from bnreport.figures.shared.style import COLOURS, INK, VERDICTS
from tests.figures.conftest import axes_of, points_of
from tests.figures.scatter.conftest import SCATTER


def _lines(axes: Axes) -> dict[str, list[list[float]]]:
    """Return the ends of least-squares lines, by colour; ticks are thinner."""
    return {
        to_hex(colour).upper(): np.asarray(segment).tolist()
        for each in axes.collections
        if isinstance(each, LineCollection) and float(np.ravel(each.get_linewidth())[0]) > 1
        for colour, segment in zip(np.asarray(each.get_colors()), each.get_segments(), strict=True)
    }


def test_scatter_draws_every_run_and_each_arms_own_line() -> None:
    """Colour and shape together, percent on the axis; a rising arm and a falling one keep their signs."""
    left = axes_of(panels, SCATTER)[0]
    assert points_of(left, "o", COLOURS[0]) == [pytest.approx(each) for each in ([1, 20], [2, 40], [3, 60])]
    assert points_of(left, "s", COLOURS[1]) == [pytest.approx(each) for each in ([4, 90], [5, 80], [6, 70])]
    lines = _lines(left)
    assert lines[COLOURS[0]] == [pytest.approx([1, 20]), pytest.approx([3, 60])]
    assert lines[COLOURS[1]] == [pytest.approx([4, 90]), pytest.approx([6, 70])]


def test_scatter_centres_each_arm_by_its_own_mean() -> None:
    """The right panel holds what is correlated within arms: no difference between arms is left, one line for all."""
    right = axes_of(panels, SCATTER)[1]
    assert points_of(right, "o") == [pytest.approx(each, abs=1e-9) for each in ([-1, -20], [0, 0], [1, 20])]
    assert points_of(right, "s") == [pytest.approx(each, abs=1e-9) for each in ([-1, 10], [0, 0], [1, -10])]
    assert list(_lines(right)) == [INK]
    assert _lines(right)[INK] == [pytest.approx([-1, -5]), pytest.approx([1, 5])]


def test_scatter_of_arms_shows_their_means_and_never_pools_runs() -> None:
    """Over arms: a point for each arm's mean, a line through those; the runs have none."""
    table = replace(SCATTER, within=False)
    left, right, _ = axes_of(panels, table)
    assert _lines(left) == {}
    assert points_of(right, "o") == [pytest.approx([2, 40])]
    assert points_of(right, "s") == [pytest.approx([5, 80])]
    assert _lines(right)[INK] == [pytest.approx([2, 40]), pytest.approx([5, 80])]


def test_scatter_marks_lost_and_unread_runs() -> None:
    """A diverged run is hollow with a cross, where it counts; one without a number stands at the edge, hollow."""
    arm = ArmPoints("e.a", (0, 1, 2), (1.0, 2.0, 3.0), (0.2, 0.1, nan), (False, True, False))
    table = replace(SCATTER, arms=(arm, SCATTER.arms[1]))
    axes = axes_of(panels, table)[0]
    assert points_of(axes, "x") == [pytest.approx([2, 10])]
    assert points_of(axes, "o", "white") == [pytest.approx([2, 10]), pytest.approx([3, axes.get_ylim()[0]])]


def test_scatter_ends_in_the_correlation() -> None:
    """The last panel has no seeds, the verdict's mark, and says which way the sign was turned."""
    axes = axes_of(panels, SCATTER)[2]
    colour, marker = VERDICTS["supported"]
    assert points_of(axes, marker) == [[0.8, 0.0]]
    assert [line.get_color() for line in axes.lines if line.get_marker() == marker] == [colour]
    assert axes.get_title() == "correlation within arms"
    turned = replace(SCATTER, turned=True)
    assert axes_of(panels, turned)[2].get_title().startswith("minus correlation")

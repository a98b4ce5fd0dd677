"""Each arm has its look, and readings that have no place on the axis are marked at its edge."""

from math import inf, nan

import numpy as np
import pytest
from matplotlib.collections import PolyCollection
from matplotlib.colors import to_hex

from bnreport.figures.shared.curve import Curve
from bnreport.figures.shared.style import COLOURS
from tests.figures.curves.conftest import RUNS, drawn, strands


def test_each_arm_is_drawn_in_its_own_colour() -> None:
    """Two arms, two colours, for seeds and bands as for medians."""
    other = tuple(run._replace(arm="e.b", values=tuple(value / 2 for value in run.values)) for run in RUNS)
    axes = drawn(*RUNS, *other)
    assert [points[0][1] for points in strands(axes)[COLOURS[1]]] == pytest.approx([5, 10, 15])
    assert list(strands(axes)) == list(COLOURS[:2])
    [bands] = [each for each in axes.collections if isinstance(each, PolyCollection)]
    assert [to_hex(colour).upper() for colour in np.asarray(bands.get_facecolor())] == list(COLOURS[:2])


def test_readings_without_a_place_are_marked_at_the_edge() -> None:
    """Infinite and NaN above, zero below a logarithmic axis; a diverged run does not squeeze the others."""
    wild = Curve("e.b", 0, (0, 5, 10, 15), (0.5, nan, inf, 0.0), diverged=False)
    lost = Curve("e.c", 0, (0, 5, 10), (0.5, 0.9, 1e12), diverged=True)
    axes = drawn(*RUNS, wild, lost, unit="nat", axis="log")
    hollow = [line for line in axes.lines if line.get_markerfacecolor() == "white"]
    found = {(str(line.get_marker()), str(line.get_color())): np.asarray(line.get_xydata()).tolist() for line in hollow}
    assert found == {
        ("^", COLOURS[1]): [[5, 1], [10, 1]], ("v", COLOURS[1]): [[15, 0]], ("^", COLOURS[2]): [[10, 1]],
    }  # fmt: skip
    assert axes.get_ylim()[1] < 200


def test_a_median_of_infinite_readings_is_infinite() -> None:
    """Two of three seeds at infinity: the median leaves through the top instead of following the third."""
    runs = [Curve("e.a", seed, (0, 5), (1.0, last), diverged=False) for seed, last in enumerate((2, inf, inf))]
    axes = drawn(*runs, unit="nat")
    median = max(axes.lines, key=lambda line: line.get_linewidth())
    assert np.asarray(median.get_ydata()).tolist() == [1.0, axes.get_ylim()[1]]


def test_a_median_is_of_the_runs_that_are_there() -> None:
    """One ended sooner: from then on it is of the other two."""
    runs = [Curve("e.a", seed, (0, 5, 10)[: len(held)], held, diverged=False)
            for seed, held in enumerate(((1.0, 2.0, 3.0), (1.0, 4.0, 5.0), (1.0, 9.0)))]  # fmt: skip
    median = max(drawn(*runs, unit="nat").lines, key=lambda line: line.get_linewidth())
    assert np.asarray(median.get_ydata()).tolist() == [1, 4, 4]

"""What is drawn is what the table says."""

import numpy as np
import pytest
from matplotlib.collections import PolyCollection

from bnreport.figures.curves.draw import panels
from bnreport.figures.curves.table import Table
from bnreport.figures.shared.curve import Curve
from bnreport.figures.shared.style import COLOURS
from tests.figures.conftest import axes_of, points_of
from tests.figures.curves.conftest import RUNS, VALUES, drawn, strands


def test_curves_draw_seeds_band_and_median() -> None:
    """The band reaches from the least seed to the largest, the thick line is their median; a cross ends a lost run."""
    axes = drawn(*RUNS, Curve("e.b", 0, (0, 5), (0.7, 0.75), diverged=True))
    [band] = [each for each in axes.collections if isinstance(each, PolyCollection)]
    edges = {(float(x), round(float(y), 6)) for x, y in np.asarray(band.get_paths()[0].vertices)}
    assert edges == {(0, 10), (0, 30), (5, 30), (5, 80), (10, 50), (10, 90)}
    median = max(axes.lines, key=lambda each: each.get_linewidth() if each.get_color() == COLOURS[0] else 0)
    assert np.asarray(median.get_xydata()).tolist() == [pytest.approx(p) for p in ([0, 20], [5, 40], [10, 60])]
    [seeds] = strands(axes).values()
    assert [[y for _, y in points] for points in seeds] == [
        pytest.approx([100 * value for value in held]) for held in VALUES
    ]
    assert points_of(axes, "x") == [pytest.approx([5, 75])]
    assert [line.get_ydata() for line in axes.lines if line.get_label() == "if diverged"] == [pytest.approx([10, 10])]


def test_many_arms_have_panels_alike() -> None:
    """Six arms on one pair of axes hide each other: no more than four, on the same axes, the first among them."""
    runs = tuple(run._replace(arm=f"e.{name}") for name in "abcdef" for run in RUNS)
    shown = axes_of(panels, Table("e", "accuracy", "fraction", 0.1, runs))
    named = [[text.get_text() for text in axes.texts if text.get_text().startswith("e.")] for axes in shown]
    assert named == [["e.a", "e.b", "e.c"], ["e.a", "e.d", "e.e", "e.f"]]
    assert len({(axes.get_xlim(), axes.get_ylim()) for axes in shown}) == 1


def test_a_band_says_where_many_seeds_are() -> None:
    """Six seeds: their band and their median, and no line for each."""
    runs = tuple(RUNS[seed % 3]._replace(seed=seed) for seed in range(6))
    assert not strands(drawn(*runs))
    assert "thin lines" not in Table("e", "accuracy", "fraction", 0.1, runs).caption
    assert "thin lines" in Table("e", "accuracy", "fraction", 0.1, RUNS).caption

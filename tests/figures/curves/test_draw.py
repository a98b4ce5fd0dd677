"""What is drawn is what the table says."""

from math import inf, nan

import numpy as np
import pytest
from matplotlib.axes import Axes
from matplotlib.collections import PathCollection, PolyCollection
from matplotlib.colors import to_hex
from matplotlib.figure import Figure

from bnreport.figures.curves.draw import draw as draw_curves
from bnreport.figures.curves.table import Table as CurvesTable
from bnreport.figures.shared.curve import Curve
from bnreport.figures.shared.style import COLOURS
from tests.figures.seed_plots import dots_of

VALUES = ((0.1, 0.4, 0.9), (0.2, 0.3, 0.5), (0.3, 0.8, 0.6))
RUNS = tuple(Curve("e.a", seed, (0, 5, 10), held, diverged=False) for seed, held in enumerate(VALUES))


def _curves(*runs: Curve, unit: str = "fraction", axis: str = "auto") -> Axes:
    figure = Figure()
    draw_curves(figure, CurvesTable("e", "accuracy", unit, 0.1, runs, axis))
    return figure.axes[0]


def _strands(axes: Axes) -> dict[str, list[list[list[float]]]]:
    """Return the points of each thin line, by colour."""
    [lines] = [each for each in axes.collections if isinstance(each, PathCollection) and each.get_alpha()]
    found = zip(np.asarray(lines.get_edgecolor()), lines.get_paths(), strict=True)
    return {to_hex(colour).upper(): [np.asarray(p).tolist() for p in path.to_polygons(closed_only=False)]
            for colour, path in found}  # fmt: skip


def test_curves_draw_seeds_band_and_median() -> None:
    """The band reaches from the least seed to the largest, the thick line is their median; a cross ends a lost run."""
    axes = _curves(*RUNS, Curve("e.b", 0, (0, 5), (0.7, 0.75), diverged=True))
    [band] = [each for each in axes.collections if isinstance(each, PolyCollection)]
    edges = {(float(x), round(float(y), 6)) for x, y in np.asarray(band.get_paths()[0].vertices)}
    assert edges == {(0, 10), (0, 30), (5, 30), (5, 80), (10, 50), (10, 90)}
    median = max(axes.lines, key=lambda each: each.get_linewidth() if each.get_color() == COLOURS[0] else 0)
    assert np.asarray(median.get_xydata()).tolist() == [pytest.approx(p) for p in ([0, 20], [5, 40], [10, 60])]
    [seeds] = _strands(axes).values()
    assert [[y for _, y in points] for points in seeds] == [
        pytest.approx([100 * value for value in held]) for held in VALUES
    ]
    assert dots_of(axes, "x") == [pytest.approx([5, 75])]
    assert [line.get_ydata() for line in axes.lines if line.get_label() == "if diverged"] == [pytest.approx([10, 10])]


def test_curves_draw_each_arm_in_its_own_colour() -> None:
    """Two arms, two colours, for seeds and bands as for medians."""
    other = tuple(run._replace(arm="e.b", values=tuple(value / 2 for value in run.values)) for run in RUNS)
    axes = _curves(*RUNS, *other)
    assert [points[0][1] for points in _strands(axes)[COLOURS[1]]] == pytest.approx([5, 10, 15])
    assert list(_strands(axes)) == list(COLOURS[:2])
    [bands] = [each for each in axes.collections if isinstance(each, PolyCollection)]
    assert [to_hex(colour).upper() for colour in np.asarray(bands.get_facecolor())] == list(COLOURS[:2])


def test_many_arms_have_no_bands() -> None:
    """Bands of six arms on one axis hide each other: the seeds stay, and the caption does not promise a band."""
    runs = tuple(run._replace(arm=f"e.{name}") for name in "abcdef" for run in RUNS)
    assert not [each for each in _curves(*runs).collections if isinstance(each, PolyCollection)]
    assert "band" not in CurvesTable("e", "accuracy", "fraction", None, runs).caption
    assert "band" in CurvesTable("e", "accuracy", "fraction", None, RUNS).caption


def test_readings_without_a_place_are_marked_at_the_edge() -> None:
    """Infinite and NaN above, zero below a logarithmic axis; a diverged run does not squeeze the others."""
    wild = Curve("e.b", 0, (0, 5, 10, 15), (0.5, nan, inf, 0.0), diverged=False)
    lost = Curve("e.c", 0, (0, 5, 10), (0.5, 0.9, 1e12), diverged=True)
    axes = _curves(*RUNS, wild, lost, unit="nat", axis="log")
    hollow = [line for line in axes.lines if line.get_markerfacecolor() == "white"]
    found = {(str(line.get_marker()), str(line.get_color())): np.asarray(line.get_xdata()).tolist() for line in hollow}
    assert found == {("^", COLOURS[1]): [5, 10], ("v", COLOURS[1]): [15], ("^", COLOURS[2]): [10]}
    assert axes.get_ylim()[1] < 200
    table = CurvesTable("e", "loss", "nat", None, (*RUNS, wild, lost), "log")
    assert "infinite or no number (e.b, e.c)" in table.caption
    assert "diverged (1 of 5)" in table.caption


def test_a_median_of_infinite_readings_is_infinite() -> None:
    """Two of three seeds at infinity: the median leaves through the top instead of following the third."""
    runs = [Curve("e.a", seed, (0, 5), (1.0, last), diverged=False) for seed, last in enumerate((2, inf, inf))]
    axes = _curves(*runs, unit="nat")
    median = max(axes.lines, key=lambda line: line.get_linewidth())
    assert np.asarray(median.get_ydata()).tolist() == [1.0, axes.get_ylim()[1]]

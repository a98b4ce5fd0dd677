"""What is drawn is what the table says."""

from dataclasses import replace
from math import inf

import numpy as np

from bnreport.figures.ribbon.draw import panels
from bnreport.figures.shared.curve import Curve
from tests.figures.conftest import axes_of
from tests.figures.ribbon.conftest import HIGHS, LOWS, RIBBON
from tests.figures.shared.conftest import corners_of, runs_of


def test_ribbon_reaches_from_median_low_to_median_high() -> None:
    """Medians of either end over seeds, not the ends of any one seed, on a logarithmic axis."""
    [axes] = axes_of(panels, RIBBON)
    assert axes.get_yscale() == "log"
    first, second = corners_of(axes)
    assert first == [[0, 2], [5, 2], [10, 3], [10, 30], [5, 20], [0, 20]]
    assert second == [[0, 4], [5, 4], [10, 4], [10, 5], [5, 5], [0, 5]]


def test_many_ribbons_have_panels_with_the_same_axes() -> None:
    """Five arms do not hide each other, and can be compared: the first beside others, on axes alike."""
    more = tuple(
        curve._replace(arm=f"e.{name}", values=tuple(9 * v for v in curve.values))
        for name in "cde"
        for curve in HIGHS[:3]
    )
    table = replace(RIBBON, lows=(*LOWS, *more), highs=(*HIGHS, *more))
    shown = axes_of(panels, table)
    assert [[text.get_text() for text in axes.texts if text.get_text()[:2] == "e."] for axes in shown] == [
        ["e.a", "e.b", "e.c"], ["e.a", "e.d", "e.e"],
    ]  # fmt: skip
    assert len({(axes.get_xlim(), axes.get_ylim()) for axes in shown}) == 1
    assert shown[0].get_ylim()[1] > 9 * 30
    assert "axis that all panels share" in table.caption


def test_ribbon_marks_each_arm_in_its_own_panel() -> None:
    """The triangle of an infinite loss stands in the panel of the arm that had it, not in the others."""
    more = (curve for name in "cd" for curve in runs_of(f"e.{name}", (1.0, 2.0, 3.0)))
    held = (*more, *runs_of("e.e", (1.0, 2.0, inf)))
    shown = axes_of(panels, replace(RIBBON, lows=(*LOWS, *held), highs=(*HIGHS, *held)))
    marks = [[line for line in axes.lines if line.get_markerfacecolor() == "white"] for axes in shown]
    assert [len(found) for found in marks] == [0, 1]
    assert np.asarray(marks[1][0].get_xdata()).tolist() == [10]


def test_one_spike_does_not_flatten_all_bands() -> None:
    """Of a thousand readings of medians one stands a thousandfold: it leaves the axis, and a triangle says so."""
    steps = tuple(range(500))
    flat = Curve("e.a", 0, steps, (1.0,) * 499 + (2.0,), diverged=False)
    high = flat._replace(values=(3000.0, *(3.0,) * 499))
    table = replace(RIBBON, lows=(flat,), highs=(high,))
    [axes] = axes_of(panels, table)
    assert axes.get_ylim()[1] < 4
    [mark] = [line for line in axes.lines if line.get_markerfacecolor() == "white"]
    assert np.asarray(mark.get_xydata()).tolist() == [[0, 1]]
    assert "readings off the axis" in table.caption

"""What is drawn is what the table says."""

from dataclasses import replace
from math import inf

import numpy as np
from matplotlib.collections import PathCollection

from bnreport.figures.ribbon.draw import draw
from tests.figures.conftest import axes_of
from tests.figures.ribbon.conftest import HIGHS, LOWS, RIBBON
from tests.figures.shared.conftest import corners_of, runs_of


def test_ribbon_reaches_from_median_low_to_median_high() -> None:
    """Medians of either end over seeds, not the ends of any one seed, on a logarithmic axis."""
    [axes] = axes_of(draw, RIBBON)
    assert axes.get_yscale() == "log"
    first, second = corners_of(axes)
    assert first == [[0, 2], [5, 2], [10, 3], [10, 30], [5, 20], [0, 20]]
    assert second == [[0, 4], [5, 4], [10, 4], [10, 5], [5, 5], [0, 5]]
    thin = [
        each for each in axes.collections if isinstance(each, PathCollection) and each.get_alpha()
    ]  # ticks have none
    seeds = [path for each in thin for path in each.get_paths()]
    assert sorted(np.asarray(p)[0, 1] for path in seeds for p in path.to_polygons(closed_only=False)) == [
        1, 2, 3, 10, 20, 30,
    ]  # fmt: skip


def test_many_ribbons_have_panels_with_the_same_axes() -> None:
    """Three arms do not hide each other, and can be compared: a panel each, alike."""
    more = tuple(curve._replace(arm="e.c", values=tuple(9 * v for v in curve.values)) for curve in HIGHS[:3])
    table = replace(RIBBON, lows=(*LOWS, *more), highs=(*HIGHS, *more))
    panels = axes_of(draw, table)
    assert [axes.get_title() for axes in panels] == ["e.a", "e.b", "e.c"]
    assert len({(axes.get_xlim(), axes.get_ylim()) for axes in panels}) == 1
    assert panels[0].get_ylim()[1] > 9 * 90
    assert "a panel for each arm" in table.caption


def test_ribbon_marks_each_arm_in_its_own_panel() -> None:
    """The triangle of an infinite loss stands in the panel of the arm that had it, not in the others."""
    lost = runs_of("e.c", (1.0, 2.0, inf))
    panels = axes_of(draw, replace(RIBBON, lows=(*LOWS, *lost), highs=(*HIGHS, *lost)))
    marks = [[line for line in axes.lines if line.get_markerfacecolor() == "white"] for axes in panels]
    assert [len(found) for found in marks] == [0, 0, 1]
    assert np.asarray(marks[2][0].get_xdata()).tolist() == [10]

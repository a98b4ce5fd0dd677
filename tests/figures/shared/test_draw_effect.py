"""The panel that every claim's figure ends in."""

from dataclasses import replace

import numpy as np
import pytest
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.patches import Rectangle

from bnreport.figures.shared.style import VERDICTS
from bnreport.stats.region import Interval, Region
from tests.figures.conftest import points_of
from tests.figures.paired.conftest import EFFECT, PAIRED, panels_of


def _bars(axes: Axes) -> list[tuple[float, float]]:
    """Return the ends of horizontal bars, thickest first; ticks are thinner than any."""
    lines = [each for each in axes.collections if isinstance(each, LineCollection) and _width(each) > 1]
    lines.sort(key=lambda each: -_width(each))
    return [(float(each.get_segments()[0][0][0]), float(each.get_segments()[0][1][0])) for each in lines]


def _width(lines: LineCollection) -> float:
    return float(np.ravel(lines.get_linewidth())[0])


@pytest.mark.parametrize(("unit", "factor", "title"), [("fraction", 100, "(pp)"), ("nat", 1, "(nat)")])
def test_paired_draws_intervals_region_and_effects(unit: str, factor: float, title: str) -> None:
    """Thick is the verdict interval, thin the 95 % interval, in the unit that the title names."""
    axes = panels_of(replace(PAIRED, effect=EFFECT._replace(unit=unit)))[1]
    assert axes.get_title().endswith(title)
    assert _bars(axes) == [
        pytest.approx((-factor * 0.01, factor * 0.06)),
        pytest.approx((factor * 0.01, factor * 0.04)),
    ]
    [shade] = [each for each in axes.patches if isinstance(each, Rectangle)]
    assert (shade.get_x(), shade.get_x() + shade.get_width()) == pytest.approx((factor * 0.015, factor * 0.05))
    assert points_of(axes, "o") == [pytest.approx([factor * e, i]) for i, e in enumerate(EFFECT.values[:2])]
    colour, marker = VERDICTS["refuted"]
    assert points_of(axes, marker) == [pytest.approx([factor * 0.025, 3.5])]
    [mark] = [line for line in axes.lines if line.get_marker() == marker]
    assert mark.get_color() == colour


@pytest.mark.parametrize("verdict", list(VERDICTS))
def test_paired_colour_and_shape_follow_the_verdict(verdict: str) -> None:
    """The large mark of each verdict is its own."""
    axes = panels_of(replace(PAIRED, effect=EFFECT._replace(verdict=verdict)))[1]
    line = max(axes.lines, key=lambda each: each.get_markersize())
    assert (line.get_color(), line.get_marker()) == VERDICTS[verdict]


@pytest.mark.parametrize(
    ("unit", "factor", "paper"),
    [("fraction", 100, 0.9), ("fraction", 100, -0.9), ("nat", 1, 40.0), ("ratio", 1, 300.0), ("ratio", 1, 1e-6)],
)
def test_the_axis_reaches_the_papers_number(unit: str, factor: float, paper: float) -> None:
    """However far it lies from all that was found here, the diamond is drawn, and within the axis."""
    axes = panels_of(replace(PAIRED, effect=EFFECT._replace(unit=unit, paper=paper)))[1]
    left, right = axes.get_xlim()
    assert points_of(axes, "D") == [pytest.approx([factor * paper, 3.5])]
    assert left < factor * paper < right


@pytest.mark.parametrize("high", [1.05, 3.0, 40.0, 2e6])
def test_ticks_of_ratios_do_not_touch(high: float) -> None:
    """Six at most, and none close to the next, however many powers of ten they span."""
    effect = EFFECT._replace(unit="ratio", values=(1.0, high), seeds=(0, 1), estimate=1.0, region=Region(low=1.0),
                             interval=Interval(1.0, high), verdict_interval=Interval(1.0, high))  # fmt: skip
    axes = panels_of(replace(PAIRED, effect=effect))[1]
    labels = [text for text in axes.texts if text.get_va() == "top"]
    places = [axes.transData.transform((float(text.get_position()[0]), 0))[0] for text in labels]
    assert 2 <= len(places) <= 7
    assert min(np.diff(sorted(places))) > 20


def test_paired_shades_an_open_region_to_the_edge() -> None:
    """A claim above a bound is true up to the end of the axis."""
    axes = panels_of(replace(PAIRED, effect=EFFECT._replace(region=Region(low=0.015))))[1]
    [shade] = [each for each in axes.patches if isinstance(each, Rectangle)]
    assert (shade.get_x(), shade.get_x() + shade.get_width()) == pytest.approx((1.5, axes.get_xlim()[1]))

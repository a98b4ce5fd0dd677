"""Where the marks, lines, bands and bars of paired figure and learning curves lie on their axes, against the table."""

from dataclasses import replace
from math import inf, nan

import numpy as np
import pytest
from matplotlib.axes import Axes
from matplotlib.collections import FillBetweenPolyCollection, LineCollection
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from bnreport.figures import curves, paired
from bnreport.figures._ink import VERDICTS
from bnreport.stats.region import Interval, Region

TABLE = paired.Table(
    metric="accuracy", metric_unit="fraction", unit="fraction", verdict="refuted", seeds=(0, 1, 4),
    arms=(
        paired.Arm("e.a", (0.71, 0.72, 0.10), (False, False, True)),
        paired.Arm("e.b", (0.68, 0.70, nan), (False, False, False)),
    ),
    effects=(0.03, 0.02, nan), estimate=0.025, interval=Interval(0.01, 0.04),
    verdict_interval=Interval(-0.01, 0.06), region=Region(0.015, 0.05),
)  # fmt: skip


def _drawn(table: paired.Table) -> tuple[Axes, Axes]:
    figure = Figure()
    paired.draw(figure, table)
    slopes, effects = figure.axes
    return slopes, effects


def _points(axes: Axes, marker: str) -> list[list[float]]:
    found = [np.asarray(line.get_xydata()) for line in axes.lines if line.get_marker() == marker]
    return np.concatenate(found).tolist() if found else []


def _bars(axes: Axes) -> list[tuple[float, float]]:
    """Return the ends of horizontal bars, thickest first."""
    lines = [each for each in axes.collections if isinstance(each, LineCollection)]
    lines.sort(key=lambda each: -float(np.ravel(each.get_linewidth())[0]))
    return [(float(each.get_segments()[0][0][0]), float(each.get_segments()[0][1][0])) for each in lines]


@pytest.mark.parametrize(("unit", "factor", "title"), [("fraction", 100, "(pp)"), ("nat", 1, "(nat)")])
def test_paired_draws_intervals_region_and_effects(unit: str, factor: float, title: str) -> None:
    """Thick is the verdict interval, thin the 95 % interval, in the unit that the title names."""
    axes = _drawn(replace(TABLE, unit=unit))[1]
    assert axes.get_title().endswith(title)
    assert _bars(axes) == [
        pytest.approx((-factor * 0.01, factor * 0.06)),
        pytest.approx((factor * 0.01, factor * 0.04)),
    ]
    [shade] = [each for each in axes.patches if isinstance(each, Rectangle)]
    assert (shade.get_x(), shade.get_x() + shade.get_width()) == pytest.approx((factor * 0.015, factor * 0.05))
    assert _points(axes, "o") == [pytest.approx([factor * e, i], nan_ok=True) for i, e in enumerate(TABLE.effects)]
    colour, marker = VERDICTS["refuted"]
    assert _points(axes, marker) == [pytest.approx([factor * 0.025, 3.5])]
    [mark] = [line for line in axes.lines if line.get_marker() == marker]
    assert mark.get_color() == colour


@pytest.mark.parametrize("verdict", list(VERDICTS))
def test_paired_colour_and_shape_follow_the_verdict(verdict: str) -> None:
    """The large mark of each verdict is its own."""
    line = max(_drawn(replace(TABLE, verdict=verdict))[1].lines, key=lambda each: each.get_markersize())
    assert (line.get_color(), line.get_marker()) == VERDICTS[verdict]


def test_paired_shades_an_open_region_to_the_edge() -> None:
    """A claim above a bound is true up to the end of the axis."""
    axes = _drawn(replace(TABLE, region=Region(low=0.015)))[1]
    [shade] = [each for each in axes.patches if isinstance(each, Rectangle)]
    assert (shade.get_x(), shade.get_x() + shade.get_width()) == pytest.approx((1.5, axes.get_xlim()[1]))


@pytest.mark.parametrize(("unit", "factor", "title"), [("fraction", 100, "(%)"), ("nat", 1, "(nat)")])
def test_paired_draws_every_run(unit: str, factor: float, title: str) -> None:
    """One line per seed from arm to arm, one mark per run, a cross where it diverged."""
    axes = _drawn(replace(TABLE, metric_unit=unit))[0]
    assert axes.get_title().endswith(title)
    [lines] = axes.collections
    assert isinstance(lines, LineCollection)
    assert [segment.ravel().tolist() for segment in lines.get_segments()[:2]] == [
        pytest.approx([0, factor * 0.71, 1, factor * 0.68]), pytest.approx([0, factor * 0.72, 1, factor * 0.70]),
    ]  # fmt: skip
    assert _points(axes, "o") == [pytest.approx([0, factor * 0.71]), pytest.approx([0, factor * 0.72])]
    assert _points(axes, "x") == [pytest.approx([0, factor * 0.10])]
    assert _points(axes, "s")[:2] == [pytest.approx([1, factor * 0.68]), pytest.approx([1, factor * 0.70])]


def test_paired_sets_successes_side_by_side() -> None:
    """Of runs that train or fail each is visible, no line pairs them, and the counts are written."""
    arms = tuple(
        paired.Arm(name, values, tuple(value == 0 for value in values))
        for name, values in {"e.a": (1.0, 1.0, 0.0), "e.b": (0.0, 0.0, 0.0)}.items()
    )
    table = replace(TABLE, metric="trained", metric_unit="1", arms=arms)
    axes = _drawn(table)[0]
    assert not axes.collections
    assert len({tuple(point) for mark in "osx" for point in _points(axes, mark)}) == 6
    assert {text.get_text() for text in axes.texts} == {"2 of 3", "0 of 3"}
    assert "mean" not in table.caption
    assert "Shares of trained: e.a 66.7 %, e.b 0.0 %" in table.alt


def test_curves_draw_seeds_band_and_median() -> None:
    """The band reaches from the least seed to the largest, the thick line is their median; a cross ends a lost run."""
    values = ((0.1, 0.4, 0.9), (0.2, 0.3, 0.5), (0.3, 0.8, 0.6))
    runs = [curves.Curve("e.a", seed, (0, 5, 10), held, diverged=False) for seed, held in enumerate(values)]
    runs.append(curves.Curve("e.b", 0, (0, 5), (0.7, inf), diverged=True))
    figure = Figure()
    curves.draw(figure, curves.Table("e", "accuracy", "fraction", 0.1, tuple(runs)))
    axes = figure.axes[0]
    band = next(each for each in axes.collections if isinstance(each, FillBetweenPolyCollection))
    edges = {(float(x), round(float(y), 6)) for x, y in np.asarray(band.get_paths()[0].vertices)}
    assert edges == {(0, 10), (0, 30), (5, 30), (5, 80), (10, 50), (10, 90)}
    median = max(axes.lines, key=lambda each: each.get_linewidth() if each.get_label() == "a" else 0)
    assert np.asarray(median.get_xydata()).tolist() == [pytest.approx(p) for p in ([0, 20], [5, 40], [10, 60])]
    seeds = next(each for each in axes.collections if isinstance(each, LineCollection))
    assert [np.asarray(s)[:, 1].tolist() for s in seeds.get_segments()] == [
        pytest.approx([100 * value for value in held]) for held in values
    ]
    assert _points(axes, "x") == [pytest.approx([0, 70])]
    assert [line.get_ydata() for line in axes.lines if line.get_label() == "if diverged"] == [pytest.approx([10, 10])]

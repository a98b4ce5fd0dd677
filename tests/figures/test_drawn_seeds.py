"""Where the marks, lines, bands and bars of paired figure and learning curves lie on their axes, against the table."""

from dataclasses import replace
from math import inf, nan

import numpy as np
import pytest
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection, PathCollection, PolyCollection
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from bnreport.figures import Effect, curves, paired
from bnreport.figures._ink import COLOURS, VERDICTS
from bnreport.stats.region import Interval, Region

EFFECT = Effect(
    "fraction", "refuted", (0, 1, 4), (0.03, 0.02, nan), 0.025, Interval(0.01, 0.04), Interval(-0.01, 0.06),
    Region(0.015, 0.05),
)  # fmt: skip
TABLE = paired.Table(
    metric="accuracy",
    metric_unit="fraction",
    arms=(
        paired.Arm("e.a", (0.71, 0.72, 0.10), (False, False, True)),
        paired.Arm("e.b", (0.68, 0.70, nan), (False, False, False)),
    ),
    effect=EFFECT,
)


def _drawn(table: paired.Table) -> tuple[Axes, Axes]:
    figure = Figure()
    paired.draw(figure, table)
    slopes, effects = figure.axes
    return slopes, effects


def _points(axes: Axes, marker: str) -> list[list[float]]:
    found = [np.asarray(line.get_xydata()) for line in axes.lines if line.get_marker() == marker]
    return np.concatenate(found).tolist() if found else []


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
    axes = _drawn(replace(TABLE, effect=EFFECT._replace(unit=unit)))[1]
    assert axes.get_title().endswith(title)
    assert _bars(axes) == [
        pytest.approx((-factor * 0.01, factor * 0.06)),
        pytest.approx((factor * 0.01, factor * 0.04)),
    ]
    [shade] = [each for each in axes.patches if isinstance(each, Rectangle)]
    assert (shade.get_x(), shade.get_x() + shade.get_width()) == pytest.approx((factor * 0.015, factor * 0.05))
    assert _points(axes, "o") == [pytest.approx([factor * e, i]) for i, e in enumerate(EFFECT.values[:2])]
    colour, marker = VERDICTS["refuted"]
    assert _points(axes, marker) == [pytest.approx([factor * 0.025, 3.5])]
    [mark] = [line for line in axes.lines if line.get_marker() == marker]
    assert mark.get_color() == colour


@pytest.mark.parametrize("verdict", list(VERDICTS))
def test_paired_colour_and_shape_follow_the_verdict(verdict: str) -> None:
    """The large mark of each verdict is its own."""
    axes = _drawn(replace(TABLE, effect=EFFECT._replace(verdict=verdict)))[1]
    line = max(axes.lines, key=lambda each: each.get_markersize())
    assert (line.get_color(), line.get_marker()) == VERDICTS[verdict]


def test_the_papers_number_is_a_hollow_diamond() -> None:
    """At the height of the estimate, and only where there is one to compare with."""
    table = replace(TABLE, effect=EFFECT._replace(paper=0.055))
    assert _points(_drawn(table)[1], "D") == [pytest.approx([5.5, 3.5])]
    assert "the paper's number" in table.caption
    assert "the paper's number" not in TABLE.caption
    assert "The paper's number is +5.50 pp." in table.alt


@pytest.mark.parametrize(
    ("unit", "factor", "paper"),
    [("fraction", 100, 0.9), ("fraction", 100, -0.9), ("nat", 1, 40.0), ("ratio", 1, 300.0), ("ratio", 1, 1e-6)],
)
def test_the_axis_reaches_the_papers_number(unit: str, factor: float, paper: float) -> None:
    """However far it lies from all that was found here, the diamond is drawn, and within the axis."""
    axes = _drawn(replace(TABLE, effect=EFFECT._replace(unit=unit, paper=paper)))[1]
    left, right = axes.get_xlim()
    assert _points(axes, "D") == [pytest.approx([factor * paper, 3.5])]
    assert left < factor * paper < right


@pytest.mark.parametrize("high", [1.05, 3.0, 40.0, 2e6])
def test_ticks_of_ratios_do_not_touch(high: float) -> None:
    """Six at most, and none close to the next, however many powers of ten they span."""
    effect = EFFECT._replace(unit="ratio", values=(1.0, high), seeds=(0, 1), estimate=1.0, region=Region(low=1.0),
                             interval=Interval(1.0, high), verdict_interval=Interval(1.0, high))  # fmt: skip
    axes = _drawn(replace(TABLE, arms=(), effect=effect))[1]
    labels = [text for text in axes.texts if text.get_va() == "top"]
    places = [axes.transData.transform((float(text.get_position()[0]), 0))[0] for text in labels]
    assert 2 <= len(places) <= 7
    assert min(np.diff(sorted(places))) > 20


def test_paired_shades_an_open_region_to_the_edge() -> None:
    """A claim above a bound is true up to the end of the axis."""
    axes = _drawn(replace(TABLE, effect=EFFECT._replace(region=Region(low=0.015))))[1]
    [shade] = [each for each in axes.patches if isinstance(each, Rectangle)]
    assert (shade.get_x(), shade.get_x() + shade.get_width()) == pytest.approx((1.5, axes.get_xlim()[1]))


@pytest.mark.parametrize(("unit", "factor", "title"), [("fraction", 100, "(%)"), ("nat", 1, "(nat)")])
def test_paired_draws_every_run(unit: str, factor: float, title: str) -> None:
    """One line per seed from arm to arm, one mark per run, a cross where it diverged."""
    axes = _drawn(replace(TABLE, metric_unit=unit))[0]
    assert axes.get_title().endswith(title)
    [lines] = [each for each in axes.collections if isinstance(each, LineCollection)]
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
    assert not [each for each in axes.collections if isinstance(each, LineCollection)]
    assert len({tuple(point) for mark in "osx" for point in _points(axes, mark)}) == 6
    assert {"2 of 3", "0 of 3", "failed", "trained"} <= {text.get_text() for text in axes.texts}
    assert "mean" not in table.caption
    assert "Shares of trained: e.a 66.7 %, e.b 0.0 %" in table.alt


VALUES = ((0.1, 0.4, 0.9), (0.2, 0.3, 0.5), (0.3, 0.8, 0.6))
RUNS = tuple(curves.Curve("e.a", seed, (0, 5, 10), held, diverged=False) for seed, held in enumerate(VALUES))


def _curves(*runs: curves.Curve, unit: str = "fraction", axis: str = "auto") -> Axes:
    figure = Figure()
    curves.draw(figure, curves.Table("e", "accuracy", unit, 0.1, runs, axis))
    return figure.axes[0]


def _strands(axes: Axes) -> dict[str, list[list[list[float]]]]:
    """Return the points of each thin line, by colour."""
    [lines] = [each for each in axes.collections if isinstance(each, PathCollection) and each.get_alpha()]
    found = zip(np.asarray(lines.get_edgecolor()), lines.get_paths(), strict=True)
    return {to_hex(colour).upper(): [np.asarray(p).tolist() for p in path.to_polygons(closed_only=False)]
            for colour, path in found}  # fmt: skip


def test_curves_draw_seeds_band_and_median() -> None:
    """The band reaches from the least seed to the largest, the thick line is their median; a cross ends a lost run."""
    axes = _curves(*RUNS, curves.Curve("e.b", 0, (0, 5), (0.7, 0.75), diverged=True))
    [band] = [each for each in axes.collections if isinstance(each, PolyCollection)]
    edges = {(float(x), round(float(y), 6)) for x, y in np.asarray(band.get_paths()[0].vertices)}
    assert edges == {(0, 10), (0, 30), (5, 30), (5, 80), (10, 50), (10, 90)}
    median = max(axes.lines, key=lambda each: each.get_linewidth() if each.get_color() == COLOURS[0] else 0)
    assert np.asarray(median.get_xydata()).tolist() == [pytest.approx(p) for p in ([0, 20], [5, 40], [10, 60])]
    [seeds] = _strands(axes).values()
    assert [[y for _, y in points] for points in seeds] == [
        pytest.approx([100 * value for value in held]) for held in VALUES
    ]
    assert _points(axes, "x") == [pytest.approx([5, 75])]
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
    assert "band" not in curves.Table("e", "accuracy", "fraction", None, runs).caption
    assert "band" in curves.Table("e", "accuracy", "fraction", None, RUNS).caption


def test_readings_without_a_place_are_marked_at_the_edge() -> None:
    """Infinite and NaN above, zero below a logarithmic axis; a diverged run does not squeeze the others."""
    wild = curves.Curve("e.b", 0, (0, 5, 10, 15), (0.5, nan, inf, 0.0), diverged=False)
    lost = curves.Curve("e.c", 0, (0, 5, 10), (0.5, 0.9, 1e12), diverged=True)
    axes = _curves(*RUNS, wild, lost, unit="nat", axis="log")
    hollow = [line for line in axes.lines if line.get_markerfacecolor() == "white"]
    found = {(str(line.get_marker()), str(line.get_color())): np.asarray(line.get_xdata()).tolist() for line in hollow}
    assert found == {("^", COLOURS[1]): [5, 10], ("v", COLOURS[1]): [15], ("^", COLOURS[2]): [10]}
    assert axes.get_ylim()[1] < 200
    table = curves.Table("e", "loss", "nat", None, (*RUNS, wild, lost), "log")
    assert "infinite or no number (b, c)" in table.caption
    assert "diverged (1 of 5)" in table.caption


def test_a_median_of_infinite_readings_is_infinite() -> None:
    """Two of three seeds at infinity: the median leaves through the top instead of following the third."""
    runs = [curves.Curve("e.a", seed, (0, 5), (1.0, last), diverged=False) for seed, last in enumerate((2, inf, inf))]
    axes = _curves(*runs, unit="nat")
    median = max(axes.lines, key=lambda line: line.get_linewidth())
    assert np.asarray(median.get_ydata()).tolist() == [1.0, axes.get_ylim()[1]]

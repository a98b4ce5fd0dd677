"""Where ribbons, layers' curves, ridges and heat maps lie on their axes, against the table."""

from dataclasses import replace
from math import inf, nan

import numpy as np
import pytest
from matplotlib.axes import Axes
from matplotlib.collections import PathCollection, PolyCollection
from matplotlib.colors import to_hex
from matplotlib.figure import Figure

from bnreport.figures import Curve, Ridge, heatmap, layers, ribbon, ridgelines
from bnreport.figures._ink import COLOURS, INK

STEPS = (0, 5, 10)


def _runs(arm: str, *seeds: tuple[float, ...], diverged: bool = False) -> tuple[Curve, ...]:
    return tuple(Curve(arm, seed, STEPS[: len(held)], held, diverged) for seed, held in enumerate(seeds))


LOWS = (*_runs("e.a", (1.0, 2.0, 3.0), (3.0, 1.0, 2.0), (2.0, 3.0, 9.0)), *_runs("e.b", (4.0, 4.0, 4.0)))
HIGHS = (*_runs("e.a", (10.0, 20.0, 30.0), (30.0, 10.0, 20.0), (20.0, 30.0, 90.0)), *_runs("e.b", (5.0, 5.0, 5.0)))
RIBBON = ribbon.Table("e", "Loss along the gradient", "nat", log=True, metrics=("lo", "hi"), lows=LOWS, highs=HIGHS)


def _drawn(module: object, table: object) -> list[Axes]:
    figure = Figure()
    module.draw(figure, table)  # type: ignore[attr-defined]
    return figure.axes


def _corners(axes: Axes) -> list[list[list[float]]]:
    """Return the corners of filled shapes, the closing one left out."""
    shapes = [path for each in axes.collections if isinstance(each, PolyCollection) for path in each.get_paths()]
    return [np.asarray(path.vertices)[:-1].tolist() for path in shapes]


def test_ribbon_reaches_from_median_low_to_median_high() -> None:
    """Medians of either end over seeds, not the ends of any one seed, on a logarithmic axis."""
    [axes] = _drawn(ribbon, RIBBON)
    assert axes.get_yscale() == "log"
    first, second = _corners(axes)
    assert first == [[0, 2], [5, 2], [10, 3], [10, 30], [5, 20], [0, 20]]
    assert second == [[0, 4], [5, 4], [10, 4], [10, 5], [5, 5], [0, 5]]
    thin = [
        each for each in axes.collections if isinstance(each, PathCollection) and each.get_alpha()
    ]  # ticks have none
    seeds = [path for each in thin for path in each.get_paths()]
    assert sorted(np.asarray(p)[0, 1] for path in seeds for p in path.to_polygons(closed_only=False)) == [
        1, 2, 3, 10, 20, 30,
    ]  # fmt: skip
    assert RIBBON.alt.endswith("a 2 nat to 20 nat (n = 3); b 4 nat to 5 nat (n = 1).")


def test_many_ribbons_have_panels_with_the_same_axes() -> None:
    """Three arms do not hide each other, and can be compared: a panel each, alike."""
    more = tuple(curve._replace(arm="e.c", values=tuple(9 * v for v in curve.values)) for curve in HIGHS[:3])
    table = replace(RIBBON, lows=(*LOWS, *more), highs=(*HIGHS, *more))
    panels = _drawn(ribbon, table)
    assert [axes.get_title() for axes in panels] == ["a", "b", "c"]
    assert len({(axes.get_xlim(), axes.get_ylim()) for axes in panels}) == 1
    assert panels[0].get_ylim()[1] > 9 * 90
    assert "a panel for each arm" in table.caption


def test_ribbon_marks_each_arm_in_its_own_panel() -> None:
    """The triangle of an infinite loss stands in the panel of the arm that had it, not in the others."""
    lost = _runs("e.c", (1.0, 2.0, inf))
    panels = _drawn(ribbon, replace(RIBBON, lows=(*LOWS, *lost), highs=(*HIGHS, *lost)))
    marks = [[line for line in axes.lines if line.get_markerfacecolor() == "white"] for axes in panels]
    assert [len(found) for found in marks] == [0, 0, 1]
    assert np.asarray(marks[2][0].get_xdata()).tolist() == [10]


def _layers(*panels: tuple[str, str, str, tuple[Curve, ...]]) -> layers.Table:
    return layers.Table(
        "e", "Shift", tuple(layers.Panel(metric, "1", axis, layer, held) for metric, axis, layer, held in panels)
    )


def test_layers_share_axes_along_a_row() -> None:
    """One metric, one vertical axis for all its layers; cosines always from -1 to 1; steps the same everywhere."""
    small, large = _runs("e.a", (1.0, 2.0, 3.0)), _runs("e.b", (100.0, 200.0, 300.0))
    table = _layers(
        ("l2", "log", "5", small), ("l2", "log", "10", large),
        ("cos", "cosine", "5", _runs("e.a", (0.9, 0.91, 0.92))), ("cos", "cosine", "10", _runs("e.b", (0.1, 0.1, 0.1))),
    )  # fmt: skip
    first, second, third, fourth = _drawn(layers, table)
    assert first.get_ylim() == second.get_ylim()
    assert first.get_ylim()[0] < 1
    assert first.get_ylim()[1] > 300
    assert (first.get_yscale(), third.get_yscale()) == ("log", "linear")
    assert third.get_ylim() == fourth.get_ylim()
    assert third.get_ylim() == pytest.approx((-1, 1), abs=0.1)
    assert len({axes.get_xlim() for axes in (first, second, third, fourth)}) == 1
    assert [axes.get_title() for axes in (first, second, third, fourth)] == ["layer 5", "layer 10", "", ""]


def test_an_arm_has_one_colour_in_all_panels() -> None:
    """Also where the first arm was not measured."""
    table = _layers(("l2", "log", "5", _runs("e.a", (1.0, 2.0, 3.0))), ("l2", "log", "10", _runs("e.b", (1.0, 2.0))))
    first, second = _drawn(layers, table)
    assert [line.get_color() for line in (*first.lines, *second.lines)] == list(COLOURS[:2])


def test_layers_alt_names_the_lowest_and_the_highest_arm() -> None:
    """Median over steps, then over the seeds that finished, layer by layer."""
    held = (
        *_runs("e.a", (1.0, 2.0, 3.0), (3.0, 4.0, 5.0), (9.0, 9.0, 9.0)),
        *_runs("e.b", (1.0, 1.5, 9.0)),
        *_runs("e.c", (0.0, 0.0, 0.0), diverged=True),
    )
    said = _layers(("l2", "log", "5", held)).alt
    assert said.endswith("l2, layer 5: 1.5 in b (seeds 1.5 to 1.5, n = 1) to 4 in a (seeds 2 to 9, n = 3).")


RIDGES = ridgelines.Table(
    "e", "Activations", "quantiles", "nat", 3, (0.1, 0.5, 0.9),
    (
        Ridge("e.a", "5", 0, (-1.0, 0.0, 1.0)), Ridge("e.a", "5", 9, (-2.0, 0.0, 0.5)),
        Ridge("e.b", "5", 0, (0.0, 1.0, 2.0)), Ridge("e.b", "5", 9, (nan, nan, nan)),
    ),
    lost=(),
)  # fmt: skip


def test_ridges_stand_at_their_steps_and_values() -> None:
    """Baselines run downwards with training, arms side by side, on values that all arms share (here -2 to 2)."""
    [axes] = _drawn(ridgelines, RIDGES)
    low, high = -2.0, 2.0
    shapes = _corners(axes)
    assert len(shapes) == 3
    for shape, (along, down, ends) in zip(shapes, [(0, 0, (-1, 1)), (0, 1, (-2, 0.5)), (1, 0, (0, 2))], strict=True):
        across = [along + 0.93 * (end - low) / (high - low) for end in ends]
        assert shape[0] == pytest.approx([across[0], down])
        assert shape[-1] == pytest.approx([across[1], down])
        assert min(y for _, y in shape) == pytest.approx(down - 2.2)
    colours = [np.asarray(each.get_edgecolor())[0] for each in axes.collections if isinstance(each, PolyCollection)]
    assert [to_hex(colour).upper() for colour in colours] == list(COLOURS[:2])
    marks = {
        str(line.get_marker()): np.asarray(line.get_xydata()).tolist() for line in axes.lines if line.get_color() == INK
    }
    assert marks["x"] == [pytest.approx([1 + 0.93 / 2, 1])]
    assert "A cross: the run diverged, or no quantile is a number (b)" in RIDGES.caption


def test_ridges_say_which_seed_and_how_wide() -> None:
    """One seed is no sample: the words say so."""
    assert "seed 3 alone (n = 1)" in RIDGES.caption
    assert "layer 5, a, step 9: \N{MINUS SIGN}2 nat to 0.5 nat" in RIDGES.alt
    assert [row[2] for row in RIDGES.shown().rows] == [0, 9, 0, 9]


HEAT = heatmap.Table(
    "e", "Shift", "l2", "e.a", 3, ("1", "2"), (10, 20),
    (heatmap.Panel("e.b", ((1.0, 0.1), (10.0, nan))), heatmap.Panel("e.c", ((inf, 0.0), (1.0, 1.0)))),
)  # fmt: skip


def test_heat_is_centred_at_one_and_grey_where_nothing_is() -> None:
    """Equal arms are the pale middle; tenfold and a tenth are the ends; infinity has the last colour, NaN is grey."""
    first, second, _ = _drawn(heatmap, HEAT)
    (shown,), (other,) = ([np.asarray(image.get_array())[..., :3] for image in axes.images] for axes in (first, second))
    assert shown[0, 0] == pytest.approx([0.966, 0.966, 0.968], abs=0.01)
    assert shown[0, 1] == pytest.approx([0.498, 0.231, 0.031], abs=0.01)
    assert shown[1, 0] == pytest.approx([0.176, 0.0, 0.294], abs=0.01)
    assert np.ptp(shown[1, 1]) < 0.01
    assert 0.5 < shown[1, 1].max() < 0.9
    assert other[0, 0] == pytest.approx(shown[1, 0])
    assert other[0, 1] == pytest.approx(shown[0, 1])
    assert (
        first.get_title()
        == "b\n\N{MULTIPLICATION SIGN}5.28 (layers \N{MULTIPLICATION SIGN}0.55 to \N{MULTIPLICATION SIGN}10)"
    )


def test_a_lost_arm_has_its_cross_only_where_it_has_ridges() -> None:
    """A layer that its network has not is blank: a cross there would say when it diverged."""
    ridges = (*RIDGES.ridges[:3], Ridge("e.a", "9", 0, (-1.0, 0.0, 1.0)))
    crosses = [
        [np.asarray(line.get_xydata()).tolist() for line in axes.lines if line.get_marker() == "x"]
        for axes in _drawn(ridgelines, replace(RIDGES, ridges=ridges, lost=("e.b",), note="Said."))
    ]
    assert crosses == [[[pytest.approx([1 + 0.93 / 2, 1])]], []]
    assert "Said." in replace(RIDGES, note="Said.").caption

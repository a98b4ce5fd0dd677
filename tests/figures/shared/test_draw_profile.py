"""Means, bars and marks of arms from left to right."""

from dataclasses import replace
from math import exp, inf, nan

import numpy as np
import pytest
from matplotlib.figure import Figure
from matplotlib.text import Annotation

from bnreport.figures.shared.arm_values import ArmValues
from bnreport.figures.shared.draw_profile import draw_unread
from bnreport.figures.shared.style import COLOURS
from tests.figures.conftest import FINE, points_of
from tests.figures.shared.conftest import CROSSED, EFFECT, FOUR, HALF, left_of, lines_of, mean_line


def test_fractions_stand_as_percent() -> None:
    """Runs, means and bars alike."""
    arms = tuple(arm._replace(values=tuple(value / 100 for value in arm.values)) for arm in FOUR)
    axes = left_of(replace(CROSSED, arms=arms, metric_unit="fraction"))
    assert np.array(mean_line(axes, COLOURS[0]))[:, 1] == pytest.approx([2, 12])
    assert np.array(lines_of(axes, COLOURS[0], 1.6))[0, :, 1] == pytest.approx([2 - HALF, 2 + HALF])
    assert axes.get_title() == "loss (%)"


def test_on_the_log_scale_means_are_geometric() -> None:
    """Mean and bars of the logarithms, on a logarithmic axis, and the caption says so."""
    arms = tuple(arm._replace(values=tuple(exp(value) for value in arm.values)) for arm in FOUR)
    table = replace(CROSSED, arms=arms, log=True)
    axes = left_of(table)
    assert axes.get_yscale() == "log"
    assert np.array(mean_line(axes, COLOURS[1]))[:, 1] == pytest.approx([exp(7), exp(17)])
    assert np.log(np.array(lines_of(axes, COLOURS[1], 1.6))[1, :, 1]) == pytest.approx([17 - HALF, 17 + HALF])
    assert "thick: their geometric mean" in table.caption
    assert "ratio of ratios, (e.a / e.b) / (f.a / f.b)" in table.caption


def test_a_diverged_run_is_a_cross_at_its_failure_value() -> None:
    """It counts in the mean, and no other mark hides it."""
    table = replace(CROSSED, arms=(FOUR[0]._replace(diverged=(False, True, False)), *FOUR[1:]))
    axes = left_of(table)
    assert points_of(axes, "x") == [[-0.04, 2.0]]
    assert [-0.04, 2.0] not in [
        p for line in axes.lines if line.get_markersize() == 3 for p in line.get_xydata().tolist()
    ]
    assert "cross: a run that diverged" in table.caption
    assert "cross" not in CROSSED.caption


@pytest.mark.parametrize(("value", "logs", "edge"), [(nan, False, 0.96), (inf, False, 0.96), (-1.0, True, 0.04)])
def test_a_run_without_a_place_is_marked_and_leaves_no_mean(value: float, logs: bool, edge: float) -> None:  # noqa: FBT001
    """At the edge, counted, hollow, or a cross where it diverged; nothing is averaged over the others."""
    for lost, shape in ((False, "D"), (True, "x")):
        arm = ArmValues("e.a", (1.0, value, 3.0), (False, lost, False))
        table = replace(CROSSED, arms=(arm, *FOUR[1:]), log=logs)
        axes = left_of(table)
        assert [-0.04, edge] in points_of(axes, shape)
        assert "1 of 3" in [text.get_text() for text in axes.texts if isinstance(text, Annotation)]
        assert np.isnan(mean_line(axes, COLOURS[0])[0][1])
        assert len(lines_of(axes, COLOURS[0], 1.6)) == 1
        assert "at the edge, counted" in table.caption
        assert "(1 of 3 runs without a number)" in table.alt


def test_one_seed_has_no_bar() -> None:
    """Its value is drawn, no interval is, and the caption does not promise one."""
    effect = EFFECT._replace(seeds=(0,), values=(1.0,))
    table = replace(CROSSED, arms=tuple(ArmValues(a.name, a.values[:1], (False,)) for a in FOUR), effect=effect)
    axes = left_of(table)
    assert not lines_of(axes, COLOURS[0], 1.6)
    assert mean_line(axes, COLOURS[0]) == [pytest.approx([-0.04, 1]), pytest.approx([0.96, 11])]
    assert "no interval" in table.caption
    assert "bars" not in table.caption


@pytest.mark.parametrize(("other", "up"), [(5.0, True), (40.0, False)])
def test_a_bar_that_leaves_the_axis_says_so(other: float, up: bool) -> None:  # noqa: FBT001
    """Two seeds can have an interval many times their spread: the runs stay legible, arrowheads stand for the rest."""
    arms = (ArmValues("a", (0.0, 10.0), FINE[:2]), *(ArmValues(name, (other - 0.1, other), FINE[:2]) for name in "bcd"))
    table = replace(CROSSED, arms=arms, effect=EFFECT._replace(seeds=(0, 1), values=(1.0, 2.0)))
    axes = left_of(table)
    low, high = axes.get_ylim()
    assert high < 2.2 * max(other, 10)
    assert (points_of(axes, "^"), points_of(axes, "v")) == ([[-0.04, high]] * up, [[-0.04, low]])
    assert "arrowhead: the bar goes on" in table.caption
    assert "arrowhead" not in CROSSED.caption


def test_each_edge_counts_its_own_runs() -> None:
    """One of five is too small for the axis; of two without a number one diverged, which has a cross of its own."""
    axes = Figure().add_subplot()
    arm = ArmValues("e.a", (-inf, nan, nan, 1.0, 2.0), (False, True, False, False, False))
    draw_unread(axes, 1.0, arm, "#123456")
    assert [(text.get_text(), text.xy) for text in axes.texts] == [("2 of 5", (1.0, 0.96)), ("1 of 5", (1.0, 0.04))]  # type: ignore[attr-defined]
    marks = sorted((str(line.get_marker()), *map(float, line.get_ydata())) for line in axes.lines)  # type: ignore[arg-type]
    assert marks == [("D", 0.04), ("D", 0.96), ("x", 0.96)]

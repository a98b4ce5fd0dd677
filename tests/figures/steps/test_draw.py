"""What is drawn is what the table says."""

from dataclasses import replace
from math import nan

import numpy as np
import pytest
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from bnreport.figures.shared.style import COLOURS
from bnreport.figures.steps.draw import draw as draw_steps
from bnreport.figures.steps.draw import size
from bnreport.figures.steps.table import Step as StepsStep
from bnreport.figures.steps.table import Table as StepsTable
from bnreport.stats.region import Interval, Region
from tests.figures.profile_plots import FINE, NONE, lines_of, marks_of

STEPS = StepsTable(
    "accuracy", "fraction", (0, 1, 2),
    (
        StepsStep("e.a", "e.b", (0.01, 0.02, 0.03), FINE, 0.02, Interval(0.005, 0.035)),
        StepsStep("e.b", "e.c", (-0.01, 0.01, 0.06), (False, False, True), 0.015, Interval(-0.04, 0.07)),
        StepsStep("e.c", "e.d", (nan, 0.01, 0.02), FINE, nan, NONE),
    ),
    region=Region(low=0.004),
)  # fmt: skip


def _steps(table: StepsTable) -> Axes:
    figure = Figure(figsize=size(table))
    draw_steps(figure, table)
    return figure.axes[0]


def test_steps_draw_every_seed_estimate_and_interval() -> None:
    """From top to bottom, in points of percent; crosses where a run diverged, only seeds where there is no estimate."""
    axes = _steps(STEPS)
    bars = [np.array(segment)[:, 0].tolist() for segment in lines_of(axes, COLOURS[0], 1.8)]
    assert bars == [pytest.approx([0.5, 3.5]), pytest.approx([-4, 7])]
    marks = marks_of(axes, "D")
    assert [x for x, _ in marks] == pytest.approx([2, 1.5])
    assert marks[0][1] < marks[1][1]
    assert axes.get_ylim()[0] > axes.get_ylim()[1]
    assert [x for x, _ in marks_of(axes, "|")] == pytest.approx([1, 2, 3, -1, 1, 1, 2])
    assert [x for x, _ in marks_of(axes, "x")] == pytest.approx([6])
    assert "cross: a run diverged" in STEPS.caption
    assert "no number in 1 of 3 seeds" in [text.get_text() for text in axes.texts]


def test_steps_shade_where_the_claim_is_true_of_each() -> None:
    """Only where the claim is about every step; the caption says which."""
    [shade] = [each for each in _steps(STEPS).patches if isinstance(each, Rectangle)]
    assert shade.get_x() == pytest.approx(0.4)
    assert shade.get_x() + shade.get_width() == pytest.approx(_steps(STEPS).get_xlim()[1])
    assert "(above +0.40 pp)" in STEPS.caption
    bare = replace(STEPS, region=None)
    assert not [each for each in _steps(bare).patches if isinstance(each, Rectangle)]
    assert "Shaded" not in bare.caption
    assert STEPS.alt.startswith("1 of 3 95 % intervals wholly above +0.40 pp, 0 wholly below")
    assert "n = 3 seeds" in replace(STEPS, steps=STEPS.steps[:2]).alt


def test_steps_of_ratios_stand_on_a_logarithmic_axis() -> None:
    """No change is 1, and the words follow."""
    step = StepsStep("e.a", "e.b", (1.5, 2.0), (False, False), 1.7, Interval(1.2, 2.5))
    table = StepsTable("loss", "ratio", (0, 1), (step,), turned=True)
    axes = _steps(table)
    assert axes.get_xscale() == "log"
    assert 1 in [line.get_xdata()[0] for line in axes.lines if len(line.get_xdata()) == 2]  # type: ignore[arg-type, index]
    assert "before / after, turned round, as the claim is a fall: a fall is above 1" in table.caption
    assert table.alt.startswith("1 of 1 95 % intervals wholly above \N{MULTIPLICATION SIGN}1, 0 wholly below")

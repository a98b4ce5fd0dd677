"""What is drawn is what the table says."""

from dataclasses import replace

import numpy as np
import pytest
from matplotlib.patches import Rectangle

from bnreport.figures.shared.style import ACCENT
from bnreport.figures.steps.draw import panels
from tests.figures.conftest import axes_of, points_of
from tests.figures.shared.conftest import lines_of
from tests.figures.steps.conftest import RATIOS, STEPS


def test_steps_draw_every_seed_estimate_and_interval() -> None:
    """From top to bottom, in points of percent; crosses where a run diverged, only seeds where there is no estimate."""
    axes = axes_of(panels, STEPS)[0]
    bars = [np.array(segment)[:, 0].tolist() for segment in lines_of(axes, ACCENT, 1.8)]
    assert bars == [pytest.approx([0.5, 3.5]), pytest.approx([-4, 7])]
    marks = points_of(axes, "D")
    assert [x for x, _ in marks] == pytest.approx([2, 1.5])
    assert marks[0][1] < marks[1][1]
    assert axes.get_ylim()[0] > axes.get_ylim()[1]
    assert [x for x, _ in points_of(axes, "|")] == pytest.approx([1, 2, 3, -1, 1, 1, 2])
    assert [x for x, _ in points_of(axes, "x")] == pytest.approx([6])
    assert "no number in 1 of 3 seeds" in [text.get_text() for text in axes.texts]


def test_steps_shade_where_the_claim_is_true_of_each() -> None:
    """Only where the claim is about every step."""
    [shade] = [each for each in axes_of(panels, STEPS)[0].patches if isinstance(each, Rectangle)]
    assert shade.get_x() == pytest.approx(0.4)
    assert shade.get_x() + shade.get_width() == pytest.approx(axes_of(panels, STEPS)[0].get_xlim()[1])
    bare = replace(STEPS, region=None)
    assert not [each for each in axes_of(panels, bare)[0].patches if isinstance(each, Rectangle)]


def test_steps_of_ratios_stand_on_a_logarithmic_axis() -> None:
    """No change is 1."""
    [axes] = axes_of(panels, RATIOS)
    assert axes.get_xscale() == "log"
    assert 1 in [line.get_xdata()[0] for line in axes.lines if len(line.get_xdata()) == 2]  # type: ignore[arg-type, index]

"""What is drawn is what the table says."""

import numpy as np
import pytest

from bnreport.figures.interaction.draw import panels
from bnreport.figures.interaction.table import EXAMPLE as INTERACTION_EXAMPLE
from bnreport.figures.shared.style import COLOURS
from tests.figures.conftest import axes_of
from tests.figures.shared.conftest import CROSSED, FOUR, HALF, left_of, lines_of, mean_line


def test_interaction_joins_each_side_here_and_elsewhere() -> None:
    """A line for the arm and one for what it is compared with, each seed thin, the mean thick, its bar around it."""
    axes = left_of(CROSSED)
    for side, (here, there) in enumerate(((FOUR[0], FOUR[2]), (FOUR[1], FOUR[3]))):
        colour, shift = COLOURS[side], 0.04 * (2 * side - 1)
        ends = [shift, 1 + shift]
        assert lines_of(axes, colour, 0.7) == [
            [[ends[0], one], [ends[1], two]] for one, two in zip(here.values, there.values, strict=True)
        ]
        middle = [here.values[1], there.values[1]]
        assert mean_line(axes, colour) == [pytest.approx(point) for point in zip(ends, middle, strict=True)]
        bars = np.array(lines_of(axes, colour, 1.6))
        assert bars[:, :, 0] == pytest.approx(np.array([[x, x] for x in ends]))
        assert bars[:, :, 1] == pytest.approx(np.array([[y - HALF, y + HALF] for y in middle]))
    dashes = {str(each.get_color()): each.get_linestyle() for each in axes.lines if each.get_linewidth() == 2}
    assert len(set(dashes.values())) == 2
    assert {text.get_text() for text in axes.texts} >= {"here", "elsewhere"}


def test_interaction_names_each_line() -> None:
    """The colour of each name is that of the line through its arm's own mean, at whose end it stands."""
    table = INTERACTION_EXAMPLE
    axes = axes_of(panels, table)[0]
    lines = [line for line in axes.lines if len(np.asarray(line.get_xdata())) == 2]
    for arm, there in zip(table.arms[:2], table.arms[2:], strict=True):
        [name] = [text for text in axes.texts if text.get_text().replace("\n", " ") == f"{arm.name}, then {there.name}"]
        mean = 100 * float(np.mean(arm.values))
        [own] = {line.get_color() for line in lines if np.isclose(np.asarray(line.get_ydata())[0], mean)}
        assert own == name.get_color()

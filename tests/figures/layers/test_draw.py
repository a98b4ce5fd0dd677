"""What is drawn is what the table says."""

import pytest

from bnreport.figures.layers.draw import panels as draw_layers
from bnreport.figures.shared.style import COLOURS
from tests.figures.conftest import axes_of
from tests.figures.layers.conftest import layer_table
from tests.figures.shared.conftest import runs_of


def test_layers_share_axes_along_a_row() -> None:
    """One metric, one vertical axis for all its layers; cosines always from -1 to 1; steps the same everywhere."""
    small, large = runs_of("e.a", (1.0, 2.0, 3.0)), runs_of("e.b", (100.0, 200.0, 300.0))
    table = layer_table(
        ("l2", "log", "5", small), ("l2", "log", "10", large),
        ("cos", "cosine", "5", runs_of("e.a", (0.9, 0.91, 0.92))),
        ("cos", "cosine", "10", runs_of("e.b", (0.1, 0.1, 0.1))),
    )  # fmt: skip
    first, second, third, fourth = axes_of(draw_layers, table)
    assert first.get_ylim() == second.get_ylim()
    assert first.get_ylim()[0] < 1
    assert first.get_ylim()[1] > 300
    assert (first.get_yscale(), third.get_yscale()) == ("log", "linear")
    assert third.get_ylim() == fourth.get_ylim()
    assert third.get_ylim() == pytest.approx((-1, 1), abs=0.1)
    assert len({axes.get_xlim() for axes in (first, second, third, fourth)}) == 1
    assert [axes.get_title() for axes in (first, second, third, fourth)] == [
        "l2, layer 5", "l2, layer 10", "cos, layer 5", "cos, layer 10",
    ]  # fmt: skip


def test_an_arm_has_one_colour_in_all_panels() -> None:
    """Also where the first arm was not measured."""
    table = layer_table(
        ("l2", "log", "5", runs_of("e.a", (1.0, 2.0, 3.0))), ("l2", "log", "10", runs_of("e.b", (1.0, 2.0)))
    )
    first, second = axes_of(draw_layers, table)
    assert [line.get_color() for line in (*first.lines, *second.lines)] == list(COLOURS[:2])

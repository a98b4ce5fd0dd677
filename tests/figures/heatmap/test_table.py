"""Captions and alt texts say what the table holds."""

from dataclasses import replace
from math import inf, log10, nan

import pytest

from bnreport.figures.heatmap.table import Panel
from tests.figures.heatmap.conftest import HEAT


@pytest.mark.parametrize(
    ("ratios", "end"), [((1.0, 1.9), 2), ((1.0, 0.45), 3), ((0.01, 1.0), 100), ((1.0, inf), 2), ((nan, 0.0), 2)]
)
def test_the_scale_of_colours_reaches_as_far_as_the_ratios(ratios: tuple[float, float], end: int) -> None:
    """Either way, to the next round ratio, at most 100; zero and infinity ask for nothing."""
    assert replace(HEAT, panels=(Panel("e.b", (ratios,)),)).ends == pytest.approx(log10(end))


def test_what_is_typical_is_of_layers_that_have_a_ratio() -> None:
    """The median over layers of their medians over training, between the least layer and the largest."""
    panel = Panel("e.b", ((1.0, 2.0, 3.0), (nan, 5.0, nan), (8.0, 8.0, 8.0), (nan, nan, nan)))
    sign = "\N{MULTIPLICATION SIGN}"
    assert panel.typical == f"{sign}5 (layers {sign}2 to {sign}8)"
    assert "e.b" in HEAT.alt


def test_the_page_shows_the_ends_and_the_middle() -> None:
    """Of many stretches three rows an arm, the same ratios as in the data."""
    ratios = tuple(tuple(10.0 * layer + step for step in range(5)) for layer in (1, 2))
    table = replace(HEAT, steps=(1, 2, 3, 4, 5), panels=(Panel("e.b", ratios), Panel("e.c", ratios)))
    assert [row[:3] for row in table.shown().rows] == [
        (arm, step, 9.0 + step) for arm in ("e.b", "e.c") for step in (1, 3, 5)
    ]

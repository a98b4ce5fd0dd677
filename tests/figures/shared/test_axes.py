"""Ticks: few, at round numbers, and sayable."""

import numpy as np
import pytest
from matplotlib.figure import Figure

from bnreport.figures.shared.axes import log_ticks, say_tick, step_axis


@pytest.mark.parametrize(
    ("low", "high", "sure"),
    [(0.01, 300, [0.01, 0.1, 1, 10, 100]), (0.09, 2.6, [0.1, 0.3, 1]), (3, 8, [3, 4, 5, 7]), (1e-9, 1e9, 7)],
)
def test_ticks_of_a_logarithmic_axis(low: float, high: float, sure: list[float] | int) -> None:
    """Powers of ten, or where these are few, shares of them; never more than asked for."""
    found = log_ticks(low, high, 7)
    assert (len(found) == sure) if isinstance(sure, int) else found == pytest.approx(sure)
    assert all(low <= tick <= high for tick in found)
    assert 3 <= len(log_ticks(low, high, 5)) <= 5


@pytest.mark.parametrize("width", [0.9, 1.9])
@pytest.mark.parametrize("ends", [(0, 600), (1, 9901), (20, 15000)], ids=str)
def test_ticks_of_steps_do_not_touch(width: float, ends: tuple[int, int]) -> None:
    """A quarter of an inch at least from one to the next, wherever the first reading is; there are two or more."""
    axes = Figure(figsize=(width + 1, 2)).add_axes((0.1, 0.1, width / (width + 1), 0.8))
    step_axis(axes, ends)
    places = [axes.transData.transform((float(text.get_position()[0]), 0))[0] / 100 for text in axes.texts]
    assert len(places) >= 2
    assert min(np.diff(places)) >= 0.25


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (0, "0"),
        (0.001, "0.001"),
        (-0.5, "\N{MINUS SIGN}0.5"),
        (1000, "1000"),
        (1e5, "10\u2075"),
        (3e-7, "3\xd710\u207b\u2077"),
    ],
)
def test_ticks_in_words(value: float, said: str) -> None:
    """Powers of ten are raised where zeros would have to be counted."""
    assert say_tick(value) == said

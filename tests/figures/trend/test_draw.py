"""What is drawn is what the table says."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from bnreport.figures.shared.arm_values import ArmValues
from bnreport.figures.shared.style import INK
from bnreport.figures.shared.svg import drawn
from bnreport.figures.trend.draw import panels as panels_of_trend
from bnreport.figures.trend.table import Table as TrendTable
from tests.figures.conftest import FINE
from tests.figures.shared.conftest import FOUR, HALF, LADDER, left_of, lines_of, mean_line


@pytest.mark.parametrize(
    ("levels", "factor", "places"),
    [((1.0, 4.0, 8.0), "log", [0, 2, 3]), ((1.0, 4.0, 8.0), "linear", [1, 4, 8]), ((), "", [0, 1, 2])],
)
def test_trend_places_arms_by_their_level(levels: tuple[float, ...], factor: str, places: list[float]) -> None:
    """By log2 of a log factor, by a linear one itself, evenly where there is but an order: seeds, mean and bars."""
    axes = left_of(replace(LADDER, levels=levels, factor=factor))
    values = [arm.values for arm in FOUR[:3]]
    assert lines_of(axes, INK, 0.7) == [[list(p) for p in zip(places, row, strict=True)] for row in zip(*values)]  # noqa: B905
    assert mean_line(axes, INK) == [pytest.approx(point) for point in zip(places, (2, 7, 12), strict=True)]
    bars = np.array(lines_of(axes, INK, 1.6))
    assert bars[:, :, 1] == pytest.approx(np.array([[y - HALF, y + HALF] for y in (2, 7, 12)]))
    ticks = {float(t.get_position()[0]): t.get_text() for t in axes.texts if t.get_va() == "top"}
    assert ticks == dict(zip(places, ["1", "4", "8"] if levels else ["e.a", "e.b", "f.a"], strict=True))


def test_trend_names_every_arm() -> None:
    """Beside its level in the key; of an order alone, on the axis if names fit, else by number in the key."""

    def key(table: TrendTable) -> str:
        figure = drawn(panels_of_trend(table)[0])
        return " ".join(text.get_text() for text in figure.texts).replace("\N{NO-BREAK SPACE}", " ")

    assert "1: e.a; 4: e.b; 8: f.a" in key(LADDER)
    long = tuple(ArmValues(f"deep_linear.noisy_batchnorm/lr=1e-0{i}", FOUR[0].values, FINE) for i in range(6))
    numbered = key(replace(LADDER, arms=long, levels=(), factor="")).replace("\n", " ")
    assert all(f"{i + 1}: {arm.name}" in numbered for i, arm in enumerate(long))
    assert ":" not in key(replace(LADDER, levels=(), factor=""))


def test_labels_of_levels_do_not_touch() -> None:
    """Levels close to each other on a linear axis: ticks stay, labels that have no room are left out."""
    levels = (1.0, 1.1, 2.0, 1e-6, 16.0, 32.0)
    order = sorted(levels)
    table = replace(LADDER, arms=(*FOUR, *FOUR[:2]), levels=tuple(order), factor="linear")
    figure = drawn(panels_of_trend(table)[0])
    axes = figure.axes[0]
    words = [text for text in axes.texts if text.get_va() == "top" and text.get_text()]
    spans = sorted(
        (x - 2.3 * len(t.get_text()) * figure.dpi / 72, x + 2.3 * len(t.get_text()) * figure.dpi / 72)
        for t in words
        for x in [axes.transData.transform((float(t.get_position()[0]), 0))[0]]
    )
    assert all(one[1] < two[0] for one, two in pairwise(spans))
    assert words[-1].get_text() == "32"

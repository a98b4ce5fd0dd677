"""Names stand at the ends of their lines, apart from each other."""

from itertools import pairwise

import numpy as np
import pytest
from matplotlib.figure import Figure

from bnreport.figures.shared.labels import End, beside, label_ends, lettered, spread


@pytest.mark.parametrize(
    ("wanted", "sure"),
    [
        ((0.1, 0.9), (0.1, 0.9)),
        ((0.5, 0.5, 0.5), (0.4, 0.5, 0.6)),
        ((0.52, 0.48), (0.55, 0.45)),
        ((0.0, 0.02), (0.05, 0.15)),
        ((1.0, 0.98, 0.2), (0.95, 0.85, 0.2)),
    ],
)
def test_labels_are_spread_no_farther_than_they_must(wanted: tuple[float, ...], sure: tuple[float, ...]) -> None:
    """Each a tenth high between 0 and 1: those that touch are pooled about their mean, in order, within the ends."""
    assert spread(wanted, [0.1] * len(wanted), (0.0, 1.0)) == pytest.approx(sure)


def test_no_labels_touch() -> None:
    """A hundred random wishes and heights: the order stays, and none overlaps the next."""
    rng = np.random.default_rng(0)
    wanted, heights = rng.random(20), rng.uniform(0.01, 0.05, 20)
    found = spread(wanted.tolist(), heights.tolist(), (0.0, 1.0))
    order = np.argsort(wanted)
    for low, high in pairwise(order):
        assert found[high] - found[low] >= (heights[high] + heights[low]) / 2 - 1e-9
    assert found[order[0]] - heights[order[0]] / 2 >= -1e-9
    assert found[order[-1]] + heights[order[-1]] / 2 <= 1 + 1e-9


def test_a_name_stands_at_the_height_of_its_line() -> None:
    """On a logarithmic axis too; without a value in the middle, in the colour of the line."""
    axes = Figure(figsize=(3, 2)).add_axes((0.1, 0.1, 0.5, 0.8))
    axes.set_yscale("log")
    axes.set_ylim(1, 100)
    label_ends(axes, [End("a", 1.0, "#111111"), End("b", 100.0, "#222222"), End("c", float("nan"), "#333333")])
    found = {text.get_text(): (text.get_color(), text.get_position()[1]) for text in axes.texts}
    assert found == {
        "a": ("#111111", pytest.approx(0)), "b": ("#222222", pytest.approx(1)), "c": ("#333333", pytest.approx(0.5)),
    }  # fmt: skip


def test_long_names_are_broken_and_only_the_longest_cut() -> None:
    """Sixty letters are there to the last; of two hundred an ellipsis says that the table holds more."""
    name = "BatchNorm and noise (learning rate 1e-05), in a linear network"
    assert lettered(name).replace("\n", " ") == name
    assert max(map(len, lettered("w" * 60).split("\n"))) <= 17
    assert lettered("w" * 60).replace("\n", "") == "w" * 60
    assert lettered("w" * 200).endswith("\N{HORIZONTAL ELLIPSIS}")
    assert beside([name]) < 1.6

"""A grid crosses its factors, and names every point apart."""

from typing import Any

import pytest

from bnreport.study.grid import grid_points, labels


def test_every_point_once() -> None:
    """The last factor runs fastest; no grid is one point that sets nothing."""
    grid = {"optimizer.lr": (0.1, 0.5), "steps": (10, 20)}
    assert [*grid_points(grid)] == [
        ("/lr=0.1/steps=10", {"optimizer.lr": 0.1, "steps": 10}),
        ("/lr=0.1/steps=20", {"optimizer.lr": 0.1, "steps": 20}),
        ("/lr=0.5/steps=10", {"optimizer.lr": 0.5, "steps": 10}),
        ("/lr=0.5/steps=20", {"optimizer.lr": 0.5, "steps": 20}),
    ]
    assert [*grid_points({})] == [("", {})]


def test_factors_that_end_alike_have_their_whole_path() -> None:
    """Or nobody could tell which is which."""
    [(label, _)] = grid_points({"a.lr": (1,), "b.lr": (2,), "c.depth": (3,)})
    assert label == "/a.lr=1/b.lr=2/depth=3"


@pytest.mark.parametrize(
    ("values", "names"),
    [
        ([0.1, 1e-07, 5], ["0.1", "1e-07", "5"]),
        (["a b/c", ""], ["a_b_c", "none"]),
        ([True, None], ["true", "none"]),
        ([{"sgd": {"lr": 0.1}}, {"adam": {"lr": 0.1}}], ["sgd", "adam"]),
        ([{"sgd": {"lr": 0.1}}, {"sgd": {"lr": 0.5}}, "adam"], ["sgd(lr=0.1)", "sgd(lr=0.5)", "adam"]),
        ([["crop", {"flip": {}}], []], ["crop+flip", "none"]),
    ],
)
def test_values_are_named(values: list[Any], names: list[str]) -> None:
    """In short, with options only where short names are alike, and without what parts the names of arms."""
    assert labels(values) == names

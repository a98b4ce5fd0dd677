"""Which cells of two runs are compared: columns by name, or steps at which both were measured."""

import pytest

from bnreport.results import Window
from tests.hypotheses.test_fraction import ONE, OTHER, make, results, run


def test_named_columns_are_compared_by_name() -> None:
    """Arms whose layers stand in another order: a with a, and c with c."""
    turned = ("c", "b", "a")
    arms = {
        "a": [run([[1, 0, 5]], columns=("a", "b", "c"))] * 2,
        "b": [run([[6, 0, 2]], columns=turned), run([[4, 0, 2]], columns=turned)],
    }
    assert make(columns=["a", "c"]).evidence(results(**arms)).effects == (1, 0.5)


def test_columns_are_reduced_over_their_steps() -> None:
    """By default the median over the window's steps is compared; the mean, or another window, may say otherwise."""
    a = [[[1, 1, 1, 1], [1, 1, 1, 1], [9, 9, 1, 1]], [[1, 1, 1, 3]] * 3]
    b = [[[2, 2, 2, 2]] * 3] * 2
    assert make().evidence(results(a=a, b=b)).effects == (1, 0.75)
    assert make(reduce="mean").evidence(results(a=a, b=b)).effects == (0.5, 0.75)
    assert make(reduce="best").evidence(results(a=a, b=b)).effects == (1, 0.75)
    assert make(reduce="final").evidence(results(a=a, b=b)).effects == (0.5, 0.75)
    assert make(window=Window("fixed", 20, 20)).evidence(results(a=a, b=b)).effects == (0.5, 0.75)


def test_steps_are_counted_where_they_were_measured_in_both() -> None:
    """A plain series: two of three steps, then one of three; a step that one arm lacks does not count."""
    a, b = [[1, 1, 5], [1, 5, 5]], [[2, 2, 2, 9], [2, 2, 2, 9]]
    evidence = make(of="steps").evidence(results(a=a, b=b))
    assert evidence.effects == pytest.approx((2 / 3, 1 / 3))
    assert make(of="steps", window=Window("fixed", 10, 20)).evidence(results(a=a, b=b)).effects == (0.5, 0)


def test_steps_of_one_column() -> None:
    """Layer d alone is less in one of two steps, then in none; the least over layers in all, then in one."""
    a = [[[9, 9, 9, 1], [1, 9, 9, 5]], [[9, 9, 9, 5], [1, 9, 9, 5]]]
    b = [[[2, 2, 2, 2]] * 2] * 2
    assert make(metric="ics.d", of="steps").evidence(results(a=a, b=b)).effects == (0.5, 0)
    assert make(metric="ics.min", of="steps").evidence(results(a=a, b=b)).effects == (1, 0.5)


def test_named_columns_only() -> None:
    """The claim may fix its layers, whatever else was measured."""
    assert make(columns=["a", "d"]).evidence(results(a=ONE, b=OTHER)).effects == (0.5, 0.5, 1)

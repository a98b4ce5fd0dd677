"""Distributions are of all seeds of an arm together."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from bnreport.figures.ridgelines.from_probe import table
from bnreport.figures.ridgelines.table import Table
from bnreport.results import RunResult, Series
from tests.figures.conftest import asked

LAYERS = tuple(map(str, range(1, 14)))
Drawn = Callable[[Mapping[str, Mapping[int, Any]]], Table]


@pytest.fixture(scope="session")
def drawn(make_run: Callable[..., RunResult]) -> Drawn:
    """Return the maker of a table: per arm and seed the layers that it has.

    Without a layer a run diverged before a reading, with up to five after its last one. Each quantile is the sum of
    its layer, its probability and a thousandth of its step.
    """

    def run(layers: tuple[str, ...]) -> RunResult:
        columns = tuple(f"{layer}/{p}" for layer in layers for p in (0.1, 0.5, 0.9))
        level = np.array([float(layer) + p for layer in layers for p in (0.1, 0.5, 0.9)])
        steps = np.arange(1, 101) if layers else np.arange(0)
        series = Series(steps, steps[:, None] / 1000 + level, columns) if layers else Series(steps, np.empty(0))
        outcome: Any = "finished" if len(layers) > 5 else "diverged"
        return replace(make_run("vgg.standard", 0), series={"quantiles": series}, outcome=outcome)

    def made(held: Mapping[str, Mapping[int, tuple[str, ...]]]) -> Table:
        runs = {arm: {seed: run(layers) for seed, layers in each.items()} for arm, each in held.items()}
        found = table(asked("ridgelines", runs, quantiles="linear"), 0)
        assert found is not None
        return found

    return made


def test_ridges_are_of_all_seeds_at_all_of_training(drawn: Drawn) -> None:
    """The first and the last reading among those drawn; two layers from within; every run that has a reading."""
    made = drawn({arm: {0: LAYERS, 1: LAYERS} for arm in ("standard", "batchnorm")})
    assert (made.seeds, made.arms, tuple(made.layers)) == (2, ("standard", "batchnorm"), ("5", "9"))
    assert (made.steps[0], made.steps[-1], len(made.steps)) == (1, 100, 9)
    [last] = [ridge for ridge in made.ridges if (ridge.arm, ridge.layer, ridge.step) == ("batchnorm", "9", 100)]
    assert last.quantiles == pytest.approx((9.2, 9.6, 10.0), rel=1e-3)
    assert "Not drawn" not in made.caption
    assert "2 seeds of an arm pooled" in made.caption


def test_many_arms_show_one_layer(drawn: Drawn) -> None:
    """Seven arms have a panel each, not two."""
    assert len(drawn({f"a{number}": {0: LAYERS} for number in range(6)}).layers) == 2
    assert len(drawn({f"a{number}": {0: LAYERS} for number in range(7)}).layers) == 1


def test_a_network_without_the_layer_is_named(drawn: Drawn) -> None:
    """The lower one lacks the second layer that is drawn."""
    made = drawn({"standard": {0: LAYERS}, "batchnorm": {0: LAYERS[:6]}})
    assert {(ridge.arm, ridge.layer) for ridge in made.ridges} == {
        ("standard", "5"), ("standard", "9"), ("batchnorm", "5"),
    }  # fmt: skip
    assert "Not drawn: batchnorm (it has no layer 9)." in made.caption


def test_an_arm_that_diverged_before_any_reading_is_named(drawn: Drawn) -> None:
    """Its other seed serves; without one it is not drawn, and has no cross."""
    made = drawn({"standard": {0: LAYERS, 1: LAYERS}, "batchnorm": {0: (), 1: LAYERS}})
    assert made.arms == ("standard", "batchnorm")
    assert "diverged, and are here up to then: 1 of 2 of batchnorm." in made.caption
    assert made.lost == ()
    none = drawn({"standard": {0: LAYERS}, "batchnorm": {0: ()}})
    assert "Not drawn: batchnorm (diverged before any reading)." in none.caption
    assert none.lost == ()


def test_crosses_are_of_arms_that_are_drawn(drawn: Drawn) -> None:
    """An arm that diverged has one beside its ridges; with layers that nobody draws it has neither."""
    assert drawn({"standard": {0: LAYERS}, "batchnorm": {0: LAYERS[:5]}}).lost == ("batchnorm",)
    assert drawn({"standard": {0: LAYERS}, "batchnorm": {0: LAYERS[:3]}}).lost == ()

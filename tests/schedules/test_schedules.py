"""Schedules: factors of the base rate."""

import math

import pytest

from bnreport.schedules import registry


@pytest.mark.parametrize("name", registry.names)
@pytest.mark.parametrize("steps", [1, 2, 7, 100])
def test_factors_are_sound(name: str, steps: int) -> None:
    """At every step of any run the factor is finite, positive and at most 1."""
    factors = [registry.create(name, step, steps) for step in range(steps)]
    assert all(math.isfinite(factor) and 0 < factor <= 1 for factor in factors)
    assert registry[name].source


def test_constant() -> None:
    """The base rate throughout."""
    assert {registry.create("constant", step, 9) for step in range(9)} == {1.0}


def test_cosine() -> None:
    """Four steps of rise, then half a cosine over the other eight."""
    factors = [registry.create("cosine", step, 12, warmup=4) for step in range(13)]
    assert factors[:5] == [0.25, 0.5, 0.75, 1.0, 1.0]
    assert factors[8] == pytest.approx(0.5)
    assert factors[6] == pytest.approx((1 + math.cos(math.pi / 4)) / 2)
    assert factors[12] == pytest.approx(0)


def test_warmup() -> None:
    """Four steps of rise, then the base rate for good; without a rise, from the start."""
    assert [registry.create("warmup", step, 7, warmup=4) for step in range(7)] == [0.25, 0.5, 0.75, 1.0, 1.0, 1.0, 1.0]
    assert [registry.create("warmup", step, 2, warmup=0) for step in range(2)] == [1.0, 1.0]


def test_warmup_as_long_as_the_run() -> None:
    """A warm-up of the whole run never divides by zero."""
    assert [registry.create("cosine", step, 2, warmup=2) for step in range(3)] == [0.5, 1.0, 1.0]

"""Losses against their formulas, written out in plain Python."""

from math import exp, inf, log
from typing import Any

import pytest
import torch
from pydantic import ValidationError

from bnreport.losses import registry

OUTPUTS = [[1.0, -2.0, 0.5], [0.0, 3.0, 3.0]]


def loss(name: str, targets: list[Any], outputs: list[list[float]] = OUTPUTS, **options: float) -> float:
    """Return a loss in float64."""
    value = registry.create(name, torch.tensor(outputs, dtype=torch.float64), torch.tensor(targets), **options)
    return float(value)


def test_cross_entropy_is_the_mean_of_minus_log_softmax() -> None:
    """-log(e^z_y / sum_k e^z_k), averaged over the batch."""
    labels = [2, 0]
    each = [-log(exp(row[label]) / sum(map(exp, row))) for row, label in zip(OUTPUTS, labels, strict=True)]
    assert loss("cross_entropy", labels) == pytest.approx(sum(each) / 2, rel=1e-12)


def test_cross_entropy_at_chance_is_ln_classes() -> None:
    """Equal logits cost ln 3, however large they are."""
    assert loss("cross_entropy", [0, 1], [[7.0] * 3, [1e4] * 3]) == pytest.approx(log(3), rel=1e-12)


@pytest.mark.parametrize("factor", [0.5, 1.0, 0.25])
def test_squared_error_is_summed(factor: float) -> None:
    """Factor times the sum over batch and components, so that two batches together cost what they cost apart."""
    targets = [[0.5, 0.0, 0.5], [1.0, 1.0, -1.0]]
    pairs = [pair for row, other in zip(OUTPUTS, targets, strict=True) for pair in zip(row, other, strict=True)]
    whole = loss("squared_error", targets, factor=factor)
    assert whole == pytest.approx(factor * sum((one - other) ** 2 for one, other in pairs), rel=1e-12)
    parts = [loss("squared_error", targets[i : i + 1], OUTPUTS[i : i + 1], factor=factor) for i in range(2)]
    assert sum(parts) == pytest.approx(whole, rel=1e-12)


def test_squared_error_by_default_has_the_error_as_gradient() -> None:
    """Of each output: output minus target."""
    outputs = torch.tensor(OUTPUTS, requires_grad=True)
    targets = torch.ones(2, 3)
    registry.create("squared_error", outputs, targets).backward()
    assert outputs.grad is not None
    torch.testing.assert_close(outputs.grad, outputs.detach() - targets)


@pytest.mark.parametrize("factor", [0, -1, inf])
def test_squared_error_refuses_a_factor_that_minimises_nothing(factor: float) -> None:
    """It must be positive and finite."""
    with pytest.raises(ValidationError):
        registry["squared_error"].options(factor=factor)

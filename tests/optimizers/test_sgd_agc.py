"""Adaptive gradient clipping, unit by unit, written out."""

from math import sqrt

import pytest
import torch
from torch import Tensor

from bnreport import models, norms
from bnreport.optimizers.sgd_agc import sgd_agc

SHAPES = [(3, 2, 2, 2), (3,), (), (4, 3), (4,), (2, 4), (2,)]
FINAL = 5
"""From here on the parameters are of the final layer."""


def drawn(seed: int, scale: float = 1.0) -> list[Tensor]:
    """Return a value of every shape; the second is 0 in parameters, as biases are at first."""
    draws = torch.Generator().manual_seed(seed)
    return [torch.randn(shape, generator=draws, dtype=torch.float64) * scale for shape in SHAPES]


def clipped(weight: Tensor, gradient: Tensor, clipping: float, eps: float) -> Tensor:
    """Return a gradient, each unit of which is no longer than a share of the unit's weights."""
    if weight.ndim > 1:
        return torch.stack(
            [clipped(*pair, clipping, eps) for pair in zip(weight.flatten(1), gradient.flatten(1), strict=True)]
        ).view(weight.shape)
    length, slope = (sqrt(sum(each**2 for each in values.flatten().tolist())) for values in (weight, gradient))
    most = clipping * max(length, eps)
    return gradient * (most / slope) if slope > most else gradient


@pytest.mark.parametrize("scale", [1e-4, 0.02, 10.0])
@pytest.mark.parametrize(("clipping", "eps"), [(0.01, 1e-3), (0.2, 0.5)])
def test_each_unit_is_clipped_by_its_own_weights(scale: float, clipping: float, eps: float) -> None:
    """Rows of maps, and biases whole, are shortened where they are too long, the final layer's not."""
    parameters = [torch.nn.Parameter(each) for each in drawn(1)]
    parameters[1].data.zero_()
    expected, gradients = [each.detach().clone() for each in parameters], drawn(2, scale)
    optimizer = sgd_agc(parameters, lr=0.1, clipping=clipping, eps=eps, weight_decay=0.01)
    for place, (parameter, gradient) in enumerate(zip(parameters, gradients, strict=True)):
        parameter.grad = gradient.clone()
        slope = clipped(expected[place], gradient, clipping, eps) if place < FINAL else gradient
        expected[place] = expected[place] - 0.1 * (slope + 0.01 * expected[place])
    optimizer.step()
    for parameter, value in zip(parameters, expected, strict=True):
        torch.testing.assert_close(parameter.detach(), value, rtol=1e-12, atol=1e-15)


@pytest.mark.parametrize("model", ["vgg", "resnet", "resnet_cifar"])
def test_the_final_layer_of_a_network_is_the_classifier(model: str) -> None:
    """With gradients far too long, the classifier's weight and bias alone move by them whole."""
    small = {"vgg": {"depth": 11, "width": 4, "hidden": 8}}.get(model, {"width": 4})
    network = models.registry.create(model, lambda c: norms.registry.create("batch", c), 3, 8, 10, **small)
    before = {name: each.detach().clone() for name, each in network.named_parameters()}
    optimizer = sgd_agc(network.parameters(), lr=1.0)
    for parameter in network.parameters():
        parameter.grad = torch.full_like(parameter, 100.0)
    optimizer.step()
    moved = {name for name, each in network.named_parameters() if torch.allclose(each, before[name] - 100)}
    assert moved == {"classifier.weight", "classifier.bias"}


def test_what_has_no_gradient_is_left_alone() -> None:
    """Frozen parameters neither move nor stop the rest."""
    parameters = [torch.nn.Parameter(each) for each in drawn(1)]
    before = [each.detach().clone() for each in parameters]
    parameters[3].grad = torch.ones(4, 3, dtype=torch.float64)
    sgd_agc(parameters, lr=1.0).step()
    moved = [not torch.equal(each, was) for each, was in zip(parameters, before, strict=True)]
    assert moved == [place == 3 for place in range(len(SHAPES))]

"""The start from a batch against moments by hand, and against the network that it starts."""

from typing import Any

import pytest
import torch
from torch import Tensor, nn

from bnreport.norms import registry

every_layer = pytest.mark.parametrize("layer", ["linear", "convolution"])
every_choice = pytest.mark.parametrize("parameters", ["layer", "norm"])
EPS = 1e-12


def network(layer: str, norm: str, **options: Any) -> nn.Sequential:  # noqa: ANN401  (each norm has its own)
    """Return a layer, a norm, a nonlinearity, a layer and a norm, in float64, with the same weights each time."""
    torch.manual_seed(1)
    maps = (
        [nn.Linear(5, 4, bias=False), nn.Linear(4, 3, bias=False)]
        if layer == "linear"
        else [nn.Conv2d(2, 4, 2, bias=False), nn.Conv2d(4, 3, 1, bias=False)]
    )
    norms = [registry.create(norm, channels, **options) for channels in (4, 3)]
    return nn.Sequential(maps[0], norms[0], nn.ReLU(), maps[1], norms[1]).double()


def draw(layer: str, seed: int) -> Tensor:
    """Return inputs that are neither centred nor of unit scale."""
    shape = (7, 5) if layer == "linear" else (3, 2, 4, 3)
    return torch.randn(shape, generator=torch.Generator().manual_seed(seed), dtype=torch.float64) * 3 + 1


def values(y: Tensor) -> Tensor:
    """Return a channel's values, one row each."""
    return y.movedim(1, 0).flatten(1)


@every_layer
@every_choice
def test_the_first_batch_is_standardised(layer: str, parameters: str) -> None:
    """Behind each norm every channel of it has mean 0 and variance 1, layer after layer; of the next batch none has."""
    model, seen = network(layer, "data_dependent", parameters=parameters, eps=EPS), []
    for place in (1, 4):
        model[place].register_forward_hook(lambda _, __, y: seen.append(values(y.detach())))
    model(draw(layer, 1)).sum().backward()
    for held in seen:
        torch.testing.assert_close(held.mean(1), torch.zeros(len(held)).double(), rtol=0, atol=1e-9)
        torch.testing.assert_close(held.var(1, correction=0), torch.ones(len(held)).double(), rtol=1e-9, atol=0)
    seen.clear()
    model(draw(layer, 2))
    assert all((held.var(1, correction=0) - 1).abs().min() > 1e-3 for held in seen)


@every_layer
@every_choice
def test_nothing_remains_but_a_start(layer: str, parameters: str) -> None:
    """The first step's outputs and gradients, and the network after it, are those of the plain one so initialised."""
    model = network(layer, "data_dependent", parameters=parameters, eps=EPS)
    y = model(draw(layer, 1))
    y.pow(3).sum().backward()
    plain = network(layer, "none" if parameters == "layer" else "affine")
    theirs = [*model.parameters()]
    if parameters == "norm":  # the scale stands before the bias in both
        assert torch.equal(model[0].weight, plain[0].weight)
    for parameter, value in zip(plain.parameters(), theirs, strict=True):
        parameter.data = value.detach().clone()
    expected = plain(draw(layer, 1))
    expected.pow(3).sum().backward()
    torch.testing.assert_close(y, expected, rtol=1e-9, atol=1e-9)
    for parameter, value in zip(plain.parameters(), theirs, strict=True):
        torch.testing.assert_close(value.grad, parameter.grad, rtol=1e-7, atol=1e-7)
    for training in (True, False):
        x = draw(layer, 3)
        torch.testing.assert_close(model.train(training)(x), plain.train(training)(x), rtol=1e-9, atol=1e-9)


@every_choice
def test_a_constant_channel_is_shifted_only(parameters: str) -> None:
    """It is not blown up by the root of eps, and its weights stay."""
    model = nn.Sequential(nn.Linear(2, 2, bias=False), registry.create("data_dependent", 2, parameters=parameters))
    model[0].weight.data = torch.tensor([[1.0, 0.0], [0.0, 1.0]])
    x = torch.tensor([[1.0, 5.0], [3.0, 5.0]])
    model(x).sum().backward()
    torch.testing.assert_close(model(x), torch.tensor([[-1.0, 0.0], [1.0, 0.0]]), rtol=1e-4, atol=1e-4)
    torch.testing.assert_close(model(torch.tensor([[2.0, 6.0]])), torch.tensor([[0.0, 1.0]]), rtol=1e-4, atol=1e-4)


def test_before_any_step_each_batch_is_standardised() -> None:
    """A forward pass alone starts nothing: the batch of the first step does."""
    norm = registry.create("data_dependent", 3)
    for seed in (1, 2):
        y = norm(draw("linear", seed)[:, :3].float())
        torch.testing.assert_close(y.mean(0), torch.zeros(3), rtol=0, atol=1e-5)

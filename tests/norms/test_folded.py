"""Batch normalisation that is folded against the same done by hand, between two networks."""

from typing import Any

import pytest
import torch
from torch import Tensor, nn
from torch.optim import SGD

from bnreport.norms import registry

every_layer = pytest.mark.parametrize("layer", ["linear", "convolution"])
AFTER = 4


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


def train(model: nn.Module, layer: str, steps: range) -> list[Tensor]:
    """Take plain steps, and return the outputs in them."""
    optimizer, seen = SGD(model.parameters(), lr=0.02), []
    for step in steps:
        optimizer.zero_grad()
        y = model(draw(layer, step))
        y.tanh().sum().backward()
        optimizer.step()
        seen.append(y.detach())
    return seen


def by_hand(usual: nn.Sequential, layer: str) -> nn.Sequential:
    """Fold a network with batch normalisation into one without."""
    plain = network(layer, "none")
    for place in (0, 3):
        norm: Any = usual[place + 1]
        gain = norm.weight / (norm.running_var + norm.eps).sqrt()
        plain[place].weight.data = torch.einsum("o,o...->o...", gain, usual[place].weight).detach()
        plain[place + 1].bias.data = (norm.bias - gain * norm.running_mean).detach()
    return plain


@every_layer
def test_it_is_two_networks_one_after_the_other(layer: str) -> None:
    """To the bit the one with batch normalisation, then, to rounding, the one folded by hand and trained on without."""
    model, usual = network(layer, "folded", after=AFTER), network(layer, "batch")
    for one, other in zip(train(model, layer, range(AFTER)), train(usual, layer, range(AFTER)), strict=True):
        assert torch.equal(one, other)
    later = range(AFTER, 3 * AFTER)
    for one, other in zip(train(model, layer, later), train(by_hand(usual, layer), layer, later), strict=True):
        torch.testing.assert_close(one, other, rtol=1e-9, atol=1e-9)


@every_layer
def test_at_the_fold_it_is_batch_normalisation_in_evaluation_mode(layer: str) -> None:
    """In training and in evaluation alike, on any batch, before the step that folds and after it."""
    model, usual = network(layer, "folded", after=AFTER), network(layer, "batch")
    train(model, layer, range(AFTER))
    train(usual, layer, range(AFTER))
    x = draw(layer, 20)
    expected = usual.eval()(x)
    for training in (True, False):
        torch.testing.assert_close(model.train(training)(x), expected, rtol=1e-9, atol=1e-9)
    model.train()(draw(layer, 21)).sum().backward()  # the gradients of a step that is not taken
    for training in (True, False):
        torch.testing.assert_close(model.train(training)(x), expected, rtol=1e-9, atol=1e-9)


@every_layer
def test_after_it_the_scale_does_nothing(layer: str) -> None:
    """Whatever becomes of the normalisation's own weight, say by decay, and of its statistics."""
    model = network(layer, "folded", after=AFTER)
    train(model, layer, range(AFTER + 1))
    x = draw(layer, 20)
    before = model(x)
    for norm in (model[1], model[4]):
        norm.normal.weight.data.zero_()
        norm.normal.running_var.fill_(9)
    assert torch.equal(model(x), before)


def test_behind_no_layer_the_gain_stays_a_constant() -> None:
    """The norm alone, as at the start of a pre-activation branch: what is learnt on is the bias."""
    norm: Any = registry.create("folded", 3, after=1).double()
    optimizer = SGD(norm.parameters(), lr=0.1)
    x = draw("linear", 1)[:, :3]
    norm(x).pow(3).sum().backward()
    optimizer.step()
    gain = (norm.normal.weight / (norm.normal.running_var + 1e-5).sqrt()).detach()
    shift = (norm.normal.bias - gain * norm.normal.running_mean).detach()
    for _ in range(2):
        optimizer.zero_grad()
        y = norm(x)
        torch.testing.assert_close(y, gain * x + shift)
        y.sum().backward()
    torch.testing.assert_close(norm.bias.grad, torch.full((3,), 7.0).double())


def test_a_scale_of_zero_is_folded_too() -> None:
    """The channel's weights become zero, and no gradient is divided by it."""
    model = nn.Sequential(nn.Linear(5, 2, bias=False), registry.create("folded", 2, after=1)).double()
    model(draw("linear", 1)).sum().backward()
    model[1].normal.weight.data[0] = 0
    model.zero_grad()
    model(draw("linear", 2)).sum().backward()
    assert model[0].weight[0].tolist() == [0.0] * 5
    assert model[0].weight.grad.isfinite().all()
    assert model[0].weight.grad[1].any()

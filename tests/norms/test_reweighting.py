"""Norms that act on the weight of the layer before: against loops, in a layer and in every model."""

from collections.abc import Callable
from copy import deepcopy
from functools import partial
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from bnreport import models
from bnreport.norms import registry
from bnreport.norms._reweighting import ReweightedConv2d, ReweightedLinear
from bnreport.study import Choice
from bnreport.training.seeding import initialise

Make = Callable[..., nn.Module]
NORMS = ["weight_norm", "weight_standardized", "scaled_weight_standardized"]
OPTIONS: dict[str, dict[str, Any]] = {"weight_standardized": {"groups": 2}}
SMALL: dict[str, dict[str, Any]] = {"deep_linear": {"depth": 4}, "vgg": {"depth": 11, "width": 4, "hidden": 8}}
every_norm = pytest.mark.parametrize("name", NORMS)
every_layer = pytest.mark.parametrize("layer", [nn.Linear(5, 4, bias=False), nn.Conv2d(2, 4, 2, bias=False)], ids=str)


def draw(shape: tuple[int, ...], seed: int = 1) -> Tensor:
    """Return values that are neither centred nor of unit scale."""
    return torch.randn(shape, generator=torch.Generator().manual_seed(seed), dtype=torch.float64) * 2 + 1


def behind(layer: nn.Module, norm: nn.Module) -> nn.Sequential:
    """Return a copy of a layer with a norm behind it, weights drawn."""
    held = deepcopy(layer).double()
    held.weight.data = draw(held.weight.shape, 3)
    return nn.Sequential(held, norm)


def inputs(layer: nn.Module) -> Tensor:
    """Return what fits a layer."""
    return draw((6, 5) if isinstance(layer, nn.Linear) else (2, 2, 3, 4))


def weights(oracle: SimpleNamespace, name: str, w: Tensor) -> Tensor:
    """Return the weights that the paper has the layer use."""
    of = {
        "weight_norm": oracle.unit_length,
        "weight_standardized": partial(oracle.standardized, eps=1e-5),
        "scaled_weight_standardized": partial(oracle.scaled_standardized, gain=1.7139588594436646, eps=1e-4),
    }
    return torch.from_numpy(of[name](w.detach().numpy()))


@every_norm
@every_layer
def test_agrees_with_the_paper(make: Make, oracle: SimpleNamespace, name: str, layer: nn.Module) -> None:
    """A layer with the norm behind it uses other weights, and what it gives is scaled and shifted, or normalised."""
    norm = make(name, 4, **OPTIONS.get(name, {}))
    model, x = behind(layer, norm), inputs(layer)
    used = weights(oracle, name, model[0].weight)
    z = F.linear(x, used) if isinstance(layer, nn.Linear) else F.conv2d(x, used)
    weight, bias = (parameter.detach() for parameter in norm.parameters())
    across = (1, 4, *(1,) * (z.ndim - 2))
    expected = weight.view(across) * z + bias.view(across)
    if name == "weight_standardized":
        expected = torch.from_numpy(oracle.group(z.numpy(), 2, weight.numpy(), bias.numpy(), 1e-5))
    torch.testing.assert_close(model(x), expected, rtol=1e-10, atol=1e-10)


@every_norm
@every_layer
def test_the_gradient_flows_through_the_reweighting(make: Make, name: str, layer: nn.Module) -> None:
    """Gradients to the layer's own weight agree with differences, twice over."""
    model, x = behind(layer, make(name, 4, **OPTIONS.get(name, {}))), inputs(layer)

    def function(weight: Tensor) -> Tensor:
        return torch.func.functional_call(model, {"0.weight": weight}, (x,))

    assert torch.autograd.gradcheck(function, model[0].weight)
    assert torch.autograd.gradgradcheck(function, model[0].weight)


@every_norm
@every_layer
def test_the_weight_stays_a_parameter_of_the_layer(make: Make, name: str, layer: nn.Module) -> None:
    """Names, shapes and values of the layer's weights are those that it has with any other norm, copies included."""
    model = behind(layer, make(name, 4, **OPTIONS.get(name, {})))
    usual = behind(layer, make("none", 4))
    assert torch.equal(model[0].weight, usual[0].weight)
    assert {key for key in model.state_dict() if key.startswith("0.")} == {"0.weight"}
    copy = deepcopy(model)
    copy[0].weight.data.neg_()
    x = inputs(layer)
    assert not torch.allclose(copy(x), model(x))


@pytest.mark.parametrize("name", ["weight_norm", "scaled_weight_standardized"])
@every_layer
def test_the_scale_of_the_weights_is_lost(make: Make, name: str, layer: nn.Module) -> None:
    """Weights times c give the same output and 1/c of the gradient."""
    outputs, gradients = [], []
    for scale in (1.0, 5.0):
        model = behind(layer, make(name, 4))
        model[0].weight.data *= scale
        y = model(inputs(layer))
        outputs.append(y.detach())
        gradients.append(torch.autograd.grad(y.pow(3).sum(), model[0].weight)[0])
    torch.testing.assert_close(outputs[1], outputs[0])
    torch.testing.assert_close(gradients[1] * 5, gradients[0])


def test_weight_norm_starts_at_its_gain() -> None:
    """Lengths start at the gain, whatever the weights; a ReLU then keeps the mean square of many activations."""
    torch.manual_seed(0)
    x = torch.randn(500, 400)
    for _ in range(5):
        x = torch.relu(nn.Sequential(nn.Linear(400, 400, bias=False), registry.create("weight_norm", 400))(x))
    assert x.square().mean().item() == pytest.approx(1, rel=0.25)
    assert registry.create("weight_norm", 2, gain=3.0).then.weight.tolist() == [3.0, 3.0]


def test_scaled_standardisation_keeps_the_variance() -> None:
    """Behind a ReLU, at the default gain, outputs are centred and of variance 1, layer after layer."""
    torch.manual_seed(0)
    x = torch.randn(2000, 400)
    for _ in range(5):
        layer = nn.Sequential(nn.Linear(400, 400, bias=False), registry.create("scaled_weight_standardized", 400))
        x = layer(torch.relu(x))
    assert x.mean().item() == pytest.approx(0, abs=0.1)
    assert x.var(0).mean().item() == pytest.approx(1, rel=0.15)


@every_norm
@pytest.mark.parametrize("model", [name for name in models.registry.names if name != "preact_resnet"])
def test_every_layer_with_a_norm_is_changed(name: str, model: str) -> None:
    """Where norms follow their maps, each map without a bias uses other weights, and the classifier its own."""
    make = partial(registry.create, name, **({"groups": 1} if name == "weight_standardized" else {}))
    fields = models.registry[model].options.model_fields
    options = SMALL.get(model, {"width": 4} if "width" in fields else {})
    network = models.registry.create(model, make, 3, 32, 10, **options)
    layers = [module for module in network.modules() if isinstance(module, nn.Conv2d | nn.Linear)]
    changed = [isinstance(layer, ReweightedConv2d | ReweightedLinear) for layer in layers]
    assert changed == [layer.bias is None for layer in layers]
    assert any(changed)


def test_other_norms_leave_the_layer_alone() -> None:
    """Once this module is imported, as here, networks of other norms are as they were."""
    for norm in ("none", "batch", "layer"):
        layer = nn.Conv2d(3, 4, 3, bias=False)
        nn.Sequential(layer, registry.create(norm, 4))
        assert type(layer) is nn.Conv2d


def test_only_the_direction_is_drawn() -> None:
    """An initialisation of twice the size is the same network under weight normalisation."""
    x, outputs = draw((6, 5)).float(), []
    for scale in (1, 2):
        model = nn.Sequential(nn.Linear(5, 4, bias=False), registry.create("weight_norm", 4))
        initialise(model, Choice("he", {}), 3)
        model[0].weight.data *= scale
        outputs.append(model(x).detach().numpy())
    np.testing.assert_allclose(outputs[1], outputs[0], rtol=1e-5)

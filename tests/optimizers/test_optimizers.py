"""Optimisers against their formulas, written out."""

import math

import pytest
import torch

from bnreport.errors import SpecError
from bnreport.optimizers import registry

GRADIENTS = [0.5, -2.0, 1.5, 0.25]


def walk(name: str, **options: float) -> list[float]:
    """Return a weight that starts at 1 after each gradient."""
    weight = torch.nn.Parameter(torch.ones((), dtype=torch.float64))
    optimizer = registry.create(name, [weight], **options)
    path = []
    for gradient in GRADIENTS:
        weight.grad = torch.tensor(gradient, dtype=torch.float64)
        optimizer.step()
        path.append(weight.item())
    return path


@pytest.mark.parametrize("nesterov", [False, True])
def test_sgd(*, nesterov: bool) -> None:
    """The velocity gathers gradients and decay; Nesterov looks one step ahead."""
    weight, velocity, expected = 1.0, 0.0, []
    for raw in GRADIENTS:
        gradient = raw + 0.01 * weight
        velocity = 0.9 * velocity + gradient
        weight -= 0.1 * (gradient + 0.9 * velocity if nesterov else velocity)
        expected.append(weight)
    assert walk("sgd", lr=0.1, momentum=0.9, weight_decay=0.01, nesterov=nesterov) == pytest.approx(expected)


def test_sgd_is_plain_by_default() -> None:
    """Without options a step is the gradient times the rate."""
    assert walk("sgd", lr=0.1) == pytest.approx([0.95, 1.15, 1.0, 0.975])


def test_adam() -> None:
    """Means are corrected for their start at zero."""
    weight, mean, square, expected = 1.0, 0.0, 0.0, []
    for step, raw in enumerate(GRADIENTS, start=1):
        gradient = raw + 0.01 * weight
        mean = 0.8 * mean + 0.2 * gradient
        square = 0.99 * square + 0.01 * gradient**2
        weight -= 0.1 * mean / (1 - 0.8**step) / (math.sqrt(square / (1 - 0.99**step)) + 1e-3)
        expected.append(weight)
    path = walk("adam", lr=0.1, beta1=0.8, beta2=0.99, eps=1e-3, weight_decay=0.01)
    assert path == pytest.approx(expected)


@pytest.mark.parametrize("name", registry.names)
@pytest.mark.parametrize("decay", ["all", "weights"])
def test_decay_can_leave_out_norms_and_biases(name: str, decay: str) -> None:
    """With gradients of 0 only what is decayed moves: kernels and matrices always, parameters of one axis if asked."""
    shapes = [(2, 3, 1, 1), (2,), (4, 2), (4,)]
    parameters = [torch.nn.Parameter(torch.ones(shape)) for shape in shapes]
    optimizer = registry.create(name, parameters, lr=0.1, weight_decay=0.01, decay=decay)
    for parameter in parameters:
        parameter.grad = torch.zeros_like(parameter)
    optimizer.step()
    moved = [not bool((parameter == 1).all()) for parameter in parameters]
    assert moved == [True, decay == "all", True, decay == "all"]


@pytest.mark.parametrize("name", registry.names)
def test_networks_without_biases_have_one_kind_of_parameter(name: str) -> None:
    """Where every parameter is a weight, leaving the others out changes nothing."""
    assert len(registry.create(name, [torch.nn.Parameter(torch.ones(2, 2))], lr=0.1, decay="weights").param_groups) == 1


@pytest.mark.parametrize("name", ["sgd", "sgd_clipped", "sgd_agc"])
def test_refuses_what_makes_no_sense(name: str) -> None:
    """What PyTorch would refuse in the middle of a study is one line that names the option."""
    with pytest.raises(SpecError, match="nesterov needs momentum"):
        walk(name, lr=0.1, nesterov=True)


SHAPES = [(3, 2), (3,), (2, 3)]
COUPLING = {"sgd_hidden": {"hidden_rate": 2.0}, "sgd_subset": {"trained": "random"}}
"""Options of those that step as `sgd` unless told otherwise."""


def after(name: str, parameters: list[torch.Tensor], gradients: list[torch.Tensor]) -> list[torch.Tensor]:
    """Return parameters after a step."""
    held = [torch.nn.Parameter(parameter.clone()) for parameter in parameters]
    optimizer = registry.create(name, held, lr=0.1, **COUPLING.get(name, {}))
    for parameter, gradient in zip(held, gradients, strict=True):
        parameter.grad = gradient.clone()
    optimizer.step()
    return [parameter.detach() for parameter in held]


@pytest.mark.parametrize("name", registry.names)
def test_said_by_those_it_is_true_of(name: str) -> None:
    """An optimiser says COUPLED exactly if runs whose weights lie side by side would not step as they do alone."""
    draws = torch.Generator().manual_seed(3)
    weights, gradients = ([torch.randn(2, *shape, generator=draws) for shape in SHAPES] for _ in range(2))
    gradients = [gradient * torch.tensor([0.1, 10.0]).view(2, *(1,) * (gradient.ndim - 1)) for gradient in gradients]
    whole = after(name, weights, gradients)
    for index in range(2):
        alone = after(name, [each[index] for each in weights], [each[index] for each in gradients])
        if not all(torch.allclose(each[index], own) for each, own in zip(whole, alone, strict=True)):
            assert registry[name].constants.get("COUPLED") is True
            return
    assert "COUPLED" not in registry[name].constants


@pytest.mark.parametrize("name", registry.names)
def test_is_described(name: str) -> None:
    """Every optimiser names its source and explains its options."""
    entry = registry[name]
    assert entry.source
    assert all(field.description for field in entry.options.model_fields.values())

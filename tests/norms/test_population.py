"""Population statistics against loops, and what their gradient lacks."""

from collections.abc import Callable
from types import SimpleNamespace

import numpy as np
import pytest
import torch
from torch import Tensor, nn

from bnreport.errors import SpecError
from bnreport.norms.population import population
from bnreport.probes.shared.statistics import recalibrate

Make = Callable[..., nn.Module]
SHAPES = [(5, 3), (3, 3, 2, 4)]
every_shape = pytest.mark.parametrize("shape", SHAPES, ids=str)


def draw(shape: tuple[int, ...], seed: int = 1) -> Tensor:
    """Return inputs that are neither centred nor of unit scale, and differ from seed to seed."""
    drawn = torch.randn(shape, generator=torch.Generator().manual_seed(seed), dtype=torch.float64)
    return drawn * (1 + seed) + seed


@every_shape
@pytest.mark.parametrize("momentum", [0.1, 1.0])
def test_each_step_uses_the_statistics_before_it(
    make: Make, oracle: SimpleNamespace, shape: tuple[int, ...], momentum: float
) -> None:
    """The first batch is normalised by itself, each later one by running statistics that it is not yet part of."""
    module = make("population", 3, momentum=momentum, eps=0.1)
    weight, bias = (parameter.detach().numpy() for parameter in module.parameters())
    batches = [draw(shape, seed) for seed in range(4)]
    expected = oracle.population([x.numpy() for x in batches], momentum, weight, bias, 0.1)
    for x, y in zip(batches, expected, strict=True):
        np.testing.assert_allclose(module(x).detach().numpy(), y, rtol=1e-12, atol=1e-12)


@every_shape
def test_no_gradient_flows_through_statistics(make: Make, shape: tuple[int, ...]) -> None:
    """After the first step a slope is that of a scale and a shift; in the first it is that of the norm `batch`."""
    module, usual = make("population", 3), make("batch", 3)
    x, upstream = draw(shape).requires_grad_(), draw(shape, 2)
    (first,) = torch.autograd.grad(module(x), x, upstream)
    torch.testing.assert_close(first, torch.autograd.grad(usual(x), x, upstream)[0])
    x = draw(shape, 3).requires_grad_()
    scale = module.weight.detach() / (module.running_var + 1e-5).sqrt()
    expected = scale.view(1, 3, *(1,) * (len(shape) - 2)) * upstream
    torch.testing.assert_close(torch.autograd.grad(module(x), x, upstream)[0], expected)


def test_samples_do_not_see_each_other(make: Make) -> None:
    """Once there are statistics, what a sample becomes in training does not depend on the rest of the batch."""
    module, x = make("population", 3), draw((6, 3))
    module(x)
    twin = make("population", 3)
    twin.load_state_dict(module.state_dict())
    torch.testing.assert_close(module(x)[:2], twin(x[:2]))


def test_a_channel_without_statistics_takes_the_batchs(make: Make) -> None:
    """A channel that was constant so far is normalised by its first batch that is not."""
    module, x = make("population", 2), draw((6, 2))
    dead = torch.cat([x[:, :1], torch.full((6, 1), 3.0)], 1)
    assert module(dead).isfinite().all()
    usual = make("batch", 2)
    torch.testing.assert_close(module(x)[:, 1], usual(x)[:, 1])


def test_statistics_are_gathered_anew_for_tests() -> None:
    """The statistics are means over the batches, of the second layer behind those that the first has so far."""
    torch.manual_seed(1)
    model = nn.Sequential(nn.Linear(5, 7), population(7), nn.ReLU(), nn.Linear(7, 3), population(3)).double().train()
    batches = [draw((32, 5), seed) for seed in range(1, 4)]
    for x in reversed(batches):
        model(x)
    inner = [model[0](x).detach() for x in batches]
    recalibrate(model, batches)
    torch.testing.assert_close(model[1].running_mean, sum(each.mean(0) for each in inner) / 3)
    torch.testing.assert_close(model[1].running_var, sum(each.var(0) for each in inner) / 3)
    means = [inner[0].mean(0), inner[0].mean(0), (inner[0].mean(0) + inner[1].mean(0)) / 2]
    spreads = [inner[0].var(0, correction=0), inner[0].var(0), (inner[0].var(0) + inner[1].var(0)) / 2]
    outer = [
        model[3](torch.relu((each - mean) / (spread + 1e-5).sqrt())).detach()
        for each, mean, spread in zip(inner, means, spreads, strict=True)
    ]
    torch.testing.assert_close(model[4].running_mean, sum(each.mean(0) for each in outer) / 3)


def test_refuses_one_value() -> None:
    """A single value has no variance: training names the remedy, evaluation needs none."""
    with pytest.raises(SpecError, match=r"two values a channel.* batch_size"):
        population(3)(torch.zeros(1, 3))
    assert population(3).eval()(torch.zeros(1, 3)).shape == (1, 3)

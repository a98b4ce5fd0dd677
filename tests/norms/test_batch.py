"""Batch normalisation against loops, and against what is proved about it."""

from collections.abc import Callable
from types import SimpleNamespace

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from bnreport.errors import SpecError
from bnreport.norms.batch import batch
from bnreport.norms.batch_minus import batch_minus

Make = Callable[..., nn.Module]
SHAPES = [(5, 3), (3, 3, 2, 4)]
every_shape = pytest.mark.parametrize("shape", SHAPES, ids=str)


def draw(shape: tuple[int, ...], seed: int = 1) -> Tensor:
    """Return inputs that are neither centred nor of unit scale."""
    return torch.randn(shape, generator=torch.Generator().manual_seed(seed), dtype=torch.float64) * 2 + 1


@every_shape
@pytest.mark.parametrize("eps", [1e-5, 0.1])
def test_agrees_with_the_paper(make: Make, oracle: SimpleNamespace, shape: tuple[int, ...], eps: float) -> None:
    """Training standardises with the biased variance of the batch, then scales and shifts."""
    module, x = make("batch", 3, eps=eps), draw(shape)
    weight, bias = (parameter.detach().numpy() for parameter in module.parameters())
    expected = oracle.batch(x.numpy(), weight, bias, eps)
    np.testing.assert_allclose(module(x).detach().numpy(), expected, rtol=1e-12, atol=1e-12)


@every_shape
@pytest.mark.parametrize("momentum", [0.1, 0.3])
@pytest.mark.parametrize("norm", [batch, batch_minus])
def test_running_statistics(
    oracle: SimpleNamespace, shape: tuple[int, ...], momentum: float, norm: Callable[..., nn.Module]
) -> None:
    """Running means and unbiased variances move by `momentum`; evaluation uses them."""
    module = norm(3, momentum=momentum).double()
    batches = [draw(shape, seed) for seed in range(3)]
    for x in batches:
        module(x)
    mean, variance = (Tensor(values).double() for values in oracle.running([x.numpy() for x in batches], momentum))
    torch.testing.assert_close(module.running_mean, mean, rtol=1e-6, atol=1e-6)
    torch.testing.assert_close(module.running_var, variance, rtol=1e-6, atol=1e-6)
    across = (1, 3, *(1,) * (len(shape) - 2))
    expected = (batches[0] - mean.view(across)) / (variance.view(across) + 1e-5).sqrt()
    torch.testing.assert_close(module.eval()(batches[0]), expected, rtol=1e-6, atol=1e-6)


@pytest.mark.parametrize("name", ["batch", "batch_minus", "layer", "instance", "group"])
def test_scale_of_the_weights_is_lost(make: Make, name: str) -> None:
    """Hoffer et al. 2018: weights times c give the same output and 1/c of the gradient."""
    module = make(name, 4, eps=1e-30, **({"groups": 2} if name == "group" else {}))
    x, weight, upstream = draw((3, 2, 4, 4)), draw((4, 2, 3, 3), 2), draw((3, 4, 2, 2), 3)
    outputs, gradients = [], []
    for scale in (1.0, 5.0):
        scaled = (weight * scale).requires_grad_()
        y = module(F.conv2d(x, scaled))
        outputs.append(y.detach())
        gradients.append(torch.autograd.grad(y, scaled, upstream)[0])
    torch.testing.assert_close(outputs[1], outputs[0], rtol=1e-9, atol=1e-9)
    torch.testing.assert_close(gradients[1] * 5, gradients[0], rtol=1e-9, atol=1e-9)


def test_starts_as_standardisation() -> None:
    """Before training, weight is 1 and bias 0, so that `batch` is `batch_minus`."""
    x = draw((4, 3, 2, 2))
    torch.testing.assert_close(batch(3).double()(x), batch_minus(3).double()(x))


def test_batch_minus_learns_nothing() -> None:
    """BatchNorm-minus has no parameters."""
    assert list(batch_minus(3).parameters()) == []


@pytest.mark.parametrize("name", ["batch", "batch_minus", "noisy_batch"])
@pytest.mark.parametrize("shape", [(1, 3), (1, 3, 1, 1)], ids=str)
def test_refuses_one_value(make: Make, name: str, shape: tuple[int, ...]) -> None:
    """A single value has no variance: training names the remedy, evaluation needs none."""
    module = make(name, 3)
    with pytest.raises(SpecError, match=r"two values a channel.* batch_size"):
        module(torch.zeros(shape, dtype=torch.float64))
    assert module.eval()(torch.zeros(shape, dtype=torch.float64)).shape == shape

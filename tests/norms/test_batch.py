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
every_dtype = pytest.mark.parametrize("dtype", [torch.float32, torch.float64], ids=str)
NO_EPS = 1e-30  # the theorem has none, and PyTorch refuses 0


def draw(shape: tuple[int, ...], seed: int = 1, dtype: torch.dtype = torch.float64) -> Tensor:
    """Return inputs that are neither centred nor of unit scale."""
    drawn = torch.randn(shape, generator=torch.Generator().manual_seed(seed), dtype=torch.float64)
    return drawn.mul(2).add(1).to(dtype)


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


def activations(shape: tuple[int, ...], dtype: torch.dtype) -> Tensor:
    """Return what the map before the layer gives: the same weights and inputs for both networks."""
    n, c, *positions = shape
    x, weight = draw((n, 4, *positions), 1, dtype), draw((c, 4), 2, dtype)
    return torch.einsum("ci,ni...->nc...", weight, x).detach().requires_grad_()


def slopes(layer: nn.Module, y: Tensor, loss: Callable[[Tensor], Tensor]) -> tuple[Tensor, Tensor]:
    """Return the gradients of the loss by what enters the layer and by what leaves it."""
    z = layer(y)
    before, after = torch.autograd.grad(loss(z), [y, z])
    return before, after


def check(oracle: SimpleNamespace, y: Tensor, layer: nn.Module, loss: Callable[[Tensor], Tensor]) -> None:
    """Assert that the setup of Santurkar et al. (2018), theorem 4.1, is met, then the equality."""
    tolerance = 1e-5 if y.dtype == torch.float32 else 1e-9
    g, _ = slopes(nn.Identity(), y, loss)
    found, after = slopes(layer, y, loss)
    torch.testing.assert_close(after, g, rtol=tolerance, atol=tolerance)
    assert isinstance(layer.weight, Tensor)
    gamma = layer.weight.detach().double().numpy()
    expected = oracle.theorem_4_1(y.detach().double().numpy(), g.double().numpy(), gamma)
    squares = found.double().square().transpose(0, 1).reshape(y.shape[1], -1).sum(1)
    np.testing.assert_allclose(squares.numpy(), expected, rtol=1e-5, atol=0)


@pytest.mark.parametrize("shape", [(32, 3), (4, 3, 5, 2)], ids=str)
@every_dtype
def test_theorem_4_1_with_a_loss_of_constant_slope(
    oracle: SimpleNamespace, shape: tuple[int, ...], dtype: torch.dtype
) -> None:
    """Where the loss has one slope everywhere, both networks meet it whatever the layer's weight and bias are."""
    layer = batch(3, eps=NO_EPS).to(dtype)
    for seed, parameter in enumerate(layer.parameters(), start=3):
        parameter.data = draw((3,), seed, dtype)
    slope = draw(shape, 5, dtype)
    check(oracle, activations(shape, dtype), layer, lambda z: (slope * z).sum())


@pytest.mark.parametrize("shape", [(32, 3), (4, 3, 5, 2)], ids=str)
@every_dtype
def test_theorem_4_1_with_any_loss_at_the_same_activations(
    oracle: SimpleNamespace, shape: tuple[int, ...], dtype: torch.dtype
) -> None:
    """With gamma = sigma and beta = mu both networks compute the same, so that any loss has the same slope in both."""
    layer, y = batch(3, eps=NO_EPS).to(dtype), activations(shape, dtype)
    rows = y.detach().transpose(0, 1).reshape(3, -1)
    assert isinstance(layer.weight, Tensor)
    assert isinstance(layer.bias, Tensor)
    layer.weight.data, layer.bias.data = rows.std(1, correction=0), rows.mean(1)
    targets = draw(shape, 5, dtype)
    check(oracle, y, layer, lambda z: (F.softplus(z) - targets).square().sum())


@pytest.mark.parametrize("shape", [(32, 3), (4, 3, 5, 2)], ids=str)
def test_the_part_along_the_activations_is_lost(shape: tuple[int, ...]) -> None:
    """The two terms taken off: a slope of a constant and a multiple of the activations leaves nothing to follow."""
    layer, y = batch(3, eps=NO_EPS).double(), activations(shape, torch.float64)
    kept, _ = slopes(layer, y, lambda z: (draw(shape, 5) * z).sum())
    lost, _ = slopes(layer, y, lambda z: ((3 - 2 * y.detach()) * z).sum())
    assert lost.norm() < 1e-12 * kept.norm()

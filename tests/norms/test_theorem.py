"""Theorem 4.1 of Santurkar et al. (2018), an equality once its setup is met: how much batch normalisation smooths."""

from collections.abc import Callable
from types import SimpleNamespace

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from bnreport.norms.batch import batch

EPS = 1e-30  # the theorem has none, and PyTorch refuses 0
SHAPES = [(32, 3), (4, 3, 5, 2)]
every_shape = pytest.mark.parametrize("shape", SHAPES, ids=str)
every_dtype = pytest.mark.parametrize("dtype", [torch.float32, torch.float64], ids=str)


def draw(shape: tuple[int, ...], seed: int, dtype: torch.dtype = torch.float64) -> Tensor:
    """Return numbers that are neither centred nor of unit scale."""
    return (
        torch.randn(shape, generator=torch.Generator().manual_seed(seed), dtype=torch.float64).mul(2).add(1).to(dtype)
    )


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
    """Assert that the setup is met, then the equality."""
    tolerance = 1e-5 if y.dtype == torch.float32 else 1e-9
    g, _ = slopes(nn.Identity(), y, loss)
    found, after = slopes(layer, y, loss)
    torch.testing.assert_close(after, g, rtol=tolerance, atol=tolerance)
    assert isinstance(layer.weight, Tensor)
    gamma = layer.weight.detach().double().numpy()
    expected = oracle.theorem_4_1(y.detach().double().numpy(), g.double().numpy(), gamma)
    squares = found.double().square().transpose(0, 1).reshape(y.shape[1], -1).sum(1)
    np.testing.assert_allclose(squares.numpy(), expected, rtol=1e-5, atol=0)


@every_shape
@every_dtype
def test_with_a_loss_of_constant_slope(oracle: SimpleNamespace, shape: tuple[int, ...], dtype: torch.dtype) -> None:
    """Where the loss has one slope everywhere, both networks meet it whatever the layer's weight and bias are."""
    layer = batch(3, eps=EPS).to(dtype)
    for seed, parameter in enumerate(layer.parameters(), start=3):
        parameter.data = draw((3,), seed, dtype)
    slope = draw(shape, 5, dtype)
    check(oracle, activations(shape, dtype), layer, lambda z: (slope * z).sum())


@every_shape
@every_dtype
def test_with_any_loss_at_the_same_activations(
    oracle: SimpleNamespace, shape: tuple[int, ...], dtype: torch.dtype
) -> None:
    """With gamma = sigma and beta = mu both networks compute the same, so that any loss has the same slope in both."""
    layer, y = batch(3, eps=EPS).to(dtype), activations(shape, dtype)
    rows = y.detach().transpose(0, 1).reshape(3, -1)
    assert isinstance(layer.weight, Tensor)
    assert isinstance(layer.bias, Tensor)
    layer.weight.data, layer.bias.data = rows.std(1, correction=0), rows.mean(1)
    targets = draw(shape, 5, dtype)
    check(oracle, y, layer, lambda z: (F.softplus(z) - targets).square().sum())


@every_shape
def test_the_part_along_the_activations_is_lost(shape: tuple[int, ...]) -> None:
    """The two terms taken off: a slope of a constant and a multiple of the activations leaves nothing to follow."""
    layer, y = batch(3, eps=EPS).double(), activations(shape, torch.float64)
    kept, _ = slopes(layer, y, lambda z: (draw(shape, 5) * z).sum())
    lost, _ = slopes(layer, y, lambda z: ((3 - 2 * y.detach()) * z).sum())
    assert lost.norm() < 1e-12 * kept.norm()

"""Deep linear networks against products of matrices."""

from functools import partial

import pytest
import torch
from torch import nn

from bnreport.models.deep_linear import deep_linear
from bnreport.norms import registry as norms
from bnreport.probes.shared.layers import layers


def nothing(_channels: int) -> nn.Module:
    """Stand in for a norm."""
    return nn.Identity()


def maps(model: nn.Module) -> list[nn.Linear]:
    """Return the linear maps in order."""
    return [module for module in model.modules() if isinstance(module, nn.Linear)]


@pytest.mark.parametrize("depth", [1, 2, 7])
def test_is_one_linear_map(depth: int) -> None:
    """Without norms it computes W_depth ... W_1 x, no shift and no nonlinearity."""
    model = deep_linear(nothing, 4, 1, 3, depth=depth).double()
    x = torch.randn(5, 4, dtype=torch.float64)
    product = torch.eye(4, dtype=torch.float64)
    for linear in maps(model):
        product = linear.weight @ product
    torch.testing.assert_close(model(x), x @ product.T)


def test_has_the_papers_size() -> None:
    """25 square maps of 10x10 by default, and the last maps to the outputs."""
    assert [tuple(linear.weight.shape) for linear in maps(deep_linear(nothing, 10, 10, 10))] == [(10, 10)] * 25
    shapes = [tuple(linear.weight.shape) for linear in maps(deep_linear(nothing, 6, 6, 2, depth=3))]
    assert shapes == [(6, 6), (6, 6), (2, 6)]


def test_a_norm_follows_every_map_the_last_included() -> None:
    """Maps and norms alternate, each norm with the channels of its map: that is what training several as one needs."""
    model = deep_linear(partial(norms.create, "batch"), 6, 6, 2, depth=3)
    names = [name for name, _ in model.named_children()]
    assert names == ["linear1", "norm1", "linear2", "norm2", "linear3", "norm3"]
    assert [layer.norm.num_features for layer in layers(model) if layer.norm is not None] == [6, 6, 2]
    assert isinstance(model, nn.Sequential)


def test_batch_normalisation_at_the_end_standardises_the_outputs() -> None:
    """With `batch` behind the last map too, outputs start with mean 0 and variance 1 (1/m)."""
    y = deep_linear(partial(norms.create, "batch"), 6, 6, 4, depth=3)(torch.randn(200, 6))
    torch.testing.assert_close(y.mean(dim=0), torch.zeros(4), rtol=0, atol=1e-5)
    torch.testing.assert_close(y.var(dim=0, correction=0), torch.ones(4), rtol=0.05, atol=0)

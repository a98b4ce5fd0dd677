"""Dynamic tanh against its formula."""

from collections.abc import Callable
from math import tanh

import pytest
import torch
from torch import nn

from bnreport.norms.dyt import dyt

Make = Callable[..., nn.Module]


@pytest.mark.parametrize("shape", [(5, 3), (3, 3, 2, 4)], ids=str)
def test_agrees_with_the_paper(make: Make, shape: tuple[int, ...]) -> None:
    """Each value goes through tanh of the layer's alpha, then through its channel's weight and bias."""
    module = make("dyt", 3)
    x = torch.randn(shape, generator=torch.Generator().manual_seed(1), dtype=torch.float64) * 2 + 1
    y = module(x)
    weight, bias, alpha = module.weight.tolist(), module.bias.tolist(), module.alpha.item()
    for at in torch.cartesian_prod(*map(torch.arange, shape)).tolist():
        c = at[1]
        assert y[tuple(at)].item() == pytest.approx(weight[c] * tanh(alpha * x[tuple(at)].item()) + bias[c])


def test_starts_as_a_tanh() -> None:
    """Before training the layer has one alpha, as asked, weight 1 and bias 0."""
    x = torch.linspace(-3, 3, 12).view(4, 3)
    torch.testing.assert_close(dyt(3)(x), torch.tanh(0.5 * x))
    torch.testing.assert_close(dyt(3, alpha=2.0)(x), torch.tanh(2 * x))
    assert dyt(3).alpha.shape == ()

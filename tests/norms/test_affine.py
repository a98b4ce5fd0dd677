"""The layers without normalisation."""

from collections.abc import Callable

import pytest
import torch
from torch import nn

from bnreport.norms import registry

Make = Callable[..., nn.Module]


@pytest.mark.parametrize("shape", [(5, 3), (2, 3, 4, 4)], ids=str)
@pytest.mark.parametrize("name", ["affine", "none", "noise"])
def test_starts_as_the_identity(name: str, shape: tuple[int, ...]) -> None:
    """Before training AffineLayer, `none` and (in evaluation) `noise` return their input, to the last bit."""
    x = torch.randn(shape)
    assert torch.equal(registry.create(name, 3).eval()(x), x)


def test_affine_scales_and_shifts_each_channel(make: Make) -> None:
    """Channel j becomes weight[j] * x + bias[j]."""
    module, x = make("affine", 3), torch.randn(2, 3, 2, 2, dtype=torch.float64)
    (weight, bias), y = module.parameters(), module(x)
    for channel in range(3):
        torch.testing.assert_close(y[:, channel], weight[channel] * x[:, channel] + bias[channel])


@pytest.mark.parametrize("name", ["none", "noise"])
def test_keeps_the_bias_of_the_map_before_it(make: Make, name: str) -> None:
    """Without normalisation a bias is not redundant: there is one a channel, and it shifts the output."""
    module, x = make(name, 3).eval(), torch.randn(2, 3, 2, 2, dtype=torch.float64)
    (bias,) = module.parameters()
    torch.testing.assert_close(module(x) - x, bias.view(1, 3, 1, 1).expand_as(x))

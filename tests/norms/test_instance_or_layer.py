"""Instance normalisation of maps and layer normalisation of vectors, against loops."""

from collections.abc import Callable
from types import SimpleNamespace

import numpy as np
import pytest
import torch
from torch import nn

from bnreport.errors import SpecError

Make = Callable[..., nn.Module]


@pytest.mark.parametrize(
    ("shape", "norm"),
    [((2, 6, 3, 2), "instance"), ((2, 6, 1, 2), "instance"), ((3, 6), "layer"), ((3, 6, 1, 1), "layer")],
    ids=str,
)
@pytest.mark.parametrize("eps", [1e-5, 0.1])
def test_agrees_with_the_papers(
    make: Make, oracle: SimpleNamespace, shape: tuple[int, ...], norm: str, eps: float
) -> None:
    """Maps are standardised channel by channel, vectors and single positions over their channels."""
    module = make("instance_or_layer", 6, eps=eps)
    x = torch.randn(shape, generator=torch.Generator().manual_seed(1), dtype=torch.float64) * 2 + 1
    weight, bias = (parameter.detach().numpy() for parameter in module.parameters())
    expected = getattr(oracle, norm)(x.numpy(), eps=eps, weight=weight, bias=bias)
    np.testing.assert_allclose(module(x).detach().numpy(), expected, rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize("shape", [(3, 1), (3, 1, 1, 1)], ids=str)
def test_refuses_samples_of_one_value(make: Make, shape: tuple[int, ...]) -> None:
    """One value is its own mean: the output would be the bias alone."""
    with pytest.raises(SpecError, match=r"no variance\. Got input of shape \(3, 1"):
        make("instance_or_layer", 1)(torch.zeros(shape, dtype=torch.float64))

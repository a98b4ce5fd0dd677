"""Group, layer and instance normalisation against loops."""

from collections.abc import Callable
from types import SimpleNamespace

import numpy as np
import pytest
import torch
from torch import nn

from bnreport.errors import SpecError

Make = Callable[..., nn.Module]
SHAPES = [(3, 6), (2, 6, 3, 2)]


@pytest.mark.parametrize("shape", SHAPES, ids=str)
@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("group", {"groups": 3, "eps": 1e-5}),
        ("group", {"groups": 2, "eps": 0.1}),
        ("layer", {"eps": 1e-5}),
        ("layer", {"eps": 0.1}),
        ("instance", {"eps": 1e-5}),
        ("instance", {"eps": 0.1}),
    ],
)
def test_agrees_with_the_paper(
    make: Make, oracle: SimpleNamespace, shape: tuple[int, ...], name: str, arguments: dict[str, float]
) -> None:
    """Each sample is standardised with the biased variance, then each channel scaled and shifted."""
    if name == "instance" and len(shape) == 2:
        pytest.skip("refused, see below")
    module = make(name, 6, **arguments)
    x = torch.randn(shape, generator=torch.Generator().manual_seed(1), dtype=torch.float64) * 2 + 1
    weight, bias = (parameter.detach().numpy() for parameter in module.parameters())
    expected = getattr(oracle, name)(x.numpy(), **arguments, weight=weight, bias=bias)
    np.testing.assert_allclose(module(x).detach().numpy(), expected, rtol=1e-12, atol=1e-12)


def test_refuses_groups_that_do_not_divide(make: Make) -> None:
    """The message gives both numbers and one that works."""
    with pytest.raises(SpecError, match=r"groups must divide channels\. Got 32 for 48 channels\. Choose 24,"):
        make("group", 48)


def test_refuses_more_groups_than_channels(make: Make) -> None:
    """More groups than channels are refused like any that do not divide."""
    with pytest.raises(SpecError, match=r"Got 32 for 16 channels\. Choose 16,"):
        make("group", 16)


@pytest.mark.parametrize(
    ("name", "options", "shape"),
    [
        ("instance", {}, (3, 6)),
        ("instance", {}, (3, 6, 1, 1)),
        ("group", {"groups": 6}, (3, 6)),
        ("layer", {}, (3, 1)),
    ],
)
def test_refuses_groups_of_one_value(make: Make, name: str, options: dict[str, int], shape: tuple[int, ...]) -> None:
    """PyTorch would return the bias alone, whatever the input; this names the remedy instead."""
    with pytest.raises(SpecError, match=r"no variance.*Choose the norm `layer`"):
        make(name, shape[1], **options)(torch.zeros(shape, dtype=torch.float64))


def test_accepts_one_sample_of_a_group_of_two(make: Make) -> None:
    """Only the values of one group count: a batch of one is well defined."""
    assert make("group", 6, groups=3)(torch.randn(1, 6, dtype=torch.float64)).shape == (1, 6)

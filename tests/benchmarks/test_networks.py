"""The benchmarks' references train the networks that bnreport trains, and what they are given costs the same."""

import pytest
import torch
from torch import nn
from torch.utils.flop_counter import FlopCounterMode

from benchmarks.networks import GFLOP, NETS, OURS, make
from bnreport import models, norms


def ours(name: str) -> nn.Module:
    """Build bnreport's."""
    [(model, options)] = OURS[name].items()
    network: nn.Module = models.registry.create(
        model, lambda channels: norms.registry.create("batch", channels), 3, 32, 10, **options
    )
    return network


@pytest.mark.parametrize("name", NETS)
def test_references_are_the_same_networks(name: str) -> None:
    """With the same weights they give the same scores."""
    plain, mine = make(name), ours(name)
    held, given = list(mine.parameters()), list(plain.parameters())
    assert [each.shape for each in held] == [each.shape for each in given]
    with torch.no_grad():
        for mine_, theirs in zip(held, given, strict=True):
            mine_.copy_(theirs)
    x = torch.randn(4, 3, 32, 32)
    torch.testing.assert_close(mine(x), plain(x), rtol=1e-4, atol=1e-5)


@pytest.mark.parametrize("name", NETS)
def test_what_an_image_costs(name: str) -> None:
    """The FLOP that rates are computed from are those of a forward and a backward pass, to a tenth."""
    network = make(name)
    with FlopCounterMode(display=False) as counter:
        network(torch.randn(4, 3, 32, 32)).sum().backward()
    assert counter.get_total_flops() / 4e9 == pytest.approx(GFLOP[name], rel=0.1)

"""Every draw is a function of seed, stream and place."""

from collections.abc import Callable

import torch

from bnreport.runs.plan import Run
from bnreport.study.choice import Choice
from bnreport.training.seeding import generator, initialise, stream

MakeRun = Callable[..., Run]


def test_streams_are_apart_and_stay() -> None:
    """Another seed, name or place is another stream; the numbers are those that stored runs were made with."""
    streams = [stream(*each) for each in ((0, "order", 1), (1, "order", 1), (0, "noise", 1), (0, "order", 2))]
    assert len(set(streams)) == 4
    assert streams[0] == 4489457307835839548
    assert max(streams) < 2**63
    assert (
        torch.rand(3, generator=generator(0, "order", 1)).tolist()
        == torch.rand(3, generator=torch.Generator().manual_seed(streams[0])).tolist()
    )


def test_only_kernels_and_linear_maps_are_filled() -> None:
    """Each from a stream of its name; biases are zero, and norms keep what their constructors set."""
    net = torch.nn.Sequential(torch.nn.Linear(4, 4), torch.nn.BatchNorm1d(4), torch.nn.Linear(4, 4))
    torch.nn.init.constant_(net[1].weight, 3.0)
    initialise(net, Choice("he", {}), 5)
    first, norm, last = net
    assert (norm.weight == 3).all()
    assert not any(layer.bias.any() for layer in (first, last))
    assert not torch.equal(first.weight, last.weight)
    fill = torch.empty(4, 4).normal_(0, 0.5**0.5, generator=generator(5, "init", "2"))
    torch.testing.assert_close(last.weight.detach(), fill)

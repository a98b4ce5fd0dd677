"""VGG networks against torchvision's."""

from itertools import takewhile
from typing import Any

import pytest
import torch
import torchvision
from torch import nn

from bnreport.models.vgg import vgg
from bnreport.norms.batch import batch
from bnreport.norms.none import none

DEPTHS = [11, 13, 16, 19]


def features(model: nn.Module) -> nn.Sequential:
    """Return the layers before the first linear map."""
    return nn.Sequential(*takewhile(lambda layer: not isinstance(layer, nn.Flatten), model.children()))


def layout(model: nn.Module) -> list[str | tuple[int, ...]]:
    """Return weight shapes of convolutions and 'pool' for poolings, in order."""
    layers = (layer for layer in model.modules() if isinstance(layer, nn.Conv2d | nn.MaxPool2d))
    return [tuple(layer.weight.shape) if isinstance(layer, nn.Conv2d) else "pool" for layer in layers]


def count(model: nn.Module) -> int:
    """Return the number of parameters."""
    return sum(parameter.numel() for parameter in model.parameters())


@pytest.mark.parametrize("depth", DEPTHS)
def test_has_torchvision_s_convolutions(depth: Any) -> None:  # noqa: ANN401  (a Literal, parametrised)
    """Convolutions and poolings are torchvision's, in order; so are the parameters, but for biases before a norm."""
    with torch.device("meta"):
        plain, normed = (features(vgg(norm, 3, 32, 10, depth=depth)) for norm in (none, batch))
        theirs = getattr(torchvision.models, f"vgg{depth}")().features
        theirs_normed = getattr(torchvision.models, f"vgg{depth}_bn")().features
    biases = sum(layer.out_channels for layer in theirs_normed if isinstance(layer, nn.Conv2d))
    assert layout(plain) == layout(normed) == layout(theirs)
    assert count(plain) == count(theirs)
    assert count(normed) == count(theirs_normed) - biases


def test_has_torchvision_s_parameters_at_imagenet_scale() -> None:
    """At 224x224 pixels with 4096 hidden units, VGG-16 has torchvision's 138,357,544 parameters."""
    with torch.device("meta"):
        assert count(vgg(none, 3, 224, 1000, depth=16, hidden=4096)) == 138_357_544


def test_computes_what_torchvision_computes() -> None:
    """With torchvision's weights and biases, the features are torchvision's."""
    with torch.random.fork_rng():
        torch.manual_seed(0)
        theirs = torchvision.models.vgg11().features
        x = torch.randn(2, 3, 32, 32)
    ours = features(vgg(none, 3, 32, 10, depth=11, hidden=8))
    for mine, their in zip(ours.parameters(), theirs.parameters(), strict=True):
        mine.data = their.data
    with torch.no_grad():
        torch.testing.assert_close(ours(x), theirs(x))


@pytest.mark.parametrize(("size", "poolings", "final"), [(8, 3, 1), (28, 4, 1), (32, 5, 1), (64, 5, 2), (1, 0, 1)])
def test_pools_no_further_than_one_pixel(size: int, poolings: int, final: int) -> None:
    """Small images skip the poolings that would go below 1x1; large ones keep several positions."""
    model = vgg(none, 1, size, 10, depth=11, width=2, hidden=4)
    assert layout(model).count("pool") == poolings
    assert features(model)(torch.randn(2, 1, size, size)).shape == (2, 16, final, final)


def test_numbers_its_layers() -> None:
    """Layers are numbered through, from the first convolution to the last hidden map, as papers name them."""
    names = [name for name, _ in vgg(none, 3, 32, 10, width=2, hidden=4).named_children()]
    assert [name for name in names if name.startswith("norm")] == [f"norm{number}" for number in range(1, 13)]
    assert names[-4:] == ["linear12", "norm12", "relu12", "classifier"]

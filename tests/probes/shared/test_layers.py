"""Weight layers are numbered as papers do, each with what stands behind it."""

from collections.abc import Callable
from typing import Any

import pytest
from torch import nn

from bnreport import models, norms
from bnreport.errors import SpecError
from bnreport.probes.shared.layers import layers

Build = Callable[..., nn.Module]


@pytest.fixture
def build() -> Build:
    """Return a maker of small networks for 3x8x8 images."""

    def made(model: str, norm: str = "noisy_batch", **options: Any) -> nn.Module:  # noqa: ANN401  (each model has its own)
        def between(channels: int) -> nn.Module:
            module: nn.Module = norms.registry.create(norm, channels)
            return module

        network: nn.Module = models.registry.create(model, between, 3, 8, 10, **options)
        return network

    return made


@pytest.mark.parametrize(
    ("model", "options", "count"),
    [
        ("vgg", {"depth": 11, "width": 2, "hidden": 4}, 11),
        ("resnet_cifar", {"depth": 8, "width": 2}, 8),
        ("resnet", {"depth": 18, "width": 2}, 21),  # 18 and three shortcuts
        ("deep_linear", {"depth": 25}, 25),
    ],
)
def test_every_map_has_a_number(build: Build, model: str, options: dict[str, Any], count: int) -> None:
    """Numbers count from 1 without gaps; convolutions and linear maps alone have them."""
    network = build(model, **options)
    found = layers(network)
    assert [layer.number for layer in found] == list(range(1, count + 1))
    maps = [module for module in network.modules() if isinstance(module, nn.Conv2d | nn.Linear)]
    assert [layer.module for layer in found] == maps
    assert all(network.get_submodule(layer.name) is layer.module for layer in found)


def test_each_norm_belongs_to_the_map_before_it(build: Build) -> None:
    """In a block each convolution, that of the shortcut too, is followed by a norm of its own."""
    network = build("resnet", depth=18, width=2)
    behind = {layer.name: layer.norm for layer in layers(network)}
    for map_name, norm_name in {
        "stem.conv": "stem.norm",
        "block2_1.conv1": "block2_1.norm1",
        "block2_1.conv2": "block2_1.norm2",
        "block2_1.shortcut.conv": "block2_1.shortcut.norm",
    }.items():
        assert behind[map_name] is network.get_submodule(norm_name)


def test_noise_belongs_to_the_norm(build: Build) -> None:
    """What stands between a map and its nonlinearity is the whole norm, not its first part."""
    network = build("vgg", depth=11, width=2, hidden=4)
    assert layers(network)[4].norm is network.get_submodule("norm5")
    assert isinstance(layers(network)[4].norm, nn.Sequential)


def test_nothing_stands_behind_the_classifier(build: Build) -> None:
    """The last map of a network for images has no norm; that of a deep linear one has."""
    assert layers(build("vgg", depth=11, width=2, hidden=4))[-1].norm is None
    assert layers(build("resnet_cifar", depth=8, width=2))[-1].norm is None
    linear = build("deep_linear", "batch", depth=3)
    assert layers(linear)[-1].norm is linear.get_submodule("norm3")


def test_some_layers_keep_their_numbers(build: Build) -> None:
    """Layers are chosen by number and come in order."""
    network = build("deep_linear", depth=5)
    assert [(layer.number, layer.name) for layer in layers(network, [4, 2])] == [(2, "linear2"), (4, "linear4")]


def test_refuses_a_number_beyond_the_last(build: Build) -> None:
    """The message says how deep the network is."""
    with pytest.raises(SpecError, match=r"the network has 5 layers, and none of number 6"):
        layers(build("deep_linear", depth=5), [2, 7, 6])

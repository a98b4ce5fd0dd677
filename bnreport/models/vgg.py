"""VGG networks."""

from collections import OrderedDict
from collections.abc import Callable
from typing import Literal

from torch import nn

from bnreport.registry import Width

INPUTS = "images"
_CONVOLUTIONS = {11: (1, 1, 2, 2, 2), 13: (2, 2, 2, 2, 2), 16: (2, 2, 3, 3, 3), 19: (2, 2, 4, 4, 4)}
_WIDTHS = (1, 2, 4, 8, 8)


def vgg(
    norm: Callable[[int], nn.Module],
    channels: int,
    size: int,
    classes: int,
    *,
    depth: Literal[11, 13, 16, 19] = 13,
    width: Width = 64,
    hidden: Width = 512,
) -> nn.Module:
    """Build a plain network of 3x3 convolutions and three linear maps, a norm after each but the last.

    (n, channels, size, size) -> (n, classes). Five stages, each followed by a 2x2 max pooling; poolings that would go
    below 1x1 are left out, so that 8x8 images have three. Layers are numbered from 1 to `depth`. No dropout.

    Args:
        norm: makes the module between a map and its nonlinearity from a number of channels.
        channels: of the images.
        size: height and width of the images, in pixels.
        classes: number of outputs.
        depth: number of weight layers: convolutions and the three linear maps.
        width: channels of the first stage; the others have 2, 4, 8 and 8 times as many.
        hidden: width of the two hidden linear maps (the paper, for ImageNet: 4096).

    Source: Simonyan & Zisserman (2015), arXiv:1409.1556, Table 1 (A, B, D, E); norm and no dropout are ours.
    """
    layers: OrderedDict[str, nn.Module] = OrderedDict()
    inputs, number = channels, 0
    for count, factor in zip(_CONVOLUTIONS[depth], _WIDTHS, strict=True):
        for _ in range(count):
            number += 1
            convolution = nn.Conv2d(inputs, width * factor, 3, padding=1, bias=False)
            layers |= _activated("conv", number, convolution, norm(width * factor))
            inputs = width * factor
        if size > 1:
            size //= 2
            layers[f"pool{number}"] = nn.MaxPool2d(2)
    layers["flatten"] = nn.Flatten()
    for wide in (inputs * size**2, hidden):
        number += 1
        layers |= _activated("linear", number, nn.Linear(wide, hidden, bias=False), norm(hidden))
    layers["classifier"] = nn.Linear(hidden, classes)
    return nn.Sequential(layers)


def _activated(kind: str, number: int, layer: nn.Module, norm: nn.Module) -> dict[str, nn.Module]:
    return {f"{kind}{number}": layer, f"norm{number}": norm, f"relu{number}": nn.ReLU()}

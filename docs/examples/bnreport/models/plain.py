"""A plain convolutional network of one width."""

from collections import OrderedDict
from collections.abc import Callable

from torch import nn

from bnreport.registry import Depth, Width

INPUTS = "images"


def plain(
    norm: Callable[[int], nn.Module],
    channels: int,
    size: int,  # noqa: ARG001  (any)
    classes: int,
    *,
    depth: Depth = 8,
    width: Width = 16,
) -> nn.Module:
    """Chain 3x3 convolutions, a norm and a ReLU after each, average over positions and classify.

    (n, channels, size, size) -> (n, classes).

    Args:
        norm: makes the module behind a convolution from a number of channels.
        channels: of the images.
        size: not used.
        classes: number of outputs.
        depth: number of weight layers, the classifier among them.
        width: channels of each convolution.

    Source: Springenberg et al. (2015), arXiv:1412.6806, section 2, without its strides.
    """
    layers: OrderedDict[str, nn.Module] = OrderedDict()
    for i in range(1, depth):
        layers |= {f"conv{i}": nn.Conv2d(channels, width, 3, padding=1, bias=False)}  # the norm brings the bias
        layers |= {f"norm{i}": norm(width), f"relu{i}": nn.ReLU()}
        channels = width
    layers |= {"average": nn.AdaptiveAvgPool2d(1), "flatten": nn.Flatten(), "classifier": nn.Linear(channels, classes)}
    return nn.Sequential(layers)

"""Residual networks as for ImageNet, with a stem for small images too."""

from collections import OrderedDict
from collections.abc import Callable
from typing import Literal

import torch.nn.functional as F
from torch import Tensor, nn

from bnreport.models._blocks import BasicBlock, Norm, conv, head
from bnreport.models._blocks import stem as first
from bnreport.registry import Width

INPUTS = "images"
_BLOCKS = {18: (2, 2, 2, 2), 34: (3, 4, 6, 3), 50: (3, 4, 6, 3), 101: (3, 4, 23, 3)}
_BOTTLENECK_FROM = 50


def resnet(
    norm: Callable[[int], nn.Module],
    channels: int,
    size: int,  # noqa: ARG001  (any will do: the last pooling is global)
    classes: int,
    *,
    depth: Literal[18, 34, 50, 101] = 18,
    stem: Literal["cifar", "imagenet"] = "cifar",
    width: Width = 64,
) -> nn.Module:
    """Build a residual network of four stages, with basic blocks below depth 50 and bottlenecks from there on.

    (n, channels, size, size) -> (n, classes). In a bottleneck the 3x3 convolution strides, as in torchvision (the
    paper: the first 1x1). Shortcuts that change shape are a strided 1x1 convolution with a norm (option B).

    Args:
        norm: makes the module between a convolution and its nonlinearity from a number of channels.
        channels: of the images.
        size: height and width of the images, in pixels.
        classes: number of outputs.
        depth: number of weight layers.
        stem: `cifar` starts with a 3x3 convolution at full size, `imagenet` with 7x7, stride 2, and a 3x3 max pooling.
        width: channels of the first stage; each later stage has twice as many as the one before.

    Source: He et al. (2016), arXiv:1512.03385, Table 1; torchvision's resnet18 to resnet101.
    """
    layers: OrderedDict[str, nn.Module] = OrderedDict()
    layers["stem"] = first(norm, channels, width, *((3, 1) if stem == "cifar" else (7, 2)))
    if stem == "imagenet":
        layers["pool"] = nn.MaxPool2d(3, 2, 1)
    inputs = width
    for stage, blocks in enumerate(_BLOCKS[depth]):
        for block in range(blocks):
            stride = 2 if stage and not block else 1
            made, inputs = _block(norm, inputs, width * 2**stage, stride, bottleneck=depth >= _BOTTLENECK_FROM)
            layers[f"block{stage + 1}_{block + 1}"] = made
    layers |= zip(("average", "flatten", "classifier"), head(inputs, classes), strict=True)
    return nn.Sequential(layers)


def _block(norm: Norm, inputs: int, width: int, stride: int, *, bottleneck: bool) -> tuple[nn.Module, int]:
    """Return a block and its number of output channels."""
    outputs = width * 4 if bottleneck else width
    shortcut: nn.Module = nn.Identity()
    if stride > 1 or inputs != outputs:
        shortcut = nn.Sequential(OrderedDict(conv=conv(inputs, outputs, 1, stride), norm=norm(outputs)))
    if bottleneck:
        return Bottleneck(norm, inputs, width, stride, shortcut), outputs
    return BasicBlock(norm, inputs, outputs, stride, shortcut), outputs


class Bottleneck(nn.Module):
    """Narrow (1x1), convolve (3x3, stride), widen (1x1 to 4 x width), each with its norm; add the shortcut; relu."""

    def __init__(self, norm: Norm, inputs: int, width: int, stride: int, shortcut: nn.Module) -> None:
        """Let the 3x3 convolution stride."""
        super().__init__()
        self.conv1 = conv(inputs, width, 1)
        self.norm1 = norm(width)
        self.conv2 = conv(width, width, 3, stride)
        self.norm2 = norm(width)
        self.conv3 = conv(width, width * 4, 1)
        self.norm3 = norm(width * 4)
        self.shortcut = shortcut

    def forward(self, x: Tensor) -> Tensor:
        """Add the branch to the shortcut."""
        branch = F.relu(self.norm1(self.conv1(x)))
        branch = F.relu(self.norm2(self.conv2(branch)))
        branch = self.norm3(self.conv3(branch))
        return F.relu(branch + self.shortcut(x))

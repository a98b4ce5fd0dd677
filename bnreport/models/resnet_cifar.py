"""Residual networks as for CIFAR-10: 6n + 2 layers."""

from collections import OrderedDict
from collections.abc import Callable

import torch.nn.functional as F
from torch import Tensor, nn

from bnreport.errors import SpecError
from bnreport.models._blocks import BasicBlock, head, stem
from bnreport.registry import Depth, Width

INPUTS = "images"


def resnet_cifar(
    norm: Callable[[int], nn.Module],
    channels: int,
    size: int,  # noqa: ARG001  (any will do: the last pooling is global)
    classes: int,
    *,
    depth: Depth = 20,
    width: Width = 16,
) -> nn.Module:
    """Build a residual network of three stages of n basic blocks each, 6n + 2 weight layers in all.

    (n, channels, size, size) -> (n, classes). Shortcuts have no parameters: where the shape changes, every second
    position, and zeros for the new channels (option A).

    Args:
        norm: makes the module between a convolution and its nonlinearity from a number of channels.
        channels: of the images.
        size: height and width of the images, in pixels.
        classes: number of outputs.
        depth: number of weight layers, 6n + 2: 8, 14, 20, 32, 44, 56, 110 ...
        width: channels of the first stage; the second has twice, the third four times as many.

    Raises:
        SpecError: `depth` is not 6n + 2.

    Source: He et al. (2016), arXiv:1512.03385, section 4.2 and Table 6.
    """
    blocks, rest = divmod(depth - 2, 6)
    if rest or not blocks:
        near = 6 * max(round((depth - 2) / 6), 1) + 2
        raise SpecError([f"depth must be 6n + 2 (8, 14, 20, 32, 44, 56, 110 ...). Got {depth}. The nearest is {near}."])
    layers: OrderedDict[str, nn.Module] = OrderedDict(stem=stem(norm, channels, width, 3, 1))
    inputs = width
    for stage in range(3):
        for block in range(blocks):
            outputs = width * 2**stage
            wider = outputs != inputs
            shortcut = PaddedShortcut(outputs - inputs) if wider else nn.Identity()
            layers[f"block{stage + 1}_{block + 1}"] = BasicBlock(norm, inputs, outputs, 2 if wider else 1, shortcut)
            inputs = outputs
    layers |= zip(("average", "flatten", "classifier"), head(inputs, classes), strict=True)
    return nn.Sequential(layers)


class PaddedShortcut(nn.Module):
    """Keep every second position and append channels of zeros: (n, c, h, w) -> (n, c + extra, ceil(h/2), ceil(w/2))."""

    def __init__(self, extra: int) -> None:
        """Take the number of channels to append."""
        super().__init__()
        self.extra = extra

    def forward(self, x: Tensor) -> Tensor:
        """Stride by pooling over 1x1: the same as `x[:, :, ::2, ::2]`, but backward keeps channels_last."""
        return F.pad(F.avg_pool2d(x, 1, 2), (0, 0, 0, 0, 0, self.extra))

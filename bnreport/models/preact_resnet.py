"""Residual networks with norms before the convolutions, and scalars in the place of norms: SkipInit and Fixup."""

from collections import OrderedDict
from collections.abc import Callable
from typing import Literal

import torch
from torch import Tensor, nn

from bnreport.errors import SpecError
from bnreport.models._blocks import Norm, conv, head
from bnreport.models.resnet_cifar import PaddedShortcut
from bnreport.registry import Depth, Flag, NonNegative, Width

INPUTS = "images"


def preact_resnet(
    norm: Callable[[int], nn.Module],
    channels: int,
    size: int,  # noqa: ARG001  (any will do: the last pooling is global)
    classes: int,
    *,
    depth: Depth = 20,
    width: Width = 16,
    stages: Literal[1, 2, 3] = 3,
    branch_scale: NonNegative | None = None,
    scalar_biases: Flag = False,
) -> nn.Module:
    """Build a pre-activation residual network: stages of n blocks each, 2 n stages + 2 weight layers in all.

    (n, channels, size, size) -> (n, classes). x_l = shortcut(x_{l-1}) + branch(x_{l-1}), the branch twice norm, relu,
    3x3 convolution; before the first block a bare convolution, behind the last norm, relu, average, classifier.
    Shortcuts have no parameters: where the shape changes, every second position, and zeros for the new channels.

    SkipInit is `branch_scale: 0` with `norm: none`. Fixup is `branch_scale: 1, scalar_biases: true` with
    `norm: none` and `init: fixup`, which reads the factor that this file writes beside each weight: L^(-1/2) at the
    first convolution of each of L branches, 0 at the last and at the classifier. Unlike in the paper, biases before
    nonlinearities are those of `none`, one a channel, and scalars learn at the rate of everything else, not a tenth.

    Args:
        norm: makes the module before each nonlinearity from a number of channels.
        channels: of the images.
        size: height and width of the images, in pixels.
        classes: number of outputs.
        depth: number of weight layers, 2 n stages + 2; of three stages 8, 14, 20, 32, 44, 56, 110 ...
        width: channels of the first stage; each later stage has twice as many as the one before.
        stages: each but the first begins by halving height and width; with one, all blocks are alike.
        branch_scale: initial value of the learnt factor at the end of each branch; there is none if absent.
        scalar_biases: whether a learnt number is added before each convolution of a branch, and at its end.

    Raises:
        SpecError: `depth` is not 2 n stages + 2.

    Source: He et al. (2016), arXiv:1603.05027; De & Smith (2020), arXiv:2002.10444 (SkipInit);
    Zhang et al. (2019), arXiv:1901.09321 (Fixup).
    """
    blocks, rest = divmod(depth - 2, 2 * stages)
    if rest or blocks < 1:
        near = 2 * stages * max(round((depth - 2) / (2 * stages)), 1) + 2
        raise SpecError([f"depth must be {2 * stages}n + 2. Got {depth}. The nearest is {near}."])
    layers: OrderedDict[str, nn.Module] = OrderedDict(conv=conv(channels, width, 3))
    inputs = width
    for stage in range(stages):
        for block in range(blocks):
            outputs = width * 2**stage
            made = Block(norm, inputs, outputs, branch_scale, scalar_biases=scalar_biases)
            start(made.branch.get_submodule("conv1"), (blocks * stages) ** -0.5)
            start(made.branch.get_submodule("conv2"), 0)
            layers[f"block{stage + 1}_{block + 1}"] = made
            inputs = outputs
    layers |= {"norm": norm(inputs), "relu": nn.ReLU()}
    layers |= zip(("average", "flatten", "classifier"), head(inputs, classes), strict=True)
    start(layers["classifier"], 0)
    return nn.Sequential(layers)


def start(layer: nn.Module, factor: float) -> None:
    """Write beside a weight by what `init: fixup` multiplies it."""
    layer.weight.fixup = factor  # type: ignore[union-attr]


class Block(nn.Module):
    """y = shortcut(x) + branch(x), the branch norm, relu, conv, norm, relu, conv, with scalars where asked for."""

    def __init__(
        self, norm: Norm, inputs: int, outputs: int, branch_scale: float | None, *, scalar_biases: bool
    ) -> None:
        """Let the first convolution stride where the number of channels changes."""
        super().__init__()
        wider = outputs != inputs
        parts: OrderedDict[str, nn.Module] = OrderedDict()
        for number, (fan, stride) in enumerate(((inputs, 2 if wider else 1), (outputs, 1)), start=1):
            parts |= {f"norm{number}": norm(fan), f"relu{number}": nn.ReLU()}
            if scalar_biases:
                parts[f"bias{number}"] = Scalars(None, bias=True)
            parts[f"conv{number}"] = conv(fan, outputs, 3, stride)
        if branch_scale is not None or scalar_biases:
            parts["scale"] = Scalars(branch_scale, bias=scalar_biases)
        self.branch = nn.Sequential(parts)
        self.shortcut = PaddedShortcut(outputs - inputs) if wider else nn.Identity()

    def forward(self, x: Tensor) -> Tensor:
        """Add the branch to the shortcut."""
        y: Tensor = self.shortcut(x) + self.branch(x)
        return y


class Scalars(nn.Module):
    """y = weight * x + bias, both one learnt number, or absent."""

    def __init__(self, scale: float | None, *, bias: bool) -> None:
        """Hold the factor that it starts with, and a bias of 0."""
        super().__init__()
        self.weight = None if scale is None else nn.Parameter(torch.full((1,), float(scale)))
        self.bias = nn.Parameter(torch.zeros(1)) if bias else None

    def forward(self, x: Tensor) -> Tensor:
        """Scale, then shift; in the type of the input, which autocast may have chosen."""
        if self.weight is not None:
            x = x * self.weight.to(x.dtype)
        return x if self.bias is None else x + self.bias.to(x.dtype)

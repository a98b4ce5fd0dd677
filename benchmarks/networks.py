"""The networks that the benchmarks train, written out plainly: the references share no line with bnreport."""

import torch
import torch.nn.functional as F
from torch import Tensor, nn

NETS = ("resnet8", "resnet20", "resnet18", "small_vgg", "vgg13")
GFLOP = {"resnet8": 0.07, "resnet20": 0.24, "resnet18": 3.34, "small_vgg": 0.23, "vgg13": 1.37}
"""A training image costs, forward and backward."""
STAGES = {"small_vgg": (1, 1, 2, 2, 2), "vgg13": (2, 2, 2, 2, 2)}
WIDTH = {"small_vgg": 32, "vgg13": 64}
HIDDEN = {"small_vgg": 256, "vgg13": 512}
OURS = {
    "resnet8": {"resnet_cifar": {"depth": 8}},
    "resnet20": {"resnet_cifar": {"depth": 20}},
    "resnet18": {"resnet": {"depth": 18}},
    "small_vgg": {"vgg": {"depth": 11, "width": WIDTH["small_vgg"], "hidden": HIDDEN["small_vgg"]}},
    "vgg13": {"vgg": {"depth": 13, "width": WIDTH["vgg13"], "hidden": HIDDEN["vgg13"]}},
}
"""The same as bnreport's recipes name them."""


class Block(nn.Module):
    """Two 3x3 convolutions beside a shortcut, which is the identity, a 1x1 convolution, or padded with zeros."""

    def __init__(self, inputs: int, outputs: int, stride: int, *, padded: bool) -> None:
        """Build it; `padded` strides by pooling, which keeps gradients channels last, where slicing would not."""
        super().__init__()
        self.conv1 = nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(outputs)
        self.conv2 = nn.Conv2d(outputs, outputs, 3, 1, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(outputs)
        self.extra = outputs - inputs if padded else 0
        self.shortcut = nn.Sequential()
        if not padded and (stride > 1 or inputs != outputs):
            self.shortcut = nn.Sequential(nn.Conv2d(inputs, outputs, 1, stride, bias=False), nn.BatchNorm2d(outputs))

    def forward(self, x: Tensor) -> Tensor:
        """Add both and rectify."""
        y = self.bn2(self.conv2(F.relu(self.bn1(self.conv1(x)))))
        short = F.pad(F.avg_pool2d(x, 1, 2), (0, 0, 0, 0, 0, self.extra)) if self.extra else self.shortcut(x)
        return F.relu(y + short)


class Head(nn.Module):
    """Average over positions and classify."""

    def __init__(self, width: int) -> None:
        """Take the number of channels."""
        super().__init__()
        self.linear = nn.Linear(width, 10)

    def forward(self, x: Tensor) -> Tensor:
        """Give ten scores."""
        scores: Tensor = self.linear(x.mean((2, 3)))
        return scores


def resnet(widths: tuple[int, ...], blocks: int, *, padded: bool) -> nn.Sequential:
    """Build a residual network of as many stages as widths, so many blocks each."""
    layers: list[nn.Module] = [nn.Conv2d(3, widths[0], 3, 1, 1, bias=False), nn.BatchNorm2d(widths[0]), nn.ReLU()]
    inputs = widths[0]
    for stage, width in enumerate(widths):
        for block in range(blocks):
            layers.append(Block(inputs, width, 2 if stage and not block else 1, padded=padded))
            inputs = width
    return nn.Sequential(*layers, Head(inputs))


def vgg(name: str) -> nn.Sequential:
    """Build a VGG with batch normalisation: a narrow VGG-11, or VGG-13."""
    layers: list[nn.Module] = []
    inputs, hidden = 3, HIDDEN[name]
    for count, factor in zip(STAGES[name], (1, 2, 4, 8, 8), strict=True):
        for _ in range(count):
            width = WIDTH[name] * factor
            layers += [nn.Conv2d(inputs, width, 3, padding=1, bias=False), nn.BatchNorm2d(width), nn.ReLU()]
            inputs = width
        layers.append(nn.MaxPool2d(2))
    layers.append(nn.Flatten())
    for _ in range(2):
        layers += [nn.Linear(inputs, hidden, bias=False), nn.BatchNorm1d(hidden), nn.ReLU()]
        inputs = hidden
    return nn.Sequential(*layers, nn.Linear(inputs, 10))


def make(name: str) -> nn.Module:
    """Build one of `NETS`, from a fixed seed."""
    torch.manual_seed(0)
    if name in STAGES:
        return vgg(name)
    if name == "resnet18":
        return resnet((64, 128, 256, 512), 2, padded=False)
    return resnet((16, 32, 64), {"resnet8": 1, "resnet20": 3}[name], padded=True)

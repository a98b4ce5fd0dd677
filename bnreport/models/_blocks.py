"""Parts that the residual networks share."""

from collections import OrderedDict
from collections.abc import Callable

import torch.nn.functional as F
from torch import Tensor, nn

Norm = Callable[[int], nn.Module]


def conv(inputs: int, outputs: int, kernel: int, stride: int = 1) -> nn.Conv2d:
    """Convolve with `same` padding, without a bias: the norm that follows has one."""
    return nn.Conv2d(inputs, outputs, kernel, stride, kernel // 2, bias=False)


def stem(norm: Norm, channels: int, width: int, kernel: int, stride: int) -> nn.Sequential:
    """Return the first convolution with its norm and nonlinearity."""
    return nn.Sequential(OrderedDict(conv=conv(channels, width, kernel, stride), norm=norm(width), relu=nn.ReLU()))


def head(width: int, classes: int) -> list[nn.Module]:
    """Average over positions, then classify."""
    return [nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(width, classes)]


class BasicBlock(nn.Module):
    """y = relu(shortcut(x) + norm2(conv2(relu(norm1(conv1(x))))))."""

    def __init__(self, norm: Norm, inputs: int, outputs: int, stride: int, shortcut: nn.Module) -> None:
        """Let the first convolution stride."""
        super().__init__()
        self.conv1 = conv(inputs, outputs, 3, stride)
        self.norm1 = norm(outputs)
        self.conv2 = conv(outputs, outputs, 3)
        self.norm2 = norm(outputs)
        self.shortcut = shortcut

    def forward(self, x: Tensor) -> Tensor:
        """Add the branch to the shortcut."""
        branch: Tensor = self.norm2(self.conv2(F.relu(self.norm1(self.conv1(x)))))
        return F.relu(branch + self.shortcut(x))

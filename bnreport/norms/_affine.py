"""Per-channel shift and scale, along axis 1."""

import torch
from torch import Tensor, nn


def along_channels(parameter: Tensor, x: Tensor) -> Tensor:
    """Shape a (c,) parameter to broadcast over `x`, in its dtype: autocast would otherwise promote the output."""
    return parameter.to(x.dtype).view(1, -1, *(1,) * (x.ndim - 2))


class Shift(nn.Module):
    """y = x + bias, with bias 0 at first."""

    def __init__(self, channels: int) -> None:
        """Hold one bias a channel."""
        super().__init__()
        self.bias = nn.Parameter(torch.zeros(channels))

    def forward(self, x: Tensor) -> Tensor:
        """Shift each channel."""
        return x + along_channels(self.bias, x)


class ScaleShift(nn.Module):
    """y = weight * x + bias, with weight 1 and bias 0 at first."""

    def __init__(self, channels: int) -> None:
        """Hold one weight and one bias a channel."""
        super().__init__()
        self.weight = nn.Parameter(torch.ones(channels))
        self.bias = nn.Parameter(torch.zeros(channels))

    def forward(self, x: Tensor) -> Tensor:
        """Scale and shift each channel."""
        return torch.addcmul(along_channels(self.bias, x), along_channels(self.weight, x), x)

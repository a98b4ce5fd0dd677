"""Dynamic tanh."""

import torch
from torch import Tensor, nn

from bnreport.norms._affine import ScaleShift
from bnreport.registry import Rate


class _DynamicTanh(ScaleShift):
    def __init__(self, channels: int, alpha: float) -> None:
        super().__init__(channels)
        self.alpha = nn.Parameter(torch.tensor(alpha))

    def forward(self, x: Tensor) -> Tensor:
        return super().forward(torch.tanh(self.alpha * x))


def dyt(channels: int, *, alpha: Rate = 0.5) -> nn.Module:
    """Squash by a tanh of learnt steepness, then scale and shift each channel: no statistics at all (DyT).

    y = weight * tanh(alpha * x) + bias, with `weight` (c,) 1, `bias` (c,) 0 and the layer's one `alpha` (), all learnt.

    Args:
        channels: c in (n, c) or (n, c, h, w).
        alpha: at first, in inverse units of the input.

    Source: Zhu, Chen, He, LeCun & Liu (2025), arXiv:2503.10622; one weight and bias a channel.
    """
    return _DynamicTanh(channels, alpha)

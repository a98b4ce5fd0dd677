"""A start from the moments of the first batch, and no normalisation."""

from typing import Literal

import torch
from torch import Tensor, nn

from bnreport.norms._folding import Folding, Scale, readable
from bnreport.registry import Epsilon


class _DataDependent(Folding):
    def __init__(self, channels: int, eps: float) -> None:
        super().__init__(channels, after=0, eps=eps)
        self.bias = nn.Parameter(torch.zeros(channels))
        self.count(self.bias)

    def gain(self) -> Tensor:
        return torch.where(self.var > self.eps, torch.rsqrt(self.var + self.eps), 1)

    def forward(self, x: Tensor) -> Tensor:
        if self.training and not (readable(x) and self.steps > 0):
            self._measure(x)
        return self.apply_constants(x)

    @torch.no_grad()
    def _measure(self, x: Tensor) -> None:
        var, mean = torch.var_mean(x.to(self.bias.dtype), [0, *range(2, x.ndim)], correction=0)
        first = self.steps == 0
        self.mean.copy_(torch.where(first, mean, self.mean))
        self.var.copy_(torch.where(first, var, self.var))


def data_dependent(channels: int, *, parameters: Literal["layer", "norm"] = "layer", eps: Epsilon = 1e-5) -> nn.Module:
    """Start so that each channel of the first training batch has mean 0 and variance 1; normalise nothing after that.

    At the first training step y = (x - mean) / sqrt(var + eps), with mean and biased (1/m) variance (c,) of that batch,
    layer after layer: what the norm `batch` computes at its first. They are constants to the gradient, and then become
    values of parameters that are learnt, so that the step changes those, and nothing remains but a start. With
    `layer`, each output's weights in the layer before are divided by sqrt(var + eps), and y = x + bias as in `none`.
    With `norm`, that layer is left alone, and y = weight * x + bias as in `affine`. In both bias (c,) starts at
    -mean / sqrt(var + eps). Channels of a variance up to eps, such as constant ones, are shifted only. Where no layer
    stands before the norm, as at the start of a pre-activation branch, `layer` keeps the factor as a constant.

    Args:
        channels: c in (n, c) or (n, c, h, w).
        parameters: `layer` for weights of the layer before, `norm` for a learnt scale of each channel.
        eps: added to the variance, in squared units of the input.

    Source: Mishkin & Matas (2016), arXiv:1511.06422, Algorithm 1 (`layer`; theirs starts orthonormal, repeats, and
    shifts nothing); Salimans & Kingma (2016), arXiv:1602.07868, section 3, eq. 5 and 6 (`norm`; theirs has weights of
    unit length).
    """
    start = _DataDependent(channels, eps)
    return start if parameters == "layer" else nn.Sequential(Scale(channels), start)

"""Instance normalisation."""

from torch import nn

from bnreport.norms._group import GroupNorm
from bnreport.registry import Epsilon


def instance(channels: int, *, eps: Epsilon = 1e-5) -> nn.Module:
    """Standardise each channel of each sample over its positions, then scale and shift it.

    y = weight * (x - mean) / sqrt(var + eps) + bias, with `mean` and `var` of shape (n, c) and the biased (1/m)
    variance. No running statistics: training and evaluation compute the same function.

    Args:
        channels: c in (n, c, h, w).
        eps: added to the variance, in squared units of the input.

    Raises:
        SpecError: the input is (n, c), or has one position: one value has no variance.

    Source: Ulyanov, Vedaldi & Lempitsky (2016), arXiv:1607.08022.
    """
    return GroupNorm(channels, groups=channels, eps=eps)

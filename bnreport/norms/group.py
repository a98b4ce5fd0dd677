"""Group normalisation."""

from torch import nn

from bnreport.norms._group import GroupNorm
from bnreport.registry import Epsilon, Width


def group(channels: int, *, groups: Width = 32, eps: Epsilon = 1e-5) -> nn.Module:
    """Standardise each sample over groups of channels and all positions, then scale and shift each channel.

    y = weight * (x - mean) / sqrt(var + eps) + bias, with `mean` and `var` of shape (n, groups) and the biased (1/m)
    variance. No running statistics: training and evaluation compute the same function.

    Args:
        channels: c in (n, c) or (n, c, h, w).
        groups: must divide `channels`; 1 is the norm `layer`, `channels` the norm `instance`.
        eps: added to the variance, in squared units of the input.

    Raises:
        SpecError: `groups` does not divide `channels`, or a group holds one value.

    Source: Wu & He (2018), arXiv:1803.08494, eq. 1.
    """
    return GroupNorm(channels, groups=groups, eps=eps)

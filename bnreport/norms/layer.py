"""Layer normalisation."""

from torch import nn

from bnreport.norms._group import GroupNorm
from bnreport.registry import Epsilon


def layer(channels: int, *, eps: Epsilon = 1e-5) -> nn.Module:
    """Standardise each sample over all channels and positions, then scale and shift each channel.

    y = weight * (x - mean) / sqrt(var + eps) + bias, with `mean` and `var` of shape (n,), the biased (1/m) variance,
    and `weight` and `bias` of shape (c,): one per channel, not one per position as in `torch.nn.LayerNorm`.

    Args:
        channels: c in (n, c) or (n, c, h, w).
        eps: added to the variance, in squared units of the input.

    Raises:
        SpecError: a sample holds one value.

    Source: Ba, Kiros & Hinton (2016), arXiv:1607.06450, eq. 3; over (c, h, w) as in Wu & He (2018), arXiv:1803.08494.
    """
    return GroupNorm(channels, groups=1, eps=eps)

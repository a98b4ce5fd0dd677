"""Noise without normalisation."""

from torch import nn

from bnreport.norms._affine import Shift
from bnreport.norms._noise import Noise
from bnreport.registry import Growth, Spread


def noise(channels: int, *, shift: Spread = 0.5, scale: Growth = 1.25, jitter: Spread = 0.1) -> nn.Module:
    """Add a per-channel bias, then the noise of `noisy_batch`: the arm that separates the noise from the norm.

    y = s * (x + bias) + m in training, x + bias in evaluation; m and s as in `noisy_batch`.

    Args:
        channels: c in (n, c) or (n, c, h, w).
        shift: half width of the range of the channel means, in units of the input.
        scale: upper end of the range of the channel factors, which starts at 1.
        jitter: half width of m and standard deviation of s about their channel's draw.

    Source: Santurkar et al. (2018), arXiv:1805.11604v3, Appendix A.2.1, Algorithm 1, on the network without BatchNorm.
    """
    return nn.Sequential(Shift(channels), Noise(shift=shift, scale=scale, jitter=jitter))

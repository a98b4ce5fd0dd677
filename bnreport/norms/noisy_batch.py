"""Batch normalisation followed by noise."""

from torch import nn

from bnreport.norms._batch import BatchNorm
from bnreport.norms._noise import Noise
from bnreport.registry import Epsilon, Fraction, Growth, Spread


def noisy_batch(
    channels: int,
    *,
    shift: Spread = 0.5,
    scale: Growth = 1.25,
    jitter: Spread = 0.1,
    eps: Epsilon = 1e-5,
    momentum: Fraction = 0.1,
) -> nn.Module:
    """Normalise as `batch`, then shift and scale by noise with neither zero mean nor unit scale, fresh at every step.

    y = s * batch(x) + m in training, batch(x) in evaluation. Each step draws mean_j ~ U(-shift, shift) and
    deviation_j ~ U(1, scale) for each channel j, then m ~ U(mean_j - jitter, mean_j + jitter) and
    s ~ N(deviation_j, jitter^2) for each sample, channel and position. Left open by the paper: here the noise
    follows weight and bias, `jitter` is a standard deviation, and evaluation has no noise.

    Args:
        channels: c in (n, c) or (n, c, h, w).
        shift: half width of the range of the channel means, in units of the normalised activations.
        scale: upper end of the range of the channel factors, which starts at 1.
        jitter: half width of m and standard deviation of s about their channel's draw.
        eps: added to the variance, in squared units of the input.
        momentum: weight of the newest batch in the running statistics.

    Raises:
        SpecError: in training, a batch holds one value a channel.

    Source: Santurkar et al. (2018), arXiv:1805.11604v3, Appendix A.2.1, Algorithm 1.
    """
    return nn.Sequential(
        BatchNorm(channels, eps=eps, momentum=momentum), Noise(shift=shift, scale=scale, jitter=jitter)
    )

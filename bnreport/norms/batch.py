"""Batch normalisation."""

from torch import nn

from bnreport.norms._batch import BatchNorm
from bnreport.registry import Epsilon, Fraction

PER_CHANNEL = True  # k networks side by side are one network with k times the channels


def batch(channels: int, *, eps: Epsilon = 1e-5, momentum: Fraction = 0.1) -> nn.Module:
    """Standardise each channel over the batch and all positions, then scale and shift it.

    y = weight * (x - mean) / sqrt(var + eps) + bias, all of shape (c,). In training `mean` and the biased (1/m) `var`
    are the batch's, and running <- (1 - momentum) * running + momentum * batch, with the unbiased (1/(m-1)) variance;
    in evaluation they are the running ones.

    Args:
        channels: c in (n, c) or (n, c, h, w).
        eps: added to the variance, in squared units of the input.
        momentum: weight of the newest batch in the running statistics.

    Raises:
        SpecError: in training, a batch holds one value a channel.

    Source: Ioffe & Szegedy (2015), arXiv:1502.03167, Algorithms 1 and 2; running averages as in PyTorch's BatchNorm2d.
    """
    return BatchNorm(channels, eps=eps, momentum=momentum)

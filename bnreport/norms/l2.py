"""Normalisation by the root mean square."""

from torch import nn

from bnreport.norms._lp import LpNorm
from bnreport.registry import Epsilon, Fraction

PER_CHANNEL = True  # k networks side by side are one network with k times the channels


def l2(channels: int, *, eps: Epsilon = 1e-5, momentum: Fraction = 0.1) -> nn.Module:
    """Centre each channel and divide it by its root mean square, then scale and shift it.

    y = weight * (x - mean) / sqrt(norm^2 + eps) + bias, all of shape (c,), where norm = sqrt(mean(x^2)): of x, not of
    x - mean. In training both are the batch's, over all positions, and running <- (1 - momentum) * running + momentum *
    batch; in evaluation they are the running ones. Left open by the paper: here weight, bias, eps and the running
    statistics are as in the norm `batch`, but what runs is the norm, not its square.

    Args:
        channels: c in (n, c) or (n, c, h, w).
        eps: added to the squared norm, in squared units of the input.
        momentum: weight of the newest batch in the running statistics.

    Raises:
        SpecError: in training, a batch holds one value a channel.

    Source: Santurkar et al. (2018), arXiv:1805.11604v3, section 3.3 (the l2 norm).
    """
    return LpNorm(channels, p="2", eps=eps, momentum=momentum)

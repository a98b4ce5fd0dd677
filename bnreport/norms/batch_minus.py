"""The normalisation of batch normalisation without its parameters."""

from torch import nn

from bnreport.norms._batch import BatchNorm
from bnreport.registry import Epsilon, Fraction

PER_CHANNEL = True  # k networks side by side are one network with k times the channels


def batch_minus(channels: int, *, eps: Epsilon = 1e-5, momentum: Fraction = 0.1) -> nn.Module:
    """Standardise each channel over the batch and all positions, without scale and shift (BatchNorm-minus).

    y = (x - mean) / sqrt(var + eps), with the statistics of the norm `batch` in training and in evaluation.

    Args:
        channels: c in (n, c) or (n, c, h, w).
        eps: added to the variance, in squared units of the input.
        momentum: weight of the newest batch in the running statistics.

    Raises:
        SpecError: in training, a batch holds one value a channel.

    Source: Peerthum & Stamp (2023), arXiv:2303.12818, abstract.
    """
    return BatchNorm(channels, eps=eps, momentum=momentum, affine=False)

"""The parameters of batch normalisation without the normalisation."""

from torch import nn

from bnreport.norms._affine import ScaleShift

PER_CHANNEL = True  # k networks side by side are one network with k times the channels


def affine(channels: int) -> nn.Module:
    """Scale and shift each channel without normalising (AffineLayer).

    y = weight * x + bias, with weight (c,) 1 and bias (c,) 0 at first: the identity.

    Args:
        channels: c in (n, c) or (n, c, h, w).

    Source: Peerthum & Stamp (2023), arXiv:2303.12818, abstract.
    """
    return ScaleShift(channels)

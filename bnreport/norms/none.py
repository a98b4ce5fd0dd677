"""No normalisation."""

from torch import nn

from bnreport.norms._affine import Shift

PER_CHANNEL = True  # k networks side by side are one network with k times the channels


def none(channels: int) -> nn.Module:
    """Normalise nothing; add the per-channel bias that a normalisation would have made redundant.

    y = x + bias, with bias (c,) 0 at first: the map before it has none of its own.

    Args:
        channels: c in (n, c) or (n, c, h, w).

    Source: Ioffe & Szegedy (2015), arXiv:1502.03167, section 3.2 (a bias before the normalisation is subsumed by beta).
    """
    return Shift(channels)

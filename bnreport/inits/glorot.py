"""Glorot's (Xavier's) uniform initialisation."""

import torch
from torch import Tensor, nn


def glorot(weight: Tensor, generator: torch.Generator) -> None:
    """Fill with U(-a, a), a = sqrt(6 / (fan_in + fan_out)): variance 2 / (fan_in + fan_out).

    The fans of a convolution count its channels times the positions of its kernel.

    Args:
        weight: (out, in) or (out, in, kh, kw), changed in place.
        generator: the source of randomness, on the weight's device.

    Source: Glorot & Bengio (2010), AISTATS, eq. 16.
    """
    nn.init.xavier_uniform_(weight, generator=generator)

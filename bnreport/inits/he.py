"""He's (Kaiming's) normal initialisation."""

from typing import Literal

import torch
from torch import Tensor, nn


def he(weight: Tensor, generator: torch.Generator) -> None:
    """Fill with N(0, 2 / fan): fan_out for convolutions, as torchvision's ResNets, and fan_in for linear maps.

    With fan_out, ten classes would give the last layer weights of deviation 0.45 and a first loss far above log(10).

    Args:
        weight: (out, in) or (out, in, kh, kw), changed in place.
        generator: the source of randomness, on the weight's device.

    Source: He et al. (2015), arXiv:1502.01852, eq. 14 (convolutions) and eq. 10 (linear maps).
    """
    mode: Literal["fan_out", "fan_in"] = "fan_out" if weight.ndim > 2 else "fan_in"  # noqa: PLR2004
    nn.init.kaiming_normal_(weight, mode=mode, nonlinearity="relu", generator=generator)

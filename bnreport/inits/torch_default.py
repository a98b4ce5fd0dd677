"""What PyTorch does when nobody asks."""

from math import sqrt

import torch
from torch import Tensor, nn


def torch_default(weight: Tensor, generator: torch.Generator) -> None:
    """Fill with U(-a, a), a = 1 / sqrt(fan_in): variance 1 / (3 fan_in).

    fan_in is the number of values that make one output: inputs of a linear map, of a convolution input channels times
    positions of its kernel. PyTorch draws biases from the same U(-a, a); here they start at 0, as with every init.

    Args:
        weight: (out, in) or (out, in, kh, kw), changed in place.
        generator: the source of randomness, on the weight's device.

    Source: PyTorch, `torch.nn.Linear.reset_parameters` and `torch.nn.Conv2d` (kaiming_uniform_ with a = sqrt(5)).
    """
    nn.init.kaiming_uniform_(weight, a=sqrt(5), generator=generator)

"""Uniform weights by the fan in."""

from torch import Generator, Tensor

from bnreport.registry import Rate


def uniform(weight: Tensor, generator: Generator, *, gain: Rate = 1.0) -> None:
    """Fill with U(-a, a), a = gain sqrt(3 / fan_in): variance gain^2 / fan_in.

    fan_in counts the channels of a convolution times the positions of its kernel. `torch_default` has gain sqrt(1/3).

    Args:
        weight: (out, in) or (out, in, kh, kw), changed in place.
        generator: the source of randomness, on the weight's device.
        gain: standard deviation times the root of fan_in.

    Source: He et al. (2015), arXiv:1502.01852 (variance); Daneshmand et al. (2020), arXiv:2003.01652
    (zero-mean uniform weights).
    """
    bound = gain * (3 / weight[0].numel()) ** 0.5
    weight.detach().uniform_(-bound, bound, generator=generator)

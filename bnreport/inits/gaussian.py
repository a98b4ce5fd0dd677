"""Normal weights by the fan in."""

from torch import Generator, Tensor

from bnreport.registry import Rate


def gaussian(weight: Tensor, generator: Generator, *, gain: Rate = 1.0) -> None:
    """Fill with N(0, gain^2 / fan_in): a linear map of gain 1 keeps the mean square of its inputs.

    fan_in counts the channels of a convolution times the positions of its kernel. A ReLU keeps it at gain sqrt(2).

    Args:
        weight: (out, in) or (out, in, kh, kw), changed in place.
        generator: the source of randomness, on the weight's device.
        gain: standard deviation times the root of fan_in.

    Source: He et al. (2015), arXiv:1502.01852; Yang et al. (2019), arXiv:1902.08129.
    """
    weight.detach().normal_(0, gain * weight[0].numel() ** -0.5, generator=generator)

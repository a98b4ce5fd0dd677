"""Weights of one sign, which keep batch normalisation from preserving the rank."""

from torch import Generator, Tensor

from bnreport.inits.torch_default import torch_default


def absolute_uniform(weight: Tensor, generator: Generator) -> None:
    """Fill as PyTorch does, then replace W by 2 |W|: uniform on [0, 2 a], a = 1 / sqrt(fan_in).

    The variance stays a^2 / 3; the mean is a, no longer 0. From equal seeds |W| is that of `torch_default`.

    Args:
        weight: (out, in) or (out, in, kh, kw), changed in place.
        generator: the source of randomness, on the weight's device.

    Source: Daneshmand et al. (2020), arXiv:2003.01652 (breaking batch normalisation).
    """
    torch_default(weight, generator)
    weight.detach().abs_().mul_(2)

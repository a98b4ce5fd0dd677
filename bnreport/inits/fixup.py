"""Fixup's initialisation."""

import torch
from torch import Tensor

from bnreport.inits.he import he


def fixup(weight: Tensor, generator: torch.Generator) -> None:
    """Fill as `he` does, then multiply by the factor that the network wrote beside the weight, 1 if it wrote none.

    The factors are L^(-1/2) for the first convolution of each of L residual branches of two, 0 for the last
    convolution of each and for the classifier. Of the networks here `preact_resnet` writes them.

    Args:
        weight: (out, in) or (out, in, kh, kw), changed in place; its attribute `fixup` is the factor.
        generator: the source of randomness, on the weight's device.

    Source: Zhang et al. (2019), arXiv:1901.09321 (Fixup initialization, rules 1 and 2, m = 2).
    """
    he(weight, generator)
    weight.detach().mul_(getattr(weight, "fixup", 1.0))

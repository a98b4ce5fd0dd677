"""Weight standardisation with group normalisation."""

from functools import partial

from torch import nn

from bnreport.norms._group import GroupNorm
from bnreport.norms._reweighting import Reweighting, standardized
from bnreport.registry import Epsilon, Width


def weight_standardized(channels: int, *, groups: Width = 32, eps: Epsilon = 1e-5) -> nn.Module:
    """Standardise the weights of each output of the layer before, and what it gives as the norm `group`.

    y = group(layer of V, x), v_i = (w_i - mean_i) / sqrt(var_i + eps), with mean and biased (1/m) variance of the m
    weights w_i, (in,) or (in, kh, kw), of output i. The initialisation draws w; the gradient flows through mean and
    variance. Without a normalisation behind it the outputs would grow with sqrt(m).

    Args:
        channels: c, the outputs of the layer before.
        groups: of the group normalisation; must divide `channels`.
        eps: added to the variances of weights and of activations, in squared units of each.

    Raises:
        SpecError: `groups` does not divide `channels`, or a group holds one value.

    Source: Qiao et al. (2019), arXiv:1903.10520, before group normalisation as there; eps under the root.
    """
    return Reweighting(partial(standardized, eps=eps), GroupNorm(channels, groups=groups, eps=eps))

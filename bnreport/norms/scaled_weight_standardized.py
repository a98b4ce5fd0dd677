"""Scaled weight standardisation, the one normalisation of normaliser-free networks."""

from functools import partial

from torch import nn

from bnreport.norms._affine import ScaleShift
from bnreport.norms._reweighting import Reweighting, scaled_standardized
from bnreport.registry import Epsilon, Rate


def scaled_weight_standardized(channels: int, *, gain: Rate = 1.7139588594436646, eps: Epsilon = 0.0001) -> nn.Module:
    """Standardise the weights of each output of the layer before so that its outputs keep the variance of its inputs.

    y_i = weight_i * <v_i, x> + bias_i, v_i = gain * (w_i - mean_i) / sqrt(max(m * var_i, eps)), with mean and biased
    (1/m) variance of the m weights w_i, (in,) or (in, kh, kw), of output i. The initialisation draws w; the gradient
    flows through mean and variance; weight (c,) starts at 1, bias (c,) at 0. Activations are not normalised: branches
    of a residual network still add up, which the paper's networks, not this norm, scale down.

    Args:
        channels: c, the outputs of the layer before.
        gain: makes up for the nonlinearity before the layer: sqrt(2 / (1 - 1 / pi)) after a ReLU, 1 after none. Also
            applied in the first layer, where the authors' code, which has it in the ReLU, has none.
        eps: least m * var, in squared units of the weights.

    Source: Brock, De, Smith & Simonyan (2021), arXiv:2102.06171, and its code, which has weight and eps.
    """
    return Reweighting(partial(scaled_standardized, gain=gain, eps=eps), ScaleShift(channels))

"""Weight normalisation."""

from torch import nn

from bnreport.norms._affine import ScaleShift
from bnreport.norms._reweighting import Reweighting, unit_length
from bnreport.registry import Rate


def weight_norm(channels: int, *, gain: Rate = 1.4142135623730951) -> nn.Module:
    """Learn length and direction of the weights of each output of the layer before apart from each other.

    y_i = weight_i * <w_i, x> / |w_i| + bias_i, where w_i, (in,) or (in, kh, kw), are the layer's weights of output i,
    |w_i| their Euclidean length, and weight and bias (c,). The initialisation draws w, of which only the direction
    counts; weight starts at `gain` and bias at 0, whatever the data (the paper: from the moments of a first minibatch).
    No statistics of activations: training and evaluation compute the same function.

    Args:
        channels: c, the outputs of the layer before.
        gain: weight at first; sqrt(2), the root mean square of a length that He's initialisation draws, keeps the mean
            square of activations through a ReLU, 1 without one.

    Source: Salimans & Kingma (2016), arXiv:1602.07868.
    """
    affine = ScaleShift(channels)
    nn.init.constant_(affine.weight, gain)
    return Reweighting(unit_length, affine)

"""Fully connected networks."""

from collections import OrderedDict
from collections.abc import Callable
from typing import Literal

from torch import nn

from bnreport.registry import Depth, Width

INPUTS = "vectors"
_ACTIVATIONS = {"relu": nn.ReLU, "tanh": nn.Tanh, "linear": nn.Identity}


def mlp(
    norm: Callable[[int], nn.Module],
    channels: int,
    size: int,  # noqa: ARG001  (vectors have none)
    classes: int,
    *,
    depth: Depth = 10,
    width: Width = 128,
    activation: Literal["relu", "tanh", "linear"] = "relu",
) -> nn.Module:
    """Build a chain of linear maps of one width, a norm and a nonlinearity behind each but the last.

    (n, channels) -> (n, classes): h_i = activation(norm(W_i h_{i-1})), i = 1 to depth - 1, then W h + b.

    Args:
        norm: makes the module between a map and its nonlinearity from a number of channels.
        channels: length of the input vectors.
        size: not used.
        classes: length of the output vectors.
        depth: number of weight layers, the last map among them.
        width: units of each hidden layer.
        activation: the nonlinearity; `linear` has none.

    Source: Yang et al. (2019), arXiv:1902.08129; Daneshmand et al. (2020), arXiv:2003.01652, without
    their residual connections.
    """
    layers: OrderedDict[str, nn.Module] = OrderedDict()
    inputs = channels
    for number in range(1, depth):
        layers |= {f"linear{number}": nn.Linear(inputs, width, bias=False), f"norm{number}": norm(width)}
        layers[f"activation{number}"] = _ACTIVATIONS[activation]()
        inputs = width
    layers["classifier"] = nn.Linear(inputs, classes)
    return nn.Sequential(layers)

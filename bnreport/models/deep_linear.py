"""Deep linear networks."""

from collections import OrderedDict
from collections.abc import Callable

from torch import nn

from bnreport.registry import Depth

INPUTS = "vectors"
STACKS = True  # maps without bias and norms, one after another: many can be trained as one


def deep_linear(
    norm: Callable[[int], nn.Module],
    channels: int,
    size: int,  # noqa: ARG001  (vectors have none)
    classes: int,
    *,
    depth: Depth = 25,
) -> nn.Module:
    """Build a chain of square linear maps, a norm after each and no nonlinearity; the last maps to the outputs.

    (n, channels) -> (n, classes). Without a norm it computes one linear map, and yet trains like a deep network.

    Args:
        norm: makes the module behind each map from a number of channels.
        channels: length of the input vectors.
        size: not used.
        classes: length of the output vectors.
        depth: number of weight layers.

    Source: Santurkar et al. (2018), arXiv:1805.11604v3, App. A.1 (25 layers; whether a norm follows the last is open).
    """
    layers: OrderedDict[str, nn.Module] = OrderedDict()
    for number in range(1, depth + 1):
        outputs = channels if number < depth else classes
        layers |= {f"linear{number}": nn.Linear(channels, outputs, bias=False), f"norm{number}": norm(outputs)}
    return nn.Sequential(layers)

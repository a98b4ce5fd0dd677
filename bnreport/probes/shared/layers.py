"""The weight layers of a network, numbered as papers do."""

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from torch import nn

from bnreport.errors import SpecError

if TYPE_CHECKING:
    from collections.abc import Iterable


class Layer(NamedTuple):
    """A convolution or linear map."""

    number: int
    """From 1, in the order in which they run."""
    name: str
    """Of the module in the network."""
    module: "nn.Conv2d | nn.Linear"
    norm: nn.Module | None
    """What stands between it and its nonlinearity, noise included; None behind the classifier."""


def layers(model: nn.Module, numbers: "Iterable[int] | None" = None) -> tuple[Layer, ...]:
    """Return the layers of these numbers, or all of them, in order.

    Raises:
        SpecError: a number is higher than the network is deep.
    """
    named = list(model.named_modules())
    places = [place for place, (_, module) in enumerate(named) if isinstance(module, nn.Conv2d | nn.Linear)]
    found = []
    for number, (place, end) in enumerate(pairwise([*places, len(named)]), start=1):
        name, module = named[place]
        behind = (held for label, held in named[place:end] if label.rpartition(".")[2].startswith("norm"))
        found.append(Layer(number, name, module, next(behind, None)))
    if beyond := sorted(set(numbers or ()) - {layer.number for layer in found}):
        raise SpecError([f"the network has {len(found)} layers, and none of number {beyond[0]}. Name lower ones."])
    return tuple(layer for layer in found if numbers is None or layer.number in numbers)

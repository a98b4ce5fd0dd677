"""Fully connected networks of images, with norms where one wants them."""

from collections import OrderedDict
from collections.abc import Callable
from typing import Literal

from torch import Tensor, nn

from bnreport.registry import Depth, Width

INPUTS = "images"
_ACTIVATIONS = {"relu": nn.ReLU, "tanh": nn.Tanh, "linear": nn.Identity}


def image_mlp(
    norm: Callable[[int], nn.Module],
    channels: int,
    size: int,
    classes: int,
    *,
    depth: Depth = 10,
    width: Width = 128,
    activation: Literal["relu", "tanh", "linear"] = "relu",
    place: Literal["before", "after", "last"] = "before",
) -> nn.Module:
    """Flatten images, then build a chain of linear maps of one width, a nonlinearity behind each but the last.

    (n, channels, size, size) -> (n, classes); inputs in the order of channels_last. Norms stand `before` each
    nonlinearity, as in the model `mlp`, `after` it, h_i = norm(activation(W_i h_{i-1})), or nowhere but behind the
    `last` map, norm(W h + b).

    Args:
        norm: makes a norm from a number of channels.
        channels: of the images.
        size: height and width of the images, in pixels.
        classes: number of outputs.
        depth: number of weight layers, the last map among them.
        width: units of each hidden layer.
        activation: the nonlinearity; `linear` has none.
        place: where norms stand.

    Source: Daneshmand et al. (2020), arXiv:2003.01652 (chains on images); Karakida et al. (2019), arXiv:1906.02926
    (hidden layers and the last one apart).
    """
    layers: OrderedDict[str, nn.Module] = OrderedDict(flatten=Flatten())
    inputs = channels * size**2
    for number in range(1, depth):
        layers[f"linear{number}"] = nn.Linear(inputs, width, bias=False)
        behind = {f"activation{number}": _ACTIVATIONS[activation]()}
        hidden = {f"norm{number}": norm(width)} if place != "last" else {}
        layers |= behind | hidden if place == "after" else hidden | behind
        inputs = width
    layers["classifier"] = nn.Linear(inputs, classes)
    if place == "last":
        layers["norm"] = norm(classes)
    return nn.Sequential(layers)


class Flatten(nn.Module):
    """(n, c, h, w) -> (n, h w c): as images in channels_last lie in memory, so that neither they nor gradients move."""

    def forward(self, x: Tensor) -> Tensor:
        """Lay the values of each image in a row."""
        return x.movedim(1, -1).flatten(1)

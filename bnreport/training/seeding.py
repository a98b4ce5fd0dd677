"""Every random draw of a run is a function of (seed, stream, place): nothing is shared, nothing carried.

So adding a norm's parameters shifts no other draw, arms with one seed see the same batches, and a run resumed at
step t draws what it would have drawn.
"""

from hashlib import sha256
from typing import TYPE_CHECKING

import torch

from bnreport import inits

if TYPE_CHECKING:
    from torch import nn

    from bnreport.study import Choice


def stream(seed: int, name: str, place: object) -> int:
    """Return the 63-bit seed of one stream (`order`, `noise`, ...) at one place (an epoch, a step, a name)."""
    digest = sha256(f"{seed}/{name}/{place}".encode()).digest()
    return int.from_bytes(digest[:8]) >> 1


def generator(seed: int, name: str, place: object, device: "torch.device | str" = "cpu") -> torch.Generator:
    """Return a generator at the start of one stream at one place."""
    return torch.Generator(device).manual_seed(stream(seed, name, place))


def initialise(model: "nn.Module", init: "Choice", seed: int) -> None:
    """Fill every convolution and linear weight from a stream of its own name; zero their biases.

    Norms keep what their constructors set, which is not random.
    """
    for name, module in model.named_modules():
        if isinstance(module, torch.nn.Conv2d | torch.nn.Linear):
            with torch.no_grad():
                inits.registry.create(init.name, module.weight, generator(seed, "init", name), **init.options)
                if module.bias is not None:
                    module.bias.zero_()

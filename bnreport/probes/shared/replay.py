"""The training step again, as often as a measurement needs, without a trace."""

from contextlib import contextmanager
from itertools import chain
from typing import TYPE_CHECKING

import torch

if TYPE_CHECKING:
    from collections.abc import Iterator

    from torch import Tensor

    from bnreport.probes.shared.moment import Moment


@contextmanager
def borrowed(moment: "Moment") -> "Iterator[None]":
    """Lend the network to a measurement: in fp32, with autocast off; weights, buffers, random state put back after.

    Values are written back in place: others may share their memory. Use `torch.autograd.grad`, not `backward`.
    """
    tensors = [*chain(moment.model.parameters(), moment.model.buffers())]
    saved = [tensor.detach().clone() for tensor in tensors]
    device = moment.loss.device
    try:
        with (
            torch.random.fork_rng([device] if device.type == "cuda" else []),
            torch.autocast(device.type, enabled=False),
            torch.enable_grad(),
        ):
            yield
    finally:
        with torch.no_grad():
            for tensor, value in zip(tensors, saved, strict=True):
                tensor.copy_(value)


def loss(moment: "Moment") -> "Tensor":
    """Return the minibatch's loss at the weights that the network has now, with the step's own noise."""
    torch.manual_seed(moment.noise)
    return moment.criterion(moment.model(moment.inputs).float(), moment.targets)

"""Running statistics gathered anew, as evaluation is to use them."""

from itertools import islice
from typing import TYPE_CHECKING

import torch

if TYPE_CHECKING:
    from collections.abc import Iterable

    from torch import Tensor, nn

BATCHES = 16
"""Of training inputs, that the statistics are averages over."""


@torch.no_grad()
def recalibrate(model: "nn.Module", batches: "Iterable[Tensor]") -> None:
    """Set running statistics to their means over batches at the weights that the network has now; change it in place.

    Each module with buffers called `running_*`, a `momentum` (the weight of the newest batch) and in training mode
    forgets what it has and takes the cumulative average of the statistics of the first 16 batches, all such modules in
    one pass, each behind the batch statistics of those before it. Everything else is in evaluation mode, so noise and
    dropout are off. The network ends in evaluation mode. A network without such modules looks at no batch.

    Args:
        model: a copy; its running statistics, `momentum` and modes change.
        batches: inputs of equal size, one at least.
    """
    gathering = [module for module in model.modules() if module.training and _statistics(module)]
    model.eval()
    if not gathering:
        return
    for module in gathering:
        module.training = True
        for statistic in _statistics(module):
            statistic.zero_()  # a weight of 0 leaves of what was not finite NaN
    for count, inputs in enumerate(islice(batches, BATCHES), start=1):
        for module in gathering:
            module.momentum = 1 / count  # type: ignore[assignment]
        model(inputs)
    model.eval()


def _statistics(module: "nn.Module") -> "list[Tensor]":
    if not hasattr(module, "momentum"):
        return []
    return [value for name, value in module.named_buffers(recurse=False) if name.startswith("running_")]

"""Which parameters weight decay draws towards zero."""

from collections.abc import Iterable
from typing import Any, Literal

from torch import nn

Decayed = Literal["all", "weights"]


def decayed(parameters: Iterable[nn.Parameter], weight_decay: float, decay: Decayed) -> list[dict[str, Any]]:
    """Return parameter groups for an optimiser: with `weights` those of one axis, biases and norms', get no penalty.

    Args:
        parameters: all that are trained, in order.
        weight_decay: L2 penalty.
        decay: which of them it is for.
    """
    held = list(parameters)
    if decay == "all":
        return [{"params": held, "weight_decay": weight_decay}]
    kinds = [(True, weight_decay), (False, 0.0)]
    groups = [
        {"params": [each for each in held if (each.ndim > 1) is weights], "weight_decay": penalty}
        for weights, penalty in kinds
    ]
    return [group for group in groups if group["params"]]

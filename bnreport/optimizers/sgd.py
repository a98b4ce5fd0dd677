"""Stochastic gradient descent."""

from typing import TYPE_CHECKING

from torch.optim import SGD

if TYPE_CHECKING:
    from collections.abc import Iterable

    from torch import nn

    from bnreport.registry import Flag, NonNegative, Positive


def sgd(
    parameters: "Iterable[nn.Parameter]",
    *,
    lr: "Positive",
    momentum: "NonNegative" = 0.0,
    weight_decay: "NonNegative" = 0.0,
    nesterov: "Flag" = False,
) -> SGD:
    """Step against the gradient, with momentum if asked.

    v <- momentum * v + grad + weight_decay * w;  w <- w - lr * v   (nesterov: w <- w - lr * (grad + momentum * v))

    Args:
        lr: base learning rate, before the schedule.
        momentum: 0 is plain gradient descent.
        weight_decay: L2 penalty on every parameter, norms' included.
        nesterov: needs momentum.

    Source: Robbins & Monro (1951); momentum in PyTorch's form, which scales v by lr after accumulating
    (Sutskever et al. 2013, eq. 1-2, scale before).
    """
    return SGD(parameters, lr=lr, momentum=momentum, weight_decay=weight_decay, nesterov=nesterov)

"""Stochastic gradient descent."""

from typing import TYPE_CHECKING, Literal

from torch.optim import SGD

from bnreport.errors import SpecError
from bnreport.optimizers._decay import decayed

if TYPE_CHECKING:
    from collections.abc import Iterable

    from torch import nn

    from bnreport.registry import Flag, Fraction, Penalty, Rate


def sgd(
    parameters: "Iterable[nn.Parameter]",
    *,
    lr: "Rate",
    momentum: "Fraction" = 0.0,
    weight_decay: "Penalty" = 0.0,
    decay: Literal["all", "weights"] = "all",
    nesterov: "Flag" = False,
) -> SGD:
    """Step against the gradient, with momentum if asked.

    v <- momentum * v + grad + weight_decay * w;  w <- w - lr * v   (nesterov: w <- w - lr * (grad + momentum * v))

    Args:
        parameters: what to train, changed in place.
        lr: base learning rate, before the schedule.
        momentum: 0 is plain gradient descent.
        weight_decay: L2 penalty.
        decay: `all` penalises every parameter, `weights` those of maps alone, without biases and norms.
        nesterov: needs momentum.

    Raises:
        SpecError: `nesterov` without momentum.

    Source: Robbins & Monro (1951); momentum in PyTorch's form, which scales v by lr after accumulating
    (Sutskever et al. 2013, eq. 1-2, scale before).
    """
    if nesterov and not momentum:
        raise SpecError(["sgd: nesterov needs momentum. Got momentum 0. Set momentum, e.g. to 0.9, or drop nesterov."])
    return SGD(decayed(parameters, weight_decay, decay), lr=lr, momentum=momentum, nesterov=nesterov)

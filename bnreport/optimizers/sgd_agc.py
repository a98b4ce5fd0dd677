"""Stochastic gradient descent with adaptive gradient clipping."""

from typing import TYPE_CHECKING, Any, Literal

import torch

from bnreport.optimizers.sgd import sgd

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from torch import Tensor, nn
    from torch.optim import SGD

    from bnreport.registry import Epsilon, Flag, Fraction, Penalty, Rate

COUPLED = True  # a weight's step hangs on the gradients of its unit: runs side by side have other units


def sgd_agc(
    parameters: "Iterable[nn.Parameter]",
    *,
    lr: "Rate",
    clipping: "Rate" = 0.01,
    eps: "Epsilon" = 0.001,
    momentum: "Fraction" = 0.0,
    weight_decay: "Penalty" = 0.0,
    decay: Literal["all", "weights"] = "all",
    nesterov: "Flag" = False,
) -> "SGD":
    """Shorten the gradient of each unit where it is long beside the unit's weights, then step as `sgd` (AGC).

    G_i <- clipping * max(|W_i|, eps) / |G_i| * G_i where |G_i| > clipping * max(|W_i|, eps), by Euclidean lengths; then
    as in `sgd`, whose weight decay and momentum come after the clipping. A unit is the weights of one output of a map,
    (in,) or (in, kh, kw), or a bias, a norm's weight or the like as a whole. The final layer is left alone: the last
    map and the parameters behind it.

    Args:
        parameters: what to train, in the order in which they run, changed in place, as are their gradients.
        lr: base learning rate, before the schedule.
        clipping: longest gradient, as a fraction of the length of the weights (lambda).
        eps: least length of weights that counts, so that what starts at 0 can leave it.
        momentum: 0 is plain gradient descent.
        weight_decay: L2 penalty.
        decay: `all` penalises every parameter, `weights` those of maps alone, without biases and norms.
        nesterov: needs momentum.

    Raises:
        SpecError: `nesterov` without momentum.

    Source: Brock, De, Smith & Simonyan (2021), arXiv:2102.06171; biases and the final layer as in its code.
    """
    held = list(parameters)
    optimizer = sgd(held, lr=lr, momentum=momentum, weight_decay=weight_decay, decay=decay, nesterov=nesterov)
    final = max((place for place, each in enumerate(held) if each.ndim > 1), default=len(held))

    def clip(*_: Any) -> None:  # noqa: ANN401  (the optimiser, and what its step was given)
        _clip(held[:final], clipping, eps)

    optimizer.register_step_pre_hook(clip)
    return optimizer


@torch.no_grad()
def _clip(parameters: "Sequence[nn.Parameter]", clipping: float, eps: float) -> None:
    for parameter in parameters:
        if parameter.grad is not None:
            most = clipping * _lengths(parameter).clamp_min(eps)
            found = _lengths(parameter.grad)
            parameter.grad.mul_(torch.where(found > most, most / found, 1.0))


def _lengths(values: "Tensor") -> "Tensor":
    """Return the length of each unit, to broadcast over it."""
    rest = list(range(1, values.ndim)) or None
    lengths: Tensor = torch.linalg.vector_norm(values, dim=rest, keepdim=True)
    return lengths

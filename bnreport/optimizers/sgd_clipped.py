"""Stochastic gradient descent on gradients of bounded length."""

from typing import TYPE_CHECKING, Any, Literal

from torch.nn.utils import clip_grad_norm_

from bnreport.optimizers.sgd import sgd

if TYPE_CHECKING:
    from collections.abc import Iterable

    from torch import nn
    from torch.optim import SGD

    from bnreport.registry import Flag, Fraction, Penalty, Rate

COUPLED = True  # a weight's step hangs on the gradients of all: runs side by side would change each other's


def sgd_clipped(
    parameters: "Iterable[nn.Parameter]",
    *,
    lr: "Rate",
    max_norm: "Rate" = 1.0,
    momentum: "Fraction" = 0.0,
    weight_decay: "Penalty" = 0.0,
    decay: Literal["all", "weights"] = "all",
    nesterov: "Flag" = False,
) -> "SGD":
    """Shorten the gradient of all parameters together to `max_norm` where it is longer, then step as `sgd`.

    grad <- grad * min(1, max_norm / (|grad| + 1e-6)), |grad| over all parameters; then as in `sgd`, whose weight decay
    and momentum come after the clipping. The gradient norm that probes read is that before it.

    Args:
        parameters: what to train, changed in place, as are their gradients.
        lr: base learning rate, before the schedule.
        max_norm: length that no gradient exceeds, in units of the loss per unit of weight.
        momentum: 0 is plain gradient descent.
        weight_decay: L2 penalty.
        decay: `all` penalises every parameter, `weights` those of maps alone, without biases and norms.
        nesterov: needs momentum.

    Raises:
        SpecError: `nesterov` without momentum.

    Source: Pascanu, Mikolov & Bengio (2013), arXiv:1211.5063; 1e-6 is PyTorch's.
    """
    held = list(parameters)
    optimizer = sgd(held, lr=lr, momentum=momentum, weight_decay=weight_decay, decay=decay, nesterov=nesterov)

    def clip(*_: Any) -> None:  # noqa: ANN401  (the optimiser, and what its step was given)
        clip_grad_norm_(held, max_norm)

    optimizer.register_step_pre_hook(clip)
    return optimizer

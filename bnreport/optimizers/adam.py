"""Adam."""

from typing import TYPE_CHECKING, Literal

from torch.optim import Adam

from bnreport.optimizers._decay import decayed

if TYPE_CHECKING:
    from collections.abc import Iterable

    from torch import nn

    from bnreport.registry import DecayRate, Epsilon, Penalty, Rate


def adam(
    parameters: "Iterable[nn.Parameter]",
    *,
    lr: "Rate" = 0.001,
    beta1: "DecayRate" = 0.9,
    beta2: "DecayRate" = 0.999,
    eps: "Epsilon" = 1e-8,
    weight_decay: "Penalty" = 0.0,
    decay: Literal["all", "weights"] = "all",
) -> Adam:
    """Step along bias-corrected running means of the gradient and of its square.

    w <- w - lr * m_hat / (sqrt(v_hat) + eps)

    Args:
        parameters: what to train, changed in place.
        lr: base learning rate, before the schedule.
        beta1: decay of the mean of gradients.
        beta2: decay of the mean of squared gradients.
        eps: added to the root, in units of the gradient.
        weight_decay: L2 penalty, added to the gradient as weight_decay * w.
        decay: `all` penalises every parameter, `weights` those of maps alone, without biases and norms.

    Source: Kingma & Ba (2015), arXiv:1412.6980, algorithm 1.
    """
    return Adam(decayed(parameters, weight_decay, decay), lr=lr, betas=(beta1, beta2), eps=eps)

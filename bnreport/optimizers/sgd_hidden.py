"""Stochastic gradient descent with a rate and a decay of the hidden maps' own."""

from typing import TYPE_CHECKING, Any, Literal

import torch

from bnreport.optimizers.sgd import sgd

if TYPE_CHECKING:
    from collections.abc import Iterable

    from torch import nn
    from torch.optim import SGD

    from bnreport.registry import DecayRate, Flag, Fraction, Penalty, Rate

COUPLED = True  # the last map is known by its place: runs side by side would take another's


def sgd_hidden(
    parameters: "Iterable[nn.Parameter]",
    *,
    lr: "Rate",
    hidden_rate: "Rate" = 1.0,
    hidden_shrinkage: "DecayRate" = 0.0,
    instead: Literal["decay", "growth"] = "decay",
    momentum: "Fraction" = 0.0,
    weight_decay: "Penalty" = 0.0,
    decay: Literal["all", "weights"] = "all",
    nesterov: "Flag" = False,
) -> "SGD":
    """Step as `sgd`, the maps before the last at `hidden_rate` times the rate, with decay or with what equals it.

    With e = lr * hidden_rate, shrinkage s (eta times lambda) and the step's number t from 0, a weight of a hidden map
    moves by -e grad - s w (`decay`), or by -e (1 - s)^(-2t - 1) grad (`growth`). Where a norm behind the map makes its
    scale irrelevant, both give the same functions at every step, by a constant schedule, without momentum: weights that
    grow are (1 - s)^-t times those that decay. Everything else steps as `sgd` has it.

    Args:
        parameters: what to train, in the order in which they run, changed in place, as are their gradients.
        lr: base learning rate, before the schedule.
        hidden_rate: rate of the hidden maps, in units of that of everything else.
        hidden_shrinkage: part of each hidden weight that a step takes away: the learning rate times the L2 penalty.
        instead: `decay` takes it away, `growth` lets the hidden maps' rate grow in its stead.
        momentum: 0 is plain gradient descent.
        weight_decay: L2 penalty of `sgd`, besides.
        decay: `all` penalises every parameter, `weights` those of maps alone, without biases and norms.
        nesterov: needs momentum.

    Raises:
        SpecError: `nesterov` without momentum.

    Source: Li & Arora (2019), arXiv:1910.07454 (exponentially growing rates); Arora, Li & Lyu (2018), arXiv:1812.03981
    (a rate of its own for what is scale-invariant).
    """
    held = list(parameters)
    optimizer = sgd(held, lr=lr, momentum=momentum, weight_decay=weight_decay, decay=decay, nesterov=nesterov)
    hidden = [each for each in held if each.ndim > 1][:-1]
    shrinks = hidden_shrinkage if instead == "decay" else 0.0
    grows = 1 - hidden_shrinkage if instead == "growth" else 1.0

    @torch.no_grad()
    def turn(*_: Any) -> None:  # noqa: ANN401  (the optimiser, and what its step was given)
        for weight in hidden:
            if weight.grad is None:
                continue
            taken = optimizer.state[weight].setdefault("step", torch.zeros(()))  # which a checkpoint holds
            weight.grad.mul_(hidden_rate * grows ** -(2 * float(taken) + 1)).add_(weight, alpha=shrinks / lr)
            taken += 1

    optimizer.register_step_pre_hook(turn)
    return optimizer

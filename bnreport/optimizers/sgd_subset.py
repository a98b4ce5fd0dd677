"""Stochastic gradient descent on some of the parameters, the others as they were drawn."""

from typing import TYPE_CHECKING, Any, Literal

import torch

from bnreport.optimizers.sgd import sgd

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from torch import Tensor, nn
    from torch.optim import SGD

    from bnreport.registry import Flag, Fraction, Penalty, Rate

COUPLED = True  # which weights are drawn hangs on how many there are: runs side by side would draw others


def sgd_subset(
    parameters: "Iterable[nn.Parameter]",
    *,
    lr: "Rate",
    trained: Literal["all", "vectors", "random"] = "all",
    momentum: "Fraction" = 0.0,
    weight_decay: "Penalty" = 0.0,
    decay: Literal["all", "weights"] = "all",
    nesterov: "Flag" = False,
) -> "SGD":
    """Step as `sgd` in `all` parameters, in the `vectors` alone, or in as many numbers of the maps drawn at `random`.

    Vectors are the parameters of at most one axis: scales and shifts of norms, and biases, the classifier's among them.
    `random` trains as many numbers as these hold, or all that there are, drawn evenly from the weights of all maps but
    the last by a generator of seed 0, the same in every run, and leaves everything else alone. What is not trained does
    not decay either.

    Args:
        parameters: what a network has, in the order in which they run; those trained are changed in place.
        lr: base learning rate, before the schedule.
        trained: which of them are.
        momentum: 0 is plain gradient descent.
        weight_decay: L2 penalty; none where `trained` is `random`, whose tensors are trained in part.
        decay: `all` penalises every parameter, `weights` those of maps alone, without biases and norms.
        nesterov: needs momentum.

    Raises:
        SpecError: `nesterov` without momentum.

    Source: Frankle, Schwab & Morcos (2020), arXiv:2003.00152 (only batch normalisation's parameters, beside as many
    random ones); that the classifier's bias is trained and how the random ones are drawn is ours.
    """
    held = list(parameters)
    penalty = 0.0 if trained == "random" else weight_decay
    optimizer = sgd(held, lr=lr, momentum=momentum, weight_decay=penalty, decay=decay, nesterov=nesterov)
    if trained == "all":
        return optimizer
    drawn = _drawn(held) if trained == "random" else {}

    def choose(*_: Any) -> None:  # noqa: ANN401  (the optimiser, and what its step was given)
        for place, parameter in enumerate(held):
            if place in drawn and parameter.grad is not None:
                parameter.grad.mul_(drawn[place].to(parameter.grad))
            elif trained == "random" or parameter.ndim > 1:
                parameter.grad = None  # which a step passes over, decay and all

    optimizer.register_step_pre_hook(choose)
    return optimizer


def _drawn(parameters: "Sequence[nn.Parameter]") -> "dict[int, Tensor]":
    """Return, by place, 1 for each number of a map that is trained and 0 for the rest; nothing for the last map."""
    count = sum(each.numel() for each in parameters if each.ndim <= 1)
    places = [place for place, each in enumerate(parameters) if each.ndim > 1][:-1]
    sizes = [parameters[place].numel() for place in places]
    chosen = torch.zeros(sum(sizes))
    chosen[torch.randperm(len(chosen), generator=torch.Generator().manual_seed(0))[:count]] = 1
    parts = torch.split(chosen, sizes)
    return {place: part.view_as(parameters[place]) for place, part in zip(places, parts, strict=True)}

"""The loss and its gradient at steps along the gradient."""

from itertools import chain
from math import inf, isfinite
from typing import TYPE_CHECKING

import torch
from torch.func import functional_call

from bnreport.probes.shared import replay
from bnreport.probes.shared.moment import due

if TYPE_CHECKING:
    from collections.abc import Iterable

    from torch import Tensor

    from bnreport.probes.shared.moment import Moment, Probe, Readings
    from bnreport.registry import Interval, Multiples, Positive, Steps

COST = 16
"""In training steps a reading, measured on a VGG-11 of width 8 on a CPU: five gradients in float64."""
METRICS = {
    "landscape_loss_min": {"unit": "1", "better": None, "read": "before"},
    "landscape_loss_max": {"unit": "1", "better": None, "read": "before"},
    "loss_range": {"unit": "1", "better": None, "read": "before"},
    "gradient_change_min": {"unit": "1", "better": None, "read": "before"},
    "gradient_change_max": {"unit": "1", "better": None, "read": "before"},
    "effective_beta": {"unit": "1", "better": None, "read": "before", "first": "every"},
    "gradient_norm": {"unit": "1", "better": None, "read": "before"},
}
LABELS = {
    "landscape_loss_min": "least loss along the gradient",
    "landscape_loss_max": "largest loss along the gradient",
    "loss_range": "range of the loss along the gradient",
    "gradient_change_min": "least change of the gradient along itself",
    "gradient_change_max": "largest change of the gradient along itself",
    "effective_beta": "effective smoothness constant",
    "gradient_norm": "length of the gradient",
}
RANGES = {
    "loss_range": (0, None),
    "gradient_change_min": (0, None),
    "gradient_change_max": (0, None),
    "effective_beta": (0, None),
    "gradient_norm": (0, None),
}
FIGURES = [
    {
        "kind": "ribbon",
        "title": "Loss along the gradient",
        "metrics": {"landscape_loss_min": "log", "landscape_loss_max": "log"},
        "shows": ["loss_range"],
        "source": "Santurkar et al. (2018), Fig. 4a",
    },
    {
        "kind": "ribbon",
        "title": "Change of the gradient along itself",
        "metrics": {"gradient_change_min": "log", "gradient_change_max": "log"},
        "source": "Santurkar et al. (2018), Fig. 4b",
    },
    {
        "kind": "curves",
        "title": "Effective β-smoothness",
        "metrics": {"effective_beta": "log"},
        "source": "Santurkar et al. (2018), Fig. 4c",
    },
]


def landscape(
    *,
    every: "Interval" = 100,
    until: "Steps | None" = None,
    reach: "Multiples" = [0.5, 1, 2, 4],  # noqa: B006  (never changed)
    cap: "Positive | None" = None,
) -> "Probe":
    """Measure how the minibatch's loss L and its gradient change along the gradient g at the weights w.

    For each alpha = multiple * learning rate of the step, L and its gradient at w - alpha g: training mode, the same
    minibatch, one noise for all. alpha multiplies the plain gradient over all trained parameters, whatever the
    optimiser makes of it.

    landscape_loss_min and _max = min and max over alpha of L(w - alpha g), loss_range = max - min;
    gradient_change_min and _max = min and max of ||grad L(w - alpha g) - g||;
    effective_beta = max of ||grad L(w - alpha g) - g|| / ||alpha g||; gradient_norm = ||g||.
    Losses are in units of the recipe's loss, gradients per unit of weight, beta per unit of weight squared. A value
    that is not finite, NaN included, is read as infinity, which leaves a run's median and minimum of use. Where
    alpha g is zero nothing changes, and beta is 0. At step 0 beta is not read: it would be the initialisation's, and
    the maximum over any window that holds it.

    Computed in float64: in fp32 rounding swamps the changes at small alpha, and now and then puts a ReLU on the other
    side, which alone can shift a gradient's change by 1 %. So five gradients, four multiples and g itself, cost 10 to
    17 fp32 training steps of a convolutional network on the CPU (20 to 35 in bf16), and 7 of a deep linear one; GPUs
    with little float64 need a larger `every`.

    Args:
        every: steps between measurements.
        until: the last step of the run that may be measured; absent for all of them.
        reach: multiples of the learning rate.
        cap: largest alpha; a longer one is cut to it, so that the line ends there.

    Source: Santurkar et al. (2018), arXiv:1805.11604v3, App. A.2.2 and Fig. 4: from 1/2 to 4 times the learning rate,
    0.4 at most, for VGG, and from 1/100 to 30 times for deep linear networks; which multiples between is not stated.
    """
    return _Landscape(every, until, reach, inf if cap is None else cap)


class _Landscape:
    def __init__(self, every: int, until: int | None, reach: list[float], cap: float) -> None:
        self.every, self.until = every, until
        self.reach = reach
        self.cap = cap
        self.memory: dict[str, Tensor] = {}

    def before_step(self, moment: "Moment") -> "Readings":
        if not due(moment.step, self.every, self.until):
            return {}
        alphas = {min(multiple * moment.lr, self.cap) for multiple in self.reach}
        with replay.borrowed(moment):
            readings = _along(moment, sorted(alphas))
        if not moment.step:
            del readings["effective_beta"]
        return {name: _or_infinity(value) for name, value in readings.items()}

    def after_step(self, moment: "Moment") -> "Readings":  # noqa: ARG002
        return {}


def _along(moment: "Moment", alphas: list[float]) -> dict[str, float]:
    weights = {
        name: parameter.detach().double()
        for name, parameter in moment.model.named_parameters()
        if parameter.requires_grad
    }
    _, gradient = _gradient(moment, weights)
    norm = _norm(gradient.values())
    losses, changes, betas = [], [], []
    for alpha in alphas:
        # in place: another layout in memory would be given other noise
        moved = {name: weight.clone().sub_(gradient[name], alpha=alpha) for name, weight in weights.items()}
        loss, there = _gradient(moment, moved)
        change = _or_infinity(_norm(there[name] - gradient[name] for name in weights))
        losses.append(_or_infinity(loss))
        changes.append(change)
        betas.append(_or_infinity(change / (alpha * norm)) if alpha * norm else 0.0)
    return {
        "landscape_loss_min": min(losses),
        "landscape_loss_max": max(losses),
        "loss_range": max(losses) - min(losses),
        "gradient_change_min": min(changes),
        "gradient_change_max": max(changes),
        "effective_beta": max(betas),
        "gradient_norm": norm,
    }


def _gradient(moment: "Moment", weights: "dict[str, Tensor]") -> "tuple[float, dict[str, Tensor]]":
    """Return the minibatch's loss at these weights, and its gradient; the network's own stay as they are."""
    held = chain(moment.model.named_parameters(), moment.model.named_buffers())
    # copied even where they are float64 already: running statistics are written to
    state = {
        name: value.detach().to(torch.float64 if value.is_floating_point() else value.dtype, copy=True)
        for name, value in held
    }
    leaves = {name: weight.detach().requires_grad_() for name, weight in weights.items()}
    torch.manual_seed(moment.noise)
    outputs = functional_call(moment.model, state | leaves, moment.inputs.double())
    loss = moment.criterion(outputs, moment.targets)
    slopes = torch.autograd.grad(loss, list(leaves.values()), materialize_grads=True)
    return float(loss.detach()), dict(zip(leaves, slopes, strict=True))


def _norm(tensors: "Iterable[Tensor]") -> float:
    return float(torch.stack([torch.linalg.vector_norm(tensor) for tensor in tensors]).norm())


def _or_infinity(value: float) -> float:
    return value if isfinite(value) else inf

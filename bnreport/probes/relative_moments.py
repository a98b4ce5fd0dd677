"""By how much the moments of activations on one fixed batch move, measured in the activations' own spread."""

from typing import TYPE_CHECKING

import torch

from bnreport.probes.shared import layers, replay
from bnreport.probes.shared.moment import due

if TYPE_CHECKING:
    from torch import Tensor

    from bnreport.probes.shared.moment import Moment, Probe, Readings
    from bnreport.registry import Interval, Layers, Steps

COST = 1
"""In training steps a reading: two forward passes, as those of `moments`."""
METRICS = {
    "relative_mean_drift": {"unit": "1", "better": None, "columns": "layers", "read": "before", "first": 1},
    "relative_variance_drift": {"unit": "1", "better": None, "columns": "layers", "read": "before", "first": 1},
}
LABELS = {
    "relative_mean_drift": "relative drift of a unit's mean",
    "relative_variance_drift": "relative drift of a unit's variance",
}
RANGES = {"relative_mean_drift": (0, None), "relative_variance_drift": (0, None)}
FIGURES = [
    {
        "kind": "layers",
        "title": "Drift of moments from step to step, in units of the activations' own spread",
        "metrics": {"relative_mean_drift": "log", "relative_variance_drift": "log"},
    },
]


def relative_moments(
    *, every: "Interval" = 100, until: "Steps | None" = None, layers: "Layers | None" = None
) -> "Probe":
    """Measure how far the mean of each unit's activations moves from step to step beside their standard deviation.

    Activations are those of the probe `moments`: what a layer's norm, noise included, hands to the nonlinearity,
    weights and noise of step t, training mode, fp32, on one batch of training inputs that is the same at every step and
    in every arm. mu_t and var_t (1/m) of a unit, a channel, run over samples and positions. One column a layer, means
    over all its units:

    relative_mean_drift = |mu_{t+1} - mu_t| / sqrt(var_t), relative_variance_drift = |var_{t+1} - var_t| / var_t,
    for each t that is a multiple of `every`, read at t + 1. A factor on all activations of a layer changes neither, so
    that networks whose activations differ in scale can be compared. A unit that stays constant over the batch gives 0,
    one that was constant and moves infinity.

    Args:
        every: steps between measurements.
        until: the last step of the run that may be measured; absent for all of them.
        layers: numbers of weight layers, from 1; all of them by default.

    Raises:
        SpecError: a number is higher than the network is deep.

    Source: Santurkar et al. (2018), arXiv:1805.11604v3, Fig. 8, whose drifts are absolute and those of each step's own
    minibatch; the spread as their unit and the fixed batch are ours.
    """
    return _RelativeMoments(every, until, layers)


class _RelativeMoments:
    def __init__(self, every: int, until: int | None, layers: "list[int] | None") -> None:
        self.every, self.until = every, until
        self.layers = layers
        self.memory: dict[str, Tensor] = {}

    def before_step(self, moment: "Moment") -> "Readings":
        # a drift is read at the step behind its own
        opens = due(moment.step, self.every, None if self.until is None else self.until - 1)
        then, self.memory = self.memory, {}
        if not (opens or then):
            return {}
        now = self._moments(moment)
        self.memory = now if opens else {}
        if not then:
            return {}
        drifts = {number: _drift(then[number], values) for number, values in now.items()}
        return {metric: {number: drift[row] for number, drift in drifts.items()} for row, metric in enumerate(METRICS)}

    def after_step(self, moment: "Moment") -> "Readings":  # noqa: ARG002
        return {}

    def _moments(self, moment: "Moment") -> "dict[str, Tensor]":
        """Return means and 1/m variances (2, units) by layer number."""
        found: dict[str, Tensor] = {}
        hooks = []
        for layer in layers.layers(moment.model, self.layers):

            def see(_: object, __: object, output: "Tensor", number: str = str(layer.number)) -> None:
                values = output.transpose(0, 1).flatten(1).double()
                var, mean = torch.var_mean(values, dim=1, correction=0)
                found[number] = torch.stack([mean, var]).cpu()

            hooks.append((layer.module if layer.norm is None else layer.norm).register_forward_hook(see))
        try:
            with replay.borrowed(moment), torch.no_grad():
                torch.manual_seed(moment.noise)
                moment.model(next(iter(moment.reference())))
        finally:
            for hook in hooks:
                hook.remove()
        return found


def _drift(then: "Tensor", now: "Tensor") -> list[float]:
    """Return the means over units of the moves (2, units), in standard deviations and in variances."""
    moved = (now - then).abs()
    spread = torch.stack([then[1].sqrt(), then[1]])
    drift: list[float] = torch.where(moved == 0, 0, moved / spread).mean(dim=1).tolist()
    return drift

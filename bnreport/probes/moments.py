"""How the activations of single units on one fixed batch are distributed, and by how much that moves."""

from contextlib import ExitStack
from typing import TYPE_CHECKING

import numpy as np
import torch

from bnreport.probes.shared import layers, replay
from bnreport.probes.shared.moment import due

if TYPE_CHECKING:
    from torch import Tensor, nn

    from bnreport.probes.shared.moment import Moment, Probe, Readings
    from bnreport.registry import Interval, Layers, Steps, Width

COST = 1
"""In training steps a reading, measured on a VGG-11 of width 8 on a CPU."""
METRICS = {
    "mean_drift": {"unit": "1", "better": None, "columns": "layers", "read": "before", "first": 1},
    "variance_drift": {"unit": "1", "better": None, "columns": "layers", "read": "before", "first": 1},
    "mean_drift_from_start": {"unit": "1", "better": None, "columns": "layers", "read": "before", "first": 1},
    "variance_drift_from_start": {"unit": "1", "better": None, "columns": "layers", "read": "before", "first": 1},
    "activation_quantiles": {"unit": "1", "better": None, "columns": "layers", "read": "before"},
}
LABELS = {
    "mean_drift": "drift of a unit's mean",
    "variance_drift": "drift of a unit's variance",
    "mean_drift_from_start": "drift of a unit's mean from the start",
    "variance_drift_from_start": "drift of a unit's variance from the start",
    "activation_quantiles": "activations of one unit",
}
RANGES = {
    "mean_drift": (0, None),
    "variance_drift": (0, None),
    "mean_drift_from_start": (0, None),
    "variance_drift_from_start": (0, None),
}
FIGURES = [
    {
        "kind": "ridgelines",
        "title": "Activations of one unit",
        "metrics": {"activation_quantiles": "linear"},
        "source": "Santurkar et al. (2018), Fig. 1c, 2 and 6",
    },
    {
        "kind": "layers",
        "title": "Drift of moments from step to step",
        "metrics": {"mean_drift": "log", "variance_drift": "log"},
        "source": "Santurkar et al. (2018), Fig. 8",
    },
    {
        "kind": "layers",
        "title": "Drift of moments from the start",
        "metrics": {"mean_drift_from_start": "log", "variance_drift_from_start": "log"},
        "source": "Santurkar et al. (2018), Fig. 8",
    },
    {"kind": "heatmap", "title": "Drift of means from step to step, every layer", "metrics": {"mean_drift": "log"}},
]
_PROBABILITIES = (0.01, *(step / 20 for step in range(1, 20, 2)), 0.99)


def moments(
    *, every: "Interval" = 100, until: "Steps | None" = None, layers: "Layers | None" = None, units: "Width" = 8
) -> "Probe":
    """Measure mean, variance and quantiles of single units' activations, and their drift from step to step.

    A layer's activations at step t are what its norm, noise included, hands to the nonlinearity (its own output where
    no norm follows) in a training forward pass: weights and noise of step t, training mode, fp32, on one batch of
    training inputs of the recipe's batch size that is drawn once for the seed, is not augmented, and is the same at
    every step and in every arm. So what moves are the weights and the noise, and not the samples. mu_t and var_t (1/m)
    of a unit run over (n,), or over (n, h, w), where a unit is a channel. `units` channels, spread evenly, are sampled:
    their weights are drawn alike, and they are the same in every arm and at every step. One column a layer, means over
    its sampled units:

    mean_drift = |mu_{t+1} - mu_t|, mean_drift_from_start = |mu_{t+1} - mu_0|, and with var for mu variance_drift and
    variance_drift_from_start, for each t that is a multiple of `every`, read at t + 1. `activation_quantiles` at t, of
    the first unit alone, linearly interpolated, in columns layer/probability such as "5/0.05"; a run of 0 steps has
    these alone. Units are those of the activations, squared for variances.

    A reading costs two forward passes, about one training step; with all layers of a deep linear network, whose own
    steps are short, about four.

    Args:
        every: steps between measurements.
        until: the last step of the run that may be measured; absent for all of them.
        layers: numbers of weight layers, from 1; all of them by default.
        units: channels sampled in each layer; a layer with fewer gives all.

    Raises:
        SpecError: a number is higher than the network is deep.

    Source: Santurkar et al. (2018), arXiv:1805.11604v3, Fig. 8 (drift from step to step and from the start) and
    Fig. 1c, 2 and 6 (distributions over training); how many units they average is not stated. There each step has a
    minibatch of its own, whose sampling is part of the drift; the fixed batch is ours.
    """
    return _Moments(every, until, layers, units)


class _Moments:
    def __init__(self, every: int, until: int | None, layers: "list[int] | None", units: int) -> None:
        self.every, self.until = every, until
        self.layers = layers
        self.units = units
        self.memory: dict[str, Tensor] = {}

    def before_step(self, moment: "Moment") -> "Readings":
        opens = due(moment.step, self.every, self.until)
        # a drift follows its step by one
        closes = moment.step > 0 and due(moment.step - 1, self.every, None if self.until is None else self.until - 1)
        if not (opens or closes):
            return {}
        seen = self._activations(moment)
        now = {number: _mean_and_variance(activations) for number, activations in seen.items()}
        readings = self._drifts(now) if closes else {}
        if opens:
            readings["activation_quantiles"] = _quantiles(seen)
        for number, values in now.items():
            self.memory.setdefault(f"start/{number}", values)
            self.memory[f"previous/{number}"] = values
        return readings

    def after_step(self, moment: "Moment") -> "Readings":  # noqa: ARG002
        return {}

    def _activations(self, moment: "Moment") -> "dict[int, Tensor]":
        """Return the sampled activations (units, m) by layer number: m = n, or n * h * w."""
        seen: dict[int, Tensor] = {}

        def watch(number: int, module: "nn.Module") -> "torch.utils.hooks.RemovableHandle":
            def see(_module: "nn.Module", _inputs: object, output: "Tensor") -> None:
                channels = output.shape[1]
                count = min(self.units, channels)
                sampled = output[:, [index * channels // count for index in range(count)]]
                seen[number] = sampled.transpose(0, 1).flatten(1).double()

            return module.register_forward_hook(see)

        chosen = layers.layers(moment.model, self.layers)
        with ExitStack() as hooks, replay.borrowed(moment), torch.no_grad():
            for layer in chosen:
                hooks.enter_context(watch(layer.number, layer.module if layer.norm is None else layer.norm))
            torch.manual_seed(moment.noise)
            moment.model(next(iter(moment.reference())))
        return seen

    def _drifts(self, now: "dict[int, Tensor]") -> "dict[str, dict[str, float]]":
        drifts: dict[str, dict[str, float]] = {name: {} for name in METRICS if name != "activation_quantiles"}
        for number, values in now.items():
            for then, suffix in (("previous", ""), ("start", "_from_start")):
                mean, variance = (values - self.memory[f"{then}/{number}"]).abs().mean(dim=1).tolist()
                drifts[f"mean_drift{suffix}"][str(number)] = mean
                drifts[f"variance_drift{suffix}"][str(number)] = variance
        return drifts


def _mean_and_variance(activations: "Tensor") -> "Tensor":
    """Return means and 1/m variances (2, units) of activations (units, m)."""
    return torch.stack([activations.mean(dim=1), activations.var(dim=1, correction=0)]).cpu()


def _quantiles(seen: "dict[int, Tensor]") -> dict[str, float]:
    """Return the first unit's, by layer and probability."""
    found: dict[str, float] = {}
    with np.errstate(invalid="ignore"):  # a diverged network's infinities
        for number, activations in seen.items():
            values = np.quantile(activations[0].numpy(force=True), _PROBABILITIES)
            names = (f"{number}/{probability:g}" for probability in _PROBABILITIES)
            found |= dict(zip(names, values.tolist(), strict=True))
    return found

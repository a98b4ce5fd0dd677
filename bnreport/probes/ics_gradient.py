"""Internal covariate shift, as the change of a layer's gradient when the layers before it move."""

from typing import TYPE_CHECKING

import torch
from torch import nn

from bnreport.probes.shared import layers, replay
from bnreport.probes.shared.moment import due

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from torch import Tensor

    from bnreport.probes.shared.layers import Layer
    from bnreport.probes.shared.moment import Moment, Probe, Readings
    from bnreport.registry import Interval, Layers, Steps

COST = {"layer": 0.6, "all": 3.2}
"""In training steps a reading, measured on a VGG-11 of width 8 on a CPU: by layer, and no more than all of them."""
METRICS = {
    "ics_l2": {"unit": "1", "better": None, "columns": "layers", "read": "after", "first": 1},
    "ics_relative_l2": {"unit": "1", "better": None, "columns": "layers", "read": "after", "first": 1},
    "ics_cosine": {"unit": "1", "better": None, "columns": "layers", "read": "after", "first": 1},
}
LABELS = {
    "ics_l2": "change of the gradient as the layers before it move",
    "ics_relative_l2": "relative change of the gradient as the layers before it move",
    "ics_cosine": "cosine of the gradient before and after the layers before it move",
}
RANGES = {"ics_l2": (0, None), "ics_relative_l2": (0, None), "ics_cosine": (-1, 1)}
FIGURES = [
    {
        "kind": "layers",
        "title": "Change of a layer's gradient by the layers before it",
        "metrics": {"ics_l2": "log", "ics_relative_l2": "log", "ics_cosine": "cosine"},
        "source": "Santurkar et al. (2018), Fig. 3",
    },
    {"kind": "heatmap", "title": "Relative change of the gradient, every layer", "metrics": {"ics_relative_l2": "log"}},
]


def ics_gradient(*, every: "Interval" = 100, until: "Steps | None" = None, layers: "Layers | None" = None) -> "Probe":
    """Measure by how much a layer's gradient changes when the layers before it take their step and nothing else does.

    For weight layer i at step t, with the loss L on the minibatch of step t:
    G_i  = grad of L at W_i, all parameters as before the step;
    G'_i = the same with every parameter registered before W_i (biases and norms too) as the optimiser's step left it,
    W_i and all behind it as before. Training mode, the noise of step t in both, fp32. One column a layer:

    ics_l2 = ||G_i - G'_i||, in units of the loss per unit of weight, so arms with other gradients are hard to compare;
    ics_relative_l2 = ||G_i - G'_i|| / ||G_i||; ics_cosine = <G_i, G'_i> / (||G_i|| ||G'_i||).
    Equal gradients give 0, 0 and 1, even if both are zero: nothing has shifted. If only one is zero, it has no
    direction, and the cosine is 0; if that is G_i, ics_relative_l2 is infinite. The first layer, with none before it,
    gives 0, 0 and 1.

    Each t that is a multiple of `every` gives a reading at t + 1. Of G'_i only the pass from the stage of layer i on is
    computed, and back to its weight alone: k layers of equal cost take about 1 + k / 3 training steps, and not k + 1. A
    network that is not an `nn.Sequential` of stages is run as a whole for each layer.

    Args:
        every: steps between measurements.
        until: the last step of the run that may be measured; absent for all of them.
        layers: numbers of weight layers, from 1; all of them by default.

    Raises:
        SpecError: a number is higher than the network is deep.

    Source: Santurkar et al. (2018), arXiv:1805.11604v3, Definition 2.1; the relative norm is ours.
    """
    return _Ics(every, until, layers)


class _Ics:
    def __init__(self, every: int, until: int | None, layers: "list[int] | None") -> None:
        self.every, self.until = every, until
        self.layers = layers
        self.memory: dict[str, Tensor] = {}

    def before_step(self, moment: "Moment") -> "Readings":
        if due(moment.step, self.every, None if self.until is None else self.until - 1):
            self.memory = {name: value.detach().clone() for name, value in moment.model.named_parameters()}
        return {}

    def after_step(self, moment: "Moment") -> "Readings":
        if not self.memory:
            return {}
        old, self.memory = self.memory, {}
        chosen = layers.layers(moment.model, self.layers)
        with replay.borrowed(moment):
            rows = torch.stack([_compare(*pair) for pair in _gradients(moment, old, chosen)])  # (layers, metrics)
        columns = [str(layer.number) for layer in chosen]
        return {
            metric: dict(zip(columns, values, strict=True))
            for metric, values in zip(METRICS, rows.T.tolist(), strict=True)
        }


def _gradients(
    moment: "Moment", old: "Mapping[str, Tensor]", chosen: "tuple[Layer, ...]"
) -> "Iterator[tuple[Tensor, Tensor]]":
    """Yield G and G' of each layer.

    Parameters go back to where they were, then take their step again one by one as they are registered: when it is a
    weight's turn, those before it have moved and no others.
    """
    model = moment.model
    new = {parameter: parameter.detach().clone() for parameter in model.parameters()}
    for name, parameter in model.named_parameters():
        _set(parameter, old[name])
    weights = [layer.module.weight for layer in chosen]
    waiting = dict(zip(weights, torch.autograd.grad(replay.loss(moment), weights), strict=True))
    first = next(model.parameters())
    random = torch.cuda if moment.inputs.is_cuda else torch
    torch.manual_seed(moment.noise)
    x, state = moment.inputs, random.get_rng_state()
    stages = list(model) if type(model) is nn.Sequential else [model]  # a subclass may run them otherwise
    for place, stage in enumerate(stages):
        for parameter in stage.parameters():
            if parameter in waiting:
                random.set_rng_state(state)
                before = waiting.pop(parameter)
                yield before, before if parameter is first else _gradient(moment, parameter, x, stages[place:])
            _set(parameter, new[parameter])
        if not waiting:
            return
        random.set_rng_state(state)
        with torch.no_grad():
            x = stage(x)
        state = random.get_rng_state()


def _gradient(moment: "Moment", weight: "Tensor", x: "Tensor", stages: "list[nn.Module]") -> "Tensor":
    """Return the gradient at a weight from what enters the first of these stages, the last ones of the network."""
    for stage in stages:
        x = stage(x)
    return torch.autograd.grad(moment.criterion(x.float(), moment.targets), weight)[0]


@torch.no_grad()
def _set(parameter: "Tensor", value: "Tensor") -> None:
    parameter.copy_(value)


def _compare(before: "Tensor", moved: "Tensor") -> "Tensor":
    """Return the metrics of G and G' as (3,), in float64: in fp32 the square of a tiny gradient is zero."""
    g, h = before.double(), moved.double()
    l2, product = (g - h).norm(), g.norm() * h.norm()
    same, zero = l2 == 0, product == 0
    cosine = ((g * h).sum() / product).clamp(-1, 1)
    return torch.stack([l2, torch.where(same, 0, l2 / g.norm()), torch.where(same, 1, torch.where(zero, 0, cosine))])

"""How gradients grow from layer to layer on their way back."""

from typing import TYPE_CHECKING

import torch

from bnreport.errors import SpecError
from bnreport.probes.shared import layers, replay
from bnreport.probes.shared.moment import due

if TYPE_CHECKING:
    from torch import Tensor

    from bnreport.probes.shared.moment import Moment, Probe, Readings
    from bnreport.registry import Interval, Layers, Steps

COST = 1
"""In training steps a reading, measured on a VGG-11 of width 8 on a CPU: one gradient."""
METRICS = {
    "gradient_norm_squared": {"unit": "1", "better": None, "columns": "layers", "read": "before"},
    "gradient_growth": {"unit": "1", "better": "lower", "read": "before"},
}
LABELS = {"gradient_norm_squared": "squared gradient", "gradient_growth": "growth of the squared gradient a layer"}
RANGES = {"gradient_norm_squared": (0, None), "gradient_growth": (0, None)}
FIGURES = [
    {
        "kind": "layers",
        "title": "Squared gradient, by layer",
        "metrics": {"gradient_norm_squared": "log"},
        "source": "Yang et al. (2019)",
    },
]


def gradient_growth(
    *, every: "Interval" = 100, until: "Steps | None" = None, layers: "Layers | None" = None
) -> "Probe":
    """Measure the factor by which the squared gradient of a weight grows with every layer towards the inputs.

    gradient_norm_squared_i = ||grad of L at W_i||_F^2, one column a layer: the minibatch's loss L before the step,
    training mode, the noise of the step, fp32 (squares are summed in float64), in squared units of the loss per unit of
    weight. gradient_growth = exp(-b), b the slope of the least-squares line through ln of it over i: 1 if gradients
    neither grow nor vanish. Norms grow by its square root. Infinite, 0 or NaN where a gradient is not finite, or zero.
    fp32 holds squared norms of 1e76: growth by 1.5 a layer overflows beyond some 400 layers.

    Args:
        every: steps between measurements.
        until: the last step of the run that may be measured; absent for all of them.
        layers: numbers of the weight layers that are measured and fitted, two at least; by default all but the first
            and the last, whose weights have other shapes.

    Raises:
        SpecError: fewer than two layers are left, or a number is higher than the network is deep.

    Source: Yang et al. (2019), arXiv:1902.08129 (gradients explode at pi / (pi - 1) = 1.467 a layer with
    ReLU and wide layers as the minibatch grows).
    """
    return _GradientGrowth(every, until, layers)


class _GradientGrowth:
    def __init__(self, every: int, until: int | None, layers: "list[int] | None") -> None:
        self.every, self.until = every, until
        self.layers = layers
        self.memory: dict[str, Tensor] = {}

    def before_step(self, moment: "Moment") -> "Readings":
        if not due(moment.step, self.every, self.until):
            return {}
        chosen = layers.layers(moment.model, self.layers)
        if self.layers is None:
            chosen = chosen[1:-1]
        if len(chosen) < 2:  # noqa: PLR2004  (a line)
            raise SpecError([f"gradient_growth needs two layers to compare. Got {len(chosen)}. Take a deeper network."])
        with replay.borrowed(moment):
            gradients = torch.autograd.grad(replay.loss(moment), [layer.module.weight for layer in chosen])
        squares = torch.stack([gradient.double().square().sum() for gradient in gradients]).cpu()
        numbers = torch.tensor([float(layer.number) for layer in chosen], dtype=torch.float64)
        numbers -= numbers.mean()
        slope = float(numbers @ squares.log() / numbers.square().sum())
        columns = [str(layer.number) for layer in chosen]
        return {
            "gradient_norm_squared": dict(zip(columns, squares.tolist(), strict=True)),
            "gradient_growth": float(torch.tensor(-slope, dtype=torch.float64).exp()),
        }

    def after_step(self, moment: "Moment") -> "Readings":  # noqa: ARG002
        return {}

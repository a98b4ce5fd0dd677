"""The sharpest direction of the loss."""

from typing import TYPE_CHECKING

import torch

from bnreport.probes.shared import replay
from bnreport.probes.shared.lanczos import largest_eigenvalue
from bnreport.probes.shared.moment import due

if TYPE_CHECKING:
    from collections.abc import Sequence

    from torch import Tensor

    from bnreport.probes.shared.moment import Moment, Probe, Readings
    from bnreport.registry import Epsilon, Interval, Repeats, Steps

COST = 60
"""In training steps a reading, measured on a VGG-11 of width 8 on a CPU, at the default options."""
METRICS = {"sharpness": {"unit": "1", "better": None, "read": "before"}}
LABELS = {"sharpness": "sharpness"}
FIGURES = [{"kind": "curves", "title": "Sharpness", "metrics": {"sharpness": "log"}}]


def sharpness(
    *, every: "Interval" = 1000, until: "Steps | None" = None, products: "Repeats" = 150, tolerance: "Epsilon" = 0.001
) -> "Probe":
    """Measure the largest eigenvalue of the Hessian of the minibatch's loss, over all trained parameters.

    max over v of v' H v / v' v, H = Hessian of L at the weights before the step: training mode, the noise of the step,
    fp32. The largest with its sign, not in magnitude, in units of the loss per unit of weight squared; plain gradient
    descent is stable up to 2 / learning rate. By Lanczos with restarts, on the device that trains, from a start vector
    that is always the same, on products H v by differentiating twice. NaN where it does not converge, and where a
    product is not finite.

    It takes 6 to 24 products, each worth two training steps, or five with batch normalisation: 10 to 110 steps in all.
    Twenty vectors as long as all parameters together lie in memory in fp32.

    Args:
        every: steps between measurements.
        until: the last step of the run that may be measured; absent for all of them.
        products: how many are taken at most.
        tolerance: length of H v - sharpness * v for the unit vector v found, as a fraction of the sharpness.

    Source: Cohen et al. (2021), arXiv:2103.00065, abstract: the largest eigenvalue of the training loss's Hessian,
    which hovers about 2 / step size.
    """
    return _Sharpness(every, until, products, tolerance)


class _Sharpness:
    def __init__(self, every: int, until: int | None, products: int, tolerance: float) -> None:
        self.every, self.until = every, until
        self.products = products
        self.tolerance = tolerance
        self.memory: dict[str, Tensor] = {}

    def before_step(self, moment: "Moment") -> "Readings":
        if not due(moment.step, self.every, self.until):
            return {}
        weights = [parameter for parameter in moment.model.parameters() if parameter.requires_grad]
        with replay.borrowed(moment):
            loss = replay.loss(moment)
            gradient = torch.autograd.grad(loss, weights, create_graph=True, materialize_grads=True)
            return {"sharpness": self._largest(weights, gradient)}

    def after_step(self, moment: "Moment") -> "Readings":  # noqa: ARG002
        return {}

    def _largest(self, weights: "Sequence[Tensor]", gradient: "Sequence[Tensor]") -> float:
        """Return the largest eigenvalue of the gradient's derivative."""
        sizes = [weight.numel() for weight in weights]

        def product(vector: "Tensor") -> "Tensor":
            parts = zip(gradient, torch.split(vector, sizes), strict=True)
            along = torch.stack([(slope * part.view_as(slope)).sum() for slope, part in parts]).sum()
            images = torch.autograd.grad(along, weights, retain_graph=True, materialize_grads=True)
            return torch.cat([image.flatten() for image in images])

        start = torch.randn(sum(sizes), generator=torch.Generator().manual_seed(0)).to(weights[0])  # on every device
        return largest_eigenvalue(product, start, products=self.products, tolerance=self.tolerance)

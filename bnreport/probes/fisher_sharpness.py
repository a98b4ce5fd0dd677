"""How far the sharpest direction of the Fisher information stands out."""

from math import nan
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

COST = 900
"""In training steps a reading, measured on a VGG-11 of width 8 on a CPU: a backward pass for each output."""
METRICS = {
    "fisher_sharpness": {"unit": "1", "better": None, "read": "before"},
    "fisher_sharpness_ratio": {"unit": "1", "better": "lower", "read": "before"},
}
LABELS = {
    "fisher_sharpness": "largest eigenvalue of the Fisher information",
    "fisher_sharpness_ratio": "largest Fisher eigenvalue over the mean one",
}
RANGES = {"fisher_sharpness": (0, None), "fisher_sharpness_ratio": (1, None)}
FIGURES = [
    {
        "kind": "curves",
        "title": "Largest eigenvalue of the Fisher information over the mean one",
        "metrics": {"fisher_sharpness_ratio": "log"},
        "source": "Karakida et al. (2019)",
    },
]


def fisher_sharpness(
    *, every: "Interval" = 1000, until: "Steps | None" = None, products: "Repeats" = 200, tolerance: "Epsilon" = 0.001
) -> "Probe":
    """Measure the largest eigenvalue of the Fisher information matrix, and how far it stands above the mean one.

    F = (1 / n) sum over samples s and outputs k of g_sk g_sk', g_sk = gradient of output k of sample s in the
    minibatch, over all trained parameters, before the step: training mode, the noise of the step, fp32. With a squared
    error it is the Gauss-Newton part of the Hessian. Its n K eigenvalues that need not be 0 add up to
    (1 / n) sum |g_sk|^2. fisher_sharpness = the largest, by Lanczos; fisher_sharpness_ratio = that over the mean of
    the n K: between 1 and n K. NaN where it does not converge, or something is not finite, or all is 0.

    Args:
        every: steps between measurements.
        until: the last step of the run that may be measured; absent for all of them.
        products: how many products F v are taken at most.
        tolerance: length of F v - l v for the unit vector v found, as a fraction of its l.

    Source: Karakida et al. (2019), arXiv:1906.02926 (eigenvalues of the Fisher information of networks as initialised);
    that the mean is over n K eigenvalues, and not over as many as there are parameters, is ours.
    """
    return _FisherSharpness(every, until, products, tolerance)


class _FisherSharpness:
    def __init__(self, every: int, until: int | None, products: int, tolerance: float) -> None:
        self.every, self.until = every, until
        self.products, self.tolerance = products, tolerance
        self.memory: dict[str, Tensor] = {}

    def before_step(self, moment: "Moment") -> "Readings":
        if not due(moment.step, self.every, self.until):
            return {}
        weights = [parameter for parameter in moment.model.parameters() if parameter.requires_grad]
        with replay.borrowed(moment):
            torch.manual_seed(moment.noise)
            outputs = moment.model(moment.inputs).float().flatten()  # (n K,)
            largest = self._largest(weights, outputs) / len(moment.inputs)
            mean = _squares(weights, outputs) / len(outputs) / len(moment.inputs)
        return {"fisher_sharpness": largest, "fisher_sharpness_ratio": largest / mean if mean else nan}

    def after_step(self, moment: "Moment") -> "Readings":  # noqa: ARG002
        return {}

    def _largest(self, weights: "Sequence[Tensor]", outputs: "Tensor") -> float:
        """Return the largest eigenvalue of J J', J the derivative of outputs by weights, (n K, parameters)."""
        dual = torch.zeros_like(outputs, requires_grad=True)
        pulled = torch.autograd.grad(outputs, weights, dual, create_graph=True, materialize_grads=True)  # J' dual

        def product(vector: "Tensor") -> "Tensor":
            back = torch.autograd.grad(outputs, weights, vector, retain_graph=True, materialize_grads=True)  # J' v
            along = torch.stack([(one * other).sum() for one, other in zip(pulled, back, strict=True)]).sum()
            image: Tensor = torch.autograd.grad(along, dual, retain_graph=True)[0]  # J J' v
            return image

        start = torch.randn(len(outputs), generator=torch.Generator().manual_seed(0)).to(outputs)  # on every device
        return largest_eigenvalue(product, start, products=self.products, tolerance=self.tolerance)


def _squares(weights: "Sequence[Tensor]", outputs: "Tensor") -> float:
    """Return the sum over outputs of the squared length of their gradients."""
    total = torch.zeros((), dtype=torch.float64, device=outputs.device)
    for output in outputs:
        rows = torch.autograd.grad(output, weights, retain_graph=True, materialize_grads=True)
        total += torch.stack([row.double().square().sum() for row in rows]).sum()
    return float(total)

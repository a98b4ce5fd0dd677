"""The sharpest direction of the loss."""

from typing import TYPE_CHECKING

import numpy as np
import torch
from scipy.sparse.linalg import ArpackError, LinearOperator, eigsh

from bnreport.probes.shared import replay
from bnreport.probes.shared.moment import due

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray
    from torch import Tensor

    from bnreport.probes.shared.moment import Moment, Probe, Readings
    from bnreport.registry import Epsilon, Interval, Repeats, Steps

COST = 76
"""In training steps a reading, measured on a VGG-11 of width 8 on a CPU, at the default options."""
METRICS = {"sharpness": {"unit": "1", "better": None}}
FIGURES = [{"kind": "curves", "title": "Sharpness", "metrics": {"sharpness": "log"}}]
_KRYLOV = 10
"""Vectors kept between restarts: more of them cost memory, and products before the first look at the residual."""


def sharpness(
    *, every: "Interval" = 1000, until: "Steps | None" = None, iterations: "Repeats" = 30, tolerance: "Epsilon" = 0.001
) -> "Probe":
    """Measure the largest eigenvalue of the Hessian of the minibatch's loss, over all trained parameters.

    max over v of v' H v / v' v, H = Hessian of L at the weights before the step: training mode, the noise of the step,
    fp32. The largest with its sign, not in magnitude, in units of the loss per unit of weight squared; plain gradient
    descent is stable up to 2 / learning rate. By restarted Lanczos (ARPACK), from a start vector that is always the
    same, on products H v by differentiating twice. NaN where it does not converge, where a product is not finite, and
    for a Hessian of zeros: ARPACK has no estimate to give then.

    It takes 11 to 50 products, each worth two training steps, or five with batch normalisation: 20 to 100 steps in all,
    mostly 40 to 70. Ten vectors as long as all parameters together lie in memory in float64.

    Args:
        every: steps between measurements.
        until: the last step of the run that may be measured; absent for all of them.
        iterations: restarts at most; the first takes eleven products, each further one five.
        tolerance: length of H v - sharpness * v for the unit vector v found, as a fraction of the sharpness.

    Source: Cohen et al. (2021), arXiv:2103.00065, abstract: the largest eigenvalue of the training loss's Hessian,
    which hovers about 2 / step size.
    """
    return _Sharpness(every, until, iterations, tolerance)


class _Sharpness:
    def __init__(self, every: int, until: int | None, iterations: int, tolerance: float) -> None:
        self.every, self.until = every, until
        self.iterations = iterations
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
        n = sum(sizes)

        def product(vector: "NDArray[np.float64]") -> "NDArray[np.float64]":
            v = torch.split(torch.from_numpy(vector).to(weights[0]), sizes)
            along = torch.stack([(g * part.view_as(g)).sum() for g, part in zip(gradient, v, strict=True)]).sum()
            parts = torch.autograd.grad(along, weights, retain_graph=True, materialize_grads=True)
            image = torch.cat([part.flatten() for part in parts]).double().numpy(force=True)
            if not np.isfinite(image).all():
                raise FloatingPointError
            return image

        start = np.random.default_rng(0).standard_normal(n)
        try:
            found = eigsh(
                LinearOperator((n, n), matvec=product, dtype=np.float64),
                k=1,
                which="LA",
                v0=start,
                ncv=min(n, _KRYLOV),
                maxiter=self.iterations,
                tol=self.tolerance,
                return_eigenvectors=False,
            )
        except (ArpackError, FloatingPointError):
            return float("nan")
        return float(found[0])

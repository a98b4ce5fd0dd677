"""Directions of the loss that are far sharper than the rest."""

from math import inf, nan
from typing import TYPE_CHECKING

import torch

from bnreport.probes.shared import replay
from bnreport.probes.shared.eigenpairs import largest_eigenpairs
from bnreport.probes.shared.moment import due

if TYPE_CHECKING:
    from collections.abc import Sequence

    from torch import Tensor

    from bnreport.probes.shared.moment import Moment, Probe, Readings
    from bnreport.registry import Epsilon, Interval, Repeats, Steps

COST = 300
"""In training steps a reading, measured on a VGG-11 of width 8 on a CPU: 100 without norms, 500 with `batch`."""
METRICS = {
    "hessian_outlier_ratio": {"unit": "1", "better": "lower", "read": "before"},
    "gradient_share_in_outliers": {"unit": "fraction", "better": "lower", "read": "before"},
}
LABELS = {
    "hessian_outlier_ratio": "largest Hessian eigenvalue over the eleventh",
    "gradient_share_in_outliers": "share of the gradient in the sharpest directions",
}
RANGES = {"gradient_share_in_outliers": (0, 1)}
FIGURES = [
    {
        "kind": "curves",
        "title": "Largest eigenvalue of the Hessian over the first behind the outliers",
        "metrics": {"hessian_outlier_ratio": "log"},
    },
    {
        "kind": "curves",
        "title": "Share of the gradient in the sharpest directions",
        "metrics": {"gradient_share_in_outliers": "linear"},
        "source": "Ghorbani et al. (2019)",
    },
]


def hessian_outliers(
    *,
    every: "Interval" = 1000,
    until: "Steps | None" = None,
    outliers: "Repeats" = 10,
    products: "Repeats" = 200,
    tolerance: "Epsilon" = 0.01,
) -> "Probe":
    """Measure how far the largest eigenvalues of the loss's Hessian stand out, and how much of the gradient they hold.

    H = Hessian of the minibatch's loss over all trained parameters before the step, eigenvalues l_1 >= l_2 >= ..., unit
    eigenvectors v_i, gradient g: training mode, the noise of the step, fp32. With k = `outliers`,
    hessian_outlier_ratio = l_1 / l_{k+1}, infinite where l_{k+1} is not above 0;
    gradient_share_in_outliers = sum over i <= k of (v_i' g)^2 / ||g||^2, 0 where g is zero.
    NaN where eigenvalues do not converge or something is not finite. By Lanczos, as `sharpness`, but with the whole
    basis in memory: as many vectors as products, each as long as all parameters together.

    Args:
        every: steps between measurements.
        until: the last step of the run that may be measured; absent for all of them.
        outliers: k, about as many as there are classes.
        products: how many products H v are taken at most.
        tolerance: length of H v - l v for each unit vector v found, as a fraction of its l.

    Source: Ghorbani et al. (2019), arXiv:1901.10159 (outliers, and the share of the gradient in them).
    """
    return _HessianOutliers(every, until, outliers, products, tolerance)


class _HessianOutliers:
    def __init__(self, every: int, until: int | None, outliers: int, products: int, tolerance: float) -> None:
        self.every, self.until = every, until
        self.outliers = outliers
        self.products, self.tolerance = products, tolerance
        self.memory: dict[str, Tensor] = {}

    def before_step(self, moment: "Moment") -> "Readings":
        if not due(moment.step, self.every, self.until):
            return {}
        weights = [parameter for parameter in moment.model.parameters() if parameter.requires_grad]
        with replay.borrowed(moment):
            loss = replay.loss(moment)
            slopes = torch.autograd.grad(loss, weights, create_graph=True, materialize_grads=True)
            return dict(zip(METRICS, self._measure(weights, slopes), strict=True))

    def after_step(self, moment: "Moment") -> "Readings":  # noqa: ARG002
        return {}

    def _measure(self, weights: "Sequence[Tensor]", slopes: "Sequence[Tensor]") -> tuple[float, float]:
        flat = torch.cat([slope.flatten() for slope in slopes])

        def product(vector: "Tensor") -> "Tensor":
            images = torch.autograd.grad(flat @ vector, weights, retain_graph=True, materialize_grads=True)
            return torch.cat([image.flatten() for image in images])

        start = torch.randn(len(flat), generator=torch.Generator().manual_seed(0)).to(flat)  # on every device
        found = largest_eigenpairs(product, start, self.outliers + 1, products=self.products, tolerance=self.tolerance)
        if found is None:
            return nan, nan
        first, behind = float(found.values[0]), float(found.values[-1])
        gradient = flat.detach().double()
        inside = (found.vectors[:-1].double() @ gradient).square().sum() / gradient.square().sum().clamp_min(1e-300)
        return first / behind if behind > 0 else inf, min(float(inside), 1.0)

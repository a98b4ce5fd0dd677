"""How alike the samples of a minibatch are, layer by layer."""

from typing import TYPE_CHECKING

import torch

from bnreport.probes.shared import layers
from bnreport.probes.shared.hidden import inputs_of
from bnreport.probes.shared.moment import due

if TYPE_CHECKING:
    from torch import Tensor

    from bnreport.probes.shared.moment import Moment, Probe, Readings
    from bnreport.registry import Interval, Layers, Steps

COST = 1
"""In training steps a reading, measured on a VGG-11 of width 8 on a CPU: a forward pass and a product a layer."""
METRICS = {
    "soft_rank": {"unit": "1", "better": None, "columns": "layers", "read": "before"},
    "orthogonality_gap": {"unit": "1", "better": None, "columns": "layers", "read": "before"},
    "sample_cosine": {"unit": "1", "better": None, "columns": "layers", "read": "before"},
}
LABELS = {
    "soft_rank": "soft rank",
    "orthogonality_gap": "gap to orthogonality",
    "sample_cosine": "cosine between samples",
}
RANGES = {"soft_rank": (0, None), "orthogonality_gap": (0, 1), "sample_cosine": (-1, 1)}
FIGURES = [
    {
        "kind": "layers",
        "title": "Soft rank and likeness of the samples' representations",
        "metrics": {"soft_rank": "log", "orthogonality_gap": "linear", "sample_cosine": "cosine"},
        "source": "Daneshmand et al. (2020); Daneshmand et al. (2021); Lubana et al. (2021)",
    },
]


def representations(
    *, every: "Interval" = 100, until: "Steps | None" = None, layers: "Layers | None" = None
) -> "Probe":
    """Measure rank, orthogonality and likeness of the samples' representations, on the minibatch before the step.

    H (n, d) holds in row i what sample i is when it enters the layer, channels and positions in one vector: for layer 1
    the inputs, for every other what the layers before have made of them, nonlinearity included. Training mode, the
    noise of the step; nothing is centred. G = H H' (n, n), in float64. One column a layer:

    soft_rank = tr(M)^2 / ||M||_F^2, M = H' H / n: between 1, all samples in one direction, and the rank of H;
    orthogonality_gap = ||G / tr(G) - I / n||_F: 0 if samples are orthogonal and of one length. Its square is
    1 / soft_rank - 1 / n;
    sample_cosine = mean over i < j of G_ij / sqrt(G_ii G_jj), 0 where a sample is zero.
    If all samples are zero, these are 0, 1 / sqrt(n) and 0. What is not finite gives NaN.

    Args:
        every: steps between measurements.
        until: the last step of the run that may be measured; absent for all of them.
        layers: numbers of weight layers, from 1; all of them by default.

    Raises:
        SpecError: a number is higher than the network is deep.

    Source: Daneshmand et al. (2020), arXiv:2003.01652 (soft rank); Daneshmand et al. (2021),
    arXiv:2106.03970 (orthogonality gap); Lubana et al. (2021), arXiv:2106.05956 (cosine similarity).
    """
    return _Representations(every, until, layers)


class _Representations:
    def __init__(self, every: int, until: int | None, layers: "list[int] | None") -> None:
        self.every, self.until = every, until
        self.layers = layers
        self.memory: dict[str, Tensor] = {}

    def before_step(self, moment: "Moment") -> "Readings":
        if not due(moment.step, self.every, self.until):
            return {}
        chosen = layers.layers(moment.model, self.layers)
        seen = inputs_of(moment, {str(layer.number): layer.module for layer in chosen})
        found = {column: _measure(held.flatten(1)) for column, held in seen.items()}
        return {
            metric: {column: values[place] for column, values in found.items()} for place, metric in enumerate(METRICS)
        }

    def after_step(self, moment: "Moment") -> "Readings":  # noqa: ARG002
        return {}


def _measure(rows: "Tensor") -> tuple[float, float, float]:
    """Return soft rank, orthogonality gap and mean cosine of rows (n, d), on which their scale has no influence."""
    held = rows.double()
    held = held / held.abs().amax().clamp_min(torch.finfo(torch.float64).tiny)
    gram = held @ held.T  # (n, n)
    n, tiny = len(gram), torch.finfo(torch.float64).tiny
    trace = gram.trace()
    rank = trace**2 / gram.square().sum().clamp_min(tiny)
    gap = torch.linalg.matrix_norm(gram / trace.clamp_min(tiny) - torch.eye(n, device=gram.device) / n)
    lengths = gram.diagonal().sqrt().clamp_min(tiny**0.5)
    cosines = gram / torch.outer(lengths, lengths)
    cosine = cosines.triu(1).sum() / max(n * (n - 1) / 2, 1)
    return float(rank), float(gap), float(cosine)

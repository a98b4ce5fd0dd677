"""Where the boundaries lie at which units switch on and off."""

import copy
from typing import TYPE_CHECKING

import torch

from bnreport.errors import SpecError
from bnreport.probes.shared import layers, replay, statistics
from bnreport.probes.shared.moment import due

if TYPE_CHECKING:
    from torch import Tensor, nn

    from bnreport.probes.shared.moment import Moment, Probe, Readings
    from bnreport.registry import Interval, Positive, Repeats, Steps

COST = 22
"""In training steps a reading, measured on a VGG-11 of width 8 on a CPU, at the default options."""
METRICS = {
    "boundaries_near_data": {"unit": "1", "better": None, "read": "before"},
    "boundaries_far_from_data": {"unit": "1", "better": None, "read": "before"},
    "boundaries_share_near_data": {"unit": "fraction", "better": None, "read": "before"},
}
LABELS = {
    "boundaries_near_data": "boundaries near the data",
    "boundaries_far_from_data": "boundaries far from the data",
    "boundaries_share_near_data": "share of boundaries that lie near the data",
}
RANGES = {
    "boundaries_near_data": (0, None),
    "boundaries_far_from_data": (0, None),
    "boundaries_share_near_data": (0, 1),
}
FIGURES = [
    {
        "kind": "curves",
        "title": "Boundaries near the data, as a share of those near and far",
        "metrics": {"boundaries_share_near_data": "linear"},
        "source": "Balestriero & Baraniuk (2022)",
    },
]


def partition(
    *,
    every: "Interval" = 1000,
    until: "Steps | None" = None,
    length: "Positive" = 1.0,
    distance: "Positive" = 10.0,
    points: "Repeats" = 20,
) -> "Probe":
    """Count the units' boundaries that segments of one length cross, through the data and far from it.

    A unit's boundary is where what its norm hands to the nonlinearity is 0. r = root mean square distance of the
    minibatch's inputs x_i from their mean m, u_i a random direction, always the same. Near segments run from
    x_i - s u_i to x_i + s u_i, 2 s = length * r; far ones are these, moved to m + distance * r * u'_i, u'_i another
    random direction. boundaries_near_data and boundaries_far_from_data = changes of sign between neighbours of `points`
    steps along a segment, summed over units (channel and position) and averaged over i;
    boundaries_share_near_data = near / (near + far), 1/2 where there are none. Evaluation mode on a copy, noise off,
    with the statistics of this minibatch: the map must be the same wherever it is looked at. Weights before the step.

    Args:
        every: steps between measurements.
        until: the last step of the run that may be measured; absent for all of them.
        length: of a segment, in units of r.
        distance: of far segments from the mean of the data, in units of r.
        points: steps along a segment; two boundaries of one unit in one step are not seen.

    Raises:
        SpecError: no layer of the network has a norm, `none` included, behind it.

    Source: Balestriero & Baraniuk (2022), arXiv:2209.14778; segments and lengths are ours.
    """
    return _Partition(every, until, length, distance, points)


class _Partition:
    def __init__(self, every: int, until: int | None, length: float, distance: float, points: int) -> None:
        self.every, self.until = every, until
        self.length, self.distance = length, distance
        self.points = points
        self.memory: dict[str, Tensor] = {}

    def before_step(self, moment: "Moment") -> "Readings":
        if not due(moment.step, self.every, self.until):
            return {}
        with replay.borrowed(moment), torch.no_grad():
            model = copy.deepcopy(moment.model)
            statistics.recalibrate(model, [moment.inputs])
            x, mean = moment.inputs, moment.inputs.mean(dim=0, keepdim=True)
            radius = (x - mean).flatten(1).square().sum(dim=1).mean().sqrt()
            along, away = (radius * direction for direction in _directions(x))
            half = self.length / 2 * along
            near = _crossed(model, x, half, self.points)
            far = _crossed(model, mean + self.distance * away, half, self.points)
        return dict(zip(METRICS, (near, far, near / (near + far) if near + far else 0.5), strict=True))

    def after_step(self, moment: "Moment") -> "Readings":  # noqa: ARG002
        return {}


def _directions(like: "Tensor") -> "list[Tensor]":
    """Return two random unit vectors for each sample, the same on every device."""
    generator = torch.Generator().manual_seed(0)
    drawn = torch.randn(2, len(like), like[0].numel(), generator=generator)
    drawn /= torch.linalg.vector_norm(drawn, dim=2, keepdim=True)
    return [each.view(like.shape).to(like) for each in drawn]


def _crossed(model: "nn.Module", middles: "Tensor", half: "Tensor", points: int) -> float:
    """Return changes of sign along segments from middle - half to middle + half, the mean over segments."""
    norms = [layer.norm for layer in layers.layers(model) if layer.norm is not None]
    if not norms:
        raise SpecError(["partition looks at what norms hand to nonlinearities, and the network has no norm."])
    seen: list[Tensor] = []
    hooks = [norm.register_forward_hook(lambda _m, _i, y: seen.append(y > 0)) for norm in norms]
    before: list[Tensor] = []
    crossed = 0
    for place in torch.linspace(-1, 1, points + 1).tolist():
        model(middles + place * half)
        crossed += sum(int((new != old).sum()) for new, old in zip(seen, before, strict=False))  # none before the first
        before, seen[:] = [*seen], []
    for hook in hooks:
        hook.remove()
    return crossed / len(middles)

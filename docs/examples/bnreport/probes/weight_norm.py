"""The length of all weights."""

from typing import TYPE_CHECKING

from bnreport.probes.shared.moment import closes

if TYPE_CHECKING:
    from torch import Tensor

    from bnreport.probes.shared.moment import Moment, Probe, Readings
    from bnreport.registry import Interval, Steps

METRICS = {"weight_norm": {"unit": "1", "better": None, "read": "after"}}
RANGES = {"weight_norm": (0, None)}
FIGURES = [{"kind": "curves", "title": "Length of the weights", "metrics": {"weight_norm": "log"}}]


def weight_norm(*, every: "Interval" = 100, until: "Steps | None" = None) -> "Probe":
    """Measure the square root of the sum of squares of all trained parameters, after the step.

    Args:
        every: steps between measurements.
        until: the last step of the run that may be measured; absent for all of them.

    Source: van Laarhoven (2017), arXiv:1706.05350, section 2.
    """
    return _WeightNorm(every, until)


class _WeightNorm:
    def __init__(self, every: int, until: int | None) -> None:
        self.every, self.until = every, until
        self.memory: dict[str, Tensor] = {}  # what a checkpoint must hold: here nothing

    def before_step(self, moment: "Moment") -> "Readings":  # noqa: ARG002  (it looks afterwards)
        return {}

    def after_step(self, moment: "Moment") -> "Readings":
        if not closes(moment, self.every, self.until):
            return {}
        squares = sum(float(each.detach().double().square().sum()) for each in moment.model.parameters())
        return {"weight_norm": squares**0.5}

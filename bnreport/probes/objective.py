"""What training minimises."""

from typing import TYPE_CHECKING

import torch

from bnreport.probes.shared.moment import closes, past

if TYPE_CHECKING:
    from bnreport.probes.shared.moment import Moment, Probe, Readings
    from bnreport.registry import Interval, Steps

COST = 0
"""In training steps a reading: it adds up losses that are there already."""
METRICS = {"objective": {"unit": "1", "better": "lower", "failure": "first loss", "read": "after"}}
LABELS = {"objective": "training objective"}
FIGURES = [
    {
        "kind": "curves",
        "title": "Training objective",
        "metrics": {"objective": "log"},
        "source": "Santurkar et al. (2018), Fig. 3 and 12",
    },
]


def objective(*, every: "Interval" = 100, until: "Steps | None" = None) -> "Probe":
    """Measure the mean of what is minimised over the minibatches since the last measurement.

    sum_t L_t / count, L_t the loss of step t as the network was trained on it, before its weights moved: training mode,
    batch statistics, with noise. In the units of the recipe's loss, and every minibatch counts alike, since a loss may
    be a sum over its minibatch. A run that diverged counts as the first loss of its own: as a network that has learned
    nothing, as chance and ln classes are for accuracy and cross-entropy. Free.

    Args:
        every: steps between measurements.
        until: the last step of the run that may be measured; absent for all of them.

    Source: Santurkar et al. (2018), arXiv:1805.11604v3, Fig. 3 and 12 plot the training loss of deep linear networks
    over steps.
    """
    return _Objective(every, until)


class _Objective:
    def __init__(self, every: int, until: int | None) -> None:
        self.every, self.until = every, until
        self.memory = {name: torch.zeros((), dtype=torch.float64) for name in ("minibatches", "sum")}

    def before_step(self, moment: "Moment") -> "Readings":
        if past(moment, self.until):
            return {}
        self.memory = {
            "minibatches": self.memory["minibatches"] + 1,
            "sum": self.memory["sum"].to(moment.loss.device).add_(moment.loss),
        }
        return {}

    def after_step(self, moment: "Moment") -> "Readings":
        if not closes(moment, self.every, self.until):
            return {}
        mean = float(self.memory["sum"]) / float(self.memory["minibatches"])
        self.memory = {name: torch.zeros_like(total) for name, total in self.memory.items()}
        return {"objective": mean}

"""Accuracy and loss in training and on the test set."""

from typing import TYPE_CHECKING

import torch
from torch.nn import functional as F

from bnreport.probes.shared.moment import closes

if TYPE_CHECKING:
    from torch import Tensor

    from bnreport.probes.shared.moment import Moment, Probe, Readings
    from bnreport.registry import Interval, Steps

TARGETS = "labels"
COST = 24
"""In training steps a reading, measured on a VGG-11 of width 8 on a CPU: the whole test set in fp32."""
METRICS = {
    "train_accuracy": {"unit": "fraction", "better": "higher", "failure": "chance"},
    "train_loss": {"unit": "nat", "better": "lower", "failure": "ln classes"},
    "test_accuracy": {"unit": "fraction", "better": "higher", "failure": "chance"},
    "test_loss": {"unit": "nat", "better": "lower", "failure": "ln classes"},
}


def accuracy(*, every: "Interval" = 100, until: "Steps | None" = None) -> "Probe":
    """Measure accuracy and mean cross-entropy in training and on the whole test set.

    `train_*` are means over the minibatches since the last measurement, as the network was trained on them: training
    mode, batch statistics, with augmentation and noise. `test_*` use evaluation mode: running statistics, no noise.
    Costs one forward pass over the test set per measurement; the training part is free.

    Args:
        every: steps between measurements.
        until: the last step of the run that may be measured; absent for all of them.

    Source: Santurkar et al. (2018), arXiv:1805.11604v3, Fig. 1 and 2 plot training accuracy over steps; which mode
    they evaluate in is not stated.
    """
    return _Accuracy(every, until)


class _Accuracy:
    def __init__(self, every: int, until: int | None) -> None:
        self.every, self.until = every, until
        self.memory = {"seen": _zero(), "correct": _zero(), "loss": _zero()}

    def before_step(self, moment: "Moment") -> "Readings":
        n = len(moment.targets)
        tally = {name: total.to(moment.loss.device) for name, total in self.memory.items()}
        tally["seen"] += n
        tally["correct"] += (moment.outputs.argmax(dim=1) == moment.targets).sum()
        tally["loss"] += n * moment.loss.double()
        self.memory = tally
        return {}

    def after_step(self, moment: "Moment") -> "Readings":
        if not closes(moment, self.every, self.until):
            return {}
        seen, correct, loss = (float(self.memory[name]) for name in ("seen", "correct", "loss"))
        self.memory = {name: torch.zeros_like(total) for name, total in self.memory.items()}
        test_accuracy, test_loss = _test(moment)
        return {
            "train_accuracy": correct / seen,
            "train_loss": loss / seen,
            "test_accuracy": test_accuracy,
            "test_loss": test_loss,
        }


def _zero() -> "Tensor":
    return torch.zeros((), dtype=torch.float64)


@torch.no_grad()
def _test(moment: "Moment") -> tuple[float, float]:
    model = moment.model
    modes = {module: module.training for module in model.modules()}
    model.eval()
    try:
        seen = 0
        correct = loss = torch.zeros((), dtype=torch.float64, device=moment.targets.device)
        for images, labels in moment.test():
            logits = model(images).float()  # (n, classes)
            correct = correct + (logits.argmax(dim=1) == labels).sum()
            loss = loss + F.cross_entropy(logits, labels, reduction="sum")
            seen += len(labels)
    finally:
        for module, mode in modes.items():
            module.training = mode
    return float(correct) / seen, float(loss) / seen

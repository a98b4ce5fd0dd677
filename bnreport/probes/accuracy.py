"""Accuracy and loss in training and on the test set."""

from copy import deepcopy
from typing import TYPE_CHECKING, Any

import torch
from torch.nn import functional as F

from bnreport.probes.shared.moment import closes, past
from bnreport.probes.shared.statistics import recalibrate

if TYPE_CHECKING:
    from bnreport.probes.shared.moment import Moment, Probe, Readings
    from bnreport.registry import Interval, Steps, Testing

TARGETS = "labels"
COST = {"test": {"recalibration": 4, "sample": 0.0024, "all": 24}}
"""In training steps a test, measured on a VGG-11 of width 8 on a CPU; `all` are the 10,000 samples of CIFAR-10."""
METRICS = {
    "train_accuracy": {"unit": "fraction", "better": "higher", "failure": "chance", "read": "after"},
    "train_loss": {"unit": "nat", "better": "lower", "failure": "ln classes", "read": "after"},
    "test_accuracy": {"unit": "fraction", "better": "higher", "failure": "chance", "read": "after", "timing": "test"},
    "test_loss": {"unit": "nat", "better": "lower", "failure": "ln classes", "read": "after", "timing": "test"},
}
LABELS = {
    "train_accuracy": "training accuracy",
    "train_loss": "training loss",
    "test_accuracy": "test accuracy",
    "test_loss": "test loss",
}


def accuracy(
    *,
    every: "Interval" = 100,
    until: "Steps | None" = None,
    test: "Testing" = {"every": {"share": "10 %", "at_least": 100}},  # noqa: B006  (never changed)
) -> "Probe":
    """Measure accuracy and mean cross-entropy in training, and on test data with recalibrated statistics.

    `train_*` are means over the minibatches since the last measurement, as the network was trained on them: training
    mode, batch statistics, with augmentation and noise. They are free. A run of 0 steps reads them off the minibatch
    that its first step would have seen.

    `test_*` use evaluation mode, without noise, on a copy of the network in fp32. Running statistics that a norm has
    gathered are not used: in a network that is trained with noise they are statistics of inputs that evaluation never
    sees. In every arm alike they are replaced by their means over 16 batches of training inputs of the recipe's batch
    size (fewer where there are not so many), drawn once for the seed, not augmented, noise off, at the weights of that
    step. A network without running statistics needs no such pass. The samples tested are the first of one permutation
    of the test set, the same in every arm and seed. A test costs as much as 4 training steps and 0.0024 for each
    sample, on a convolutional network on the CPU.

    Args:
        every: steps between measurements in training.
        until: the last step of the run that may be measured; absent for all of them.
        test: steps between tests, and on how many samples (all by default): `{every: 10 %, samples: 2000}`.

    Source: Santurkar et al. (2018), arXiv:1805.11604v3, Fig. 1 and 2 plot training accuracy over steps; which mode
    they evaluate in is not stated. Statistics for evaluation from a pass of their own: PreciseBN in Wu &
    Johnson (2021), arXiv:2105.07576.
    """
    return _Accuracy(every, until, test)


class _Accuracy:
    def __init__(self, every: int, until: int | None, test: "dict[str, Any]") -> None:
        self.every, self.until = every, until
        self.test_every, self.samples = test["every"], test["samples"]
        self.memory = {name: torch.zeros((), dtype=torch.float64) for name in ("seen", "correct", "loss")}

    def before_step(self, moment: "Moment") -> "Readings":
        if past(moment, self.until):
            return {}
        n, right = len(moment.targets), moment.outputs.argmax(dim=1) == moment.targets
        correct, loss = (self.memory[name].to(moment.loss.device) for name in ("correct", "loss"))
        # few launches: on a GPU this runs at every step, and the count of samples stays on the host
        self.memory = {
            "seen": self.memory["seen"] + n,
            "correct": correct.add_(right.sum()),
            "loss": loss.add_(moment.loss, alpha=n),
        }
        return {}

    def after_step(self, moment: "Moment") -> "Readings":
        readings: dict[str, float] = {}
        if closes(moment, self.every, self.until):
            seen, correct, loss = (float(self.memory[name]) for name in ("seen", "correct", "loss"))
            self.memory = {name: torch.zeros_like(total) for name, total in self.memory.items()}
            readings |= {"train_accuracy": correct / seen, "train_loss": loss / seen}
        if closes(moment, self.test_every, self.until):
            test_accuracy, test_loss = _test(moment, self.samples)
            readings |= {"test_accuracy": test_accuracy, "test_loss": test_loss}
        return readings


@torch.no_grad()
def _test(moment: "Moment", samples: int | None) -> tuple[float, float]:
    model = deepcopy(moment.model)
    recalibrate(model, moment.reference())
    seen = 0
    correct = loss = torch.zeros((), dtype=torch.float64, device=moment.targets.device)
    for images, labels in moment.test(samples):
        logits = model(images).float()  # (n, classes)
        correct = correct + (logits.argmax(dim=1) == labels).sum()
        loss = loss + F.cross_entropy(logits, labels, reduction="sum")
        seen += len(labels)
    return float(correct) / seen, float(loss) / seen

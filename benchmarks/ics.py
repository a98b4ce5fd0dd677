"""What the probe `ics_gradient` costs for all layers, beside whole passes layer by layer and beside a training step.

Run `python benchmarks/ics.py`. The three take turns on one thread, as in a worker; only ratios mean anything elsewhere.
"""

import copy
import runpy
import time
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any, NamedTuple

import torch

from bnreport import losses, models, norms, probes
from bnreport.executors.worker import _keep_memory
from bnreport.probes.shared.moment import Moment

if TYPE_CHECKING:
    from collections.abc import Callable

    from torch import nn

ORACLE = runpy.run_path(str(Path(__file__).parents[1] / "tests" / "oracles" / "ics.py"))
NOISE = 1
ROUNDS = 3


class Case(NamedTuple):
    """A network and the size of its batch."""

    title: str
    model: str
    options: dict[str, int]
    loss: str = "cross_entropy"
    norm: str = "batch"
    shape: tuple[int, ...] = (128, 3, 32, 32)


CASES = (
    Case("ResNet-8", "resnet_cifar", {"depth": 8}),
    Case("ResNet-20", "resnet_cifar", {"depth": 20}),
    Case("ResNet-18, width 16", "resnet", {"depth": 18, "width": 16}),
    Case("deep linear, no norm", "deep_linear", {}, "squared_error", "none", (1000, 10)),
    Case("deep linear, batch norm", "deep_linear", {}, "squared_error", "batch", (1000, 10)),
)


class Bench:
    """One network that steps, is measured, and is measured the slow way."""

    def __init__(self, case: Case) -> None:
        """Build the network and a batch of noise."""
        torch.manual_seed(0)
        n, channels, *size = case.shape

        def norm(width: int) -> "nn.Module":
            made: nn.Module = norms.registry.create(case.norm, width)
            return made

        self.case = case
        self.model = models.registry.create(case.model, norm, channels, (size or [1])[0], 10, **case.options)
        self.inputs, self.targets = torch.randn(case.shape), torch.randint(10, (n,))
        if size:
            self.model.to(memory_format=torch.channels_last)
            self.inputs = self.inputs.contiguous(memory_format=torch.channels_last)
        else:
            self.targets = torch.randn(n, 10)
        lr = 0.1 if size else 1e-7
        self.optimizer = torch.optim.SGD(self.model.parameters(), lr=lr, momentum=0.9, weight_decay=5e-4)
        self.probe = probes.registry.create("ics_gradient", every=1)

    def criterion(self, outputs: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
        """Return the loss."""
        loss: torch.Tensor = losses.registry.create(self.case.loss, outputs, targets)
        return loss

    def round(self) -> dict[str, float]:
        """Return the seconds of a step, of the probe, and of the reference, after comparing the last two."""
        nothing = torch.zeros(())
        moment = Moment(
            step=0,
            last=False,
            model=self.model,
            inputs=self.inputs,
            targets=self.targets,
            outputs=nothing,
            loss=nothing,
            criterion=self.criterion,
            lr=0,
            noise=NOISE,
            test=list,
        )
        before = copy.deepcopy(self.model)
        noting, _ = timed(lambda: self.probe.before_step(moment))
        training, _ = timed(self.step)
        measuring, readings = timed(lambda: self.probe.after_step(moment))
        after = copy.deepcopy(self.model)
        step = ORACLE["Step"](before, after, self.inputs, self.targets, self.criterion, NOISE)
        slow, expected = timed(lambda: ORACLE["ics"](step))
        for metric, columns in expected.items():
            torch.testing.assert_close(readings[metric], columns, rtol=1e-5, atol=1e-7)
        return {"step": training, "probe": noting + measuring, "reference": slow}

    def step(self) -> None:
        """Train one step."""
        torch.manual_seed(NOISE)
        self.optimizer.zero_grad(set_to_none=True)
        self.criterion(self.model(self.inputs), self.targets).backward()
        self.optimizer.step()


def timed(run: "Callable[[], Any]") -> tuple[float, Any]:
    """Return the CPU seconds of a call, which neighbours disturb least, and what it returned."""
    start = time.process_time()
    made = run()
    return time.process_time() - start, made


def main() -> None:
    """Print a table."""
    _keep_memory()
    torch.set_num_threads(1)
    print(f"{'all layers, in steps':<26}{'step':>12}{'probe':>8}{'reference':>11}{'reference/probe':>17}")
    for case in CASES:
        bench = Bench(case)
        bench.round()
        rounds = [bench.round() for _ in range(ROUNDS)]
        step, probe, slow = (median(took[name] for took in rounds) for name in ("step", "probe", "reference"))
        shares = f"{probe / step:>8.1f}{slow / step:>11.1f}{slow / probe:>17.2f}"
        print(f"{case.title:<26}{step * 1e3:>9.1f} ms{shares}", flush=True)


if __name__ == "__main__":
    main()

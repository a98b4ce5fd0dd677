"""What the probes `landscape` and `sharpness` cost beside a training step.

Run `python benchmarks/landscape.py`. All take turns on one thread, as in a worker; only ratios mean anything elsewhere.
"""

import time
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

import torch

from bnreport import losses, models, norms, probes
from bnreport.executors.worker import _keep_memory
from bnreport.probes.shared.moment import Moment

if TYPE_CHECKING:
    from collections.abc import Callable

    from torch import nn

NOISE = 1
ROUNDS = 3


class Case(NamedTuple):
    """A network and the size of its batch."""

    title: str
    model: str
    options: dict[str, int]
    norm: str
    loss: str = "cross_entropy"
    shape: tuple[int, ...] = (128, 3, 32, 32)


CASES = tuple(
    case
    for norm in ("none", "batch")
    for case in (
        Case("ResNet-8", "resnet_cifar", {"depth": 8}, norm),
        Case("VGG-11, width 8", "vgg", {"depth": 11, "width": 8}, norm),
        Case("deep linear", "deep_linear", {}, norm, "squared_error", (1000, 10)),
    )
)


class Bench:
    """One network that steps and is measured."""

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
        self.lr = 0.1 if size else 1e-7
        self.optimizer = torch.optim.SGD(self.model.parameters(), lr=self.lr)
        self.probes = {name: probes.registry[name].options(every=1).model_dump() for name in ("landscape", "sharpness")}

    def criterion(self, outputs: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
        """Return the loss."""
        loss: torch.Tensor = losses.registry.create(self.case.loss, outputs, targets)
        return loss

    def step(self, *, bf16: bool) -> None:
        """Train one step."""
        torch.manual_seed(NOISE)
        self.optimizer.zero_grad(set_to_none=True)
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=bf16):
            outputs = self.model(self.inputs)
        loss = self.criterion(outputs.float(), self.targets)
        loss.backward()
        self.optimizer.step()

    def look(self, name: str) -> None:
        """Measure."""
        probe, loss = probes.registry.create(name, **self.probes[name]), torch.zeros(())
        probe.before_step(
            Moment(
                step=0,
                last=False,
                model=self.model,
                inputs=self.inputs,
                targets=self.targets,
                outputs=loss,
                loss=loss,
                criterion=self.criterion,
                lr=self.lr,
                noise=NOISE,
                test=list,
            )
        )

    def round(self) -> dict[str, float]:
        """Return the seconds of steps and probes."""
        steps = {"step": lambda: self.step(bf16=False), "bf16": lambda: self.step(bf16=True)}
        looks = {name: lambda name=name: self.look(name) for name in self.probes}
        return {name: timed(run) for name, run in (steps | looks).items()}


def timed(run: "Callable[[], object]") -> float:
    """Return the seconds of computing that a call takes, whoever else uses the machine."""
    start = time.process_time()
    run()
    return time.process_time() - start


def main() -> None:
    """Print a table."""
    _keep_memory()
    torch.set_num_threads(1)
    print(f"{'batch 128, in steps':<24}{'fp32 step':>12}{'landscape':>11}{'sharpness':>11}{'bf16 step':>11}")
    for case in CASES:
        bench = Bench(case)
        bench.round()
        rounds = [bench.round() for _ in range(ROUNDS)]
        step, bf16, *looks = (median(took[name] for took in rounds) for name in rounds[0])
        shares = "".join(f"{look / step:>11.1f}" for look in looks)
        print(f"{case.title + ', ' + case.norm:<24}{step * 1e3:>9.1f} ms{shares}{bf16 / step:>11.2f}")


if __name__ == "__main__":
    main()

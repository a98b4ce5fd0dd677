"""What the costly probes cost beside a training step, and `ics_gradient` beside whole passes layer by layer.

Run `python benchmarks/probes.py`, some ten minutes. All take turns on one thread, as in a worker; only ratios mean
anything elsewhere.
"""

import copy
import runpy
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

import torch
from timing import computing

from bnreport import losses, models, norms, probes
from bnreport.executors.worker import _keep_memory
from bnreport.probes.shared.moment import Moment

if TYPE_CHECKING:
    from bnreport.probes.shared.moment import Probe, Readings

ORACLE = runpy.run_path(str(Path(__file__).parents[1] / "tests" / "oracles" / "ics.py"))
PROBES = ("landscape", "sharpness", "ics_gradient")
NOISE = 1
ROUNDS = 3


class Case(NamedTuple):
    """A network and the size of its batch."""

    title: str
    norm: str
    model: str
    options: dict[str, int]
    loss: str = "cross_entropy"
    shape: tuple[int, ...] = (128, 3, 32, 32)


CASES = (
    Case("ResNet-20", "batch", "resnet_cifar", {"depth": 20}),
    *(
        case
        for norm in ("none", "batch")
        for case in (
            Case("ResNet-8", norm, "resnet_cifar", {"depth": 8}),
            Case("VGG-11, width 8", norm, "vgg", {"depth": 11, "width": 8}),
            Case("deep linear", norm, "deep_linear", {}, "squared_error", (1000, 10)),
        )
    ),
)


class Bench:
    """One network that steps, is measured, and is measured the slow way."""

    def __init__(self, case: Case) -> None:
        """Build the network and a batch of noise."""
        torch.manual_seed(0)
        n, channels, *size = case.shape

        def norm(width: int) -> "torch.nn.Module":
            made: torch.nn.Module = norms.registry.create(case.norm, width)
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
        self.probes: dict[str, Probe] = {name: probes.registry.create(name, every=1) for name in PROBES}

    def criterion(self, outputs: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
        """Return the loss."""
        loss: torch.Tensor = losses.registry.create(self.case.loss, outputs, targets)
        return loss

    def moment(self) -> Moment:
        """Return what the probes see."""
        nothing = torch.zeros(())
        return Moment(
            step=0,
            last=False,
            model=self.model,
            inputs=self.inputs,
            targets=self.targets,
            outputs=nothing,
            loss=nothing,
            criterion=self.criterion,
            lr=self.lr,
            noise=NOISE,
            test=list,
        )

    def round(self) -> dict[str, float]:
        """Return the seconds of a step, of each probe and of the reference, and compare the last two's readings."""
        moment, before = self.moment(), copy.deepcopy(self.model)
        readings: dict[str, Readings] = {}
        took = {name: computing(lambda probe=probe: probe.before_step(moment)) for name, probe in self.probes.items()}
        took["step"] = computing(self.step)
        for name, probe in self.probes.items():
            took[name] += computing(lambda name=name, probe=probe: readings.update({name: probe.after_step(moment)}))
        after = copy.deepcopy(self.model)
        step = ORACLE["Step"](before, after, self.inputs, self.targets, self.criterion, NOISE)
        took["reference"] = computing(lambda: readings.update(reference=ORACLE["ics"](step)))
        for metric, columns in readings["reference"].items():
            torch.testing.assert_close(readings["ics_gradient"][metric], columns, rtol=1e-5, atol=1e-7)
        took["bf16 step"] = computing(lambda: self.step(bf16=True))
        return took

    def step(self, *, bf16: bool = False) -> None:
        """Train one step."""
        torch.manual_seed(NOISE)
        self.optimizer.zero_grad(set_to_none=True)
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=bf16):
            outputs = self.model(self.inputs)
        self.criterion(outputs.float(), self.targets).backward()
        self.optimizer.step()


def main() -> None:
    """Print a table."""
    _keep_memory()
    torch.set_num_threads(1)
    columns = (*PROBES, "reference", "bf16 step")
    print(f"{'in steps':<28}{'step':>12}" + "".join(f"{name:>14}" for name in columns))
    for case in CASES:
        bench = Bench(case)
        bench.round()
        rounds = [bench.round() for _ in range(ROUNDS)]
        step, *others = (median(took[name] for took in rounds) for name in ("step", *columns))
        shares = "".join(f"{other / step:>14.2f}" for other in others)
        print(f"{case.title + ', ' + case.norm:<28}{step * 1e3:>9.1f} ms{shares}", flush=True)


if __name__ == "__main__":
    main()

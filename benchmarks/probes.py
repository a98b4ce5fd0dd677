"""What measurements cost, in training steps, and `ics_gradient` beside whole passes layer by layer.

Run `python -m benchmarks.probes`, some ten minutes on an idle core. Step, measurements and reference take turns on one
thread, as in a worker; ratios are taken within a round, and their median, least and greatest are kept.
"""

import argparse
import copy
import json
import runpy
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any, NamedTuple

import torch

from benchmarks.machine import RESULTS, keep, machine, wait
from bnreport import losses, models, norms, probes
from bnreport.errors import SpecError
from bnreport.executors.worker import _keep_memory
from bnreport.probes.shared.moment import Moment
from bnreport.registry import in_steps
from bnreport.training.environment import device

if TYPE_CHECKING:
    from bnreport.probes.shared.moment import Probe, Readings

ORACLE = runpy.run_path(str(Path(__file__).parents[1] / "tests" / "oracles" / "ics.py"))
NOISE = 1
TEST_BATCHES = 20
"""Of 500: the test set of CIFAR-10."""
REFERENCE_BATCHES = 16
"""Of those that statistics are gathered anew from before a test; `moments` takes the first alone."""


class Case(NamedTuple):
    """A network and the size of its batch."""

    title: str
    norm: str
    model: str
    options: dict[str, int]
    loss: str = "cross_entropy"
    shape: tuple[int, ...] = (128, 3, 32, 32)


CASES = tuple(
    case
    for norm in ("batch", "none")
    for case in (
        Case("VGG-11, width 8", norm, "vgg", {"depth": 11, "width": 8}),
        Case("ResNet-8", norm, "resnet_cifar", {"depth": 8}),
        Case("deep linear", norm, "deep_linear", {}, "squared_error", (1000, 10)),
        Case("ResNet-20", norm, "resnet_cifar", {"depth": 20}),
        Case("VGG-13", norm, "vgg", {"depth": 13}),
        Case("ResNet-18", norm, "resnet", {"depth": 18}),
    )
)
QUICK = 3
"""Of them are timed unless more are asked for: the others take minutes on a CPU."""


def often(name: str) -> dict[str, Any]:
    """Return the options of a probe that measures all that it can after the first step."""
    kinds = probes.registry[name].options
    return in_steps(kinds, kinds(every=1).model_dump(), 1)


class Bench:
    """One network that steps, is measured, and is measured the slow way."""

    def __init__(self, case: Case, where: torch.device) -> None:
        """Build the network and a batch of noise."""
        torch.manual_seed(0)
        n, channels, *size = case.shape

        def norm(width: int) -> "torch.nn.Module":
            made: torch.nn.Module = norms.registry.create(case.norm, width)
            return made

        self.case, self.where = case, where
        self.model = models.registry.create(case.model, norm, channels, (size or [1])[0], 10, **case.options)
        self.model.to(where, memory_format=torch.channels_last)
        self.inputs, self.targets = torch.randn(case.shape), torch.randint(10, (n,))
        if size:
            self.inputs = self.inputs.contiguous(memory_format=torch.channels_last)
        else:
            self.targets = torch.randn(n, 10)
        self.inputs, self.targets = self.inputs.to(where), self.targets.to(where)
        self.lr = 0.1 if size else 1e-7
        self.optimizer = torch.optim.SGD(self.model.parameters(), lr=self.lr)
        targets = "labels" if size else "numbers"
        self.probes: dict[str, Probe] = {
            name: probes.registry.create(name, **often(name))
            for name in probes.registry.names
            if probes.registry[name].constants.get("TARGETS", targets) == targets
        }

    def criterion(self, outputs: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
        """Return the loss."""
        loss: torch.Tensor = losses.registry.create(self.case.loss, outputs, targets)
        return loss

    def moment(self) -> Moment:
        """Return what the probes see."""
        outputs = torch.zeros(len(self.inputs), 10, device=self.where)
        return Moment(
            step=0,
            last=False,
            model=self.model,
            inputs=self.inputs,
            targets=self.targets,
            outputs=outputs,
            loss=outputs.sum(),
            criterion=self.criterion,
            lr=self.lr,
            noise=NOISE,
            test=lambda _: [(self.inputs.repeat_interleave(4, 0)[:500], self.targets.repeat(4)[:500])] * TEST_BATCHES,
            reference=lambda: [self.inputs] * REFERENCE_BATCHES,
        )

    def fit(self) -> None:
        """Leave out the probes that find nothing to measure in this network."""
        moment = self.moment()
        for name, probe in [*self.probes.items()]:
            try:
                probe.before_step(moment)
                probe.after_step(moment)
            except SpecError:
                del self.probes[name]

    def seconds(self, call: Callable[[], object]) -> float:
        """Return those of the processor, which neighbours disturb least; on a GPU those of the clock."""
        clock = time.perf_counter if self.where.type == "cuda" else time.process_time
        wait(self.where)
        start = clock()
        call()
        wait(self.where)
        return clock() - start

    def round(self) -> dict[str, float]:
        """Return the seconds of a step, of each probe and of the reference, and compare the last two's readings."""
        moment, before = self.moment(), copy.deepcopy(self.model)
        readings: dict[str, Readings] = {}
        took = {
            name: self.seconds(lambda probe=probe: probe.before_step(moment)) for name, probe in self.probes.items()
        }
        took["step"] = self.seconds(self.step)
        for name, probe in self.probes.items():
            took[name] += self.seconds(lambda name=name, probe=probe: readings.update({name: probe.after_step(moment)}))
        after = copy.deepcopy(self.model)
        step = ORACLE["Step"](before, after, self.inputs, self.targets, self.criterion, NOISE)
        took["reference"] = self.seconds(lambda: readings.update(reference=ORACLE["ics"](step)))
        for metric, columns in readings["reference"].items():
            torch.testing.assert_close(readings["ics_gradient"][metric], columns, rtol=1e-3, atol=1e-5)
        took["bf16 step"] = self.seconds(lambda: self.step(bf16=True))
        return took

    def step(self, *, bf16: bool = False) -> None:
        """Train one step."""
        torch.manual_seed(NOISE)
        self.optimizer.zero_grad(set_to_none=True)
        with torch.autocast(self.where.type, dtype=torch.bfloat16, enabled=bf16):
            outputs = self.model(self.inputs)
        self.criterion(outputs.float(), self.targets).backward()
        self.optimizer.step()


def costs(case: Case, where: torch.device, rounds: int) -> dict[str, list[float]]:
    """Return milliseconds of a step, and all else in steps, round by round."""
    bench = Bench(case, where)
    bench.fit()
    bench.round()
    found: dict[str, list[float]] = {}
    for took in (bench.round() for _ in range(rounds)):
        step = took.pop("step")
        for name, seconds in {"step, ms": step * 1e3, **{name: held / step for name, held in took.items()}}.items():
            found.setdefault(name, []).append(seconds)
    return found


def main() -> None:
    """Print a table, and keep all of it."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.probes", description=__doc__)
    parser.add_argument("--device", choices=("cpu", "cuda"), default="cpu")
    parser.add_argument(
        "--cases", type=int, default=QUICK, help="how many, with and without norm; large nets come last"
    )
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--out", type=Path, default=RESULTS, help="folder of the JSON")
    asked = parser.parse_args()
    _keep_memory()
    torch.set_num_threads(1)
    about = machine(asked.device)
    print(json.dumps(about))
    half = len(CASES) // 2
    rows = {}
    for case in (*CASES[: asked.cases], *CASES[half : half + asked.cases]):
        title = f"{case.title}, {case.norm}"
        rows[title] = costs(case, device(asked.device), asked.rounds)
        print(title, *(f"{name} {median(held):.2f}" for name, held in rows[title].items()), sep="; ", flush=True)
    print(keep(f"probes-{asked.device}", {"machine": about, "rounds": asked.rounds, "in_steps": rows}, asked.out))


if __name__ == "__main__":
    main()

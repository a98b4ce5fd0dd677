"""One run: build, initialise, step, measure."""

from typing import TYPE_CHECKING

import torch

from bnreport import losses, models, norms, optimizers, probes, schedules
from bnreport.probes.shared import replay
from bnreport.probes.shared.moment import Moment
from bnreport.training import checkpoint, outcome
from bnreport.training.data import Batches, Resident
from bnreport.training.drive import drive
from bnreport.training.seeding import initialise, stream

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from torch import Tensor, nn

    from bnreport.probes.shared.moment import Probe, Readings
    from bnreport.results import RunResult
    from bnreport.runs.plan import Run
    from bnreport.study import Choice
    from bnreport.training.graphed import Graphed


def build(model: "Choice", norm: "Choice", shape: tuple[int, int], classes: int) -> "nn.Module":
    """Build a network; weights are whatever PyTorch's constructors drew.

    Args:
        model: which network.
        norm: what stands in it.
        shape: channels and side length of the images, or length of the vectors, twice.
        classes: outputs.
    """

    def make(channels: int) -> "nn.Module":
        made: nn.Module = norms.registry.create(norm.name, channels, **norm.options)
        return made

    network: nn.Module = models.registry.create(model.name, make, *shape, classes, **model.options)
    return network


class Trainer:
    """A run in progress."""

    def __init__(self, run: "Run", data: Resident) -> None:
        """Build everything that the run's settings decide."""
        recipe = run.condition.recipe
        self.run, self.recipe, self.data = run, recipe, data
        torch.manual_seed(stream(run.seed, "construction", 0))
        self.model = build(recipe.model, run.condition.norm, data.shape, data.classes)
        initialise(self.model, recipe.init, run.seed)
        self.model.to(data.device, memory_format=torch.channels_last).train()  # type: ignore[call-overload]
        self.optimizer = optimizers.registry.create(
            recipe.optimizer.name, self.model.parameters(), **recipe.optimizer.options
        )
        self.base = recipe.optimizer.options["lr"]
        self.batches = Batches(
            data, batch_size=recipe.batch_size, augment=recipe.augment, seed=run.seed, index=run.index
        )
        self.probes: dict[str, Probe] = {
            name: probes.registry.create(name, **chosen["options"]) for name, chosen in run.probes.items()
        }
        self.log = outcome.Log()
        self.logs = (self.log,)
        self.graphed: Graphed | None = None
        if data.device.type == "cuda":
            from bnreport.training import graphed  # noqa: PLC0415  (a CPU has no use for it)

            self.graphed = graphed.Graphed(self.model, min(recipe.batch_size, len(self.batches.targets)))

    @property
    def parts(self) -> tuple[checkpoint.Parts]:
        """What a checkpoint holds."""
        return (checkpoint.Parts(self.model, self.optimizer, self.probes),)

    def restored(self) -> None:
        """Have nothing else to do."""

    def step(self, step: int) -> None:
        """Take one optimiser step, the probes looking on; of a run of 0 steps, all of it but the step itself."""
        inputs, targets = self.batches.at(step)
        noise = stream(self.run.seed, "noise", step)
        torch.manual_seed(noise)
        lr = self.set_rate(self.optimizer, step)
        self.optimizer.zero_grad(set_to_none=True)
        gave = self.graphed(self.take, inputs, targets) if self.graphed else self.take(inputs, targets)
        moment = self.moment(step, (inputs, targets), gave, lr=lr, noise=noise)
        self.before(moment)
        if self.recipe.steps:
            self.optimizer.step()
        self.after(moment)

    def take(self, inputs: "Tensor", targets: "Tensor") -> "tuple[Tensor, Tensor]":
        """Pass forward and backward, which leaves gradients in the parameters; return outputs and loss, detached."""
        bf16 = self.recipe.precision == "bf16"
        with torch.autocast(self.data.device.type, dtype=torch.bfloat16, enabled=bf16):
            outputs = self.model(inputs)  # (n, classes)
        loss = self.criterion(outputs.float(), targets)
        loss.backward()  # type: ignore[no-untyped-call]
        # who held on to the pass would hold on to the stream that it ran on, for whoever differentiates next
        return outputs.detach(), loss.detach()

    def criterion(self, outputs: "Tensor", targets: "Tensor") -> "Tensor":
        """Return what is minimised."""
        held: Tensor = losses.registry.create(self.recipe.loss.name, outputs, targets, **self.recipe.loss.options)
        return held

    def set_rate(self, optimizer: torch.optim.Optimizer, step: int) -> float:
        """Set a step's learning rate, and return it."""
        schedule = self.recipe.schedule
        lr: float = self.base * schedules.registry.create(schedule.name, step, self.recipe.steps, **schedule.options)
        for group in optimizer.param_groups:
            group["lr"] = lr
        return lr

    def moment(
        self, step: int, batch: "tuple[Tensor, Tensor]", gave: "tuple[Tensor, Tensor]", *, lr: float, noise: int
    ) -> Moment:
        """Describe a step whose loss is known: its batch, and the outputs and loss that it gave."""
        return Moment(
            step=step,
            last=False,
            model=self.model,
            inputs=batch[0],
            targets=batch[1],
            outputs=gave[0].detach(),
            loss=gave[1].detach(),
            criterion=self.criterion,
            lr=lr,
            noise=noise,
            test=lambda samples: self.data.test(self.run.index, samples),
            reference=self.batches.reference,
        )

    def before(self, moment: Moment) -> None:
        """Let the probes look before the weights move."""
        self.log.pending.append(moment.loss)
        self._write(moment.step, *(probe.before_step(moment) for probe in self.probes.values()))

    def after(self, moment: Moment) -> None:
        """Let the probes look after the weights have moved."""
        moment.step = min(moment.step + 1, self.recipe.steps)
        moment.last = moment.step == self.recipe.steps
        if moment.last:
            with replay.borrowed(moment):
                self.log.after = float(replay.loss(moment).detach())
        self._write(moment.step, *(probe.after_step(moment) for probe in self.probes.values()))

    def result(self) -> "RunResult":
        """Sum up the run once it has ended."""
        return outcome.result(self.run, self.log, self.data.classes, self.data.device)

    def _write(self, step: int, *readings: "Readings") -> None:
        merged = {name: value for part in readings for name, value in part.items()}
        if merged:
            self.log.readings.append((step, merged))


def train(
    run: "Run",
    data: Resident,
    *,
    progress: "Callable[[int], None]" = lambda _: None,
    saved: "Sequence[Path]" = (),
    save_every: float = 60.0,
) -> "RunResult":
    """Train a run to its end, or until its loss is no longer finite.

    Args:
        run: what to train.
        data: its data set, on the device that trains.
        progress: told the number of steps taken, now and then; what it raises ends the run, a checkpoint kept.
        saved: where an interrupted run's checkpoint lies, and is written; nowhere if empty.
        save_every: seconds between checkpoints.
    """
    trainer = Trainer(run, data)
    drive(trainer, trainer.recipe.steps, progress=progress, saved=saved, save_every=save_every)
    return trainer.result()

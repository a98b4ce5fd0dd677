"""One run: build, initialise, step, measure."""

import math
import time
from typing import TYPE_CHECKING

import torch
from torch.nn import functional as F

from bnreport import models, norms, optimizers, probes, schedules
from bnreport.probes._protocol import Moment
from bnreport.training import checkpoint, outcome
from bnreport.training.data import Batches, Resident
from bnreport.training.seeding import initialise, stream

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from torch import nn

    from bnreport.plan import Run
    from bnreport.probes._protocol import Probe, Readings
    from bnreport.results import RunResult
    from bnreport.spec.arms import Condition

CHECK_EVERY = 20
"""Steps between looks at the loss: on a GPU each look waits for it."""


def build(condition: "Condition", shape: tuple[int, int], classes: int) -> "nn.Module":
    """Build the network of a condition; weights are whatever PyTorch's constructors drew.

    Args:
        condition: recipe and norm.
        shape: channels and side length of the images.
        classes: outputs.
    """

    def norm(channels: int) -> "nn.Module":
        made: nn.Module = norms.registry.create(condition.norm.name, channels, **condition.norm.options)
        return made

    model = condition.recipe.model
    network: nn.Module = models.registry.create(model.name, norm, *shape, classes, **model.options)
    return network


class Trainer:
    """A run in progress."""

    def __init__(self, run: "Run", data: Resident) -> None:
        """Build everything that the run's settings decide."""
        recipe = run.condition.recipe
        self.run, self.recipe, self.data = run, recipe, data
        torch.manual_seed(stream(run.seed, "construction", 0))
        self.model = build(run.condition, data.shape, data.classes)
        initialise(self.model, recipe.init, run.seed)
        self.model.to(data.device, memory_format=torch.channels_last).train()  # type: ignore[call-overload]
        self.optimizer = optimizers.registry.create(
            recipe.optimizer.name, self.model.parameters(), **recipe.optimizer.options
        )
        self.base = [group["lr"] for group in self.optimizer.param_groups]
        self.batches = Batches(data, batch_size=recipe.batch_size, augment=recipe.augment, seed=run.seed)
        self.probes: dict[str, Probe] = {
            name: probes.registry.create(name, **look["options"]) for name, look in run.probes.items()
        }
        self.log = outcome.Log()

    @property
    def parts(self) -> checkpoint.Parts:
        """What a checkpoint holds."""
        return checkpoint.Parts(self.model, self.optimizer, self.probes)

    def step(self, step: int) -> None:
        """Take one optimiser step, the probes looking on."""
        images, labels = self.batches.at(step)
        torch.manual_seed(stream(self.run.seed, "noise", step))
        factor = schedules.registry.create(
            self.recipe.schedule.name, step, self.recipe.steps, **self.recipe.schedule.options
        )
        for group, base in zip(self.optimizer.param_groups, self.base, strict=True):
            group["lr"] = base * factor
        self.optimizer.zero_grad(set_to_none=True)
        bf16 = self.recipe.precision == "bf16"
        with torch.autocast(self.data.device.type, dtype=torch.bfloat16, enabled=bf16):
            logits = self.model(images)  # (n, classes)
        loss = F.cross_entropy(logits.float(), labels)
        loss.backward()  # type: ignore[no-untyped-call]
        self.log.pending.append(loss.detach())
        moment = Moment(
            step=step,
            last=False,
            model=self.model,
            optimizer=self.optimizer,
            images=images,
            labels=labels,
            logits=logits.detach(),
            loss=loss.detach(),
            test=self.data.test,
        )
        self._write(step, *(probe.before_step(moment) for probe in self.probes.values()))
        self.optimizer.step()
        moment.step, moment.last = step + 1, step + 1 == self.recipe.steps
        self._write(step + 1, *(probe.after_step(moment) for probe in self.probes.values()))

    def _write(self, step: int, *readings: "Readings") -> None:
        merged = {name: value for part in readings for name, value in part.items()}
        if merged:
            self.log.readings.append((step, merged))


def train(
    run: "Run",
    data: Resident,
    *,
    progress: "Callable[[int], None]" = lambda _: None,
    saved: "Path | None" = None,
    save_every: float = 60.0,
) -> "RunResult":
    """Train a run to its end, or until its loss is no longer finite.

    Args:
        run: what to train.
        data: its data set, on the device that trains.
        progress: told the number of steps taken, now and then; what it raises ends the run, a checkpoint kept.
        saved: where an interrupted run's checkpoint lies, and is written.
        save_every: seconds between checkpoints.
    """
    trainer = Trainer(run, data)
    log, steps = trainer.log, run.condition.recipe.steps
    step = log.resume(checkpoint.load(saved, trainer.parts) if saved else None)
    last_save = time.monotonic()
    started = last_save - log.seconds
    while step < steps:
        trainer.step(step)
        step += 1
        if step % CHECK_EVERY and step < steps:
            continue
        log.flush()
        log.seconds = time.monotonic() - started
        if not all(map(math.isfinite, log.losses[-CHECK_EVERY:])):
            break  # before any checkpoint: resumed, it would go on
        due = True  # should progress raise
        try:
            progress(step)
            due = time.monotonic() - last_save > save_every
        finally:
            if saved and due:
                checkpoint.save(saved, trainer.parts, log.notes(step))
                last_save = time.monotonic()
    return outcome.result(run, log, data.classes, data.device)

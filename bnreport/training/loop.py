"""One run: build, initialise, step, measure."""

import math
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from torch.nn import functional as F

from bnreport import models, norms, optimizers, probes, schedules
from bnreport.probes._protocol import Moment
from bnreport.results import Metric, RunResult, Series
from bnreport.training import checkpoint, environment
from bnreport.training.data import Batches, Resident
from bnreport.training.seeding import initialise, stream

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from torch import Tensor, nn

    from bnreport.plan import Run
    from bnreport.probes._protocol import Probe, Readings
    from bnreport.spec.arms import Condition

CHECK_EVERY = 20
"""Steps between looks at the loss: on a GPU each look waits for it."""
WINDOWS = 20
"""A run's losses are averaged over so many windows to tell divergence from a bad batch."""
LATE_WINDOWS = 5
DIVERGED_FACTOR = 1.5
"""The last windows all above this multiple of the first loss: diverged. At chance is not training, not divergence."""


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


@dataclass
class _Log:
    """What a run has written down so far."""

    readings: list[tuple[int, dict[str, Any]]] = field(default_factory=list)
    losses: list[float] = field(default_factory=list)
    pending: "list[Tensor]" = field(default_factory=list)
    seconds: float = 0.0

    def flush(self) -> None:
        """Fetch the losses that are still on the device."""
        self.losses.extend(float(loss) for loss in self.pending)
        self.pending.clear()

    def notes(self, step: int) -> dict[str, Any]:
        self.flush()
        return {"step": step, "readings": self.readings, "losses": self.losses, "seconds": self.seconds}

    def resume(self, notes: dict[str, Any]) -> int:
        self.readings = [(step, values) for step, values in notes["readings"]]
        self.losses, self.seconds = notes["losses"], notes["seconds"]
        return int(notes["step"])


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
            name: probes.registry.create(name, **options) for name, options in run.probes.items()
        }
        self.log = _Log()

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
) -> RunResult:
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
    notes = checkpoint.load(saved, trainer.parts) if saved else None
    step = log.resume(notes) if notes else 0
    started = last_save = time.monotonic()
    spent = log.seconds
    while step < steps:
        trainer.step(step)
        step += 1
        if step % CHECK_EVERY and step < steps:
            continue
        log.flush()
        log.seconds = spent + time.monotonic() - started
        try:
            progress(step)
        except BaseException:
            if saved:
                checkpoint.save(saved, trainer.parts, log.notes(step))
            raise
        if not all(map(math.isfinite, log.losses[-CHECK_EVERY:])):
            break
        if saved and time.monotonic() - last_save > save_every:
            checkpoint.save(saved, trainer.parts, log.notes(step))
            last_save = time.monotonic()
    return _result(trainer, step)


def _result(trainer: Trainer, step: int) -> RunResult:
    run, log = trainer.run, trainer.log
    cause = _divergence(log.losses, run.condition.recipe.steps)
    metrics = _metrics(run.probes, trainer.data.classes)
    return RunResult(
        key=run.key,
        settings={**run.settings, "data": run.data},
        outcome="diverged" if cause else "finished",
        stopped_at=step,
        cause=cause,
        metrics=metrics,
        series={name: _series(name, log.readings) for name in metrics},
        probes=run.probes,
        environment=environment.describe(trainer.data.device, run.condition.recipe.precision),
        seconds=log.seconds,
        finished_at=datetime.now(UTC).isoformat(timespec="seconds"),
    )


def _divergence(losses: list[float], steps: int) -> str:
    """Say how and when training failed, or nothing."""
    broken = next((step for step, loss in enumerate(losses) if not math.isfinite(loss)), None)
    if broken is not None:
        return f"loss was {losses[broken]} at step {broken}"
    width = max(1, steps // WINDOWS)
    late = np.array(losses[-LATE_WINDOWS * width :])
    means = [float(window.mean()) for window in np.array_split(late, LATE_WINDOWS) if len(window)]
    limit = DIVERGED_FACTOR * losses[0]
    if min(means) > limit:
        return f"loss stayed above {DIVERGED_FACTOR:g} times its first value ({losses[0]:.3g}) over the last quarter"
    return ""


def _metrics(chosen: "Any", classes: int) -> dict[str, Metric]:  # noqa: ANN401  (names to options)
    failures = {"chance": 1 / classes, "ln classes": math.log(classes), None: None}
    return {
        name: Metric(name, facts["unit"], facts["better"], failures[facts.get("failure")])
        for probe in chosen
        for name, facts in probes.registry[probe].constants["METRICS"].items()
    }


def _series(name: str, readings: list[tuple[int, dict[str, Any]]]) -> Series:
    points = [(step, values[name]) for step, values in readings if name in values]
    return Series(
        steps=np.array([step for step, _ in points], dtype=np.int64),
        values=np.array([value for _, value in points], dtype=np.float64),
    )

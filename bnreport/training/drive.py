"""From step to step: how far training is, what goes into a checkpoint, when to stop."""

import time
from typing import TYPE_CHECKING, Protocol

from bnreport.training import checkpoint
from bnreport.training.fingerprint import fingerprint

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from bnreport.training.outcome import Log

CHECK_EVERY = 20
"""Steps between readings of the loss: on a GPU each waits for it."""


class Training(Protocol):
    """One run in progress, or several at once."""

    @property
    def logs(self) -> "Sequence[Log]":
        """What each run has written down."""

    @property
    def parts(self) -> "Sequence[checkpoint.Parts]":
        """What the checkpoint of each run holds."""

    def step(self, step: int) -> None:
        """Take one optimiser step."""

    def restored(self) -> None:
        """Go on from what checkpoints have put into the parts."""


def drive(
    training: Training, steps: int, *, progress: "Callable[[int], None]", saved: "Sequence[Path]", save_every: float
) -> None:
    """Take the steps, from checkpoints if there are any, until every loss has ceased to be finite; see `train`.

    Each run's checkpoint lies under a name of its own, and each is charged its share of the time. Of runs of 0 steps
    the first is prepared and measured, and not taken.
    """
    step = _resume(training, saved)
    last_save = last = time.monotonic()
    shown = max(1, steps)
    while step < shown:
        training.step(step)
        step += 1
        if step % CHECK_EVERY and step < shown:
            continue
        for log, parts in zip(training.logs, training.parts, strict=True):
            log.flush()
            log.fingerprint = log.fingerprint or fingerprint(parts.model, log.readings)
        now = time.monotonic()
        for log in training.logs:
            log.seconds += (now - last) / len(training.logs)
        last = now
        if not any(log.finite(CHECK_EVERY) for log in training.logs):
            break  # before any checkpoint: resumed, it would go on
        due = True  # should progress raise
        try:
            progress(min(step, steps))
            due = time.monotonic() - last_save > save_every
        finally:
            if saved and due:
                for path, parts, log in zip(saved, training.parts, training.logs, strict=True):
                    notes = {"step": step, "started_at": log.started_at, "log": log.notes()}
                    checkpoint.save(path, parts, notes)
                last_save = time.monotonic()


def begin(training: Training, steps: int) -> tuple[str, ...]:
    """Take the first steps of runs of so many, and return each one's fingerprint."""
    for step in range(max(1, min(steps, CHECK_EVERY))):
        training.step(step)
    return tuple(
        fingerprint(parts.model, log.readings) for parts, log in zip(training.parts, training.logs, strict=True)
    )


def _resume(training: Training, saved: "Sequence[Path]") -> int:
    """Take up the checkpoints, if any, which are all of one step, and return that."""
    if not saved:
        return 0
    steps = set()
    for path, parts, log in zip(saved, training.parts, training.logs, strict=True):
        notes = checkpoint.load(path, parts)
        steps.add(int(notes["step"]) if notes else 0)
        if notes:
            log.resume(notes["log"])
            log.started_at = notes["started_at"]
    [step] = steps
    if step:
        training.restored()
    return step

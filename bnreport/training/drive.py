"""From step to step: how far training is, what goes into a checkpoint, when to stop."""

import time
from typing import TYPE_CHECKING, Any, Protocol

from bnreport.training import checkpoint

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
    def parts(self) -> checkpoint.Parts:
        """What a checkpoint holds."""

    def step(self, step: int) -> None:
        """Take one optimiser step."""


def drive(
    training: Training, steps: int, *, progress: "Callable[[int], None]", saved: "Path | None", save_every: float
) -> None:
    """Take the steps, from a checkpoint if there is one, until every loss has ceased to be finite; see `train`."""
    step = _resume(training, saved)
    last_save = time.monotonic()
    started = last_save - training.logs[0].seconds
    while step < steps:
        training.step(step)
        step += 1
        if step % CHECK_EVERY and step < steps:
            continue
        seconds = time.monotonic() - started
        for log in training.logs:
            log.flush()
            log.seconds = seconds
        if not any(log.finite(CHECK_EVERY) for log in training.logs):
            break  # before any checkpoint: resumed, it would go on
        due = True  # should progress raise
        try:
            progress(step)
            due = time.monotonic() - last_save > save_every
        finally:
            if saved and due:
                notes: dict[str, Any] = {"step": step, "logs": [log.notes() for log in training.logs]}
                checkpoint.save(saved, training.parts, notes)
                last_save = time.monotonic()


def _resume(training: Training, saved: "Path | None") -> int:
    """Take up a checkpoint, if any, and return its step."""
    notes = checkpoint.load(saved, training.parts) if saved else None
    if notes is None:
        return 0
    for log, held in zip(training.logs, notes["logs"], strict=True):
        log.resume(held)
    return int(notes["step"])

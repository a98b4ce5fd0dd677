"""How steps are taken, whoever takes them."""

from math import nan
from types import SimpleNamespace
from typing import Any

import pytest
import torch

from bnreport.training import drive
from bnreport.training.outcome import Log


class Scripted:
    """Runs in progress whose losses are known beforehand."""

    def __init__(self, *losses: list[float]) -> None:
        """Take the losses of each run, a step each."""
        self.losses = losses
        self.logs = [Log() for _ in losses]
        self.parts: Any = SimpleNamespace()
        self.taken: list[int] = []

    def step(self, step: int) -> None:
        """Note the losses of a step."""
        self.taken.append(step)
        for log, losses in zip(self.logs, self.losses, strict=True):
            log.pending.append(torch.tensor(losses[step]))


def driven(*losses: list[float]) -> tuple[Scripted, list[int]]:
    """Return runs that were driven through all of their losses, or as far as they came, and when progress was told."""
    scripted, told = Scripted(*losses), list[int]()
    drive.drive(scripted, len(losses[0]), progress=told.append, saved=None, save_every=60)
    return scripted, told


def test_every_step_is_taken_once() -> None:
    """From 0 to the last; progress hears of every twentieth step and the last; every loss is written down."""
    scripted, told = driven([2.0] * 45, [3.0] * 45)
    assert scripted.taken == list(range(45))
    assert told == [20, 40, 45]
    assert [log.losses for log in scripted.logs] == [[2.0] * 45, [3.0] * 45]


def test_ends_once_no_run_is_left() -> None:
    """One run with finite losses keeps the others going; when the last has broken, the next look ends them all."""
    assert len(driven([1.0] * 60, [nan] * 60)[0].taken) == 60
    scripted, told = driven([1.0] * 25 + [nan] * 55, [nan] * 80)
    assert len(scripted.taken) == 40
    assert told == [20]


def test_one_bad_loss_breaks_a_run() -> None:
    """A loss that was not finite, whatever comes after, ends a run at the next look."""
    assert len(driven([1.0] * 30 + [nan] + [1.0] * 49)[0].taken) == 40


def test_checkpoints_hold_every_log(monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> None:  # noqa: ANN401
    """What each run has written down is saved under its place, and taken up again from there with the step."""
    kept: dict[str, Any] = {}
    monkeypatch.setattr(drive.checkpoint, "save", lambda _path, _parts, notes: kept.update(notes))
    monkeypatch.setattr(drive.checkpoint, "load", lambda _path, _parts: kept or None)
    script = [1.0 + step for step in range(60)], [101.0 + step for step in range(60)]
    first, again = Scripted(*script), Scripted(*script)

    def interrupt(step: int) -> None:
        if step == 40:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        drive.drive(first, 60, progress=interrupt, saved=tmp_path, save_every=60)
    seconds = first.logs[0].seconds
    drive.drive(again, 60, progress=lambda _: None, saved=tmp_path, save_every=60)
    assert again.taken == list(range(40, 60))
    assert [log.losses for log in again.logs] == list(script)
    assert again.logs[0].seconds == again.logs[1].seconds > seconds > 0

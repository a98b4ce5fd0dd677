"""How steps are taken, whoever takes them."""

from math import nan
from pathlib import Path
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
        self.parts: Any = [SimpleNamespace(model=torch.nn.Identity()) for _ in losses]
        self.restorations = 0
        self.taken: list[int] = []

    def restored(self) -> None:
        """Count."""
        self.restorations += 1

    def step(self, step: int) -> None:
        """Note the losses of a step."""
        self.taken.append(step)
        for log, losses in zip(self.logs, self.losses, strict=True):
            log.pending.append(torch.tensor(losses[step]))


def driven(*losses: list[float]) -> tuple[Scripted, list[int]]:
    """Return runs that were driven through all of their losses, or as far as they came, and when progress was told."""
    scripted, told = Scripted(*losses), list[int]()
    drive.drive(scripted, len(losses[0]), progress=told.append, saved=(), save_every=60)
    return scripted, told


def test_every_step_is_taken_once() -> None:
    """From 0 to the last; progress hears of every twentieth step and the last; every loss is written down."""
    scripted, told = driven([2.0] * 45, [3.0] * 45)
    assert scripted.taken == list(range(45))
    assert told == [20, 40, 45]
    assert [log.losses for log in scripted.logs] == [[2.0] * 45, [3.0] * 45]


def test_a_run_of_no_steps_is_shown_its_first() -> None:
    """So that it can be measured; progress hears of no step."""
    scripted, told = Scripted([2.0]), list[int]()
    drive.drive(scripted, 0, progress=told.append, saved=(), save_every=60)
    assert scripted.taken == [0]
    assert told == [0]
    assert scripted.logs[0].losses == [2.0]


def test_ends_once_no_run_is_left() -> None:
    """One run with finite losses keeps the others going; when the last has broken, the next look ends them all."""
    assert len(driven([1.0] * 60, [nan] * 60)[0].taken) == 60
    scripted, told = driven([1.0] * 25 + [nan] * 55, [nan] * 80)
    assert len(scripted.taken) == 40
    assert told == [20]


def test_one_bad_loss_breaks_a_run() -> None:
    """A loss that was not finite, whatever comes after, ends a run at the next look."""
    assert len(driven([1.0] * 30 + [nan] + [1.0] * 49)[0].taken) == 40


def test_checkpoints_hold_every_log(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """What each run has written down is saved under its place, and taken up again from there with the step."""
    kept: dict[Path, Any] = {}
    monkeypatch.setattr(drive.checkpoint, "save", lambda path, _parts, notes: kept.update({path: notes}))
    monkeypatch.setattr(drive.checkpoint, "load", lambda path, _parts: kept.get(path))
    places = [tmp_path / "one", tmp_path / "other"]
    script = [1.0 + step for step in range(60)], [101.0 + step for step in range(60)]
    first, again = Scripted(*script), Scripted(*script)

    def interrupt(step: int) -> None:
        if step == 40:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        drive.drive(first, 60, progress=interrupt, saved=places, save_every=60)
    seconds = first.logs[0].seconds
    first.logs[0].started_at = kept[places[0]]["started_at"] = "2026-01-01T00:00:00+00:00"
    drive.drive(again, 60, progress=lambda _: None, saved=places, save_every=60)
    assert again.taken == list(range(40, 60))
    assert again.logs[0].started_at == "2026-01-01T00:00:00+00:00" != again.logs[1].started_at
    assert (first.restorations, again.restorations) == (0, 1)
    assert [log.losses for log in again.logs] == list(script)
    assert again.logs[0].seconds == again.logs[1].seconds > seconds > 0

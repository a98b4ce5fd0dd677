"""Checkpoints: whole or not there."""

from collections.abc import Callable
from pathlib import Path

import pytest

from bnreport.runs.plan import Run
from bnreport.training import checkpoint
from bnreport.training.data import Resident
from bnreport.training.loop import Trainer


@pytest.fixture
def trainer(data: Resident, make_run: Callable[..., Run]) -> Trainer:
    """Return a run after one step."""
    trainer = Trainer(make_run(), data)
    trainer.step(0)
    return trainer


def test_round_trip(trainer: Trainer, tmp_path: Path) -> None:
    """Notes come back, floats exactly."""
    notes = {"step": 1, "log": trainer.log.notes()}
    [parts] = trainer.parts
    checkpoint.save(tmp_path / "c", parts, notes)
    assert checkpoint.load(tmp_path / "c", parts) == notes
    assert checkpoint.step(tmp_path / "c") == 1


def test_damage_anywhere_is_noticed(trainer: Trainer, tmp_path: Path) -> None:
    """A checkpoint with one byte changed, cut short or empty is no checkpoint."""
    path = tmp_path / "c"
    [parts] = trainer.parts
    checkpoint.save(path, parts, {"step": 1, "log": trainer.log.notes()})
    whole = path.read_bytes()
    for place in (0, 40, 200, len(whole) // 2, len(whole) - 1):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        assert checkpoint.load(path, parts) is None
        path.write_bytes(whole[:place])
        assert checkpoint.load(path, parts) is None
        assert checkpoint.step(path) == 0
    path.unlink()
    assert checkpoint.load(path, parts) is None

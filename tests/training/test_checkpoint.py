"""Checkpoints: whole or not there."""

from collections.abc import Callable
from pathlib import Path

import pytest
import torch

from bnreport.runs.plan import Run
from bnreport.training import checkpoint
from bnreport.training.data import Resident
from bnreport.training.loop import Trainer

CPU = torch.device("cpu")


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
    found = checkpoint.load(tmp_path / "c", parts)
    assert found
    assert {name: found[name] for name in notes} == notes
    assert checkpoint.step(tmp_path / "c", CPU) == 1


def test_another_environment_begins_anew(trainer: Trainer, tmp_path: Path) -> None:
    """A run of which some readings are another machine's, or another number of threads', has no environment."""
    [parts] = trainer.parts
    threads = torch.get_num_threads()
    checkpoint.save(tmp_path / "c", parts, {"step": 1, "log": trainer.log.notes()})
    try:
        torch.set_num_threads(threads + 1)
        assert checkpoint.step(tmp_path / "c", CPU) == 0
    finally:
        torch.set_num_threads(threads)
    assert checkpoint.load(tmp_path / "c", parts) is None


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
        assert checkpoint.step(path, CPU) == 0
    path.unlink()
    assert checkpoint.load(path, parts) is None

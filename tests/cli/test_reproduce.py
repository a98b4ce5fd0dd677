"""`bnreport reproduce`: a run trained again."""

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import Result

from bnreport.results import Series
from bnreport.runs.store import Store

Call = Callable[..., Result]


@pytest.fixture
def reproduce(call: Call, trained: Path, tmp_path: Path) -> Callable[[str], Result]:
    """Copy a study that is trained; `reproduce(run)` calls the command with a run of it."""
    shutil.copytree(trained, tmp_path, dirs_exist_ok=True)
    where = ("--store", tmp_path / "store", "--reports", tmp_path / "reports")
    return lambda run: call("reproduce", tmp_path / "tiny.yaml", run, *where)


def keys(tmp_path: Path) -> list[str]:
    """Return the keys of what is stored."""
    return [run.key for _, run in Store(tmp_path / "store", print).entries()]


def test_a_run_is_the_same_again_or_is_said_not_to_be(reproduce: Callable[[str], Result], tmp_path: Path) -> None:
    """Bit for bit, named by its key; of a reading that was another, by its name: metric and step, and exit code 1."""
    first, *_ = keys(tmp_path)
    again = reproduce(first[:8])
    assert (again.exit_code, "all equal bit for bit" in again.stdout) == (0, True)
    store = Store(tmp_path / "store", print)
    [held] = [run for _, run in store.entries() if run.settings["seed"] == 1 and "batch" in run.settings["norm"]]
    was = held.series["train_loss"]
    store.put(replace(held, series={**held.series, "train_loss": Series(was.steps, was.values * [1, 1.25])}))
    other = reproduce("d.bn seed 1")
    assert (other.exit_code, other.stdout.splitlines()[0]) == (
        1,
        f"train_loss: differs from step {was.steps[1]} on, by 0.2 of its value at most",
    )


def test_a_run_must_be_named_and_be_there(reproduce: Callable[[str], Result], tmp_path: Path) -> None:
    """No key, or several, or one that was never trained."""
    assert "no run" in reproduce("zzz").stderr
    assert f"{len(keys(tmp_path))} runs" in reproduce("").stderr

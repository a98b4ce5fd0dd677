"""`bnreport reproduce`: a run trained again."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import Result

from bnreport.results import Series
from bnreport.runs.store import Store

Call = Callable[..., Result]
TEXT = """\
study: tiny
title: Does it train?
seeds: {looks: [2], alpha: [0.05]}
experiments:
  d:
    recipe: {dataset: digits, model: {vgg: {depth: 11, width: 4}}, optimizer: {sgd: {lr: 0.1}}, steps: 4}
    arms: {bn: {norm: batch}, none: {norm: none}}
    probes: {accuracy: {every: 2}}
hypotheses:
  better:
    claim: BatchNorm trains better.
    superiority: {metric: train_accuracy, arm: d.bn, versus: d.none, margin: 0.01}
    why_this_margin: Ours.
profiles: {p: {scale: toy}}
"""


@pytest.fixture
def reproduce(call: Call, tmp_path: Path) -> Callable[[str], Result]:
    """Train a tiny study; `reproduce(run)` calls the command with a run of it."""
    spec = tmp_path / "tiny.yaml"
    spec.write_text(TEXT)
    where = ("--store", tmp_path / "store", "--reports", tmp_path / "reports")
    assert call("run", spec, *where, "--workers", 1).exit_code == 0
    return lambda run: call("reproduce", spec, run, *where)


def keys(tmp_path: Path) -> list[str]:
    """Return the keys of what is stored."""
    return [run.key for _, run in Store(tmp_path / "store", print).entries()]


def test_a_run_is_the_same_again_or_is_said_not_to_be(reproduce: Callable[[str], Result], tmp_path: Path) -> None:
    """Bit for bit; of a reading that was another, its metric and step are said, and the exit code is 1."""
    first, *_ = keys(tmp_path)
    again = reproduce(first[:8])
    assert (again.exit_code, "all equal bit for bit" in again.stdout) == (0, True)
    named = reproduce("d.bn seed 1")
    assert (named.exit_code, named.stdout.startswith("d.bn seed 1: ")) == (0, True)
    store = Store(tmp_path / "store", print)
    held = next(run for _, run in store.entries() if run.key == first)
    was = held.series["train_loss"]
    store.put(replace(held, series={**held.series, "train_loss": Series(was.steps, was.values * [1, 1.25])}))
    other = reproduce(first[:8])
    assert (other.exit_code, other.stdout.splitlines()[0]) == (
        1,
        f"train_loss: differs from step {was.steps[1]} on, by 0.2 of its value at most",
    )


def test_a_run_must_be_named_and_be_there(reproduce: Callable[[str], Result], tmp_path: Path) -> None:
    """No key, or several, or one that was never trained."""
    assert "no run" in reproduce("zzz").stderr
    assert f"{len(keys(tmp_path))} runs" in reproduce("").stderr

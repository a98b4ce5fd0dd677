"""`bnreport plan`."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import Result

from tests.cli.conftest import declare

Call = Callable[..., Result]


def test_runs_come_first_then_power(call: Call, toy: Path, tmp_path: Path) -> None:
    """Runs first, then power; messages go to stderr and fall silent with --quiet."""
    declare(toy, 0.02)
    folders = ("--profile", "full", "--store", tmp_path / "store", "--data", tmp_path / "data")
    result = call("plan", toy, *folders)
    assert result.exit_code == 0
    assert "10 runs: 0 stored" in result.stdout
    assert "harmless: 5 seeds detect 0.041" in result.stdout
    assert "cannot resolve the margin" in result.stderr
    assert "power unknown for 1 of 2 primary hypotheses (runs are missing)" in result.stderr
    assert call("plan", toy, *folders, "--quiet").stderr == ""
    held = json.loads(call("plan", toy, *folders, "--json").stdout)
    assert len(held["runs"]) == 10
    assert not any(row["tuning"] for row in held["runs"])
    harmless, better = held["power"]
    assert (harmless["sd_source"], harmless["seeds_needed"], harmless["ratio"]) == (
        "declared",
        13,
        pytest.approx(2.05, abs=0.005),
    )
    assert (better["sd"], better["mde"], better["reason"], len(better["warnings"])) == (None, None, "missing_runs", 1)


def test_runs_that_tune_arms_come_first(call: Call, toy: Path, tmp_path: Path) -> None:
    """With what they are for."""
    rates = "{vary: optimizer.lr, values: [0.1, 0.5], arms: [a], select: {metric: train_accuracy}}"
    toy.write_text(toy.read_text().replace("hypotheses:\n", f"    tuning: {rates}\nhypotheses:\n", 1))
    folders = ("--profile", "smoke", "--store", tmp_path / "store", "--data", tmp_path / "data")
    first, *_ = call("plan", toy, *folders).stdout.splitlines()
    assert first.endswith("net.a/lr=0.1 tuning seed 0: no hypothesis; it tunes an arm")
    rows = json.loads(call("plan", toy, *folders, "--json").stdout)["runs"]
    assert [row["tuning"] for row in rows] == [True] * 4 + [False] * 4

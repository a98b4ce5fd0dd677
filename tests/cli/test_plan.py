"""`bnreport plan`."""

import io
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Literal

import pytest
from rich.console import Console
from typer.testing import Result

from bnreport.cli._terminal import rendered
from bnreport.cli.plan import tables
from bnreport.registry import ArmName
from bnreport.runs.status import Status
from tests.cli.conftest import declare
from tests.cli.test_progress import run

Call = Callable[..., Result]
State = Literal["stored", "bundled", "resume", "missing"]


def test_runs_come_first_then_power(call: Call, toy: Path, tmp_path: Path) -> None:
    """Runs first, then power; messages go to stderr and fall silent with --quiet."""
    declare(toy, 0.02)
    folders = ("--profile", "full", "--store", tmp_path / "store", "--data", tmp_path / "data")
    result = call("plan", toy, *folders)
    assert result.exit_code == 0
    assert result.stdout.startswith(
        "net\nnet.a  ○○○○○\nnet.b  ○○○○○\n\n10 runs: ● 0 stored, ◐ 0 to resume, ○ 10 missing. "
    )
    assert "\nnet.a: needed by harmless, better\nnet.b: needed by harmless, better\n\n" in result.stdout
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
    first, *rows = call("plan", toy, *folders).stdout.splitlines()
    assert [first, *rows[:4]] == ["net, tuning", "net.a/lr=0.1  ○○", "net.a/lr=0.5  ○○", "", "net"]
    assert "net.a/lr=0.1: no hypothesis; it tunes an arm" in rows
    rows = json.loads(call("plan", toy, *folders, "--json").stdout)["runs"]
    assert [row["tuning"] for row in rows] == [True] * 4 + [False] * 4


ANY = run("any")


def status(arms: tuple[str, ...], index: int, state: State, look: int = 0) -> Status:
    """Return a run of some arms and how far it is."""
    return Status(replace(ANY, arms=tuple(map(ArmName, arms)), index=index, look=look), state, None)


def text_of(found: list[Status], width: int) -> str:
    """Return the table as a terminal shows it."""
    return rendered(Console(file=io.StringIO(), width=width), *tables(tuple(found)))


def test_each_run_has_a_symbol_in_every_arm_that_it_serves() -> None:
    """By experiment and arm, seed by seed; those of a later look wait."""
    states: list[State] = ["stored", "bundled", "resume", "missing"]
    found = [status(("x.a", "y.a"), index, state) for index, state in enumerate(states)]
    found += [status(("x.a",), 4, "missing", look=1), status(("x.b",), 0, "stored", look=1)]
    assert text_of(found, 60) == "x\nx.a  ●◆◐○·\nx.b  ●\n\ny\ny.a  ●◆◐○\n\n"


@pytest.mark.parametrize("width", [60, 100])
def test_many_arms_and_seeds_stay_legible(width: int) -> None:
    """Names are whole, seeds stand in tens, and below the name where there is no room beside."""
    arms = [f"e.resnet20_with_batchnorm_after_conv_and_lr_0{number}" for number in range(8)]
    long = f"f.{'an_arm_with_a_long_name' * 2}_and_more"
    found = [status((arm,), index, "missing") for index in range(55) for arm in (*arms, long)]
    text = text_of(found, width)
    assert max(map(len, text.splitlines())) <= width
    assert {each for each in text.split() if "." in each} == {*arms, long}
    assert {each for each in text.split() if "○" in each} == {"○" * 10, "○" * 5}
    assert text.count("○") == len(found)


def test_ten_thousand_runs_are_ten_thousand_symbols() -> None:
    """In a hundred rows, each in one line of a pipe."""
    found = [status((f"e.arm{arm}",), index, "stored") for index in range(100) for arm in range(100)]
    rows = text_of(found, 1_000_000).splitlines()[1:-1]
    assert {row.count("●") for row in rows} == {100}
    assert len(rows) == 100

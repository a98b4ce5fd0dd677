"""What is shown while training goes on."""

import io
import re
import sys
from typing import Any

import pytest
from rich.console import Console
from rich.progress import Progress

from bnreport.cli._progress import Bars, Lines, watcher
from bnreport.results import RunResult
from bnreport.runs.plan import Run
from bnreport.study.arms import Condition
from bnreport.study.recipe import resolved
from bnreport.study.schema import Arm, Recipe

RECIPE = {"dataset": "digits", "model": "vgg", "optimizer": "adam", "steps": 50}


def run(key: str) -> Run:
    """Return a run of 50 steps."""
    condition = Condition(resolved(Recipe.model_validate(RECIPE)), Arm.model_validate({"norm": "batch"}).norm)
    return Run(key, condition, 0, 0, 0, "", {}, (f"e.{key}",), ())


def result(key: str) -> RunResult:
    """Return a finished run."""
    return RunResult(key, {}, "finished", 50, "", {}, {}, {}, {}, 1.0, "")


@pytest.fixture
def bars() -> Bars:
    """Return bars that nobody sees."""
    return Bars(Progress(console=Console(file=io.StringIO(), width=200)))


def shown(bars: Bars) -> list[tuple[str, float]]:
    """Return each bar and how far it is, in percent."""
    return [(task.description, task.percentage) for task in bars.progress.tasks]


def test_each_look_begins_at_nothing(bars: Bars) -> None:
    """The bar of the look before goes, with all that was counted for it."""
    bars.start([run("a"), run("b")])
    bars.step(run("a"), 25)
    assert shown(bars) == [("study, 2 runs", 25.0), ("e.a seed 0", 50.0)]
    bars.stored(run("a"), result("a"))
    bars.stored(run("b"), result("b"))
    assert shown(bars) == [("study, 2 runs", 100.0)]
    bars.start([run("c")])
    assert shown(bars) == [("study, 1 run", 0.0)]
    bars.step(run("c"), 10)
    assert shown(bars) == [("study, 1 run", 20.0), ("e.c seed 0", 20.0)]


def test_a_failed_run_has_no_bar(bars: Bars) -> None:
    """Tried again, it gets a new one, and a line says why."""
    bars.start([run("a")])
    bars.step(run("a"), 25)
    bars.failed(run("a"), "out of memory.", again=True)
    assert shown(bars) == [("study, 1 run", 50.0)]
    bars.failed(run("a"), "out of memory.", again=False)
    file: Any = bars.progress.console.file
    assert file.getvalue() == "e.a seed 0: tried again: out of memory.\n"


class Terminal(io.StringIO):
    """Keeps what is written to it."""

    def isatty(self) -> bool:
        """Say that people see it."""
        return True


@pytest.mark.parametrize("width", [60, 100])
def test_bars_fit_the_terminal_and_are_gone_in_the_end(monkeypatch: pytest.MonkeyPatch, width: int) -> None:
    """The name of a run is whole, and the last that is written erases the bars, the lines above them stay."""
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.setenv("COLUMNS", str(width))
    monkeypatch.setenv("TERM", "xterm")
    name, path = "noisy_batchnorm_with_a_name", f"/{'folder/' * 20}"
    with watcher(quiet=False) as watch:
        watch.start([run(name)])
        watch.step(run(name), 25)
        watch.failed(run(name), f"out of memory, see {path} for more.", again=True)
        watch.step(run(name), 25)
    drawn = terminal.getvalue()
    plain = re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", drawn).replace("\r", "\n").splitlines()
    bars = [line for line in plain if "%" in line]
    assert {len(line) <= width for line in bars} == {True}
    assert any(line.startswith(f"e.{name} seed 0 ") and " 50% " in line for line in bars)
    assert any(path in line for line in plain)
    assert drawn.endswith("\x1b[1A\x1b[2K" * 2)  # two bars: the study's and the run's


def test_lines_say_what_is_tried_again_and_what_is_waited_for(capsys: pytest.CaptureFixture[str]) -> None:
    """What is given up is said in the end, by `run`."""
    lines = Lines()
    lines.failed(run("a"), "out of memory.", again=True)
    lines.failed(run("a"), "out of memory.", again=False)
    lines.waiting(1)
    lines.waiting(2)
    assert capsys.readouterr().err.splitlines() == [
        "e.a seed 0: tried again: out of memory.",
        "Waiting for 1 run that another process trains.",
        "Waiting for 2 runs that another process trains.",
    ]

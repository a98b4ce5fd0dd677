"""How training goes: live bars in a terminal, plain lines elsewhere."""

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

from bnreport.cli._options import tell

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.progress import Progress, TaskID

    from bnreport.executors.runner import Watcher
    from bnreport.results import RunResult
    from bnreport.runs.plan import Run


@contextmanager
def watcher(*, quiet: bool) -> "Iterator[Watcher]":
    """Choose what suits stderr, and leave the terminal as it was."""
    if quiet:
        yield Silent()
    elif not sys.stderr.isatty():
        yield Lines()
    else:
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

        columns = (
            TextColumn("{task.description}"),
            BarColumn(),
            TextColumn("{task.percentage:>3.0f}%"),
            TimeElapsedColumn(),
            TextColumn("left"),
            TimeRemainingColumn(),
        )
        with Progress(*columns, console=Console(stderr=True)) as progress:
            yield Bars(progress)


class Silent:
    """Says nothing."""

    def look(self, number: int, undecided: "Sequence[str]") -> None:
        """Ignore."""

    def start(self, todo: "Sequence[Run]") -> None:
        """Ignore."""

    def step(self, run: "Run", step: int) -> None:
        """Ignore."""

    def stored(self, run: "Run", result: "RunResult") -> None:
        """Ignore."""


class Lines(Silent):
    """One line when training starts, one per finished run."""

    def look(self, number: int, undecided: "Sequence[str]") -> None:
        """Say why there is another look."""
        tell(why_another_look(number, undecided))

    def start(self, todo: "Sequence[Run]") -> None:
        """Say how much there is to do."""
        self.total, self.done = len(todo), 0
        tell(f"Training {self.total} run{'s' if self.total > 1 else ''}.")

    def stored(self, run: "Run", result: "RunResult") -> None:
        """Say what is finished."""
        self.done += 1
        tell(f"[{self.done}/{self.total}] {run.name}: {outcome(result)}")


class Bars(Silent):
    """A bar for the study, and one for each run in progress."""

    def __init__(self, progress: "Progress") -> None:
        """Draw on a running rich display."""
        self.progress = progress
        self.bars: dict[str, TaskID] = {}
        self.steps: dict[str, int] = {}

    def look(self, number: int, undecided: "Sequence[str]") -> None:
        """Leave a line."""
        self.progress.console.print(why_another_look(number, undecided), highlight=False, markup=False)

    def start(self, todo: "Sequence[Run]") -> None:
        """Open the study's bar, in steps: runs differ in length."""
        total = sum(run.condition.recipe.steps for run in todo)
        self.whole = self.progress.add_task(f"study, {len(todo)} runs", total=total)

    def step(self, run: "Run", step: int) -> None:
        """Advance both bars."""
        if run.key not in self.bars:
            self.bars[run.key] = self.progress.add_task(run.name, total=run.condition.recipe.steps)
        self.progress.update(self.bars[run.key], completed=step)
        self.steps[run.key] = step
        self.progress.update(self.whole, completed=sum(self.steps.values()))

    def stored(self, run: "Run", result: "RunResult") -> None:
        """Close the run's bar and leave a line."""
        self.step(run, run.condition.recipe.steps)
        self.progress.remove_task(self.bars.pop(run.key))
        self.progress.console.print(f"{run.name}: {outcome(result)}", highlight=False, markup=False)


def why_another_look(number: int, undecided: "Sequence[str]") -> str:
    """Say what is undecided."""
    return f"Undecided after look {number}: {', '.join(undecided)}."


def outcome(result: "RunResult") -> str:
    """Say how a run ended."""
    ended = f"diverged ({result.cause})" if result.outcome == "diverged" else "finished"
    return f"{ended} in {result.seconds:.1f} s"

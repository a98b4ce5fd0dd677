"""How training goes: live bars in a terminal, plain lines elsewhere."""

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

from bnreport.cli._options import tell
from bnreport.cli._terminal import broken
from bnreport.formatting import say_count

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
        with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
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

    def failed(self, run: "Run", why: str, *, again: bool) -> None:
        """Ignore: in the end it is said of every one."""

    def waiting(self, count: int) -> None:
        """Ignore."""


class Lines(Silent):
    """One line when training starts, one per run that is finished or has failed."""

    def look(self, number: int, undecided: "Sequence[str]") -> None:
        """Say why there is another look."""
        tell(why_another_look(number, undecided))

    def start(self, todo: "Sequence[Run]") -> None:
        """Say how much there is to do."""
        self.total, self.done = len(todo), 0
        tell(f"Training {say_count(self.total, 'run')}.")

    def stored(self, run: "Run", result: "RunResult") -> None:
        """Say what is finished."""
        self.done += 1
        tell(f"[{self.done}/{self.total}] {run.name}: {outcome(result)}")

    def failed(self, run: "Run", why: str, *, again: bool) -> None:
        """Say that it is tried again; of one that is not, `run` says it in the end."""
        if again:
            tell(once_more(run, why))

    def waiting(self, count: int) -> None:
        """Say why nothing happens."""
        tell(others_train(count))


class Bars(Silent):
    """A bar for the study, and one for each run in progress."""

    def __init__(self, progress: "Progress") -> None:
        """Draw on a running rich display."""
        self.progress = progress
        self.bars: dict[str, TaskID] = {}
        self.steps: dict[str, int] = {}
        self.whole: TaskID | None = None

    def look(self, number: int, undecided: "Sequence[str]") -> None:
        """Leave a line."""
        self._leave(why_another_look(number, undecided))

    def start(self, todo: "Sequence[Run]") -> None:
        """Open the study's bar, in steps: runs differ in length."""
        if self.whole is not None:
            self.progress.remove_task(self.whole)  # of the look before
        self.steps.clear()
        total = sum(run.condition.recipe.steps for run in todo)
        self.whole = self.progress.add_task(f"study, {say_count(len(todo), 'run')}", total=total)

    def step(self, run: "Run", step: int) -> None:
        """Advance both bars."""
        if run.key not in self.bars:
            self.bars[run.key] = self.progress.add_task(run.name, total=run.condition.recipe.steps)
        self.progress.update(self.bars[run.key], completed=step)
        self.steps[run.key] = step
        if self.whole is not None:
            self.progress.update(self.whole, completed=sum(self.steps.values()))

    def stored(self, run: "Run", result: "RunResult") -> None:
        """Close the run's bar and leave a line."""
        self.step(run, run.condition.recipe.steps)
        self.progress.remove_task(self.bars.pop(run.key))
        self._leave(f"{run.name}: {outcome(result)}")

    def failed(self, run: "Run", why: str, *, again: bool) -> None:
        """Close the run's bar, and say that it is tried again."""
        if run.key in self.bars:
            self.progress.remove_task(self.bars.pop(run.key))
        if again:
            self._leave(once_more(run, why))

    def waiting(self, count: int) -> None:
        """Leave a line that says why nothing happens."""
        self._leave(others_train(count))

    def _leave(self, line: str) -> None:
        console = self.progress.console
        console.print(broken(line, console.width), highlight=False, markup=False, soft_wrap=True)


def why_another_look(number: int, undecided: "Sequence[str]") -> str:
    """Say what is undecided."""
    return f"Undecided after look {number}: {', '.join(undecided)}."


def once_more(run: "Run", why: str) -> str:
    """Say that a run is tried again."""
    return f"{run.name}: tried again: {why}"


def others_train(count: int) -> str:
    """Say what is waited for."""
    return f"Waiting for {say_count(count, 'run')} that another process trains."


def outcome(result: "RunResult") -> str:
    """Say how a run ended."""
    ended = f"diverged ({result.cause})" if result.outcome == "diverged" else "finished"
    return f"{ended} in {result.seconds:.1f} s"

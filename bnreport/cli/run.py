"""`bnreport run`: train what is missing, judge, render."""

from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from bnreport.cli import _options as options
from bnreport.cli.judge import decide, table
from bnreport.cli.render import publish

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from bnreport.results import RunResult
    from bnreport.runs.plan import Run
    from bnreport.study import StudyFile


def command(
    spec: options.Spec,
    *,
    profile: options.Profile = None,
    overrides: options.Set = None,
    store: options.StoreDir = options.STORE,
    data: options.DataDir = options.DATA,
    reports: options.ReportsDir = options.REPORTS,
    workers: Annotated[
        int | None,
        typer.Option(min=1, help="Runs at once; by default one per GPU, else per CPU core.", show_default=False),
    ] = None,
    quiet: options.Quiet = False,
) -> None:
    """Train the runs that the store lacks, judge every hypothesis, write report.html and report.pdf."""
    from bnreport.cli._progress import watcher
    from bnreport.executors.runner import fill
    from bnreport.judge.registration_status import standing
    from bnreport.runs.status import Workspace, gather
    from bnreport.runs.store import Store
    from bnreport.study.profiles import demand

    workspace = Workspace(store, data, reports)
    file = options.load(spec, profile, overrides, workspace, quiet=quiet)
    demand(file.profile, file.study.profiles[file.profile])
    runs = options.planned(file, workspace)
    shelf = Store(store, options.tell)
    found: dict[str, RunResult] = {}
    with watcher(quiet=quiet) as watch:
        for todo, note in looks(file, runs, found):
            if note and not quiet:
                options.tell(note)
            found |= fill(todo, workspace, shelf, watch, workers=workers)
    results = gather(runs, found)
    if not quiet:
        options.tell("Registered: {}: {}".format(*standing(file.registration, results)))
    verdicts = publish(file, results, options.folder(file, workspace), pdf=True)
    if not quiet:
        options.tell(table(verdicts).rstrip())


class Look(NamedTuple):
    """What one declared look trains."""

    runs: "list[Run]"
    """After the first look, only those that an undecided hypothesis reads."""
    note: str
    """Why there is another look; empty for the first."""


def looks(file: "StudyFile", runs: "Sequence[Run]", found: "Mapping[str, RunResult]") -> "Iterator[Look]":
    """Yield the runs of each declared look, once the look before it is found; only those that are still needed."""
    from bnreport.runs.status import gather

    before = 0
    undecided: set[str] = set()
    for seeds in file.study.seeds.looks:
        new = [run for run in runs if before <= run.seed < seeds]
        todo = [run for run in new if not before or undecided & set(run.needed_by)]
        if not todo:
            return
        yield Look(todo, f"Undecided at {before} seeds: {', '.join(sorted(undecided))}." if before else "")
        before = seeds
        if before < file.study.seeds.looks[-1]:
            verdicts = decide(file, gather(runs, found))
            undecided = {v.hypothesis for v in verdicts if v.primary and v.verdict not in {"supported", "refuted"}}

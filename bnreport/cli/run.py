"""`bnreport run`: train what is missing, judge, render."""

from typing import Annotated

import typer

from bnreport.cli import _options as options
from bnreport.cli.judge import table
from bnreport.cli.render import tell


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
    bundle: options.Bundle = True,
    quiet: options.Quiet = False,
) -> None:
    """Train the runs that are missing, judge every hypothesis, write report.html and report.pdf."""
    from bnreport.cli._progress import watcher
    from bnreport.executors.runner import train_missing
    from bnreport.judge.verdicts import judge
    from bnreport.report.render import render
    from bnreport.runs.folders import Folders
    from bnreport.runs.status import gather
    from bnreport.runs.store import Store
    from bnreport.study.profiles import demand

    folders = Folders(store, data, reports)
    file = options.load(spec, profile, overrides, folders, quiet=quiet)
    demand(file.profile, file.study.profiles[file.profile])
    found = options.find(file, folders, bundle=bundle, quiet=quiet, download=True)
    with watcher(quiet=quiet) as watch:
        found = train_missing(file, found, folders, Store(store, options.tell), watch, workers=workers)
    results = gather(found)
    if not quiet:
        options.tell_registration(file, results)
    verdicts = judge(file.study, results, scale=file.scale)
    tell(render(file, results, verdicts, folders.report(file), pdf=True))
    if not quiet:
        options.tell(table(verdicts).rstrip())

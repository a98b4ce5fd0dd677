"""`bnreport run`: train what is missing, judge, render."""

from typing import Annotated

import typer

from bnreport.cli import _options as options
from bnreport.cli.judge import table
from bnreport.cli.render import publish


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
    from bnreport.runner import Workspace, fill, gather
    from bnreport.spec.profiles import demand
    from bnreport.store import Store
    from bnreport.verdicts import judge

    workspace = Workspace(store, data, reports)
    file, runs = options.open_study(spec, profile, overrides, workspace, quiet=quiet)
    demand(file.profile, file.study.profiles[file.profile])
    with watcher(quiet=quiet) as watch:
        found = fill(runs, workspace, Store(store, options.tell), watch, workers=workers)
    results = gather(runs, found)
    publish(file, results, options.folder(file, workspace), pdf=True)
    if not quiet:
        options.tell(table(judge(file.study, results)).rstrip())

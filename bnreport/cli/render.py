"""`bnreport render`: HTML and PDF from what is stored, or from a published bundle alone."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bnreport.cli import _options as options
from bnreport.cli.judge import decide
from bnreport.errors import BnreportError

if TYPE_CHECKING:
    from bnreport.judge.verdicts import Verdict
    from bnreport.results import Results
    from bnreport.study import StudyFile


def command(
    spec: Annotated[
        Path, typer.Argument(metavar="SPEC", help="The study, or a results.json beside a report.", show_default=False)
    ],
    *,
    profile: options.Profile = None,
    overrides: options.Set = None,
    pdf: Annotated[bool, typer.Option("--pdf", help="Write report.pdf too.")] = False,
    store: options.StoreDir = options.STORE,
    data: options.DataDir = options.DATA,
    reports: options.ReportsDir = options.REPORTS,
    quiet: options.Quiet = False,
) -> None:
    """Judge and render a study from the stored runs; train nothing."""
    from bnreport.runs.bundle import read_bundle
    from bnreport.runs.status import Workspace
    from bnreport.runs.store import Store

    workspace = Workspace(store, data, reports)
    if spec.suffix == ".json":
        bundle = read_bundle(spec.parent, spec.name)
        publish(bundle.file, bundle.results, workspace.reports / bundle.file.study.study / bundle.file.profile, pdf=pdf)
        return
    file = options.load(spec, profile, overrides, workspace, quiet=quiet)
    runs = options.planned(file, workspace)
    folder = options.folder(file, workspace)
    results = options.stored(runs, Store(store, options.tell), folder)
    if not results.runs:
        raise BnreportError(
            f"{spec}: no run of profile {file.profile} is stored in {store}. `bnreport run` trains them."
        )
    publish(file, results, folder, pdf=pdf)


def publish(file: "StudyFile", results: "Results", folder: Path, *, pdf: bool) -> "tuple[Verdict, ...]":
    """Judge, write the report and its bundle, say where they lie, and return the verdicts."""
    from bnreport.report.render import render

    verdicts = decide(file, results)
    rendered = render(file, results, verdicts, folder, pdf=pdf)
    for path in filter(None, rendered[:2]):
        sys.stdout.write(f"{path}\n")
    if rendered.note:
        options.tell(rendered.note)
    return verdicts

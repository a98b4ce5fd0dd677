"""Options that commands share, and what they open."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from collections.abc import Callable

    from bnreport.results import Results
    from bnreport.runs.plan import Run
    from bnreport.runs.status import Workspace
    from bnreport.runs.store import Store
    from bnreport.study import Choice, StudyFile

Spec = Annotated[Path, typer.Argument(metavar="SPEC", help="The study: a YAML file.", show_default=False)]
Profile = Annotated[
    str | None,
    typer.Option(help="Scale of the study; by default the first profile that this machine meets.", show_default=False),
]
Set = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="PATH=VALUE", help="Change a value of the study once.", show_default=False),
]
StoreDir = Annotated[Path, typer.Option(envvar="BNREPORT_STORE", help="Folder of trained runs.")]
ReportsDir = Annotated[Path, typer.Option(envvar="BNREPORT_REPORTS", help="Folder of reports.")]
DataDir = Annotated[Path, typer.Option(envvar="BNREPORT_DATA", help="Folder of data sets.")]
Json = Annotated[bool, typer.Option("--json", help="Write JSON to stdout.")]
Quiet = Annotated[bool, typer.Option("--quiet", help="Say nothing but errors and the result.")]

STORE = Path(".bnreport/store")
REPORTS = Path("reports")
DATA = Path("data")


def tell(line: str) -> None:
    """Write a line for people; data goes to stdout, everything else here."""
    sys.stderr.write(f"{line}\n")


def load(
    spec: Path, profile: str | None, overrides: list[str] | None, workspace: "Workspace", *, quiet: bool
) -> "StudyFile":
    """Load a study, and say which profile was taken and why."""
    from bnreport.study import load_study

    file = load_study(spec, profile, overrides or (), workspace.data)
    if not quiet:
        tell(f"Profile {file.profile}: {file.because}.")
    return file


def planned(file: "StudyFile", workspace: "Workspace") -> "tuple[Run, ...]":
    """Plan the runs of a study: the seeds of every declared look."""
    from bnreport.runs.plan import plan

    return plan(file.study, _digest(workspace, folder(file, workspace)), range(file.study.seeds.looks[-1]))


def _digest(workspace: "Workspace", beside: Path) -> "Callable[[Choice], str]":
    """Digest data sets; where one is not here, believe the bundle beside the report, so that it can be rendered."""
    from bnreport.errors import DataError
    from bnreport.runs.bundle import NAME, data_digests
    from bnreport.runs.status import data_digest

    of_content = data_digest(workspace)

    def digest(choice: "Choice") -> str:
        try:
            return of_content(choice)
        except DataError:
            published = data_digests(beside) if (beside / NAME).exists() else {}
            if str(choice) not in published:
                raise
            return published[str(choice)]

    return digest


def folder(file: "StudyFile", workspace: "Workspace") -> Path:
    """Where the report of a study lies."""
    return workspace.reports / file.study.study / file.profile


def stored(runs: "tuple[Run, ...]", store: "Store", beside: Path) -> "Results":
    """Gather the runs that are in the store, or else in the bundle beside the report."""
    from bnreport.runs.bundle import NAME, read_bundle
    from bnreport.runs.status import gather, statuses
    from bnreport.runs.store import covers

    found = {status.run.key: status.result for status in statuses(runs, store) if status.result}
    if len(found) < len(runs) and (beside / NAME).exists():
        published = read_bundle(beside).results.runs.values()
        bundled = {run.key: run for seeds in published for run in seeds.values()}
        fit = {run.key: bundled[run.key] for run in runs if run.key in bundled and covers(bundled[run.key], run.probes)}
        found = {**fit, **found}
    return gather(runs, found)

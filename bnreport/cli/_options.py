"""Options that commands share, and what they open."""

import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bnreport.cli._terminal import say

if TYPE_CHECKING:
    from bnreport.results import Results
    from bnreport.runs.folders import Folders
    from bnreport.runs.status import Status
    from bnreport.runs.store import Store
    from bnreport.study import StudyFile


def study(text: str) -> Path:
    """Read a study's file, or where there is none the name of a study that comes with bnreport."""
    from bnreport.errors import unknown
    from bnreport.files import shipped_studies

    path = Path(text)
    if path.suffix or path.name != text or path.exists():
        return path
    if text not in (known := shipped_studies()):
        raise typer.BadParameter(f"{unknown('study', text, known)} A file of your own ends in .yaml.")
    return known[text]


_STUDIES = "YAML files, or names of studies that come with bnreport."
Spec = Annotated[
    Path,
    typer.Argument(
        metavar="SPEC",
        help="A YAML file, or the name of a study that comes with bnreport.",
        parser=study,
        show_default=False,
    ),
]
Specs = Annotated[list[Path], typer.Argument(metavar="SPEC...", help=_STUDIES, parser=study, show_default=False)]
Profile = Annotated[
    str | None,
    typer.Option(help="Scale of the study; by default the first profile that this machine meets.", show_default=False),
]
Set = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="PATH=VALUE", help="Change a value of the study once.", show_default=False),
]


def _folder(text: str) -> Path:
    """Read a folder's name; nothing would mean the current one."""
    if not text:
        raise typer.BadParameter("must name a folder; the current one is '.'. Got ''.")
    return Path(text)


def _named(variable: str, what: str) -> Any:  # noqa: ANN401  (Typer's)
    return typer.Option(envvar=variable, help=what, parser=_folder, metavar="DIR")


StoreDir = Annotated[Path, _named("BNREPORT_STORE", "Folder of trained runs.")]
ReportsDir = Annotated[Path, _named("BNREPORT_REPORTS", "Folder of reports.")]
DataDir = Annotated[Path, _named("BNREPORT_DATA", "Folder of data sets.")]
Json = Annotated[bool, typer.Option("--json", help="Write JSON to stdout.")]
Quiet = Annotated[bool, typer.Option("--quiet", help="Say nothing but errors and the result.")]

Bundle = Annotated[
    bool,
    typer.Option("--bundle/--no-bundle", help="Use the runs of the bundle beside the report too, or only the store's."),
]

STORE = Path(".bnreport/store")
REPORTS = Path("reports")
DATA = Path("data")


def tell(line: str) -> None:
    """Write a line for people; data goes to stdout, everything else here."""
    say(line, sys.stderr)


def load(
    spec: Path, profile: str | None, overrides: list[str] | None, folders: "Folders", *, quiet: bool
) -> "StudyFile":
    """Load a study, and say which profile was taken and why."""
    from bnreport.study import load_study

    file = load_study(spec, profile, overrides or (), folders.data)
    if not quiet:
        tell(f"Profile {file.profile}: {file.because}.")
    return file


def tell_registration(file: "StudyFile", results: "Results") -> None:
    """Say what the verdicts may be called, what is not as it was locked, and which seeds no verdict reads."""
    from bnreport.judge.registered import registered
    from bnreport.judge.registration_words import say_families, say_overrides, say_registration, say_seeds

    held = registered(file.study, file.registration, results)
    tell("Registration: {}. {}".format(*say_registration(held, file.registration)[:2]))
    seeds = say_seeds(held.study, file.study, file.registration)
    families = f"Corrected for: {say_families(held.families)}." if len(held.families) > 1 else ""
    for line in filter(None, [say_overrides(file.overrides, file.registration), seeds, families]):
        tell(line)


def noted(file: "StudyFile", results: "Results") -> "StudyFile":
    """Return a study whose lock says when the runs that are about to be reported began: its bundle keeps it."""
    from bnreport.judge.registration_status import note_starts

    return replace(file, registration=note_starts(file.registration, results)) if file.registration else file


def tell_tuning(file: "StudyFile", results: "Results") -> None:
    """Say which tuned arms have not the value that the rule selects, or not as far as anybody knows."""
    from bnreport.judge.tuning import say_value_of, tuned_arms

    for each in tuned_arms(file.study, results):
        if not each.by_rule:
            hint = " `bnreport run --tuning` trains these alone." if each.missing else ""
            tell(f"{each.arm}: has {say_value_of(each)}.{hint}")


def find(
    file: "StudyFile", folders: "Folders", *, bundle: bool, quiet: bool, download: bool = False
) -> "tuple[Status, ...]":
    """Look the study's runs up, and say where they were found; only who trains them downloads their data."""
    from bnreport.runs.status import find_runs, sources
    from bnreport.runs.store import Store

    found = find_runs(file, folders, Store(folders.store, tell), download=download, bundle=bundle)
    if not quiet and (line := sources(found)):
        tell(line)
    return found


def keep(file: "StudyFile", results: "Results", folders: "Folders", store: "Store") -> None:
    """Store what only the bundle of the report to be replaced holds, and say so; also where it is another study's."""
    from bnreport.runs.status import left_behind

    name, runs = left_behind(folders.report(file), results, store)
    if name and name != file.path.name:
        tell(f"{folders.report(file)}: the report of {name} is replaced; both studies are called {file.study.study}.")
    for run in runs:
        store.put(run)
    if runs:
        tell(f"{len(runs)} runs that only the replaced bundle held are kept in {store.root}.")

"""`bnreport diff`: which verdicts, effects and answers differ between two reports, and why."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from bnreport.cli import _options as options

if TYPE_CHECKING:
    from bnreport.report.diff.sides import Side
    from bnreport.runs.folders import Folders

_WHAT = "a results.json.gz, a verdicts.json, or SPEC[:PROFILE] as it is stored."


def command(
    was: Annotated[str, typer.Argument(metavar="A", help=f"The older report: {_WHAT}", show_default=False)],
    now: Annotated[str, typer.Argument(metavar="B", help="The newer one, likewise.", show_default=False)],
    *,
    form: Annotated[
        Literal["text", "markdown", "json"], typer.Option("--format", help="Markdown is for a pull request.")
    ] = "text",
    store: options.StoreDir = options.STORE,
    data: options.DataDir = options.DATA,
    reports: options.ReportsDir = options.REPORTS,
    quiet: options.Quiet = False,
) -> None:
    """Compare two reports, claim by claim; train nothing."""
    from bnreport.report.diff.compare import compare
    from bnreport.report.diff.say import FORMATS
    from bnreport.runs.folders import Folders

    folders = Folders(store, data, reports)
    sys.stdout.write(FORMATS[form](compare(*(_read(each, folders, quiet=quiet) for each in (was, now)))))


def _read(text: str, folders: "Folders", *, quiet: bool) -> "Side":
    """Read one side; a colon in a file's own name is none before a profile."""
    from bnreport.cli._facts import facts_of
    from bnreport.report.diff.sides import Side, side_of
    from bnreport.report.export.form import read_document

    path = Path(text)
    if path.suffix == ".json":
        return Side(read_document(path))
    name, colon, profile = text.rpartition(":")
    if not colon or path.exists():
        return side_of(facts_of(options.study(text), folders, quiet=quiet))
    return side_of(facts_of(options.study(name), folders, profile or None, quiet=quiet))

"""`bnreport export`: the verdicts as JSON, CSV, Markdown, LaTeX with BibTeX, and figures as PDF, for use elsewhere."""

import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from bnreport.cli import _options as options


def _flag(name: str, what: str) -> Any:  # noqa: ANN401  (Typer's)
    return typer.Option(f"--{name}", help=f"Write {what}.")


def command(
    spec: Annotated[
        Path,
        typer.Argument(
            metavar="SPEC", help="The study, or a results.json.gz.", parser=options.study, show_default=False
        ),
    ],
    *,
    json: Annotated[bool, _flag("json", "verdicts.json, as judge --json prints it")] = False,
    csv: Annotated[bool, _flag("csv", "claims.csv, a row a claim")] = False,
    markdown: Annotated[bool, _flag("markdown", "report.md")] = False,
    latex: Annotated[bool, _flag("latex", "report.tex: a booktabs table, methods and deviations")] = False,
    bibtex: Annotated[bool, _flag("bibtex", "references.bib")] = False,
    figures: Annotated[bool, _flag("figures", "a PDF of each figure that belongs to an answer")] = False,
    out: Annotated[
        Path | None, typer.Option(metavar="DIR", help="By default beside the report.", show_default=False)
    ] = None,
    profile: options.Profile = None,
    overrides: options.Set = None,
    store: options.StoreDir = options.STORE,
    data: options.DataDir = options.DATA,
    reports: options.ReportsDir = options.REPORTS,
    bundle: options.Bundle = True,
    quiet: options.Quiet = False,
) -> None:
    """Write what a study found in the formats named, or in all of them; train nothing."""
    from bnreport.cli._facts import facts_of
    from bnreport.errors import BnreportError
    from bnreport.files import BUNDLE_ENDING, html_beside, html_path, write_whole
    from bnreport.report.export import FORMATS, export
    from bnreport.runs.folders import Folders

    asked = (json, csv, markdown, latex, bibtex, figures)
    folders, published = Folders(store, data, reports), spec.name.endswith(BUNDLE_ENDING)
    if published and (profile or overrides or not bundle):
        raise typer.BadParameter("a bundle has its own; leave --profile, --set and --no-bundle out.", param_hint="SPEC")
    facts = facts_of(spec, folders, profile, overrides, bundle=bundle, quiet=quiet)
    if not published and not facts.runs:
        raise BnreportError(f"{spec}: no run of profile {facts.file.profile} is stored. `bnreport run` trains them.")
    beside = html_beside(spec) if published else html_path(folders.report(facts.file))
    html = html_path(out) if out else beside
    for name in [name for name, wanted in zip(FORMATS, asked, strict=True) if wanted] or FORMATS:
        for path, content in export(facts, html, [name]).items():
            write_whole(path, content)
            sys.stdout.write(f"{path}\n")

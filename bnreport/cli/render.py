"""`bnreport render`: HTML and PDF from what is stored, or from a published bundle alone."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bnreport.cli import _options as options
from bnreport.errors import BnreportError

if TYPE_CHECKING:
    from collections.abc import Collection

    from bnreport.report.facts import Facts
    from bnreport.report.render import Rendered
    from bnreport.report.sections import Form
    from bnreport.results import Results
    from bnreport.runs.folders import Folders


def command(
    spec: Annotated[
        Path,
        typer.Argument(
            metavar="SPEC",
            help="The study, or a results.json.gz: its page goes beside.",
            parser=options.study,
            show_default=False,
        ),
    ],
    *,
    profile: options.Profile = None,
    overrides: options.Set = None,
    pdf: Annotated[bool, typer.Option("--pdf", help="Write report.pdf too.")] = False,
    summary: Annotated[bool, typer.Option("--summary", help="Write summary.pdf too: two pages.")] = False,
    store: options.StoreDir = options.STORE,
    data: options.DataDir = options.DATA,
    reports: options.ReportsDir = options.REPORTS,
    bundle: options.Bundle = True,
    quiet: options.Quiet = False,
) -> None:
    """Judge and render a study from the stored runs; train nothing."""
    from bnreport.files import BUNDLE_ENDING
    from bnreport.judge.verdicts import judge
    from bnreport.report.facts import Facts
    from bnreport.report.render import render
    from bnreport.runs.anchors import anchored
    from bnreport.runs.bundle import read_bundle
    from bnreport.runs.folders import Folders
    from bnreport.runs.status import gather

    folders, from_bundle = Folders(store, data, reports), spec.name.endswith(BUNDLE_ENDING)
    if from_bundle:
        if profile or overrides or not bundle:
            raise typer.BadParameter(
                "a bundle has its own; leave --profile, --set and --no-bundle out.", param_hint="SPEC"
            )
        file, results = read_bundle(spec)
    else:
        file = anchored(options.load(spec, profile, overrides, folders, quiet=quiet), folders, ask=False)
        results = gather(options.find(file, folders, bundle=bundle, quiet=quiet))
        _spare(folders.report(file), results, store)
        if not results.runs:
            raise BnreportError(
                f"{spec}: no run of profile {file.profile} is stored in {store}. `bnreport run` trains them."
            )
        file = options.noted(file, results)
    wanted: dict[Form, bool] = {"paper": pdf, "summary": summary}
    pdfs = [form for form, asked in wanted.items() if asked]
    verdicts = judge(file.study, results, scale=file.scale, registration=file.registration)
    facts = Facts(file, results, verdicts, store if store.is_dir() or not from_bundle else None)
    if not quiet:
        if from_bundle and (past := facts.older):
            options.tell(f"{len(past)} runs were trained by older code than that of today, e.g. {past[0]}.")
        options.tell_registration(file, results)
        options.tell_tuning(file, results)
    if from_bundle:
        print_paths(render(facts, folders.report(file), pdfs=pdfs, bundle=spec))
    else:
        print_paths(publish(facts, folders, pdfs=pdfs))


def publish(facts: "Facts", folders: "Folders", *, pdfs: "Collection[Form]") -> "Rendered":
    """Write a study's report into the folder of reports and into their list, and say where it lies."""
    from bnreport.report.index import write_index
    from bnreport.report.render import render

    rendered = render(facts, folders.report(facts.file), pdfs=pdfs)
    write_index(folders.reports)
    return rendered


def _spare(folder: Path, results: "Results", store: Path) -> None:
    """Refuse to replace a bundle that alone holds some runs."""
    from bnreport.files import bundle_path
    from bnreport.runs.status import left_behind
    from bnreport.runs.store import Store

    if lost := left_behind(folder, results, Store(store, options.tell))[1]:
        raise BnreportError(
            f"{bundle_path(folder)}: holds {len(lost)} runs that are not in the store, and this report would leave "
            "them out. `bnreport cache import` keeps them; --reports DIR writes elsewhere."
        )


def print_paths(rendered: "Rendered") -> None:
    """Print where the report lies; what its reader must know of a PDF goes to stderr."""
    for note in rendered.notes:
        options.tell(note)
    for path in (rendered.html, *rendered.pdfs):
        sys.stdout.write(f"{path}\n")

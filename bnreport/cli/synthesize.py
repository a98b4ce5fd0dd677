"""`bnreport synthesize`: what the published studies together say of each explanation, as HTML and PDF."""

from pathlib import Path
from typing import Annotated

import typer

from bnreport.cli import _options as options


def command(
    specs: options.Specs,
    *,
    out: Annotated[
        Path | None, typer.Option(help="Folder of the page; by default `why` among the reports.", show_default=False)
    ] = None,
    pdf: Annotated[bool, typer.Option("--pdf", help="Write report.pdf too.")] = False,
    store: options.StoreDir = options.STORE,
    data: options.DataDir = options.DATA,
    reports: options.ReportsDir = options.REPORTS,
    quiet: options.Quiet = False,
) -> None:
    """Set what several studies found side by side, each at the profiles that it published; train nothing."""
    from bnreport.cli.render import print_paths
    from bnreport.files import synthesis_folder
    from bnreport.report.index import write_index
    from bnreport.report.synthesis.page import Synthesis
    from bnreport.report.synthesis.studies import read_studies
    from bnreport.report.synthesis.write import write_synthesis
    from bnreport.runs.folders import Folders
    from bnreport.runs.store import Store

    studies = read_studies(specs, Folders(store, data, reports), Store(store, options.tell))
    synthesis = Synthesis(studies, reports, out or synthesis_folder(reports))
    if not quiet:
        for line in synthesis.listed:
            options.tell(f"{line.name}, profile {line.profile}: {line.progress}")
    rendered = write_synthesis(synthesis, pdf=pdf, store=store)
    if out is None:
        write_index(reports)
    print_paths(rendered)

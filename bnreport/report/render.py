"""Study, results and verdicts become `report.html`, `results.json` and `report.pdf`."""

import gc
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from bnreport.atomic import write_whole
from bnreport.errors import MachineError
from bnreport.report.bundle import NAME
from bnreport.report.context import build
from bnreport.report.exhibit import drawing
from bnreport.report.html import to_html
from bnreport.report.pdf import identifier, to_pdf

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bnreport.results import Results
    from bnreport.spec.load import StudyFile
    from bnreport.verdicts import Verdict


class Rendered(NamedTuple):
    """Where the report lies."""

    html: Path
    pdf: Path | None
    note: str
    """One line when the PDF asked for could not be made; empty otherwise."""


def render(
    file: "StudyFile", results: "Results", verdicts: "tuple[Verdict, ...]", folder: Path, *, pdf: bool
) -> Rendered:
    """Write `folder/report.html`, `folder/results.json` and, from the same templates, `folder/report.pdf`.

    The bytes depend on the arguments alone: no clock, no machine, no folder.

    Raises:
        StoreError: the folder cannot be written.
    """
    with _no_collector(), drawing():
        return _render(file, results, verdicts, folder, pdf=pdf)


def _render(
    file: "StudyFile", results: "Results", verdicts: "tuple[Verdict, ...]", folder: Path, *, pdf: bool
) -> Rendered:
    context = build(file, results, verdicts)
    html = folder / "report.html"
    write_whole(html, to_html(context).encode())
    write_whole(folder / NAME, context.bundle)
    if not pdf:
        return Rendered(html, None, "")
    page, target = to_html(context, paper=True), folder / "report.pdf"
    if target.exists() and identifier(page) in target.read_bytes():
        return Rendered(html, target, "")  # it is the PDF of this very page: setting it takes seconds
    try:
        data = to_pdf(page, context.finished_at)
    except MachineError as error:
        return Rendered(html, None, str(error))
    write_whole(target, data)
    return Rendered(html, target, "")


@contextmanager
def _no_collector() -> "Iterator[None]":
    """Collecting garbage among many small objects, all alive, takes a fifth of the time of figures and of the PDF."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()

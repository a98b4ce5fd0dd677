"""Study, results and verdicts become `report.html` and `report.pdf`."""

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from bnreport.errors import MachineError
from bnreport.report.context import build
from bnreport.report.files import write_atomically
from bnreport.report.html import to_html

if TYPE_CHECKING:
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
    """Write `folder/report.html`, and `folder/report.pdf` from the same page.

    The bytes depend on the arguments alone: no clock, no machine, no folder.

    Raises:
        StoreError: the folder cannot be written.
    """
    context = build(file, results, verdicts)
    page = to_html(context)
    html = write_atomically(folder / "report.html", page.encode())
    if not pdf:
        return Rendered(html, None, "")
    from bnreport.report.pdf import to_pdf  # noqa: PLC0415  (WeasyPrint takes half a second to import)

    try:
        data = to_pdf(page, context.finished_at)
    except MachineError as error:
        return Rendered(html, None, str(error))
    return Rendered(html, write_atomically(folder / "report.pdf", data), "")

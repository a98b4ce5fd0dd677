"""Study, results and verdicts become `report.html` and `report.pdf`."""

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from bnreport.atomic import write_whole
from bnreport.errors import MachineError
from bnreport.report.context import build
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
    """Write `folder/report.html`, and `folder/report.pdf` from the same templates, less what only a screen can use.

    The bytes depend on the arguments alone: no clock, no machine, no folder.

    Raises:
        StoreError: the folder cannot be written.
    """
    context = build(file, results, verdicts)
    html = folder / "report.html"
    write_whole(html, to_html(context).encode())
    if not pdf:
        return Rendered(html, None, "")
    from bnreport.report.pdf import to_pdf  # noqa: PLC0415  (WeasyPrint takes half a second to import)

    try:
        data = to_pdf(to_html(context, paper=True), context.finished_at)
    except MachineError as error:
        return Rendered(html, None, str(error))
    write_whole(folder / "report.pdf", data)
    return Rendered(html, folder / "report.pdf", "")

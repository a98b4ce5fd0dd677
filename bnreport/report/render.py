"""What a study, its runs and verdicts say becomes `report.html`, `results.json.gz` and `report.pdf`."""

import gc
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from bnreport.errors import MachineError, StoreError
from bnreport.files import bundle_path, html_beside, html_path, write_whole
from bnreport.report.draw import draw_figures
from bnreport.report.figure import find_figures
from bnreport.report.figure_plan import place_arms
from bnreport.report.html import to_html
from bnreport.report.pdf import is_of, to_pdf
from bnreport.report.sections import gather_sections

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from bnreport.report.facts import Facts


class Rendered(NamedTuple):
    """Where the report lies."""

    html: "Path"
    pdf: "Path | None"
    note: str
    """One line when the PDF asked for could not be made, or one of another page was removed; empty otherwise."""


class Page(NamedTuple):
    """What is written."""

    screen: str
    """Its HTML."""
    paper: "Callable[[], str]"
    """Makes that of the PDF."""
    finished_at: str
    """The only date that the PDF holds, ISO 8601; empty for none."""


@contextmanager
def _no_collector() -> "Iterator[None]":
    """Collect no garbage, since most objects live on: see CONTRIBUTING, Decisions, for what that saves."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


@_no_collector()
def render(facts: "Facts", folder: "Path", *, pdf: bool, bundle: "Path | None" = None) -> Rendered:
    """Write `folder/report.html`, `folder/results.json.gz` and, from the same templates, `folder/report.pdf`.

    The bytes depend on the arguments alone: no clock, no machine, no folder.

    Args:
        facts: the study with its runs and verdicts.
        folder: where all goes.
        pdf: whether report.pdf is wanted.
        bundle: what study and runs were read from, if that is all there is: the page lies beside it, in no folder of
            the study's own, and no other bundle is written.

    Raises:
        StoreError: the folder cannot be written.
    """
    sections = gather_sections(facts)
    html = html_beside(bundle) if bundle else html_path(folder)
    pictures = draw_figures(find_figures(sections), place_arms(facts.file.study, facts.results))
    beside = {} if bundle else {bundle_path(folder): facts.bundle}
    screen, paper = (partial(to_html, facts, sections, pictures, paper=each) for each in (False, True))
    page = Page(screen(), paper, facts.finished_at)
    return write_page(page, html, beside, pdf=pdf)


def write_page(page: Page, html: "Path", beside: "Mapping[Path, bytes]", *, pdf: bool) -> Rendered:
    """Write a page, what lies beside it, and its PDF where that is wanted and not there yet.

    Args:
        page: what is written.
        html: where it goes; the PDF lies beside it.
        beside: other files that are of this page, whole.
        pdf: whether the PDF is wanted; one of another page is removed in any case.

    Raises:
        StoreError: the folder cannot be written.
    """
    target = html.with_suffix(".pdf")
    old = target.exists()
    paper = page.paper() if pdf or old else ""
    kept = old and is_of(paper, target.read_bytes())
    if old and not kept:
        _remove(target)  # first: whatever happens next, no page lies beside the verdicts of another
    write_whole(html, page.screen.encode())
    for path, content in beside.items():
        write_whole(path, content)
    removed = f"{target.name} was of another page, or damaged, and was removed." if old and not kept else ""
    if not pdf:
        return Rendered(html, None, f"{removed} Render with --pdf for a new one." if removed else "")
    failed = "" if kept else _set_pdf(target, paper, page.finished_at)  # setting it takes seconds
    return Rendered(html, None, f"{failed} {removed}".strip()) if failed else Rendered(html, target, "")


def _set_pdf(target: "Path", paper: str, finished_at: str) -> str:
    """Write the PDF, and say why where this machine cannot."""
    try:
        write_whole(target, to_pdf(paper, finished_at))
    except MachineError as error:
        return str(error)
    return ""


def _remove(path: "Path") -> None:
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise StoreError(f"{path}: cannot be removed, and is of another page: {error.strerror or error}.") from None

"""What a study, its runs and verdicts say becomes `report.html` with its data, `report.pdf` and `summary.pdf`."""

import gc
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from bnreport.errors import MachineError, StoreError
from bnreport.files import beside, bundle_path, html_beside, html_path, write_whole
from bnreport.report.consistency import check_paper, check_report
from bnreport.report.draw import draw_figures
from bnreport.report.export import ALWAYS, export
from bnreport.report.figure import find_figures
from bnreport.report.figure_plan import place_arms
from bnreport.report.html import to_html
from bnreport.report.made_with import made_with
from bnreport.report.pdf import is_of, to_pdf
from bnreport.report.seal import seal
from bnreport.report.sections import gather_sections

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping
    from pathlib import Path

    from bnreport.report.facts import Facts
    from bnreport.report.sections import Form


PAPERS: "Mapping[Form, str]" = {"paper": "report.pdf", "summary": "summary.pdf"}
"""PDFs by form: the whole one, and that of two pages."""


class Rendered(NamedTuple):
    """Where the report lies."""

    html: "Path"
    pdfs: "tuple[Path, ...]"
    notes: tuple[str, ...]
    """A line for each PDF asked for that could not be made, and each of another page that was removed."""


class Page(NamedTuple):
    """What is written."""

    screen: str
    """Its HTML."""
    papers: "Mapping[Path, Callable[[], str]]"
    """By the PDF, what makes its HTML."""
    finished_at: str
    """The only date that the PDFs hold, ISO 8601; empty for none."""


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
def render(
    facts: "Facts",
    folder: "Path",
    *,
    pdfs: "Collection[Form]" = (),
    bundle: "Path | None" = None,
) -> Rendered:
    """Write `folder/report.html`, its data beside it and, from the same templates, the PDFs.

    The data are `results.json.gz`, `verdicts.json` and `claims.csv`.

    The bytes depend on study, runs and verdicts alone: no clock, no machine, no folder.

    Args:
        facts: the study with its runs and verdicts.
        folder: where all goes.
        pdfs: which are wanted, of `PAPERS`.
        bundle: what study and runs were read from, if that is all there is: the page lies beside it, in no folder of
            the study's own, and no other bundle is written.

    Raises:
        StoreError: the folder cannot be written.
        ContradictionError: the report contradicts itself; nothing is written.
        SpecError: the study's own words contradict its recipes; nothing is written.
    """
    sections = gather_sections(facts)
    html = html_beside(bundle) if bundle else html_path(folder)
    places = place_arms(facts.file.study, facts.results)
    pictures = draw_figures(find_figures(sections), places, facts.store)
    files = {} if bundle else {bundle_path(folder): facts.bundle}
    files |= export(facts, html, ALWAYS)
    make = partial(to_html, facts, sections, pictures, places=places)
    screen = make()
    checked = check_report(facts, screen, {path.name: content for path, content in files.items()})

    def make_paper(form: "Form") -> str:
        paper = make(form=form)
        check_paper(checked, paper)
        return paper

    papers = {beside(html, PAPERS[form]): partial(make_paper, form) for form in PAPERS}
    wanted = [beside(html, PAPERS[form]) for form in pdfs]
    sealed = files if bundle is None else {**files, bundle: bundle.read_bytes()}
    whole = seal(screen, {path.name: content for path, content in sealed.items()}, **made_with(facts.store))
    page = Page(whole, papers, facts.finished_at)
    return write_page(page, html, files, pdfs=wanted)


def write_page(page: Page, html: "Path", files: "Mapping[Path, bytes]", *, pdfs: "Collection[Path]") -> Rendered:
    """Write a page, what lies beside it, and its PDFs where they are wanted and not there yet.

    Args:
        page: what is written.
        html: where it goes; the PDFs lie beside it.
        files: others that are of this page, whole.
        pdfs: those wanted; one of another page is removed in any case.

    Raises:
        StoreError: the folder cannot be written.
    """
    papers = {path: make() for path, make in page.papers.items() if path in pdfs or path.exists()}
    old = [path for path in papers if path.exists()]
    stale = [path for path in old if not is_of(papers[path], path.read_bytes())]
    for path in stale:
        _remove(path)  # first: whatever happens next, no page lies beside the verdicts of another
    write_whole(html, page.screen.encode())
    for path, content in files.items():
        write_whole(path, content)
    missing = {path: text for path, text in papers.items() if path in pdfs and (path in stale or path not in old)}
    failed = {path: why for path, text in missing.items() if (why := _set_pdf(path, text, page.finished_at))}
    unwanted = [path for path in stale if path not in pdfs]
    notes = [_of_another(path, "Render with --pdf for a new one.") for path in unwanted]
    notes += [f"{why} {_of_another(path, '') if path in stale else ''}".strip() for path, why in failed.items()]
    made = tuple(path for path in papers if path in pdfs and path not in failed)
    return Rendered(html, made, tuple(notes))


def _of_another(path: "Path", then: str) -> str:
    return f"{path.name} was of another page, or damaged, and was removed. {then}".rstrip()


def _set_pdf(target: "Path", paper: str, finished_at: str) -> str:
    """Write a PDF, which takes seconds, and say why where this machine cannot."""
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

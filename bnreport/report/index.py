"""`index.html`: every report of a folder with its answers, from the `verdicts.json` beside each; nothing is judged."""

import json
from typing import TYPE_CHECKING, NamedTuple

from bnreport.errors import StoreError
from bnreport.files import (
    beside,
    bundle_path,
    every_report,
    html_path,
    index_path,
    matrix_path,
    synthesis_folder,
    write_whole,
)
from bnreport.formatting import say_list, say_name
from bnreport.judge.wording import BADGES
from bnreport.report.export.claims import NAME as CLAIMS
from bnreport.report.export.form import read_document
from bnreport.report.export.verdicts import NAME as VERDICTS
from bnreport.report.html import fill
from bnreport.report.render import PAPERS
from bnreport.report.synthesis.words import SCALE_WORDS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from bnreport.judge.wording import Badge
    from bnreport.report.export.form import Document

TEMPLATE = "index.html.j2"
_UNANSWERED = "This report has no verdicts.json that this version reads; bnreport render writes one beside it."


class Link(NamedTuple):
    """A file of a report."""

    label: str
    href: str


class Answer(NamedTuple):
    """One question."""

    ask: str
    badge: "Badge"
    word: str
    trust: str
    said: tuple[str, ...]
    """What was found."""


class Listed(NamedTuple):
    """One report."""

    anchor: str
    title: str
    facts: tuple[tuple[str, str], ...]
    answers: tuple[Answer, ...]
    links: tuple[Link, ...]
    note: str
    """Why it has no answers; empty if it has."""


class Why(NamedTuple):
    """The page over all studies."""

    bottom_line: tuple[str, ...]
    links: tuple[Link, ...]


def write_index(reports: "Path") -> "Path":
    """Write the list of all reports into their folder.

    Raises:
        StoreError: the folder cannot be written.
    """
    path = index_path(reports)
    write_whole(path, to_index(reports))
    return path


def to_index(reports: "Path") -> bytes:
    """Return the list of all reports."""
    return fill(TEMPLATE, form="screen", reports=tuple(list_reports(reports)), why=_why(reports)).encode()


def list_reports(reports: "Path") -> "Iterator[Listed]":
    """Yield every report in the folder, by study and profile."""
    for folder in every_report(reports):
        yield _listed(reports, html_path(folder))


def _listed(reports: "Path", html: "Path") -> Listed:
    folder = html.parent
    anchor, links = f"{folder.parent.name}-{folder.name}", tuple(_links(reports, folder))
    where = (("Study", say_name(folder.parent.name)), ("Profile", folder.name))
    try:
        held = read_document(beside(html, VERDICTS))
    except StoreError:
        return Listed(anchor, say_name(folder.parent.name), where, (), links, _UNANSWERED)
    answers = tuple(
        Answer(
            each.ask,
            BADGES[each.answer],
            each.word,
            each.trust.said if each.trust else "",
            each.said,
        )
        for each in held.questions
    )
    note = "" if answers else f"The study asks no question of its {len(held.verdicts)} claims: they are in its report."
    return Listed(anchor, held.title, (*where, *_facts(held)), answers, links, note)


def _facts(held: "Document") -> "Iterator[tuple[str, str]]":
    yield "Registration", held.registration.word
    yield "Scale", say_list([SCALE_WORDS[scale] for scale in held.scales] or ["none was judged"])
    yield "Newest run", held.finished_at.partition("T")[0] or "none"


def _links(reports: "Path", folder: "Path") -> "Iterator[Link]":
    html = html_path(folder)
    kinds = {
        "Report (HTML)": html,
        "Summary, two pages (PDF)": beside(html, PAPERS["summary"]),
        "Report (PDF)": beside(html, PAPERS["paper"]),
        "Verdicts (JSON)": beside(html, VERDICTS),
        "Claims (CSV)": beside(html, CLAIMS),
        "Table of explanations (JSON)": matrix_path(folder),
        "Runs (JSON, gzipped)": bundle_path(folder),
    }
    for label, path in kinds.items():
        if path.exists():
            yield Link(label, path.relative_to(reports).as_posix())


def _why(reports: "Path") -> Why | None:
    """Return the page over all studies; None where there is none."""
    folder = synthesis_folder(reports)
    if not html_path(folder).exists():
        return None
    try:
        said = tuple(map(str, json.loads(matrix_path(folder).read_bytes())["bottom_line"]))
    except (OSError, ValueError, KeyError, TypeError):
        said = ()
    return Why(said, tuple(_links(reports, folder)))

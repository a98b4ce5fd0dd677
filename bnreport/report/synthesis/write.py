"""The synthesis becomes `report.html`, `synthesis.json` and `report.pdf`."""

import json
import os
from functools import partial
from typing import TYPE_CHECKING, Any

from bnreport.files import beside, bundle_path, html_path, matrix_path, report_folder
from bnreport.report.html import fill
from bnreport.report.made_with import made_with
from bnreport.report.render import PAPERS, Page, Rendered, write_page
from bnreport.report.seal import seal
from bnreport.report.synthesis.lines import ASPECT_HEADINGS, say_state

if TYPE_CHECKING:
    from pathlib import Path

    from bnreport.report.sections import Form
    from bnreport.report.synthesis.matrix import Cell
    from bnreport.report.synthesis.page import Synthesis

TEMPLATE = "synthesis.html.j2"


def to_page(synthesis: "Synthesis", *, form: "Form" = "screen") -> str:
    """Fill the template; paper has no links to the studies' reports."""
    return fill(TEMPLATE, form=form, synthesis=synthesis, headings=ASPECT_HEADINGS, say_state=say_state)


def write_synthesis(synthesis: "Synthesis", *, pdf: bool, store: "Path | None" = None) -> Rendered:
    """Write the page into its folder, the table as JSON beside it, and the PDF if it is wanted.

    Args:
        synthesis: what the page says.
        pdf: whether the PDF is wanted.
        store: where what was read of the code is kept for the next time, if it may be.

    Raises:
        StoreError: the folder cannot be written.
    """
    folder = synthesis.folder
    table = json.dumps(document(synthesis), indent=1, ensure_ascii=False, allow_nan=False)
    html = html_path(folder)
    whole = beside(html, PAPERS["paper"])
    files = {matrix_path(folder): f"{table}\n".encode()}
    read = {
        os.path.relpath(path, folder).replace(os.sep, "/"): path.read_bytes()
        for study in synthesis.studies
        for each in study.published
        for path in [bundle_path(report_folder(synthesis.reports, study.name, each.facts.file.profile))]
        if path.is_file()
    }
    beside_it = read | {path.name: content for path, content in files.items()}
    sealed = seal(to_page(synthesis), beside_it, **made_with(store))
    page = Page(sealed, {whole: partial(to_page, synthesis, form="paper")}, synthesis.finished_at)
    return write_page(page, html, files, pdfs=[whole] if pdf else [])


def document(synthesis: "Synthesis") -> dict[str, Any]:
    """Return the table as JSON values: of each explanation and aspect the state, its claims and their sides."""
    return {
        "bottom_line": [" ".join(filter(None, each)) for each in synthesis.sentences],
        "studies": [each._asdict() for each in synthesis.listed],
        "explanations": [
            {
                "name": row.name,
                **row.explanation.model_dump(),
                "cells": {cell.aspect: _cell(cell) for cell in row.cells},
            }
            for row in synthesis.rows
        ],
    }


def _cell(cell: "Cell") -> dict[str, Any]:
    return {
        "state": cell.state,
        "partly": cell.partly,
        "scale": cell.scale,
        "planned": [*cell.planned],
        "claims": [
            {
                "study": claim.published.facts.study.study,
                "profile": claim.published.facts.file.profile,
                "hypothesis": claim.name,
                "decides": claim in cell.deciding,
                "verdict": claim.verdict.verdict,
                "reason": claim.verdict.reason,
                "side": claim.side,
                "certainty": claim.level,
                "scale": claim.scale,
            }
            for claim in (*cell.deciding, *cell.others)
        ],
    }

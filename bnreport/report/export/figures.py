"""`figures/*.pdf`: the figures of claims that decide questions, each on a page of its size, with alternative text."""

from typing import TYPE_CHECKING

from markupsafe import Markup

from bnreport.report.card import card
from bnreport.report.draw import draw_figures
from bnreport.report.figure import address
from bnreport.report.figure_plan import place_arms
from bnreport.report.pdf import to_pdf

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bnreport.figures import Picture
    from bnreport.report.facts import Facts

FOLDER = "figures"
_PAGE = Markup(
    '<!DOCTYPE html><html lang="en-AU"><head><meta charset="utf-8"><title>{name}</title>'
    "<style>@page {{ size: {width}px {height}px; margin: 0 }} body {{ margin: 0 }} img {{ display: block }}</style>"
    '</head><body><img src="{svg}" width="{width}" height="{height}" alt="{alt}"></body></html>'
)


def export(facts: "Facts") -> dict[str, bytes]:
    """Return a PDF a panel; a study without questions has those of all its claims.

    Raises:
        MachineError: WeasyPrint or Pango is not installed.
    """
    asked = {name for question in facts.study.questions.values() for name in question.decided_by}
    chosen = [each for each in facts.primary if each.hypothesis in asked or not asked]
    figures = [figure for verdict in chosen for figure in card(facts, verdict).figures]
    drawn = draw_figures(figures, place_arms(facts.file.study, facts.results))
    pages = (
        (name, _page(name, each.table.alt, picture)) for each in figures for name, picture in _panels(each.name, drawn)
    )
    return {f"{FOLDER}/{name}.pdf": to_pdf(page, facts.finished_at) for name, page in pages}


def _panels(name: str, drawn: "Mapping[str, tuple[Picture, ...]]") -> "list[tuple[str, Picture]]":
    """Name each panel of a figure; one that is alone has the figure's name."""
    held = drawn[name]
    return [(name, held[0])] if len(held) == 1 else [(f"{name}-{i}", each) for i, each in enumerate(held, start=1)]


def _page(name: str, alt: str, picture: "Picture") -> str:
    svg = address("image/svg+xml", picture.svg)
    return _PAGE.format(name=name, svg=svg, alt=alt, width=picture.width, height=picture.height)

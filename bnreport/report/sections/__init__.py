"""The page, section by section: each is a file here and a template of its name in `templates/sections/`.

A section's file holds `TITLE`, its heading, and `gather(facts)`, which returns what the template says as frozen data,
or None where there is nothing to say and the section is left out. Its name is its id on the page.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

if TYPE_CHECKING:
    from bnreport.report.facts import Facts

Form = Literal["screen", "paper", "summary"]
"""What a page is made for: the HTML, the whole PDF, or the PDF of two pages."""
MAIN = ("answer", "findings", "explanations", "evidence", "limitations", "change")
APPENDIX = (
    "registration",
    "exploratory",
    "power",
    "curves",
    "measurements",
    "design",
    "runs",
    "checklist",
    "provenance",
    "glossary",
    "references",
)
"""Folded on a screen. Both in the order of the page."""
PAPER = frozenset({*MAIN, "registration", "exploratory", "design", "provenance", "references"})
"""What the whole PDF has; the rest is in the HTML and in the files beside it."""
SUMMARY = frozenset({"answer", "findings", "evidence", "limitations", "change"})
"""What the PDF of two pages has."""


class Section(NamedTuple):
    """One section of a page."""

    name: str
    title: str
    data: Any
    """What its template says."""

    @property
    def folded(self) -> bool:
        """Whether it stands in the appendix."""
        return self.name in APPENDIX

    def of(self, form: Form) -> bool:
        """Tell whether a page made for that has it: no heading stands above what only the screen shows."""
        if form == "screen":
            return True
        if self.name == "findings":
            return bool(self.data.findings if form == "paper" else self.data.short)
        if self.name == "evidence":
            cards = form == "paper" and any(card.decides for chapter in self.data for card in chapter.cards)
            return cards or any(chapter.figures for chapter in self.data)
        return self.name in (PAPER if form == "paper" else SUMMARY)


def gather_sections(facts: "Facts") -> tuple[Section, ...]:
    """Gather every section that has something to say."""
    modules = {name: import_module(f"{__name__}.{name}") for name in (*MAIN, *APPENDIX)}
    found = ((name, module.TITLE, module.gather(facts)) for name, module in modules.items())
    return tuple(Section(name, title, data) for name, title, data in found if data is not None)

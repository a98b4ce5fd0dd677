"""The page, section by section: each is a file here and a template of its name in `templates/sections/`.

A section's file holds `TITLE`, its heading, and `gather(facts)`, which returns what the template says as frozen data,
or None where there is nothing to say and the section is left out. Its name is its id on the page.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from bnreport.report.facts import Facts

SECTIONS = (
    "questions",
    "verdicts",
    "registration",
    "hypotheses",
    "power",
    "exploratory",
    "curves",
    "measurements",
    "design",
    "runs",
    "limitations",
    "checklist",
    "provenance",
    "glossary",
    "references",
)
"""In the order of the page."""


class Section(NamedTuple):
    """One section of a page."""

    name: str
    title: str
    data: Any
    """What its template says."""


def gather_sections(facts: "Facts") -> tuple[Section, ...]:
    """Gather every section that has something to say."""
    modules = {name: import_module(f"{__name__}.{name}") for name in SECTIONS}
    found = ((name, module.TITLE, module.gather(facts)) for name, module in modules.items())
    return tuple(Section(name, title, data) for name, title, data in found if data is not None)

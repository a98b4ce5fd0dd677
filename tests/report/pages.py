"""What tests read off a page and its sections."""

from bnreport.report.facts import Facts
from bnreport.report.sections.runs import count_stages


def section_of(page: str, name: str) -> str:
    """Return a section's HTML."""
    return page[page.index(f'<section id="{name}"') :].partition("</section>")[0]


def flow_of(facts: Facts) -> dict[str, int]:
    """Return how many runs came how far."""
    return {stage.name: stage.number for stage in count_stages(facts)}

"""Links lead somewhere, ids stand once, and headings head something."""

from itertools import pairwise
from typing import TYPE_CHECKING

from bnreport.report.consistency.checked import Contradiction, wrong

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bnreport.report.consistency.checked import Checked


def ids_stand_once(checked: "Checked") -> "Iterator[Contradiction]":
    """No two elements share an id."""
    for name, count in checked.page.ids.items():
        if count > 1:
            yield Contradiction("an id stands more than once", f'id="{name}"', f"{count} places")


def links_lead_somewhere(checked: "Checked") -> "Iterator[Contradiction]":
    """What a link inside the page names is there."""
    for name in dict.fromkeys(checked.page.links):
        if name not in checked.page.ids:
            yield Contradiction("a link leads nowhere", f'href="#{name}"', "the page")


def headings_head_something(checked: "Checked") -> "Iterator[Contradiction]":
    """Below a heading stands what it announces, or a lower heading."""
    said = checked.page.statements
    for heading, after in pairwise([*said, None]):
        level = _level(heading.tag) if heading else 0
        if heading and level and (after is None or 0 < _level(after.tag) <= level):
            yield wrong("a heading has nothing below it", heading, after)


def _level(tag: str) -> int:
    return int(tag[1]) if tag[0] == "h" else 0

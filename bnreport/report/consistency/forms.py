"""The PDFs say what the page says: every number of theirs is one of the same part of the page."""

import re
from typing import TYPE_CHECKING

from bnreport.report.consistency.checked import Contradiction
from bnreport.report.consistency.numbers import NUMBER

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bnreport.report.consistency.page import Page

_NUMBER = re.compile(NUMBER)
_FIGURE = re.compile(r"\b[Ff]igure \d+(?:, panel \d+)?")


def forms_have_the_same_numbers(paper: "Page", screen: "Page") -> "Iterator[Contradiction]":
    """A statement of a PDF stands on the page too, or has no number that this part of the page lacks."""
    said = {_FIGURE.sub("", each.text) for each in screen.statements}
    numbers: dict[str, set[str]] = {}
    for each in screen.statements:
        numbers.setdefault(each.section, set()).update(_NUMBER.findall(each.text))
    for each in paper.statements:
        text = _FIGURE.sub("", each.text)
        if text in said:
            continue
        new = [number for number in _NUMBER.findall(text) if number not in numbers.get(each.section, set())]
        if new:
            part = each.section or "head"
            yield Contradiction(
                "a PDF beside the page", each.text, each.place, f"no {new[0]}", f"this part, {part}, of the page"
            )

"""Sentences are for people: no names from code in them, and nothing that a program prints of a number it lacks."""

import re
from typing import TYPE_CHECKING

from bnreport.report.consistency.checked import wrong
from bnreport.report.consistency.page import PROSE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bnreport.report.consistency.checked import Checked, Contradiction
    from bnreport.report.consistency.page import Statement

_READ = frozenset({"answer", "findings", "explanations", "limitations", "change"})
"""Sections whose tables are read too; others print settings, and data behind figures, under their own names."""
_OTHERS = frozenset({"", "measurements", "references"})
"""Where the head of the page names study and profile, and where plug-ins, foreign ones too, say what they are."""
_SNAKE = re.compile(r"(?<![\w./-])[a-z][a-z0-9]*(?:_[a-z0-9]+)+(?![\w(./-])")
_DOTTED = re.compile(r"(?<![\w./-])[a-z]\w*\.[a-z][\w=]*(?:/[\w=.]+)*")
_HINTS = ("nan", "inf", "None", "undefined", "{", "}", "object at", "e-", "e+", " 1 per ", "in ratio", "least slack")
"""One of these is in whatever the expression below finds, and they are found sooner."""
_RAW = re.compile(
    r"(?<![\w-])(?:nan|-?inf|None(?! of|:)|undefined)(?![\w-])|[{}]|\bobject at 0x|(?<![\w.])\d(?:\.\d+)?e[+-]\d+(?!\w)"
    r"|\d 1 per |\bin ratio\b|\bleast slack\b"
)


def prose_has_no_identifiers(checked: "Checked") -> "Iterator[Contradiction]":
    """What has a name in code stands in code, or is told by its label."""
    arms = {*checked.facts.planned, *checked.facts.stored.runs}
    for each in _read(checked):
        if "_" in each.text or _DOTTED.search(each.text):
            found = _identifiers(each.prose, arms)
            left = _identifiers(checked.ours(each.prose), arms) if found else []
            if left:
                yield wrong(f"a sentence has an identifier, {left[0]}", each)


def _identifiers(text: str, arms: set[str]) -> list[str]:
    return [*_SNAKE.findall(text), *(each for each in _DOTTED.findall(text) if each in arms)]


def prose_has_no_raw_values(checked: "Checked") -> "Iterator[Contradiction]":
    """No sentence has `nan`, `None`, a brace, or a power of ten as programs write it."""
    for each in _read(checked):
        found = any(hint in each.text for hint in _HINTS) and _RAW.search(each.prose)
        if found and (left := _RAW.search(checked.ours(each.prose))):
            yield wrong(f"a sentence has {left[0]!r}, as programs write it", each)


def _read(checked: "Checked") -> "Iterator[Statement]":
    """Yield what is prose of ours."""
    for each in checked.page.statements:
        if each.section not in _OTHERS and (each.tag in PROSE or each.section in _READ):
            yield each

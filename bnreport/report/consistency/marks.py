"""A caption names no mark that its figure does not have."""

import re
from typing import TYPE_CHECKING

from bnreport.report.consistency.checked import Contradiction

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bnreport.report.consistency.checked import Checked

_NONE = r"(?![^.;]*\(0\))"
"""What counts them as none is true without one."""
_SHAPE = r"id='i\d+'%20d='"
"""Begins a mark that is used several times; pictures stand in the page as addresses."""
_MARKS: tuple[tuple[str, str, str], ...] = (
    ("dots", r"\bdots?\b", "%3Ccircle%20"),
    ("crosses", rf"\bcross(?:es)?\b{_NONE}", rf"{_SHAPE}M[^'zM]*M[^'z]*'"),
    ("diamonds", r"\bdiamonds?\b", rf"{_SHAPE}M0,([\d.]+)L\1,0L0-\1L-\1,0z'"),
    ("a band", r"\bband\b", "fill-opacity="),
    ("a dashed or dotted line", r"\b(?:dashed|dotted)\b", "stroke-dasharray="),
    ("a tint where the claim is true", r"\bshaded, where the claim is true\b", "fill='%23e4eef6'"),
)
"""Name of a mark, how a caption says it, and how a picture has it."""
_READ = tuple((name, re.compile(said, re.IGNORECASE), re.compile(drawn)) for name, said, drawn in _MARKS)


def captions_name_what_is_drawn(checked: "Checked") -> "Iterator[Contradiction]":
    """Dots, crosses, dashed lines and the like stand in a caption only where a panel of the figure has them."""
    for drawing in checked.page.drawings:
        named = [name for name, said, drawn in _READ if _lacks(drawing.caption, drawing.sources, said, drawn)]
        if " Then: " in drawing.caption and len(drawing.sources) == 1:
            named.append("a second panel")
        for name in named:
            yield Contradiction(
                f"a caption names {name}", drawing.caption, f"#{drawing.where}", "there is none", "its picture"
            )


def _lacks(caption: str, sources: list[str], said: "re.Pattern[str]", drawn: "re.Pattern[str]") -> bool:
    return bool(said.search(caption)) and not any(map(drawn.search, sources))

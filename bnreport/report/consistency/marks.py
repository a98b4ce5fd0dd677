"""A caption names no mark that its figure does not have."""

import re
from typing import TYPE_CHECKING

from bnreport.report.consistency.checked import Contradiction

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bnreport.report.consistency.checked import Checked

_NOT = r"(?![^.;]*\(0\)|[^.;]*\bnone\b)"
_MARKS: tuple[tuple[str, "re.Pattern[str]", "re.Pattern[str]"], ...] = tuple(
    (name, re.compile(said, re.IGNORECASE), re.compile(drawn))
    for name, said, drawn in (
        ("dots", r"\bdots?\b", "%3Ccircle%20"),
        (
            "crosses",
            rf"\bcross(?:es)?\b{_NOT}",
            r"%3Cpath%20(?:id='i\d+'%20)?d='M[^z']*M[^z']*'%20(?:[^%]|%20)*?id='i|%3Cpath%20id='i\d+'%20d='M[^z']*'",
        ),
        ("a dashed or dotted line", r"\b(?:dashed|dotted)\b", "stroke-dasharray="),
        ("a tint where the claim is true", r"\bshaded, where the claim is true\b", "fill='%23e4eef6'"),
    )
)


def captions_name_what_is_drawn(checked: "Checked") -> "Iterator[Contradiction]":
    """Dots, crosses, dashed lines and tints stand in a caption only where a panel of the figure has them."""
    for drawing in checked.page.drawings:
        if " Then: " in drawing.caption and len(drawing.sources) < 2:  # noqa: PLR2004  (the first, and then)
            yield Contradiction("a caption names a panel", drawing.caption, f"#{drawing.where}", "none", "the picture")
        for name, said, drawn in _MARKS:
            if said.search(drawing.caption) and not any(map(drawn.search, drawing.sources)):
                yield Contradiction(
                    f"a caption names {name}", drawing.caption, f"#{drawing.where}", "none", "the picture"
                )

"""Words that the whole page shares."""

from typing import TYPE_CHECKING

from bnreport.formatting import say_name

if TYPE_CHECKING:
    from bnreport.study.schema import Scale

_OWN = "the paper\N{RIGHT SINGLE QUOTATION MARK}s scale"
SCALE_WORDS: "dict[Scale, str]" = {"paper": _OWN, "reduced": "smaller networks", "toy": "a toy"}
"""How large the networks were."""


def name_of(study: str) -> str:
    """Return a study's name for people."""
    said = say_name(study)
    return said[:1].upper() + said[1:]

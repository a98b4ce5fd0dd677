"""Words that the whole page shares."""

from typing import TYPE_CHECKING, NamedTuple

from bnreport.formatting import say_name

if TYPE_CHECKING:
    from bnreport.study.questions import Aspect
    from bnreport.study.schema import Scale

_OWN = "the paper\N{RIGHT SINGLE QUOTATION MARK}s scale"
SCALE_WORDS: "dict[Scale, str]" = {"paper": _OWN, "reduced": "smaller networks", "toy": "a toy"}
"""How large the networks were."""


def name_of(study: str) -> str:
    """Return a study's name for people."""
    said = say_name(study)
    return said[:1].upper() + said[1:]


class AspectWords(NamedTuple):
    """How an aspect is told. {} takes `probably `, where it may stand."""

    question: str
    does: str
    """What speaks for it."""
    may: str
    """The same of low certainty."""
    does_not: str
    """What speaks against it: of the benefit that not all of it goes or comes, since a share is no claim's."""
    may_not: str
    head: str
    head_not: str


ASPECT_WORDS: "dict[Aspect, AspectWords]" = {
    "present": AspectWords(
        "whether it happens",
        "it {}happens", "it may happen", "it {}does not happen", "it may not happen",
        "happens with BatchNorm", "does not happen with BatchNorm",
    ),
    "necessary": AspectWords(
        "whether the benefit needs it",
        "the benefit {}goes when it is taken away", "the benefit may go when it is taken away",
        "a benefit {}remains when it is taken away", "a benefit may remain when it is taken away",
        "needed", "not needed for all of it",
    ),
    "sufficient": AspectWords(
        "whether it is enough",
        "the benefit {}comes with it alone", "the benefit may come with it alone",
        "not all of the benefit {}comes with it alone", "the benefit may not all come with it alone",
        "enough", "not enough for all of it",
    ),
}  # fmt: skip

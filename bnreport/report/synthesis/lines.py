"""What stands on the page about one claim, one study and one cell."""

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from bnreport.judge.wording import Badge
    from bnreport.report.synthesis.matrix import Cell
    from bnreport.study.questions import Aspect

ASPECT_HEADINGS: "dict[Aspect, str]" = {"present": "Present?", "necessary": "Needed?", "sufficient": "Enough?"}
"""Of the table's columns."""
_STATES = {
    "for": "For",
    "against": "Against",
    "contested": "Contested",
    "silent": "Silent",
    "unsettled": "Not settled",
    "untested": "Not tested here",
    "toy": "Toy only",
    "exploratory": "Exploratory only",
    "not_run": "Not run yet",
    "nobody": "No study tests this",
}


class Line(NamedTuple):
    """One claim that bears on an explanation."""

    anchor: str
    """Its id on this page."""
    number: int
    """On this page; the same claim has one number at every profile."""
    study: str
    """With the profile."""
    claim: str
    href: str
    """Of its card in the report of its study."""
    badge: "Badge"
    why: str
    """There is no answer; empty if there is one."""
    side: str
    """for, against or silent; a dash where it is not decided, or in a toy."""
    finding: str
    certainty: str
    """Empty without a verdict interval."""
    scale: str
    status: str
    """What it may be called: confirmatory, ..."""
    decides: bool
    """Whether it decides its cell."""


class StudyLine(NamedTuple):
    """One study at one profile, or one that was not run."""

    name: str
    href: str
    """Of its report; empty where there is none."""
    profile: str
    paper: str
    progress: str
    registration: str
    command: str
    """That would run it; empty where it was run."""


def say_state(cell: "Cell") -> str:
    """Return what a cell says in a word or two."""
    return f"{_STATES[cell.state]}{', in part' * cell.partly}"

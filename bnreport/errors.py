"""The exceptions of bnreport.

BnreportError            the user can mend it: one line per problem, exit 1, no traceback
├── SpecError            the study is malformed (shape) or senseless (meaning)
├── DataError            a data set is absent, unreadable or not what it claims to be
├── StoreError           the store or the reports folder cannot be read or written
└── MachineError         this machine lacks what was asked of it (a GPU, Pango, a library)

ContradictionError       a report contradicts itself, which is our bug: one line per contradiction, exit 70
"""

from difflib import get_close_matches
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable


_LISTED = 20
_SHORT = 60
_KINDS: dict[type, str] = {str: "text", dict: "names with values"}


class Problem(NamedTuple):
    """One mistake in a study: `path:line:column: where: what is wrong. Got value. How to mend it.`."""

    place: str
    """`path:line:column`, as editors and compilers print it."""
    where: str
    """Dotted path inside the study, e.g. `hypotheses.noise.margin`; empty for the file as a whole."""
    what: str
    """What is wrong, the value and how to mend it: whole sentences."""

    def __str__(self) -> str:
        """Join the parts that are there, on one line whatever they hold."""
        return printable(": ".join(part for part in self if part))


class BnreportError(Exception):
    """Something the user can mend; each line of the message is one problem."""


class SpecError(BnreportError):
    """One or more problems of a study, all reported at once."""

    def __init__(self, problems: "Iterable[Problem | str]") -> None:
        """Keep the problems, in the order of the file, without repetition."""
        self.problems = tuple(dict.fromkeys(problems))
        super().__init__(self.problems)  # as given, so that the error survives the way from a worker process

    def __str__(self) -> str:
        """Print one line per problem."""
        return "\n".join(printable(str(problem)) for problem in self.problems)


class DataError(BnreportError):
    """A data set is absent, unreadable or not what it claims to be."""


class StoreError(BnreportError):
    """The store or the reports folder cannot be read or written."""


class MachineError(BnreportError):
    """This machine lacks what was asked of it."""


class ContradictionError(Exception):
    """A report contradicts itself: a bug in bnreport, and nothing of it is published."""

    def __init__(self, contradictions: "Iterable[str]") -> None:
        """Keep the contradictions, one a line."""
        self.contradictions = tuple(contradictions)
        super().__init__(self.contradictions)

    def __str__(self) -> str:
        """Print one line per contradiction."""
        return "\n".join(map(printable, self.contradictions))


def unknown(kind: str, name: object, known: "Iterable[str]") -> str:
    """Say that a name is not known, which one is spelt most like it, and which there are."""
    names = sorted(known)
    near = get_close_matches(str(name), names, n=1)
    hint = f" Did you mean {near[0]!r}?" if near else ""
    listed = ", ".join(names[:_LISTED]) or "none"
    more = f" and {len(names) - _LISTED} more" if len(names) > _LISTED else ""
    return f"unknown {kind} {short(str(name))}.{hint} Known: {listed}{more}."


def short(value: object) -> str:
    """Show a value in a message as YAML has it: whole if short, its beginning otherwise."""
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return str(value).lower()
    text = repr(value)
    return text if len(text) <= _SHORT else f"{text[:_SHORT]}... ({_KINDS.get(type(value), type(value).__name__)})"


def printable(text: str) -> str:
    """Escape what would break the line or move the cursor."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)

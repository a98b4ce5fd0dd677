"""What differs between two reports: claims, answers, and values of the study."""

from typing import TYPE_CHECKING, NamedTuple

from bnreport.report.diff.numbers import same
from bnreport.report.diff.why import definitions_of, why
from bnreport.study.amendments import amendments, resolved, rewordings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bnreport.report.diff.sides import Side
    from bnreport.report.export.form import Answered, ClaimRead
    from bnreport.study.amendments import Amendment


class ClaimChange(NamedTuple):
    """One claim that is not as it was."""

    name: str
    was: "ClaimRead | None"
    """None where it was added."""
    now: "ClaimRead | None"
    """None where it was removed."""
    why: tuple[str, ...]
    """As far as is known; empty where it was added or removed."""


class AnswerChange(NamedTuple):
    """One question that is not answered as it was."""

    name: str
    was: "Answered | None"
    now: "Answered | None"


class Difference(NamedTuple):
    """Between two reports."""

    names: tuple[str, str]
    claims: tuple[ClaimChange, ...]
    """In the order of the second, those removed last."""
    answers: tuple[AnswerChange, ...]
    values: "tuple[Amendment, ...] | None"
    """Of the studies as asked for, and of their words that no value holds; None where one of them is not known."""

    @property
    def empty(self) -> bool:
        """Whether nothing that is known differs."""
        return not (self.claims or self.answers or self.values)


def compare(was: "Side", now: "Side") -> Difference:
    """Compare two reports; the first is the older."""
    return Difference((was.name, now.name), tuple(_claims(was, now)), tuple(_answers(was, now)), _values(was, now))


def _claims(was: "Side", now: "Side") -> "Iterator[ClaimChange]":
    before, after = ({each.hypothesis: each for each in side.document.verdicts} for side in (was, now))
    defined = definitions_of(was, now)
    for name in dict.fromkeys([*after, *before]):
        one, other = before.get(name), after.get(name)
        if one and other and _alike(one, other):
            continue
        known = why(one, other, defined.get(name)) if one and other else ()
        yield ClaimChange(name, one, other, known)


def _answers(was: "Side", now: "Side") -> "Iterator[AnswerChange]":
    before, after = ({each.name: each for each in side.document.questions} for side in (was, now))
    for name in dict.fromkeys([*after, *before]):
        one, other = before.get(name), after.get(name)
        if not (one and other) or (one.ask, one.answer, one.trust) != (other.ask, other.answer, other.trust):
            yield AnswerChange(name, one, other)


def _values(was: "Side", now: "Side") -> "tuple[Amendment, ...] | None":
    """Return what differs between the studies, each under its profile: under one name, as two that differ have none."""
    if was.asked is None or now.asked is None:
        return None
    before, profile = was.document.profile, now.document.profile
    held = resolved(was.asked, before)
    held["profiles"] = {profile: held["profiles"][before]}
    values = amendments({profile: held}, resolved(now.asked, profile), profile)
    return (*values, *rewordings(was.asked, now.asked))


def _alike(was: "ClaimRead", now: "ClaimRead") -> bool:
    """Tell whether a claim says the same of the same effects; numbers but for their last digits."""
    words = (
        (each.claim, each.verdict, each.reason, each.status, each.trust, each.evidence.unit) for each in (was, now)
    )
    numbers = ((each.estimate, *(each.interval or ()), *each.region) for each in (was, now))
    (one, other), (some, others) = words, numbers
    return one == other and len(some) == len(others) and all(map(same, some, others))

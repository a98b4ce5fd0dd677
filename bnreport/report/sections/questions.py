"""Questions: what the study asks, and what its verdicts say of each answer and explanation."""

from typing import TYPE_CHECKING, NamedTuple

from bnreport.judge.questions import ASPECTS, answer_questions, weigh_explanations
from bnreport.judge.wording import BADGES, Badge

if TYPE_CHECKING:
    from bnreport.judge.questions import Bearing
    from bnreport.report.facts import Facts

TITLE = "Questions"
_SIDES = ("for", "against", "silent")


class Link(NamedTuple):
    """A claim to go to."""

    name: str
    claim: str


class AnsweredQuestion(NamedTuple):
    """One question."""

    ask: str
    badge: Badge
    decided_by: tuple[Link, ...]


class ClaimsOfSide(NamedTuple):
    """Claims that say the same of an explanation."""

    word: str
    """for, against or silent."""
    claims: tuple[Link, ...]


class WeighedExplanation(NamedTuple):
    """One mechanism."""

    label: str
    says: str
    cells: tuple[tuple[ClaimsOfSide, ...], ...]
    """Is it present, needed, enough: sides that some claim takes; empty where none tests it."""


class Questions(NamedTuple):
    """The section."""

    answers: tuple[AnsweredQuestion, ...]
    explanations: tuple[WeighedExplanation, ...]


def gather(facts: "Facts") -> Questions | None:
    """Answer the study's questions; None where it has none."""
    if not facts.study.questions:
        return None
    answers = (
        AnsweredQuestion(question.ask, BADGES[answer], tuple(_link(facts, name) for name in question.decided_by))
        for question, answer in answer_questions(facts.study, facts.verdicts)
    )
    explanations = (
        WeighedExplanation(
            explanation.label, explanation.says, tuple(_sides(facts, claims[aspect]) for aspect in ASPECTS)
        )
        for explanation, claims in weigh_explanations(facts.study, facts.verdicts)
    )
    return Questions(tuple(answers), tuple(explanations))


def _link(facts: "Facts", name: str) -> Link:
    return Link(name, facts.study.hypotheses[name].claim)


def _sides(facts: "Facts", claims: "tuple[Bearing, ...]") -> tuple[ClaimsOfSide, ...]:
    found = ((word, tuple(_link(facts, each.hypothesis) for each in claims if each.side == word)) for word in _SIDES)
    return tuple(ClaimsOfSide(word, links) for word, links in found if links)

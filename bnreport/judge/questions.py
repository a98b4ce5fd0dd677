"""What the verdicts answer: each of the study's questions, and what they say for and against each explanation."""

from typing import TYPE_CHECKING, NamedTuple, get_args

from bnreport.judge.answer import DECIDED
from bnreport.study.questions import Aspect

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from bnreport.judge.answer import Answer
    from bnreport.judge.verdicts import Verdict
    from bnreport.study.questions import BearsOn, Explanation, Question, Side
    from bnreport.study.schema import Study

ASPECTS: tuple[Aspect, ...] = get_args(Aspect)
"""In the order of the page."""


class Answered(NamedTuple):
    """One question."""

    question: "Question"
    answer: "Answer"


class Bearing(NamedTuple):
    """A claim, and the side that its verdict takes."""

    hypothesis: str
    side: "Side"


class Explained(NamedTuple):
    """One explanation."""

    explanation: "Explanation"
    claims: "Mapping[Aspect, tuple[Bearing, ...]]"
    """By what they test, in the study's order; empty where none does."""


def answer_questions(study: "Study", verdicts: "Iterable[Verdict]") -> tuple[Answered, ...]:
    """Answer each question by the claims that decide it, in the study's order; of one that is lost nothing is known."""
    found = {verdict.hypothesis: verdict.verdict for verdict in verdicts}
    return tuple(
        Answered(question, all_of([found.get(name, "not_run") for name in question.decided_by]))
        for question in study.questions.values()
    )


def all_of(answers: "list[Answer]") -> "Answer":
    """Return whether all of several claims hold: supported if all are, refuted if any is, else inconclusive.

    Where all have one verdict it is that: `not_run` too.
    """
    if len({*answers}) == 1:
        return answers[0]
    return "refuted" if "refuted" in answers else "inconclusive"


def weigh_explanations(study: "Study", verdicts: "Iterable[Verdict]") -> tuple[Explained, ...]:
    """Return which claims speak for and against each explanation, and which are silent, in the study's order."""
    found = [(verdict, study.hypotheses[verdict.hypothesis].bears_on) for verdict in verdicts]
    return tuple(
        Explained(
            explanation,
            {
                aspect: tuple(
                    Bearing(verdict.hypothesis, side_of(verdict, bears_on[name]))
                    for verdict, bears_on in found
                    if name in bears_on and bears_on[name].tests == aspect
                )
                for aspect in ASPECTS
            },
        )
        for name, explanation in study.explanations.items()
    )


def side_of(verdict: "Verdict", bears_on: "BearsOn") -> "Side":
    """Return the side that a verdict takes; what is not decided is silent."""
    if verdict.verdict not in DECIDED:
        return "silent"
    return bears_on.supported if verdict.verdict == "supported" else bears_on.refuted

"""Questions: what the study asks, and what its verdicts say of each answer and explanation."""

from math import inf
from typing import TYPE_CHECKING, NamedTuple

from bnreport.formatting import say_effect, say_region
from bnreport.judge.questions import ASPECTS, answer_questions, weigh_explanations
from bnreport.judge.wording import BADGES, Badge, say_why

if TYPE_CHECKING:
    from bnreport.judge.questions import Bearing
    from bnreport.judge.verdicts import Verdict
    from bnreport.report.facts import Facts

TITLE = "Questions"
_WORDS = {
    "supported": "Supported",
    "refuted": "Refuted",
    "inconclusive": "We cannot tell",
    "exploratory": "Exploratory",
    "not_run": "Not tested yet",
}
_SIDES = ("for", "against", "silent")


class Link(NamedTuple):
    """A claim to go to."""

    name: str
    claim: str


class Decider(NamedTuple):
    """A claim that decides a question, with its verdict and the numbers behind it."""

    link: Link
    badge: Badge
    word: str
    numbers: str
    """Estimate, verdict interval and margin; where there is no such interval, why."""


class AnsweredQuestion(NamedTuple):
    """One question."""

    ask: str
    badge: Badge
    word: str
    """The answer in plain words: a claim is supported or not, whichever way the question is put."""
    decided_by: tuple[Decider, ...]


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
        AnsweredQuestion(
            each.question.ask,
            BADGES[each.answer],
            _WORDS[each.answer],
            tuple(_decider(facts, name) for name in each.question.decided_by),
        )
        for each in answer_questions(facts.study, facts.verdicts)
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


def _decider(facts: "Facts", name: str) -> Decider:
    verdict = next(each for each in facts.verdicts if each.hypothesis == name)
    return Decider(_link(facts, name), BADGES[verdict.verdict], _WORDS[verdict.verdict], _numbers(verdict))


def _numbers(verdict: "Verdict") -> str:
    """Say the effect, where it may lie and what that is compared with, and why that is no answer."""
    unit, said = verdict.evidence.unit, []
    if verdict.estimate is not None:
        said.append(say_effect(verdict.estimate, unit))
    if verdict.verdict_interval is not None:
        bounds = [end for end in verdict.region if abs(end) < inf]
        least = say_effect(bounds[0], unit) if len(bounds) == 1 else say_region(verdict.region, unit)
        said[-1:] = [f"{said[-1]}, {say_region(verdict.verdict_interval, unit)}", f"the margin is {least}"]
    if verdict.reason not in {"", "imprecise"}:
        said.append(say_why(verdict))
    return "; ".join(said)


def _sides(facts: "Facts", claims: "tuple[Bearing, ...]") -> tuple[ClaimsOfSide, ...]:
    found = ((word, tuple(_link(facts, each.hypothesis) for each in claims if each.side == word)) for word in _SIDES)
    return tuple(ClaimsOfSide(word, links) for word, links in found if links)

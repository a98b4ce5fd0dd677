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
_NOT_RUN = "not run"
_SIDES = ("for", "against", "silent", _NOT_RUN)


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
    """for, against, silent or not run."""
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
    """Answer the study's questions; None where it has none. A decider that is lost has no verdict to show."""
    if not facts.study.questions:
        return None
    found = {verdict.hypothesis: verdict for verdict in facts.verdicts}
    answers = (
        AnsweredQuestion(
            each.question.ask,
            BADGES[each.answer],
            _WORDS[each.answer],
            tuple(_decider(facts, found[name]) for name in each.question.decided_by if name in found),
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


def _decider(facts: "Facts", verdict: "Verdict") -> Decider:
    return Decider(
        _link(facts, verdict.hypothesis), BADGES[verdict.verdict], _WORDS[verdict.verdict], say_numbers(facts, verdict)
    )


def say_numbers(facts: "Facts", verdict: "Verdict") -> str:
    """Say what the effect is of, where it may lie and what that is compared with, and why that is no answer."""
    unit, said = verdict.evidence.unit, []
    if verdict.estimate is not None:
        of = "" if verdict.evidence.parts else f"{facts.claim(verdict).say(verdict.evidence.effect)} is "
        said.append(f"{of}{say_effect(verdict.estimate, unit)}")
    if verdict.verdict_interval is not None:
        bounds = [end for end in verdict.region if abs(end) < inf]
        least = say_effect(bounds[0], unit) if len(bounds) == 1 else say_region(verdict.region, unit)
        said[-1:] = [f"{said[-1]}, {say_region(verdict.verdict_interval, unit)}", f"the margin is {least}"]
    if verdict.reason not in {"", "imprecise"}:
        said.append(say_why(verdict))
    if verdict.verdict == "inconclusive" and verdict.n_run < verdict.n_planned:
        said.append(f"{verdict.n_run} of {verdict.n_planned} seeds so far")
    return "; ".join(said)


def _sides(facts: "Facts", claims: "tuple[Bearing, ...]") -> tuple[ClaimsOfSide, ...]:
    missing = {verdict.hypothesis for verdict in facts.verdicts if verdict.verdict == "not_run"}
    sides = [(each.hypothesis, _NOT_RUN if each.hypothesis in missing else each.side) for each in claims]
    found = ((word, tuple(_link(facts, name) for name, side in sides if side == word)) for word in _SIDES)
    return tuple(ClaimsOfSide(word, links) for word, links in found if links)

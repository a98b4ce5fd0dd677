"""Questions: what the study asks, and what its verdicts say of each answer and explanation."""

from math import inf
from typing import TYPE_CHECKING, NamedTuple

from bnreport.formatting import say_effect, say_region
from bnreport.judge.answer import DECIDED
from bnreport.judge.parts import say_parts
from bnreport.judge.questions import ASPECTS, answer_questions, weigh_explanations
from bnreport.judge.trust import trust_in
from bnreport.judge.wording import BADGES, Badge, parts_of, say_n, say_why

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
_TAKEN = ("for", "against")
_SIDES = (*_TAKEN, "silent", _NOT_RUN)


class Link(NamedTuple):
    """A claim to go to."""

    name: str
    claim: str


class Decider(NamedTuple):
    """A claim that decides a question, with its verdict and the numbers behind it."""

    link: Link
    badge: Badge
    word: str
    trust: str
    """How sure it is, and what it hangs on; empty where nothing is decided."""
    numbers: str
    """Estimate, verdict interval and margin, of a composite claim part by part; where there is no interval, why."""


class AnsweredQuestion(NamedTuple):
    """One question."""

    ask: str
    badge: Badge
    word: str
    """The answer in plain words: a claim is supported or not, whichever way the question is put."""
    trust: str
    """How sure it is, and what it hangs on; empty where nothing is decided."""
    decided_by: tuple[Decider, ...]


class ClaimsOfSide(NamedTuple):
    """Claims that say the same of an explanation."""

    word: str
    """for, against, silent or not run."""
    claims: tuple[tuple[Link, str], ...]
    """Each with how sure it is and what it hangs on; that is empty where it takes no side."""


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
            str(trust_in(each, facts.verdicts, facts.trusts) or ""),
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
        _link(facts, verdict.hypothesis),
        BADGES[verdict.verdict],
        _WORDS[verdict.verdict],
        _trust(facts, verdict.hypothesis) if verdict.verdict in DECIDED else "",
        say_numbers(facts, verdict),
    )


def _trust(facts: "Facts", name: str) -> str:
    return str(facts.trusts.get(name, ""))


def say_numbers(facts: "Facts", verdict: "Verdict") -> str:
    """Say what was measured, its effect, where that may lie and the margin, and why that is no answer."""
    unit, said, say = verdict.evidence.unit, [], facts.claim(verdict).say
    if parts := parts_of(verdict) if verdict.estimate is not None else ():
        said.append(say_parts(parts, say))
    elif verdict.estimate is not None:
        measured, colon, compared = verdict.evidence.effect.partition(": ")
        what = f"measured by {say(measured)}, {say(compared)}" if colon else say(measured)
        said.append(f"{what} is {say_effect(verdict.estimate, unit)}")
    if verdict.verdict_interval is not None and not parts:
        bounds = [end for end in verdict.region if abs(end) < inf]
        least = say_effect(bounds[0], unit) if len(bounds) == 1 else say_region(verdict.region, unit)
        said[-1:] = [f"{said[-1]}, {say_region(verdict.verdict_interval, unit)}", f"the margin is {least}"]
    if verdict.reason not in {"", "imprecise"}:
        said.append(say_why(verdict))
    if verdict.verdict == "inconclusive" and verdict.n_run < verdict.n_planned:
        n = say_n(verdict, of=True)
        said.append(f"{n}{'' if n.endswith(')') else ' seeds'} so far")
    return "; ".join(said)


def _sides(facts: "Facts", claims: "tuple[Bearing, ...]") -> tuple[ClaimsOfSide, ...]:
    missing = {verdict.hypothesis for verdict in facts.verdicts if verdict.verdict == "not_run"}
    sides = [(each.hypothesis, _NOT_RUN if each.hypothesis in missing else each.side) for each in claims]
    found = ((word, [name for name, side in sides if side == word]) for word in _SIDES)
    return tuple(
        ClaimsOfSide(word, tuple((_link(facts, name), _trust(facts, name) if word in _TAKEN else "") for name in names))
        for word, names in found
        if names
    )

"""The study's questions with their answers, as the page tells them."""

from typing import TYPE_CHECKING, NamedTuple

from bnreport.judge.answer import DECIDED
from bnreport.judge.answer_in_words import AnswerInWords, say_answer
from bnreport.judge.explanation import labelled
from bnreport.judge.questions import answer_questions
from bnreport.judge.trust import trust_in
from bnreport.registry import ArmName
from bnreport.study.bind import bind, labels_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from bnreport.judge.answer import Answer
    from bnreport.judge.trust import Trust
    from bnreport.judge.verdicts import Verdict
    from bnreport.study.questions import Question
    from bnreport.study.schema import Study


_KEY = 4
"""Answers that the first screen tells whole, and whose figures the two pages have."""


class AnsweredQuestion(NamedTuple):
    """One question."""

    name: str
    question: "Question"
    answer: "Answer"
    trust: "Trust | None"
    """How far to trust it; None where nothing is decided."""
    words: AnswerInWords


def answered(
    study: "Study", verdicts: "Sequence[Verdict]", trusts: "Mapping[str, Trust]"
) -> "Iterator[AnsweredQuestion]":
    """Yield each question, in the study's order. A claim that is lost has no verdict to tell of.

    Args:
        study: as its lock lets it be judged.
        verdicts: on its claims.
        trusts: how far to trust each verdict, by hypothesis.
    """

    def say(verdict: "Verdict", text: str) -> str:
        return labelled(text, labels_of(study, study.hypotheses[verdict.hypothesis].test))

    found = {verdict.hypothesis: verdict for verdict in verdicts}
    for name, each in zip(study.questions, answer_questions(study, verdicts), strict=True):
        deciding = [found[claim] for claim in each.question.decided_by if claim in found]
        trust = trust_in(each, verdicts, trusts)
        words = say_answer(each, deciding, trust, say, _places(study, each.question.decided_by))
        yield AnsweredQuestion(name, each.question, each.answer, trust, words)


def _places(study: "Study", claims: "Iterable[str]") -> dict[str, str]:
    """Return in what each claim's runs were trained where another one reads the same of other networks."""
    needs = {name: bind(study, study.hypotheses[name].test).needs() for name in claims if name in study.hypotheses}
    of = {name: {ArmName(need.arm).experiment for need in held} for name, held in needs.items()}
    read = {name: {need.metric for need in held} for name, held in needs.items()}
    return {
        name: study.experiment_label(next(iter(own)))
        for name, own in of.items()
        if len(own) == 1 and any(own != of[other] and read[name] & read[other] for other in of)
    }


def key_questions(answers: "Iterable[AnsweredQuestion]") -> tuple[str, ...]:
    """Return the questions that whoever has a minute reads the answers to: the first that are decided."""
    return tuple(each.name for each in answers if each.answer in DECIDED)[:_KEY]

"""Do questions, explanations and claims know each other?"""

from typing import TYPE_CHECKING, Any

from bnreport.errors import unknown

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from bnreport.study.schema import Hypothesis, Study
    from bnreport.study.yaml import Where

    Finding = tuple[Where, str]


def question_faults(study: "Study", written: "Mapping[str, Any]") -> "Iterator[Finding]":
    """Yield what is wrong with names of questions, explanations and windows, and with what decides a question.

    Args:
        study: the claims whose shape is right, and all else.
        written: all claims as they stand in the file: one whose shape is wrong is there all the same.
    """
    misshapen = {name: _question_of(held) for name, held in written.items() if name not in study.hypotheses}
    for name, question in study.questions.items():
        mine = [each for each, hypothesis in study.hypotheses.items() if hypothesis.question == name]
        if not mine and not any(asked in {name, None} for asked in misshapen.values()):
            what = f"no claim names it. Write `question: {name}` in those that help to answer it."
            yield ("questions", name), what
        for decider in question.decided_by:
            if decider not in misshapen and (what := _decides(study, name, decider, mine)):
                yield ("questions", name, "decided_by"), what
    for name, hypothesis in study.hypotheses.items():
        yield from ((("hypotheses", name, *where), what) for where, what in _names(study, hypothesis))


def _question_of(written: object) -> str | None:
    """Return the question that a claim names in the file; None if that cannot be read."""
    asked = written.get("question") if isinstance(written, dict) else None
    return asked if isinstance(asked, str) else None


def _names(study: "Study", hypothesis: "Hypothesis") -> "Iterator[Finding]":
    if hypothesis.question is not None and hypothesis.question not in study.questions:
        yield ("question",), unknown("question", hypothesis.question, study.questions)
    if hypothesis.question is None and hypothesis.primary and study.questions:
        asked = ", ".join(study.questions)
        yield (), f"is primary and names no question. Add `question:`, one of {asked}, or `primary: false`."
    for explanation in hypothesis.bears_on:
        if explanation not in study.explanations:
            yield ("bears_on", explanation), unknown("explanation", explanation, study.explanations)
    for explanation, bears in hypothesis.bears_on.items():
        if bears.supported == bears.refuted:
            what = (
                f"says {bears.supported} either way, so no verdict tells. Let `supported` and `refuted` say two things."
            )
            yield ("bears_on", explanation), what
    if hypothesis.paper and hypothesis.paper.window not in {None, *study.windows}:
        yield ("paper", "window"), unknown("window", hypothesis.paper.window, study.windows)


def _decides(study: "Study", question: str, decider: str, mine: list[str]) -> str:
    if decider not in study.hypotheses:
        return unknown("hypothesis", decider, mine or study.hypotheses)
    if decider not in mine:
        other = study.hypotheses[decider].question
        belongs = f"belongs to question {other}" if other else "names no question"
        return f"{decider} {belongs}. Write `question: {question}` in it, or name another claim."
    if not study.hypotheses[decider].primary:
        return f"{decider} is exploratory, and has no verdict. Name a primary claim of this question."
    return ""

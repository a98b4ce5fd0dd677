"""Do questions, explanations and claims know each other?"""

from typing import TYPE_CHECKING

from bnreport.errors import unknown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bnreport.study.schema import Hypothesis, Study
    from bnreport.study.yaml import Where

    Finding = tuple[Where, str]


def question_faults(study: "Study") -> "Iterator[Finding]":
    """Yield what is wrong with names of questions, explanations and windows, and with what decides a question."""
    for name, question in study.questions.items():
        mine = [each for each, hypothesis in study.hypotheses.items() if hypothesis.question == name]
        if not mine:
            what = f"no claim names it. Write `question: {name}` in those that help to answer it."
            yield ("questions", name), what
        for decider in question.decided_by:
            if what := _decides(study, name, decider, mine):
                yield ("questions", name, "decided_by"), what
    for name, hypothesis in study.hypotheses.items():
        yield from ((("hypotheses", name, *where), what) for where, what in _names(study, hypothesis))


def _names(study: "Study", hypothesis: "Hypothesis") -> "Iterator[Finding]":
    if hypothesis.question is not None and hypothesis.question not in study.questions:
        yield ("question",), unknown("question", hypothesis.question, study.questions)
    if hypothesis.question is None and hypothesis.primary and study.questions:
        asked = ", ".join(study.questions)
        yield (), f"is primary and names no question. Add `question:`, one of {asked}, or `primary: false`."
    for explanation in hypothesis.bears_on:
        if explanation not in study.explanations:
            yield ("bears_on", explanation), unknown("explanation", explanation, study.explanations)
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

"""The answer of a question, and what verdicts say of an explanation, in every combination."""

from dataclasses import replace
from itertools import product
from typing import TYPE_CHECKING, Any

import pytest

from bnreport.judge.questions import Bearing, all_of, answer_questions, side_of, weigh_explanations
from bnreport.judge.verdicts import judge
from bnreport.results import Results
from bnreport.study.questions import BearsOn
from bnreport.study.schema import Study

if TYPE_CHECKING:
    from bnreport.judge.answer import Answer
    from bnreport.judge.verdicts import Verdict

ANSWERS: "tuple[Answer, ...]" = ("supported", "refuted", "inconclusive", "exploratory", "not_run")
SIDES = ("for", "against", "silent")


def _study(bears_on: dict[str, Any], questions: dict[str, Any]) -> Study:
    """Return a study of three claims, the last exploratory."""
    recipe = {"dataset": "digits", "model": "vgg", "optimizer": {"sgd": {"lr": 0.1}}, "steps": 100}
    test = {"metric": "train_accuracy", "arm": "net.b", "versus": "net.a", "margin": 0.1}
    claim = {"claim": "c", "superiority": test, "why_this_margin": "w", "question": "q"}
    fields: dict[str, Any] = {
        "study": "s",
        "title": "t",
        "explanations": {"first": {"label": "First", "says": "It."}, "other": {"label": "Other", "says": "That."}},
        "questions": questions,
        "experiments": {"net": {"recipe": recipe, "arms": {"a": {"norm": "none"}, "b": {"norm": "batch"}}}},
        "hypotheses": {
            name: claim | {"bears_on": bears_on.get(name, {}), "primary": name != "h3"} for name in ("h1", "h2", "h3")
        },
        "profiles": {"p": {}},
    }
    return Study.model_validate(fields)


def _verdicts(study: Study, *answers: "Answer") -> "list[Verdict]":
    judged = judge(study, Results({}), scale="paper")
    return [replace(verdict, verdict=answer) for verdict, answer in zip(judged, answers, strict=True)]


@pytest.mark.parametrize("answers", [*product(ANSWERS, repeat=2), *product(ANSWERS, repeat=1)])
def test_all_must_hold(answers: "tuple[Answer, ...]") -> None:
    """One claim's verdict is the answer; of several all support it, any refutes it, and all must be missing."""
    expected: Answer
    if "refuted" in answers:
        expected = "refuted"
    elif len({*answers}) == 1:
        expected = answers[0]
    else:
        expected = "inconclusive"
    assert all_of(list(answers)) == expected


def test_a_question_is_answered_by_those_that_decide_it() -> None:
    """And by no other claim of it."""
    asked = {
        "q": {"ask": "One?", "decided_by": "h2"},
        "r": {"ask": "Both?", "decided_by": ["h1", "h2"]},
    }
    study = _study({}, asked)
    found = answer_questions(study, _verdicts(study, "refuted", "supported", "exploratory"))
    assert [(each.question.ask, each.answer) for each in found] == [("One?", "supported"), ("Both?", "refuted")]
    assert answer_questions(_study({}, {}), _verdicts(study, "refuted", "supported", "exploratory")) == ()


@pytest.mark.parametrize(("answer", "supported", "refuted"), [*product(ANSWERS, SIDES, SIDES)])
def test_only_a_decided_claim_takes_a_side(answer: "Answer", supported: str, refuted: str) -> None:
    """That which the study declared for its verdict."""
    study = _study({}, {})
    verdict = _verdicts(study, answer, "supported", "supported")[0]
    bears_on = BearsOn.model_validate({"tests": "present", "supported": supported, "refuted": refuted})
    expected = {"supported": supported, "refuted": refuted}.get(answer, "silent")
    assert side_of(verdict, bears_on) == expected


def test_explanations_are_weighed_by_what_claims_test() -> None:
    """In the study's order, each aspect its own; an exploratory claim is listed and silent."""
    sides = {"supported": "for", "refuted": "against"}
    bears_on = {
        "h1": {"first": {"tests": "present", **sides}, "other": {"tests": "sufficient", **sides}},
        "h2": {"first": {"tests": "present", **sides}},
        "h3": {"first": {"tests": "necessary", **sides}},
    }
    study = _study(bears_on, {})
    first, other = weigh_explanations(study, _verdicts(study, "refuted", "supported", "exploratory"))
    assert (first.explanation.label, other.explanation.label) == ("First", "Other")
    assert first.claims == {
        "present": (Bearing("h1", "against"), Bearing("h2", "for")),
        "necessary": (Bearing("h3", "silent"),),
        "sufficient": (),
    }
    assert other.claims == {"present": (), "necessary": (), "sufficient": (Bearing("h1", "against"),)}

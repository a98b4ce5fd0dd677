"""The study's questions with their answers, and its explanations with the claims for and against them."""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from bnreport.formatting import minus
from bnreport.judge.trust import Trust
from bnreport.judge.verdicts import Verdict, judge
from bnreport.report.facts import Facts
from bnreport.report.sections.questions import ClaimsOfSide, gather
from bnreport.report.sections.verdicts import gather as verdict_lines
from bnreport.results import Results
from bnreport.study.load import StudyFile
from bnreport.study.schema import Study

Known = tuple[StudyFile, Results, tuple[Verdict, ...]]


def test_each_question_has_its_answer_and_who_decided_it(facts: Facts) -> None:
    """In the study's order, with the claims' own sentences."""
    found = gather(facts)
    assert found is not None
    asked, claims = facts.study.questions, facts.study.hypotheses
    assert [(each.ask, each.badge.kind, [by.link.name for by in each.decided_by]) for each in found.answers] == [
        (asked["noise"].ask, "supported", ["noise_does_not_harm_accuracy", "batchnorm_raises_test_accuracy"]),
        (asked["elsewhere"].ask, "inconclusive", ["batchnorm_helps_the_small_net"]),
    ]
    assert all(by.link.claim == claims[by.link.name].claim for each in found.answers for by in each.decided_by)


def test_a_decider_that_is_lost_is_not_shown(facts: Facts) -> None:
    """A locked claim that can no longer be run has no verdict; its question is asked and answered all the same."""
    lost, *others = facts.verdicts
    found = gather(replace(facts, verdicts=tuple(others)))
    assert found is not None
    assert [by.link.name for by in found.answers[0].decided_by] == ["batchnorm_raises_test_accuracy"]
    assert lost.hypothesis == "noise_does_not_harm_accuracy"
    assert found.answers[0].badge.kind == "inconclusive"


def test_an_answer_is_said_in_words_with_its_numbers(facts: Facts) -> None:
    """The effect, where it may lie and the margin; without such an interval, why there is no answer."""
    found = gather(facts)
    assert found is not None
    held, open_ = [[by.numbers for by in each.decided_by] for each in found.answers]
    between = "between -1.75 pp and +3.18 pp; the margin is -2.00 pp"
    assert held[0] == minus(f"measured by train accuracy (final), noisy batchnorm - batchnorm is +0.72 pp, {between}")
    assert "is +4.39 pp, " in open_[0]
    assert open_[0].endswith("; the margin is +2.00 pp")
    assert [each.word for each in found.answers] == ["Supported", "We cannot tell"]


def test_each_explanation_has_claims_for_against_silent_and_not_run(facts: Facts) -> None:
    """Present, needed, enough; an aspect that no claim tests is empty."""
    found = gather(facts)
    assert found is not None

    def said(cell: tuple[ClaimsOfSide, ...]) -> list[tuple[str, list[int]]]:
        return [(side.word, [facts.numbers[link.name] for link, _ in side.claims]) for side in cell]

    assert {each.label: [*map(said, each.cells)] for each in found.explanations} == {
        "Less internal covariate shift": [[], [("for", [2]), ("against", [1])], []],
        "A smoother loss": [[("silent", [4])], [], [("for", [2])]],
    }
    unrun = replace(facts, verdicts=tuple(replace(each, verdict="not_run") for each in facts.verdicts))
    found = gather(unrun)
    assert found is not None
    assert [*map(said, found.explanations[1].cells)] == [[("not run", [4])], [], [("not run", [2])]]


def test_an_open_answer_says_how_many_seeds_it_has_so_far(facts: Facts) -> None:
    """At an early look more are to come, at the last none; a decided claim needs no more."""
    found = gather(replace(facts, verdicts=tuple(replace(each, n_planned=10) for each in facts.verdicts)))
    assert found is not None
    held, open_ = [[by.numbers for by in each.decided_by] for each in found.answers]
    assert open_[0].endswith("; the margin is +2.00 pp; 5 of 10 seeds so far")
    assert not any("so far" in numbers for numbers in held)


COMPOSITE = {
    "parts": [
        {"superiority": {"metric": metric, "arm": "vgg.batchnorm", "versus": "vgg.standard", "margin": 0.03}}
        for metric in ("test_accuracy", "train_accuracy")
    ]
}


def test_a_composite_claim_is_answered_by_its_parts(
    known: Known, make_study: Callable[..., Study], page_of: Callable[[Facts], str]
) -> None:
    """No number without a unit, on no part of the page: each part's own, with what they have in common said once."""
    claim = {"claim": "So.", "test": {"all_of": COMPOSITE}, "why_this_margin": "Ours.", "question": "q"}
    made = make_study(hypotheses={"it": claim}, questions={"q": {"ask": "Is it so?", "decided_by": "it"}})
    facts = Facts(replace(known[0], study=made), known[1], judge(made, known[1], scale="paper"))
    found = gather(facts)
    assert found is not None
    [decider] = found.answers[0].decided_by
    assert decider.numbers.startswith(minus("batchnorm - standard (final): test accuracy +1"))
    assert "; train accuracy +1" in decider.numbers
    assert decider.numbers.endswith("; each must lie above +3.00 pp")
    [line] = verdict_lines(facts).groups[0].lines
    assert [part.name for part in line.parts] == ["test accuracy", "train accuracy"]
    page = page_of(facts)
    assert "1, train accuracy. So." in page
    assert not re.search("slack|in ratio", page)


def test_an_answer_says_how_sure_it_is_and_what_it_hangs_on(facts: Facts) -> None:
    """Where it is decided; so does each claim that decides it, and each that takes a side for an explanation."""
    weak = Trust("low", ("3",), fragile=True)
    held = replace(facts)
    sure = {name: Trust("high") for name in facts.trusts}
    held.__dict__["trusts"] = {**sure, "batchnorm_raises_test_accuracy": weak}
    found = gather(held)
    assert found is not None
    said = "low certainty, depends on one seed (3)"
    assert [(each.trust, [by.trust for by in each.decided_by]) for each in found.answers] == [
        (said, ["high certainty", said]),
        ("", [""]),
    ]
    shift, smooth = found.explanations
    assert [trust for side in smooth.cells[2] for _, trust in side.claims] == [said]
    assert [trust for side in smooth.cells[0] for _, trust in side.claims] == [""]  # silent
    assert all(trust for side in shift.cells[1] for _, trust in side.claims)


def test_a_study_without_questions_has_no_such_section(small: Any, page: str) -> None:  # noqa: ANN401
    """Where there are some the page begins with their answers."""
    claim = {"metric": "test_loss", "arm": "vgg.batchnorm", "versus": "vgg.standard", "margin": 0.1}
    assert gather(small.facts({}, "superiority", claim)) is None
    assert re.findall(r'<section id="([^"]+)"', page)[:2] == ["questions", "verdicts"]


def test_the_page_names_no_arm_by_its_identifier(page: str) -> None:
    """But in code: people read labels, in text, captions, alt texts and tables for download alike."""
    prose = re.sub(r"<code>.*?</code>|<script>.*?</script>", "", page)
    assert re.findall(r"\b(?:vgg|resnet)\.\w+", prose) == []

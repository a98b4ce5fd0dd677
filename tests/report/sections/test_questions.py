"""The study's questions with their answers, and its explanations with the claims for and against them."""

import re
from typing import Any

from bnreport.report.facts import Facts
from bnreport.report.sections.questions import ClaimsOfSide, gather


def test_each_question_has_its_answer_and_who_decided_it(facts: Facts) -> None:
    """In the study's order, with the claims' own sentences."""
    found = gather(facts)
    assert found is not None
    asked, claims = facts.study.questions, facts.study.hypotheses
    assert [(each.ask, each.badge.kind, [link.name for link in each.decided_by]) for each in found.answers] == [
        (asked["noise"].ask, "supported", ["noise_does_not_harm_accuracy", "batchnorm_raises_test_accuracy"]),
        (asked["elsewhere"].ask, "inconclusive", ["batchnorm_helps_the_small_net"]),
    ]
    assert all(link.claim == claims[link.name].claim for each in found.answers for link in each.decided_by)


def test_each_explanation_has_claims_for_against_and_silent(facts: Facts) -> None:
    """Present, needed, enough; an aspect that no claim tests is empty."""
    found = gather(facts)
    assert found is not None

    def said(cell: tuple[ClaimsOfSide, ...]) -> list[tuple[str, list[int]]]:
        return [(side.word, [facts.numbers[link.name] for link in side.claims]) for side in cell]

    assert {each.label: [*map(said, each.cells)] for each in found.explanations} == {
        "Less internal covariate shift": [[], [("for", [2]), ("against", [1])], []],
        "A smoother loss": [[("silent", [4])], [], [("for", [2])]],
    }


def test_a_study_without_questions_has_no_such_section(small: Any, page: str) -> None:  # noqa: ANN401
    """Where there are some it stands right after the verdicts."""
    claim = {"metric": "test_loss", "arm": "vgg.batchnorm", "versus": "vgg.standard", "margin": 0.1}
    assert gather(small.facts({}, "superiority", claim)) is None
    assert re.findall(r'<section id="([^"]+)"', page)[:2] == ["verdicts", "questions"]


def test_the_page_names_no_arm_by_its_identifier(page: str) -> None:
    """But in code: people read labels, in text, captions, alt texts and tables for download alike."""
    prose = re.sub(r"<code>.*?</code>|<script>.*?</script>", "", page)
    assert re.findall(r"\b(?:vgg|resnet)\.\w+", prose) == []

"""Explanations with the claims for and against them."""

from dataclasses import replace
from typing import Any

from bnreport.judge.trust import Trust
from bnreport.report.facts import Facts
from bnreport.report.sections.explanations import ClaimsOfSide, gather


def test_each_explanation_has_claims_for_against_silent_and_not_run(facts: Facts) -> None:
    """Present, needed, enough; an aspect that no claim tests is empty."""
    found = gather(facts)
    assert found is not None

    def said(cell: tuple[ClaimsOfSide, ...]) -> list[tuple[str, list[int]]]:
        return [(side.word, [facts.numbers[claim.name] for claim in side.claims]) for side in cell]

    assert {each.label: [*map(said, each.cells)] for each in found} == {
        "Less internal covariate shift": [[], [("for", [2]), ("against", [1])], []],
        "A smoother loss": [[("silent", [4])], [], [("for", [2])]],
    }
    unrun = replace(facts, verdicts=tuple(replace(each, verdict="not_run") for each in facts.verdicts))
    found = gather(unrun)
    assert found is not None
    assert [*map(said, found[1].cells)] == [[("not run", [4])], [], [("not run", [2])]]


def test_a_side_says_how_sure_it_is_and_what_it_hangs_on(facts: Facts) -> None:
    """Where it is taken; what is silent says nothing."""
    weak = Trust("low", ("3",), fragile=True)
    held = replace(facts)
    sure = {name: Trust("high") for name in facts.trusts}
    held.__dict__["trusts"] = {**sure, "batchnorm_raises_test_accuracy": weak}
    found = gather(held)
    assert found is not None
    shift, smooth = found
    assert [each.trust for side in smooth.cells[2] for each in side.claims] == [str(weak)]
    assert [each.trust for side in smooth.cells[0] for each in side.claims] == [""]  # silent
    assert all(each.trust for side in shift.cells[1] for each in side.claims)


def test_a_study_that_explains_nothing_has_no_such_section(small: Any) -> None:  # noqa: ANN401
    """It names no mechanism."""
    claim = {"metric": "test_loss", "arm": "vgg.batchnorm", "versus": "vgg.standard", "margin": 0.1}
    assert gather(small.facts({}, "superiority", claim, explanations={})) is None

"""What stands beside the paper's own number."""

import pytest

from bnreport.hypotheses.shared.evidence import STEP, Evidence, Part
from bnreport.judge.agreement import agree, direction_beside, has_own_steps
from bnreport.judge.answer import Answer
from bnreport.stats.mean import Mean
from bnreport.stats.region import Region
from bnreport.study.schema import Hypothesis

HARMLESS, BETTER, ALIKE = Region(low=-0.02), Region(low=0.02), Region(-0.02, 0.02)


def _evidence(effect: float, null: float = 0.0) -> Evidence:
    """Two seeds about an effect."""
    return Evidence("1", "", Mean.of([effect - 0.1, effect + 0.1]), null=null)


@pytest.mark.parametrize(
    ("answer", "says", "direction", "agreement"),
    [
        ("supported", "supported", -1, "replicates"),
        ("refuted", "refuted", 1, "replicates"),
        ("supported", "refuted", 1, "contradicts"),
        ("refuted", "supported", 1, "contradicts"),
        ("inconclusive", "supported", 1, "same_direction"),
        ("inconclusive", "supported", -1, "other_direction"),
        ("inconclusive", "supported", 0, "cannot_tell"),
        ("supported", "silent", 0, "cannot_tell"),
        ("not_run", "supported", 0, "cannot_tell"),
    ],
)
def test_a_decided_verdict_is_compared_and_an_open_one_points(
    answer: Answer, says: str, direction: int, agreement: str
) -> None:
    """At any scale but a toy's; a claim that gets no verdict is compared with nothing."""
    options = {"metric": "accuracy", "arm": "x.a", "versus": "x.b", "margin": 0.02}
    held = {"claim": "c", "test": {"superiority": options}, "why_this_margin": "w"}
    told = Hypothesis.model_validate(held | {"paper": {"says": says, "where": "Fig. 1"}})
    assert agree(answer, told, "paper", direction) == agree(answer, told, "reduced", direction) == agreement
    for other, scale in ((told, "toy"), (Hypothesis.model_validate(held), "paper")):
        assert agree(answer, other, scale, direction) == "not_comparable"  # type: ignore[arg-type]
    assert agree(answer, told.model_copy(update={"primary": False}), "paper", direction) == "not_comparable"


@pytest.mark.parametrize(
    ("says", "region", "effects", "direction"),
    [
        ("supported", BETTER, (0.01, -0.01, 0.0), (1, -1, 0)),
        ("refuted", HARMLESS, (-0.01, 0.01), (1, -1)),
        ("refuted", BETTER, (0.01, -0.01), (0, 0)),
        ("supported", HARMLESS, (0.01, -0.01), (0, 0)),
        ("supported", ALIKE, (0.01, -0.01), (0, 0)),
        ("refuted", ALIKE, (0.03, -0.03), (0, 0)),
        ("silent", BETTER, (0.01, -0.01), (0, 0)),
    ],
)
def test_the_paper_names_a_side_where_all_that_it_allows_lies_there(
    says: str, region: Region, effects: tuple[float, ...], direction: tuple[int, ...]
) -> None:
    """An effect too small for the margin counts; a claim that is true on both sides of no effect names none."""
    assert tuple(direction_beside(says, _evidence(effect), region) for effect in effects) == direction


def test_no_effect_is_what_the_evidence_says() -> None:
    """A ratio of 0.9 lies below 1."""
    assert direction_beside("supported", _evidence(0.9, null=1.0), Region(low=1.25)) == -1


@pytest.mark.parametrize(
    ("says", "effects", "direction"),
    [
        ("supported", (0.01, 0.3), 1),
        ("supported", (-0.01, 0.3), -1),
        ("refuted", (-0.01, -0.3), 0),
    ],
)
def test_every_part_must_lie_on_its_side(says: str, effects: tuple[float, ...], direction: int) -> None:
    """Whatever the slack of the whole; a paper that refutes several together does not say which."""
    parts = tuple(Part(STEP, BETTER, _evidence(effect)) for effect in effects)
    whole = Evidence("1", "", Mean.of([0.1, 0.2]), parts=parts)
    assert direction_beside(says, whole, Region(low=0)) == direction
    assert direction_beside("supported", Evidence("1", "", None), BETTER) == 0


@pytest.mark.parametrize(
    ("claims", "papers", "own"),
    [("early", None, False), ("early", "early", False), ("early", "late", True), (None, "late", True)],
)
def test_the_papers_steps_are_the_claims_unless_it_names_others(
    claims: str | None,
    papers: str | None,
    own: bool,  # noqa: FBT001
) -> None:
    """By the name of the window."""
    options = {"metric": "accuracy", "arm": "x.a", "versus": "x.b", "margin": 0.02, "window": claims}
    paper = {"says": "supported", "where": "Fig. 1", "value": 1.0, "window": papers}
    held = {"claim": "c", "test": {"superiority": options}, "why_this_margin": "w", "paper": paper}
    assert has_own_steps(Hypothesis.model_validate(held)) == own

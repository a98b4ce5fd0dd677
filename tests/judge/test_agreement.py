"""What stands beside the paper's own number."""

from typing import Any

import numpy as np
import pytest
from pydantic import ValidationError

from bnreport.hypotheses.shared.evidence import STEP, Evidence, Part
from bnreport.judge.agreement import agree, direction_beside, has_own_steps
from bnreport.judge.answer import Answer, decide
from bnreport.stats.mean import Mean
from bnreport.stats.region import Region
from bnreport.study.schema import Hypothesis, Scale

HARMLESS, BETTER, ALIKE = Region(low=-0.02), Region(low=0.02), Region(-0.02, 0.02)
NOTHING = Evidence("1", "", None)


def _evidence(effect: float, null: float = 0.0) -> Evidence:
    """Two seeds about an effect."""
    return Evidence("1", "", Mean.of([effect - 0.1, effect + 0.1]), null=null)


def _agreement(
    answer: Answer,
    says: str,
    direction: int,
    scale: Scale = "paper",
    *,
    beside: Evidence = NOTHING,
    **paper: Any,  # noqa: ANN401
) -> str:
    """Compare a claim with what a paper says of it."""
    options = {"metric": "accuracy", "arm": "x.a", "versus": "x.b", "margin": 0.02}
    held = {"claim": "c", "test": {"superiority": options}, "why_this_margin": "w"}
    told = Hypothesis.model_validate(held | {"paper": {"says": says, "where": "Fig. 1", **paper}})
    return agree((answer, ""), told, scale, direction, beside)


@pytest.mark.parametrize(
    ("answer", "found"),
    [("refuted", "same_direction"), ("supported", "replicates"), ("inconclusive", "same_direction")],
)
def test_a_number_that_nothing_predicts_is_not_contradicted(answer: Answer, found: str) -> None:
    """Of times and shares there is no prediction interval: 1.4 beside our 1.4 may miss a margin of 1.5, and agrees."""
    assert _agreement(answer, "supported", 1, value=1.4, beside=NOTHING) == found


@pytest.mark.parametrize(
    ("answer", "says", "direction", "at_its_scale", "reduced"),
    [
        ("supported", "supported", 1, "replicates", "same_direction"),
        ("supported", "supported", 0, "replicates", "same_direction"),
        ("refuted", "refuted", 0, "replicates", "same_direction"),
        ("supported", "refuted", 0, "contradicts", "other_direction"),
        ("refuted", "supported", -1, "contradicts", "other_direction"),
        ("refuted", "supported", 1, "contradicts", "same_direction"),
        ("inconclusive", "supported", 1, "same_direction", "same_direction"),
        ("inconclusive", "supported", -1, "other_direction", "other_direction"),
        ("inconclusive", "supported", 0, "cannot_tell", "cannot_tell"),
        ("supported", "silent", 0, "cannot_tell", "cannot_tell"),
        ("not_run", "supported", 0, "cannot_tell", "cannot_tell"),
    ],
)
def test_without_a_number_verdict_stands_against_verdict(
    answer: Answer, says: str, direction: int, at_its_scale: str, reduced: str
) -> None:
    """At the paper's own scale alone; smaller networks have a direction at most."""
    assert _agreement(answer, says, direction) == at_its_scale
    assert _agreement(answer, says, direction, "reduced") == reduced
    assert _agreement(answer, says, direction, "toy") == "not_comparable"


def test_what_was_not_tested_is_not_compared() -> None:
    """Nor is a claim that gets no verdict, or of which the paper says nothing."""
    options = {"metric": "accuracy", "arm": "x.a", "versus": "x.b", "margin": 0.02}
    held = {"claim": "c", "test": {"superiority": options}, "why_this_margin": "w"}
    alone = Hypothesis.model_validate(held)
    told = Hypothesis.model_validate(held | {"paper": {"says": "supported", "where": "Fig. 1"}})
    assert agree(("inconclusive", "at_chance"), told, "paper", 1, NOTHING) == "not_comparable"
    assert agree(("inconclusive", "imprecise"), told, "paper", 1, NOTHING) == "same_direction"
    assert agree(("supported", ""), alone, "paper", 1, NOTHING) == "not_comparable"
    later = told.model_copy(update={"primary": False})
    assert agree(("exploratory", ""), later, "paper", 1, NOTHING) == "not_comparable"


NEAR, WIDE = Mean(0.40, 0.04, 5), Mean(0.40, 0.5, 5)


@pytest.mark.parametrize(
    ("estimate", "answer", "direction", "paper", "agreement"),
    [
        (NEAR, "refuted", 1, {"value": 0.4}, "replicates"),  # +.4 against +.40 [.35, .45], at a margin of 1
        (NEAR, "supported", 1, {"value": 0.4}, "replicates"),
        (NEAR, "inconclusive", 1, {"value": 0.45}, "replicates"),
        (NEAR, "supported", 1, {"value": 0.55}, "same_direction"),
        (NEAR, "refuted", 1, {"value": 0.55}, "contradicts"),
        (NEAR, "refuted", -1, {"value": -0.4}, "contradicts"),
        (NEAR, "supported", 0, {"value": 0.55}, "same_direction"),
        (NEAR, "supported", 1, {"value": 0.48}, "replicates"),
        (NEAR, "supported", 1, {"value": 0.48, "n": 100}, "same_direction"),
        (NEAR, "supported", 1, {"value": 0.48, "sd": 0.001}, "same_direction"),
        (WIDE, "refuted", 1, {"value": 0.55}, "same_direction"),
        (WIDE, "refuted", -1, {"value": 0.55}, "other_direction"),
        (WIDE, "refuted", 0, {"value": 0.55}, "cannot_tell"),
        (WIDE, "supported", 1, {"value": 0.55}, "replicates"),
    ],
)
def test_a_number_is_replicated_where_ours_expects_it(
    estimate: Mean, answer: Answer, direction: int, paper: dict[str, Any], agreement: str
) -> None:
    """And where that names a side; a contradiction needs an opposing verdict and a number outside."""
    beside = Evidence("1", "", estimate)
    assert _agreement(answer, "supported", direction, beside=beside, **paper) == agreement


def test_a_number_of_other_networks_is_not_compared() -> None:
    """A smaller scale has a direction, whatever was printed."""
    beside = Evidence("1", "", NEAR)
    assert _agreement("refuted", "supported", 1, "reduced", beside=beside, value=0.4) == "same_direction"
    assert _agreement("refuted", "supported", -1, "reduced", beside=beside, value=-0.4) == "other_direction"


def test_a_spread_needs_its_number() -> None:
    """Nobody knows what it would be a spread of."""
    with pytest.raises(ValidationError, match="write it as `value`"):
        _agreement("supported", "supported", 1, sd=0.1)


@pytest.mark.parametrize("n", [5, 10])
def test_two_studies_of_one_effect_seldom_contradict(n: int) -> None:
    """Ours at a margin that is not the paper's: a contradiction needs numbers that part, in 5 % of such pairs.

    By the verdicts alone all pairs whose verdicts oppose would be: most of them.
    """
    rng, region, found, opposed = np.random.default_rng(0), Region(low=1.0), 0, 0
    for ours, paper in zip(rng.normal(0.4, 0.3, (600, n)), rng.normal(0.4, 0.3, 600), strict=True):
        mean = Mean.of(ours)
        answer = decide(mean.interval(0.05), region)
        opposed += answer == "refuted"
        beside = Evidence("1", "", mean)
        found += _agreement(answer, "supported", 1, beside=beside, value=float(paper)) == "contradicts"
    assert opposed > 400
    assert found / 600 < 0.05 + 4 * (0.05 * 0.95 / 600) ** 0.5


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
        ("supported", (-0.01, 0.3), 0),
        ("supported", (-0.01, -0.3), -1),
        ("refuted", (-0.01, -0.3), 0),
    ],
)
def test_all_parts_must_lie_on_one_side(says: str, effects: tuple[float, ...], direction: int) -> None:
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

"""An answer is as sure as the verdicts it rests on, and hangs on what these hang on."""

from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

import pytest

from bnreport.judge.certainty import Certainty
from bnreport.judge.questions import Answered
from bnreport.judge.trust import Trust, trust_in, trusts
from bnreport.study.questions import Question
from tests.judge.variants import A, B, explore, rising_to

if TYPE_CHECKING:
    from bnreport.judge.answer import Answer

TRUSTS = {"sure": Trust("high"), "weak": Trust("low", ("3",), fragile=True), "odd": Trust("high", fragile=True)}


@pytest.mark.parametrize(
    ("answer", "verdicts", "expected"),
    [
        ("supported", {"sure": "supported"}, TRUSTS["sure"]),
        ("supported", {"sure": "supported", "weak": "supported"}, TRUSTS["weak"]),
        ("supported", {"odd": "supported", "weak": "supported"}, TRUSTS["weak"]),
        ("refuted", {"sure": "supported", "weak": "refuted"}, TRUSTS["weak"]),
        ("refuted", {"sure": "refuted", "weak": "refuted"}, TRUSTS["sure"]),
        ("refuted", {"odd": "refuted", "sure": "refuted"}, TRUSTS["sure"]),
        ("inconclusive", {"sure": "supported", "weak": "inconclusive"}, None),
        ("inconclusive", {"sure": "inconclusive"}, None),
        ("not_run", {"sure": "not_run"}, None),
    ],
)
def test_an_answer_rests_on_what_decides_it(answer: "Answer", verdicts: dict[str, str], expected: Trust | None) -> None:
    """All claims where all hold, so the least sure counts; any that is refuted, so the surest; nothing undecided."""
    asked = Answered(Question.model_validate({"ask": "So?", "decided_by": [*verdicts]}), answer)
    found = cast("Any", [SimpleNamespace(hypothesis=name, verdict=held) for name, held in verdicts.items()])
    assert trust_in(asked, found, TRUSTS) == expected


@pytest.mark.parametrize(
    ("trust", "said"),
    [
        (Trust("high"), "high certainty"),
        (Trust("low", ("3",), fragile=True), "low certainty, lost without seed 3"),
        (Trust("low", ("0", "2", "4"), fragile=True), "low certainty, lost without seed 0, 2 or 4"),
        (Trust("moderate", fragile=True), "moderate certainty, fragile: other analyses disagree"),
    ],
)
def test_it_is_said_in_a_few_words(trust: Trust, said: str) -> None:
    """The seed that takes a verdict away is the first thing that a reader must know."""
    assert str(trust) == said


def test_each_verdict_has_its_own() -> None:
    """Seeds that it hangs on are those of its sensitivity; without variants it hangs on none."""
    fragile = explore(rising_to(a=[*A[:5], 1.3], b=B), margin=0.003)
    rated = {name: Certainty("moderate", ()) for name in ("h0", "h1")}
    found = trusts(rated, {"h0": fragile})
    assert found == {"h0": Trust("moderate", fragile.flipping, fragile.fragile), "h1": Trust("moderate")}

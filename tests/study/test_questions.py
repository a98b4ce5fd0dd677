"""What a reader asks, and what explains it."""

import pytest
from pydantic import ValidationError

from bnreport.study.questions import BearsOn, Question


@pytest.mark.parametrize(("written", "read"), [("one", ("one",)), (["one", "two"], ("one", "two"))])
def test_one_claim_decides_or_several(written: object, read: tuple[str, ...]) -> None:
    """A single one needs no list."""
    assert Question.model_validate({"ask": "Is it so?", "decided_by": written}).decided_by == read


@pytest.mark.parametrize("written", [[], "Not a name", None])
def test_nothing_decides_no_question(written: object) -> None:
    """Nor does what cannot be a claim's name."""
    with pytest.raises(ValidationError):
        Question.model_validate({"ask": "Is it so?", "decided_by": written})


@pytest.mark.parametrize("gone", ["tests", "supported", "refuted"])
def test_what_either_verdict_says_is_said_beforehand(gone: str) -> None:
    """Nothing is left for when the verdict is known."""
    whole = {"tests": "present", "supported": "for", "refuted": "silent"}
    assert BearsOn.model_validate(whole).model_dump() == whole
    with pytest.raises(ValidationError, match=gone):
        BearsOn.model_validate({name: held for name, held in whole.items() if name != gone})

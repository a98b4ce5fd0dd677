"""A hypothesis: the kind of its test is a key of its own."""

from typing import Any

import pytest
from pydantic import ValidationError

from bnreport.errors import SpecError
from bnreport.study.choice import Choice
from bnreport.study.hypothesis import Hypothesis

OPTIONS = {"metric": "m", "arm": "e.a", "versus": "e.b", "margin": 0.1}
HELD: dict[str, Any] = {"claim": "c", "why_this_margin": "w"}


def test_the_kind_is_the_key() -> None:
    """As it stands in the file, and as it is resolved, it is the same; every option has its default."""
    written = Hypothesis.model_validate({**HELD, "superiority": OPTIONS})
    assert (written.test.name, written.test.options["reduce"]) == ("superiority", "final")
    assert Hypothesis.model_validate({**HELD, "test": Choice("superiority", written.test.options)}) == written
    assert (written.primary, written.paper, written.expected_sd, written.bears_on) == (True, None, None, {})


@pytest.mark.parametrize(
    ("tests", "said"),
    [
        ({}, "test"),
        ({"superiority": OPTIONS, "equivalence": OPTIONS}, r"has 2 tests \(superiority, equivalence\)"),
        ({"superiorty": OPTIONS}, "unknown"),
        ({"better": OPTIONS}, "unknown"),
    ],
)
def test_it_has_one_test_of_a_known_kind(tests: dict[str, Any], said: str) -> None:
    """None, two, one misspelt, one that is spelt like nothing."""
    with pytest.raises((ValidationError, SpecError), match=said):
        Hypothesis.model_validate({**HELD, **tests})


@pytest.mark.parametrize("gone", ["claim", "why_this_margin"])
def test_claim_and_reason_are_needed(gone: str) -> None:
    """A margin without a reason is a number that the results may have chosen."""
    held = {name: text for name, text in HELD.items() if name != gone}
    with pytest.raises(ValidationError, match=gone):
        Hypothesis.model_validate({**held, "superiority": OPTIONS})


def test_the_schema_offers_each_kind_once() -> None:
    """In the file's form: exactly one of the kinds, no `test`."""
    described = Hypothesis.model_json_schema()
    described = described.get("$defs", {}).get("Hypothesis", described)
    kinds = [each["required"][0] for each in described["oneOf"]]
    assert {"superiority", "all_of"} <= {*kinds} <= {*described["properties"]}
    assert "test" not in described["properties"]
    assert "test" not in described["required"]

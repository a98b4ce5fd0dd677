"""Which values are tried for which arms."""

from typing import Any

import pytest
from pydantic import ValidationError

from bnreport.study.tuning import Tuning

RULE = {"metric": "train_accuracy"}


def tuning(**fields: Any) -> Tuning:  # noqa: ANN401
    """Return the tuning of a learning rate."""
    return Tuning.model_validate({"vary": "optimizer.lr", "select": RULE} | fields)


def test_a_list_is_for_every_arm_or_those_that_are_named() -> None:
    """In both cases each arm has all of it."""
    assert tuning(values=[0.1, 0.3]).tried(["a", "b"]) == {"a": (0.1, 0.3), "b": (0.1, 0.3)}
    assert tuning(values=[0.1, 0.3], arms=["b"]).tried(["a", "b"]) == {"b": (0.1, 0.3)}


def test_lists_by_arm_name_the_arms() -> None:
    """An arm without a list is not tuned."""
    assert tuning(values={"b": [0.1, 0.3]}).tried(["a", "b"]) == {"b": (0.1, 0.3)}


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"values": {"a": [0.1, 0.3], "b": [0.1, 0.3, 1.0]}}, r"the same budget.*\(a 2, b 3\)"),
        ({"values": {"a": [0.1, 0.3]}, "arms": ["a"]}, "name the arms already"),
        ({"values": [0.1]}, "at least 2 items"),
        ({"values": [0.1, 0.3], "seeds": 0}, "greater than or equal to 1"),
        ({"values": [0.1, 0.3], "select": {}}, "Field required"),
    ],
)
def test_what_is_no_fair_tuning_is_refused(fields: dict[str, Any], said: str) -> None:
    """Budgets that are not equal, arms named twice, nothing to select from, no run, no rule."""
    with pytest.raises(ValidationError, match=said):
        tuning(**fields)

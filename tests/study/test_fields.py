"""The kinds of value that a study is made of."""

from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError
from pydantic_core import PydanticCustomError

from bnreport.study.fields import Looks, Name, OwnLooks, unlike
from bnreport.study.schema import Experiment

RECIPE = {"dataset": "digits", "model": "vgg", "optimizer": {"sgd": {"lr": 0.1}}, "steps": 5}


@pytest.mark.parametrize(("kind", "looks"), [(Looks, [5]), (Looks, [5, 10]), (OwnLooks, [5, 5]), (OwnLooks, [2, 4])])
def test_looks_that_rise_are_read(kind: Any, looks: list[int]) -> None:  # noqa: ANN401
    """An experiment's own may stand still."""
    assert TypeAdapter(kind).validate_python(looks) == tuple(looks)


@pytest.mark.parametrize(
    ("kind", "looks"),
    [(Looks, [5, 5]), (Looks, [5, 2]), (OwnLooks, [5, 2]), (Looks, []), (Looks, [0]), (Looks, [1001])],
)
def test_looks_that_do_not_are_refused(kind: Any, looks: list[int]) -> None:  # noqa: ANN401
    """Nor are there looks at no seed, at none of them, or at more than anybody trains."""
    with pytest.raises(ValidationError):
        TypeAdapter(kind).validate_python(looks)


@pytest.mark.parametrize("name", ["Vgg", "9a", "_a", "a-b", "a b", "", "a" * 65, 3])
def test_a_name_is_lower_case_words(name: object) -> None:
    """It is part of paths in the file and of options of the command line."""
    with pytest.raises(ValidationError):
        TypeAdapter(Name).validate_python(name)


def test_two_that_read_alike_are_refused() -> None:
    """A label may not be what another reads without one."""
    held = {
        name: Experiment.model_validate({"label": label, "recipe": RECIPE, "arms": {"a": {"norm": "none"}}})
        for name, label in (("small_net", None), ("other", "small net"))
    }
    with pytest.raises(PydanticCustomError, match="experiments small_net and other both read 'small net'"):
        unlike("experiments", held)
    assert unlike("experiments", {"small_net": held["small_net"]}) == {"small_net": held["small_net"]}

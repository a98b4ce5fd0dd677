"""Types and defaults of options are read from a file's text, and nothing in it is run."""

import ast
from pathlib import Path
from typing import Annotated, Any, Literal, get_args

import pytest

from bnreport.errors import SpecError
from bnreport.registry import Count, Positive
from bnreport.registry.annotations import default_value, option_type

HOSTILE = [
    "__import__('os').system('false')",
    "Count.__class__",
    "options.Count",
    "[Count for _ in range(3)][0]",
    "(lambda: Count)()",
    "list[__import__('os')]",
    "Literal[open('x')]",
    "Literal[1.5]",
    "Count if True else Positive",
    "Count & Positive",
    "(name := Count)",
    "list",
    "list[int, str]",
    "dict[int]",
    "Count[int]",
    "Any",
    "Annotated[int, 1]",
    "f'{Count}'",
    "'Count('",
    "'__import__(\"os\")'",
    "1",
]


def read(annotation: str) -> Any:  # noqa: ANN401  (a type)
    """Return the type of `def f(*, x: annotation)`."""
    function = ast.parse(f"def f(*, x: {annotation}): ...").body[0]
    assert isinstance(function, ast.FunctionDef)
    return option_type(function.args.kwonlyargs[0], Path("parts/f.py"))


@pytest.mark.parametrize(
    ("annotation", "expected"),
    [
        ("Count", Count),
        ("'Count'", Count),
        ("Count | None", Count | None),
        ("'Positive | None'", Positive | None),
        ("list[Count]", list[Count]),
        ("list['Count']", list[Count]),
        ("list[dict[str, dict[str, object]]]", list[dict[str, dict[str, object]]]),
        ("Literal[18, 34]", Literal[18, 34]),
        ("Literal['cifar', 'imagenet'] | None", Literal["cifar", "imagenet"] | None),
        ("bool | int | float | str", bool | int | float | str),
    ],
)
def test_types_are_read_from_the_text(annotation: str, expected: object) -> None:
    """Each form that options have, in quotes or not."""
    assert read(annotation) == expected


def test_the_bounds_come_along() -> None:
    """A name stands for all that `options` says of it."""
    assert get_args(read("Count")) == get_args(Count) != get_args(Annotated[int, 1])


@pytest.mark.parametrize("annotation", HOSTILE)
def test_what_is_no_type_is_refused_unrun(annotation: str) -> None:
    """Calls, attributes, comprehensions and the like: one line with file, place, parameter and text."""
    with pytest.raises(SpecError) as caught:
        read(annotation)
    said = str(caught.value)
    assert said.startswith("parts/f.py:1:10: x: its annotation is no type that an option can have. Got ")
    assert "\n" not in said
    assert "Known: ArmName, " in said


def test_a_parameter_without_annotation_is_refused() -> None:
    """Every option has a type."""
    function = ast.parse("def f(*, x): ...").body[0]
    assert isinstance(function, ast.FunctionDef)
    with pytest.raises(SpecError, match=r"f\.py:1:10: x: .* It has none\. Known"):
        option_type(function.args.kwonlyargs[0], Path("f.py"))


def test_a_default_that_must_be_computed_is_refused() -> None:
    """Literals alone."""
    function = ast.parse("def f(*, x: Count = [1, 2.5], y: Count = open('x')): ...").body[0]
    assert isinstance(function, ast.FunctionDef)
    (x, y), (plain, computed) = function.args.kwonlyargs, function.args.kw_defaults
    assert plain is not None
    assert default_value(x, plain, Path("f.py")) == [1, 2.5]
    assert computed is not None
    with pytest.raises(SpecError, match=r"^f\.py:1:31: y: its default must be written out.*Got open\('x'\)\.$"):
        default_value(y, computed, Path("f.py"))

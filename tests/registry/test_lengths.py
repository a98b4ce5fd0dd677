"""Lengths of training: steps, shares of the steps, epochs."""

import pytest
from pydantic import BaseModel, ConfigDict, ValidationError

from bnreport.registry import Count, Every, Length, Testing, in_steps


class Options(BaseModel):
    """What a plug-in's options may hold."""

    model_config = ConfigDict(validate_default=True)
    every: Every = Every(Length(10))
    until: Length | None = None
    size: Count = 3


@pytest.mark.parametrize(
    ("written", "steps"),
    [(200, 200), ("200 steps", 200), ("10 %", 400), ("2.5%", 100), ("30 epochs", 600), ("1 epoch", 20), (0, 0)],
)
def test_a_length_in_steps(written: int | str, steps: int) -> None:
    """Of 4,000 steps with 20 an epoch."""
    assert Length.read(written).steps(4000, 20) == steps


def test_a_length_above_0_is_a_step_at_least() -> None:
    """A thousandth of a short run is one step, not none."""
    assert Length.read("0.1 %").steps(50) == 1


@pytest.mark.parametrize(
    "written", [True, -1, 1.5, "ten", "10 %%", "101 %", "1.5 steps", "-3 %", None, [1], 2_000_000_000]
)
def test_what_is_no_length(written: object) -> None:
    """Each is refused in a line that shows the forms."""
    with pytest.raises(ValidationError, match=r"whole steps \(200\), a share of the steps \(10 %\)"):
        Options.model_validate({"until": written} if written is not None else {"every": None})


def test_epochs_need_their_length() -> None:
    """Where the data set does not say how many samples it has, epochs mean nothing."""
    with pytest.raises(ValueError, match="30 epochs cannot be told in steps"):
        Length.read("30 epochs").steps(4000)


@pytest.mark.parametrize(
    ("written", "whole", "steps"),
    [
        ({"share": "1 %", "at_least": 20}, 15000, 150),
        ({"share": "1 %", "at_least": 20}, 50, 20),
        ("5 %", 400, 20),
        (7, 400, 7),
    ],
)
def test_every(written: object, whole: int, steps: int) -> None:
    """A share of the steps, but never fewer than `at_least`."""
    assert Every.read(written).steps(whole) == steps


@pytest.mark.parametrize(
    "written",
    [
        0,
        "0 %",
        {"share": 10, "at_least": 2},
        {"at_least": 2},
        {"share": "1 %", "at_least": 0},
        {"share": "1 %", "most": 3},
    ],
)
def test_what_is_no_interval(written: object) -> None:
    """Readings are at least a step apart; the named form takes a share and `at_least`, nothing else."""
    with pytest.raises(ValidationError, match="must be a length of training"):
        Options.model_validate({"every": written})


@pytest.mark.parametrize("written", [200, "10 %", "30 epochs", {"share": "1 %", "at_least": 20}])
def test_options_are_kept_as_written(written: object) -> None:
    """What is validated and dumped is what stood in the file, and validates again."""
    assert Options.model_validate({"every": written}).model_dump(mode="json")["every"] == written


def test_options_in_steps() -> None:
    """Every length becomes a number of steps; what is no length stays as it is."""
    held = Options.model_validate({"every": "1 %", "until": "50 %"}).model_dump()
    assert in_steps(Options, held, 1000) == {"every": 10, "until": 500, "size": 3}


def test_the_json_schema_shows_every_form() -> None:
    """Editors offer whole numbers, text with a unit, and `share` with `at_least`."""
    [whole, text, named] = Options.model_json_schema()["properties"]["every"]["oneOf"]
    assert [whole["type"], text["type"], sorted(named["properties"])] == ["integer", "string", ["at_least", "share"]]


class WithTest(BaseModel):
    """What a probe's options may hold."""

    test: Testing


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ({"every": 30}, {"every": 30, "samples": None}),
        ({"every": "10 %", "samples": 2000}, {"every": 40, "samples": 2000}),
        ({"every": {"share": "10 %", "at_least": 100}, "samples": None}, {"every": 100, "samples": None}),
    ],
)
def test_the_interval_of_a_test_comes_to_steps(written: object, expected: object) -> None:
    """Of a run of 400; the number of samples stays as it is."""
    held = WithTest.model_validate({"test": written}).model_dump()
    assert in_steps(WithTest, held, 400) == {"test": expected}


@pytest.mark.parametrize("written", [{"every": "10 %"}, {"every": 30, "samples": 5}])
def test_a_test_is_kept_as_written(written: object) -> None:
    """What is validated and dumped is what stood in the file."""
    assert WithTest.model_validate({"test": written}).model_dump(mode="json") == {"test": written}


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ({"samples": 5}, "must say when to test"),
        ({"every": 5, "sample": 5}, "must say when to test"),
        (100, "must say when to test"),
        ({"every": 5, "samples": 0}, "on how many samples, 1 or more"),
        ({"every": 5, "samples": "10 %"}, "on how many samples, 1 or more"),
        ({"every": 0}, "must be a length of training"),
    ],
)
def test_what_is_no_test(written: object, said: str) -> None:
    """Each is one line that says the form."""
    with pytest.raises(ValidationError, match=said):
        WithTest.model_validate({"test": written})


def test_the_json_schema_shows_both_keys_of_a_test() -> None:
    """Editors offer them, and refuse others."""
    schema = WithTest.model_json_schema()["properties"]["test"]
    assert sorted(schema["properties"]) == ["every", "samples"]
    assert schema["properties"]["samples"]["minimum"] == 1
    assert not schema["additionalProperties"]

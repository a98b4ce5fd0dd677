"""Pydantic's errors as one line a mistake: where, what, and how to mend it."""

import pytest
from pydantic import ValidationError

from bnreport.errors import Problem
from bnreport.study.problems import in_file_order, place, problems
from bnreport.study.schema import Recipe, Study

RECIPE = {"dataset": "digits", "model": "vgg", "optimizer": {"sgd": {"lr": 0.1}}, "steps": 5}


def told(root: type[Recipe] | type[Study], held: object) -> list[str]:
    """Return what is said of data, as `where: what`."""
    with pytest.raises(ValidationError) as caught:
        root.model_validate(held)
    return [f"{each.where}: {each.what}" for each in problems(caught.value, {(): "x.yaml"}, root)]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"batch_size": "many"}, "batch_size: must be a whole number. Got 'many'."),
        ({"batch_size": 4.0}, "batch_size: must be a whole number. Got 4.0. Write 4."),
        ({"batch_size": 0}, "batch_size: must be greater than or equal to 1. Got 0."),
        ({"batch_szie": 4}, "batch_szie: unknown key 'batch_szie'. Did you mean 'batch_size'? Known here: "),
        ({"model": {"vgg": {"widht": 4}}}, "model.vgg.widht: unknown key 'widht'. Did you mean 'width'? Known here: "),
        ({"model": "vvg"}, "model: unknown model 'vvg'. Did you mean 'vgg'? Known: "),
        ({"model": ["vgg", "vgg"]}, "model: must be one model, by name or as {name: {option: value}}. Got "),
        ({"augment": "crop"}, "augment: must be a list. Got 'crop'."),
        ({"optimizer": {"sgd": {"lr": "2 %"}}}, "optimizer.sgd.lr: must be a number. Got '2 %'. Write 0.02."),
        ({"precision": "fp16"}, "precision: must be 'fp32' or 'bf16'. Got 'fp16'."),
    ],
)
def test_a_mistake_is_one_sentence(change: dict[str, object], said: str) -> None:
    """With the value, and what to write instead where that is known."""
    [line] = told(Recipe, RECIPE | change)
    assert line.startswith(said)


def test_what_is_missing_is_named() -> None:
    """A key misspelt is no second mistake."""
    assert told(Recipe, {name: held for name, held in RECIPE.items() if name != "steps"}) == ["steps: is missing."]
    renamed = {("stpes" if name == "steps" else name): held for name, held in RECIPE.items()}
    [line] = told(Recipe, renamed)
    assert line.startswith("stpes: unknown key 'stpes'. Did you mean 'steps'?")


@pytest.mark.parametrize(
    ("bears_on", "said"),
    [
        (
            "smooth",
            "bears_on: must be names with values. Got 'smooth'. The names are yours; each takes the keys tests,",
        ),
        (
            {"smooth": "present"},
            "bears_on.smooth: must be names with values. Got 'present'. Its keys: tests, supported,",
        ),
        ({"smooth": {"tests": "present", "refuted": "silent"}}, "supported: is missing. One of: for, against, silent."),
    ],
)
def test_what_may_stand_there_is_said(bears_on: object, said: str) -> None:
    """The keys, or the words, where nothing in the study shows them."""
    [line] = [line for line in told(Study, {"hypotheses": {"h": {"bears_on": bears_on}}}) if "bears_on" in line]
    assert said in line


def test_profiles_that_are_missing_are_explained() -> None:
    """Every study needs them, and what they may hold is no guess."""
    assert any(
        line.startswith("profiles: is missing. The names are yours; each takes the keys requires,")
        for line in told(Study, {})
    )


def test_a_place_is_that_of_the_nearest_part_in_the_file() -> None:
    """What a default stands for is found where it could be written."""
    places = {(): "x.yaml:1:1", ("a",): "x.yaml:2:1", ("a", "b", 0): "x.yaml:4:3"}
    asked = [("a", "b", 0), ("a", "b", 1), ("a",), ("c", "d")]
    assert [place(places, where) for where in asked] == ["x.yaml:4:3", "x.yaml:2:1", "x.yaml:2:1", "x.yaml:1:1"]


def test_problems_are_sorted_by_line_and_column() -> None:
    """As numbers; what stands in no file comes first, and what is said twice is said once."""
    found = [Problem(at, "", "w") for at in ("x.yaml:10:2", "x.yaml:9:30", "x.yaml:9:4", "--set a=1", "x.yaml:9:4")]
    assert [each.place for each in in_file_order(found) if isinstance(each, Problem)] == [
        "--set a=1",
        "x.yaml:9:4",
        "x.yaml:9:30",
        "x.yaml:10:2",
    ]

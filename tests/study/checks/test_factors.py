"""Overrides and grids that make no recipe: the one to blame is named."""

from typing import Any

import pytest
from pydantic import ValidationError

from bnreport.study.arms import Experiment
from bnreport.study.checks.factors import arm_faults, crossing_faults, grid_faults, repeated, sentences
from bnreport.study.recipe import Recipe

RECIPE = {"dataset": "digits", "model": {"vgg": {"depth": 11}}, "optimizer": {"sgd": {"lr": 0.1}}, "steps": 5}
RECIPE |= {"batch_size": 10}


def experiment(grid: dict[str, Any] | None = None, **sets: Any) -> Experiment:  # noqa: ANN401
    """Return an experiment of one arm, or of those that set something."""
    arms = {name: {"norm": "none", "set": held} for name, held in (sets or {"a": {}}).items()}
    return Experiment.model_validate({"recipe": RECIPE, "arms": arms, "grid": grid or {}})


@pytest.mark.parametrize(
    ("held", "path", "said"),
    [
        ({"optimizer.lr": -1.0}, "optimizer.lr", "optimizer.sgd.lr: must be greater than 0. Got -1.0."),
        ({"optimizer.rate": 1.0}, "optimizer.rate", ""),
        ({"steps": 7, "batch_size": 0}, "batch_size", "batch_size: must be greater than or equal to 1. Got 0."),
        ({"modle": "vgg"}, "modle", ""),
    ],
)
def test_an_override_of_an_arm_is_blamed(held: dict[str, Any], path: str, said: str) -> None:
    """That one, and not another of the same arm; a sound arm beside it has no fault."""
    [(where, what)] = arm_faults(experiment(good={"steps": 6}, bad=held))
    assert where == ("arms", "bad", "set", path)
    assert said in what


@pytest.mark.parametrize(
    ("grid", "where", "said"),
    [
        ({"optimizer.lr": [0.1, -1.0]}, ("grid", "optimizer.lr", 1), "must be greater than 0. Got -1.0."),
        ({"steps": [5, 6, 5]}, ("grid", "steps", 2), "stands twice among the values. Got 5. Remove one."),
        ({"optimizer.lr": [0.1], "optimizer.sgd.lr": [0.2]}, ("grid", "optimizer.sgd.lr"), "sets the same value as"),
    ],
)
def test_a_value_of_a_grid_is_blamed(grid: dict[str, Any], where: tuple[Any, ...], said: str) -> None:
    """By its place in the list; two factors that reach one value are one too many."""
    [(found, what)] = grid_faults(experiment(grid))
    assert found == where
    assert said in what


def test_what_fails_together_alone_is_found_at_the_grid() -> None:
    """Each value may be right, and no recipe be made of both; one point says it for all."""
    held = experiment({"dataset": ["digits", {"gaussian_linear": {"samples": 20}}], "batch_size": [10, 100]})
    assert [*arm_faults(held), *grid_faults(held)] == []
    [(where, what)] = crossing_faults(held)
    assert where == ("grid",)
    assert what.startswith("at dataset=gaussian_linear/batch_size=100: batch_size: must be 20 at most")


def test_a_sound_experiment_has_no_fault() -> None:
    """Whatever it crosses."""
    held = experiment({"optimizer.lr": [0.1, 0.5], "model.depth": [11, 13]}, a={"steps": 6}, b={"batch_size": 32})
    assert [*arm_faults(held), *grid_faults(held), *crossing_faults(held)] == []


def test_values_are_told_apart() -> None:
    """By what they are, and by what they are called; `true` and 1 are equal in Python, and no repetition."""
    assert [*repeated([0.1, 0.3, 1, True])] == []
    assert [where for where, _ in repeated([0.1, 0.3, 0.1])] == [(2,)]
    [(where, what)] = repeated(["a b", "a/b"])
    assert where == ()
    assert what.startswith("has values that read alike in the names of arms: a_b, a_b.")


def test_a_mistake_in_a_recipe_has_its_place() -> None:
    """The field, and what may stand there."""
    with pytest.raises(ValidationError) as error:
        Recipe.model_validate(RECIPE | {"batch_size": 0})
    assert sentences(error.value) == ["batch_size: must be greater than or equal to 1. Got 0."]

"""An experiment's arms, each with the recipe that it trains: overrides applied, grid crossed."""

from itertools import product
from typing import TYPE_CHECKING, Any, NamedTuple

from bnreport.spec.models import Recipe
from bnreport.spec.override import override

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bnreport.spec.choice import Choice
    from bnreport.spec.models import Arm, Experiment


class Condition(NamedTuple):
    """What one arm trains, seed apart."""

    recipe: Recipe
    norm: "Choice"


def conditions(experiment: "Experiment") -> dict[str, Condition]:
    """Return every arm of an experiment: `bn`, or `bn/lr=0.1`, `bn/lr=0.5` where a grid crosses it.

    Raises:
        UnknownPathError: an override or grid path leads nowhere.
        ValidationError: a value is not one its field takes.
    """
    return {
        name + label: condition(experiment, arm, point)
        for name, arm in experiment.arms.items()
        for label, point in grid_points(experiment.grid)
    }


def condition(experiment: "Experiment", arm: "Arm", point: dict[str, Any]) -> Condition:
    """Apply an arm's overrides and one point of the grid to the recipe."""
    changes = {**arm.set, **point}
    if not changes:
        return Condition(experiment.recipe, arm.norm)
    recipe = experiment.recipe.model_dump()
    for path, value in changes.items():
        override(recipe, path, value)
    return Condition(Recipe.model_validate(recipe), arm.norm)


def grid_points(grid: dict[str, tuple[Any, ...]]) -> "Iterator[tuple[str, dict[str, Any]]]":
    """Cross the factors: a label for the arm's name, and the values by path."""
    for values in product(*grid.values()):
        point = dict(zip(grid, values, strict=True))
        label = "".join(f"/{path.rpartition('.')[2]}={_label(value)}" for path, value in point.items())
        yield label, point


def _label(value: object) -> str:
    return next(iter(value)) if isinstance(value, dict) else str(value)

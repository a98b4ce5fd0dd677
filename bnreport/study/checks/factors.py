"""What is wrong with the recipes that an experiment's arms and grid make, and which override is to blame."""

from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from bnreport.errors import short
from bnreport.study.arms import condition
from bnreport.study.grid import grid_points, labels
from bnreport.study.overrides import UnknownPathError, ordered, override
from bnreport.study.problems import problems
from bnreport.study.schema import Recipe

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bnreport.study.schema import Experiment
    from bnreport.study.yaml import Where

    Finding = tuple[Where, str]


def arm_faults(experiment: "Experiment") -> "Iterator[Finding]":
    """Try each arm's overrides without the grid."""
    for name, arm in experiment.arms.items():
        yield from ((("arms", name, "set", path), what) for path, what in _faults(experiment.recipe, arm.set))


def grid_faults(experiment: "Experiment") -> "Iterator[Finding]":
    """Try each value of the grid on the bare recipe; refuse values and factors that say the same twice."""
    reached: dict[tuple[str, ...], str] = {}
    for path, values in experiment.grid.items():
        wrong: list[Finding] = [
            ((index,), what)
            for index, value in enumerate(values)
            for _, what in _faults(experiment.recipe, {path: value})
        ]
        wrong += repeated(values)
        yield from ((("grid", path, *where), what) for where, what in wrong)
        if wrong:
            continue
        for target in override(experiment.recipe.model_dump(), path, values[0]):
            if target in reached:
                yield ("grid", path), f"sets the same value as {reached[target]}. Remove one."
            reached[target] = path


def repeated(values: "Sequence[object]") -> "Iterator[Finding]":
    """Yield values that stand twice in a list, by their place, or else say of the list that some read alike."""
    twice = [i for i, value in enumerate(values) if value in values[:i] and not isinstance(value, bool)]
    for index in twice:
        yield (index,), f"stands twice among the values. Got {short(values[index])}. Remove one."
    names = labels(values)
    if len({*names}) < len(values) and not twice:
        yield (), f"has values that read alike in the names of arms: {', '.join(names)}. Rename one."


def crossing_faults(experiment: "Experiment") -> "Iterator[Finding]":
    """Try every arm at every point of the grid."""
    if not experiment.grid:
        return
    for arm in experiment.arms.values():
        for label, point in grid_points(experiment.grid):
            try:
                condition(experiment, arm, point)
            except (UnknownPathError, ValidationError) as error:
                said = [str(error)] if isinstance(error, UnknownPathError) else sentences(error)
                yield from ((("grid",), f"at {label[1:]}: {what}") for what in said)
                return  # the other points most likely fail alike


def _faults(recipe: Recipe, changes: dict[str, Any]) -> "Iterator[tuple[str, str]]":
    """Apply changes to a recipe and yield what is wrong: the path to blame, and the sentence."""
    data = recipe.model_dump()
    reached: dict[tuple[str, ...], str] = {}
    for path, value in ordered(changes):
        try:
            reached |= dict.fromkeys(override(data, path, value), path)
        except UnknownPathError as error:
            yield path, str(error)
    try:
        Recipe.model_validate(data)
    except ValidationError as error:
        for problem in problems(error, {(): ""}, Recipe):
            where = tuple(problem.where.split("."))
            blamed = [path for target, path in reached.items() if where[: len(target)] == target[: len(where)]]
            yield (blamed or list(changes))[-1], f"{problem.where}: {problem.what}"


def sentences(error: ValidationError) -> list[str]:
    """Say what is wrong with a recipe, each mistake with its place."""
    return [f"{problem.where}: {problem.what}" for problem in problems(error, {(): ""}, Recipe)]

"""An experiment: one recipe, its arms, and what each of them trains, overrides applied and grid crossed."""

from functools import cached_property
from math import prod
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

from pydantic import Field, ValidationInfo, field_serializer, field_validator, model_validator
from pydantic_core import PydanticCustomError

from bnreport.errors import unknown
from bnreport.study.choice import Choice
from bnreport.study.fields import Label, Model, Name, OwnLooks, Probes, unlike
from bnreport.study.grid import grid_points
from bnreport.study.overrides import ordered, override
from bnreport.study.recipe import PLUGIN_FIELDS, Arm, Recipe, ResolvedRecipe, resolved
from bnreport.study.tuning import Tuning

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bnreport.registry import Registry

MAX_ARMS = 1000
"""Of one experiment, its grid crossed: more is a slip of the pen, and would take minutes to check."""


class Condition(NamedTuple):
    """What one arm trains, seed apart."""

    recipe: ResolvedRecipe
    norm: Choice

    def plugins(self) -> "Iterator[tuple[Registry, Choice]]":
        """Yield every plug-in that it uses, with the registry that it is from."""
        fields = {**dict(self.recipe), "norm": self.norm}
        for name, registry in PLUGIN_FIELDS.items():
            chosen = fields[name] or ()  # none where the field is left out
            yield from ((registry, choice) for choice in ((chosen,) if isinstance(chosen, Choice) else chosen))


class Experiment(Model):
    """One recipe and its arms."""

    label: Label | None = None
    """What people read; its name, with blanks, if absent."""
    recipe: Recipe
    """What the arms share."""
    arms: Annotated[dict[Name, Arm], Field(min_length=1)]
    """Conditions by name."""
    grid: dict[str, Annotated[tuple[Any, ...], Field(min_length=1)]] = Field(default_factory=dict)
    """Recipe values to cross with every arm, by dotted path; arm `bn` becomes `bn/lr=0.1`, ..."""
    probes: Probes = Field(default_factory=dict)
    """Measurements by name, with options."""
    looks: OwnLooks | None = None
    """Seeds of its arms at each of the study's looks, the last again where it gets no more; the study's if absent."""
    family: Annotated[Name | None, Field(exclude_if=lambda held: held is None)] = None
    """Claims on experiments of one family share the study's error rate, and each family has all of it: state a second
    only for claims that are an inquiry of their own. Absent: the family of all that name none."""
    tuning: Annotated[Tuning | None, Field(exclude_if=lambda held: held is None)] = None
    """Values that are tried for its arms, on seeds of their own, and the rule that selects; absent where arms are not
    tuned."""

    @cached_property
    def lengths(self) -> dict[str, tuple[int, int | None]]:
        """By condition the steps of its runs, and those of an epoch where they are known."""
        return {name: (held.recipe.steps, held.recipe.epoch) for name, held in conditions(self).items()}

    @field_validator("probes", mode="before")
    @classmethod
    def _name_is_the_key(cls, value: Any) -> Any:  # noqa: ANN401  (whatever stands in the file)
        if not isinstance(value, dict):
            return value
        return {name: held if isinstance(held, Choice) else {name: held} for name, held in value.items()}

    @field_serializer("probes")
    def _options_are_the_value(self, probes: dict[str, Choice]) -> dict[str, dict[str, Any]]:
        return {name: choice.options for name, choice in probes.items()}

    @field_validator("arms")
    @classmethod
    def _arms_read_apart(cls, arms: dict[str, Arm]) -> dict[str, Arm]:
        return unlike("arms", arms)

    @field_validator("tuning")
    @classmethod
    def _tunes_its_arms(cls, tuning: Tuning | None, info: ValidationInfo) -> Tuning | None:
        arms = info.data.get("arms", {})
        strange = [name for name in tuning.tried(arms) if name not in arms] if tuning and arms else []
        if strange:
            sentence = unknown("arm", strange[0], arms)
            raise PydanticCustomError("unknown", "unknown", {"name": strange[0], "sentence": sentence})
        if tuning and info.data.get("grid"):
            what = (
                "an arm that a grid crosses has no one value to select; give the tuned arms an experiment of their own"
            )
            raise PydanticCustomError("tuning", what)
        return tuning

    @model_validator(mode="after")
    def _bounded(self) -> "Experiment":
        arms = len(self.arms) * prod(len(values) for values in self.grid.values())
        if arms > MAX_ARMS:
            raise PydanticCustomError("arms", f"the grid makes {arms:,} arms; the limit is {MAX_ARMS:,}")
        return self


def conditions(experiment: Experiment) -> dict[str, Condition]:
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


def tuning_conditions(experiment: Experiment) -> dict[str, Condition]:
    """Return what is trained to tune arms: `bn/lr=0.1`, `bn/lr=0.5`, one for each value tried; nothing if none is.

    Raises:
        UnknownPathError: the path of what is varied leads nowhere.
        ValidationError: a value is not one its field takes.
    """
    tuning = experiment.tuning
    return {
        name + label: condition(experiment, experiment.arms[name], point)
        for name, values in (tuning.tried(experiment.arms) if tuning else {}).items()
        for label, point in grid_points({tuning.vary if tuning else "": values})
    }


def trained(experiment: Experiment) -> dict[str, Condition]:
    """Return all that an experiment trains: its arms, and what tunes them."""
    return {**conditions(experiment), **tuning_conditions(experiment)}


def condition(experiment: Experiment, arm: Arm, point: dict[str, Any]) -> Condition:
    """Apply an arm's overrides, then one point of the grid, to the recipe."""
    if not arm.set and not point:
        return Condition(resolved(experiment.recipe), arm.norm)
    recipe = experiment.recipe.model_dump()
    for path, value in [*ordered(arm.set), *ordered(point)]:
        override(recipe, path, value)
    return Condition(resolved(Recipe.model_validate(recipe)), arm.norm)

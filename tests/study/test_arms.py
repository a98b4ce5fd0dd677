"""What one arm trains."""

import pytest

from bnreport.study import arms
from bnreport.study.arms import Condition
from bnreport.study.choice import Choice, plugin_fields
from bnreport.study.fields import Init
from bnreport.study.recipe import PLUGIN_FIELDS, Arm, Recipe, ResolvedRecipe, resolved

RECIPE = {
    "dataset": "digits",
    "model": "vgg",
    "optimizer": {"sgd": {"lr": 0.1}},
    "steps": 10,
    "augment": ["flip", "crop"],
}


class Longer(ResolvedRecipe):
    """A recipe with one more field."""

    clip: Init = Choice("he", {})
    """A plug-in."""


def plugins(recipe: ResolvedRecipe) -> list[str]:
    """Return what a condition of the recipe uses, by folder and name."""
    condition = Condition(recipe, Arm.model_validate({"norm": "batch"}).norm)
    return [f"{registry.package.rpartition('.')[2]} {choice.name}" for registry, choice in condition.plugins()]


def test_plugins_of_a_condition() -> None:
    """The norm, every plug-in of the recipe, and each augmentation."""
    assert plugins(resolved(Recipe.model_validate(RECIPE))) == [
        "datasets digits",
        "models vgg",
        "optimizers sgd",
        "losses cross_entropy",
        "schedules constant",
        "inits glorot",
        "augmentations flip",
        "augmentations crop",
        "norms batch",
    ]


def test_a_new_field_of_the_recipe_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing but the schema is told of it."""
    monkeypatch.setattr(arms, "PLUGIN_FIELDS", plugin_fields(Longer) | PLUGIN_FIELDS)
    assert "inits he" in plugins(Longer.model_construct(**dict(resolved(Recipe.model_validate(RECIPE)))))

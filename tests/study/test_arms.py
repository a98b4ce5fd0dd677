"""What one arm trains."""

import pytest

from bnreport.study import arms
from bnreport.study.arms import Condition, Experiment, conditions, trained, tuning_conditions
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


class Optional(ResolvedRecipe):
    """A recipe with a field that may be left out."""

    clip: Init | None = None
    """A plug-in, or none."""


def test_a_field_that_is_left_out_uses_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """None chooses no plug-in; a choice counts."""
    monkeypatch.setattr(arms, "PLUGIN_FIELDS", plugin_fields(Optional) | PLUGIN_FIELDS)
    recipe = dict(resolved(Recipe.model_validate(RECIPE)))
    assert "inits he" not in plugins(Optional.model_construct(**recipe))
    assert "inits he" in plugins(Optional.model_construct(**recipe, clip=Choice("he", {})))


def test_a_new_field_of_the_recipe_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing but the schema is told of it."""
    monkeypatch.setattr(arms, "PLUGIN_FIELDS", plugin_fields(Longer) | PLUGIN_FIELDS)
    assert "inits he" in plugins(Longer.model_construct(**dict(resolved(Recipe.model_validate(RECIPE)))))


def test_the_grid_changes_what_an_arm_has_set() -> None:
    """An arm's optimizer is crossed with the rates, not put back to the rate that it was written with."""
    arms = {"plain": {"norm": "batch"}, "other": {"norm": "batch", "set": {"optimizer": {"adam": {"lr": 0.3}}}}}
    held = Experiment.model_validate({"recipe": RECIPE, "arms": arms, "grid": {"optimizer.lr": [0.01, 0.02]}})
    found = {
        name: (each.recipe.optimizer.name, each.recipe.optimizer.options["lr"])
        for name, each in conditions(held).items()
    }
    assert found == {
        "plain/lr=0.01": ("sgd", 0.01),
        "plain/lr=0.02": ("sgd", 0.02),
        "other/lr=0.01": ("adam", 0.01),
        "other/lr=0.02": ("adam", 0.02),
    }


def tuned(**fields: object) -> Experiment:
    """Return an experiment of which one arm, with settings of its own, is tuned."""
    arms = {"a": {"norm": "none"}, "b": {"norm": "batch", "set": {"optimizer.sgd.lr": 0.5, "steps": 20}}}
    tuning = {"vary": "optimizer.lr", "values": [0.1, 0.5], "arms": ["b"], "select": {"metric": "train_accuracy"}}
    return Experiment.model_validate({"recipe": RECIPE, "arms": arms, "tuning": tuning} | fields)


def test_a_value_tried_replaces_the_arms_own_and_no_other() -> None:
    """Also where the arm wrote its path otherwise; the value that the arm has is what the arm trains."""
    held = tuned()
    tried = tuning_conditions(held)
    assert [*tried] == ["b/lr=0.1", "b/lr=0.5"]
    assert [each.recipe.optimizer.options["lr"] for each in tried.values()] == [0.1, 0.5]
    assert {(each.recipe.steps, each.norm.name) for each in tried.values()} == {(20, "batch")}
    assert tried["b/lr=0.5"] == conditions(held)["b"]
    assert [*trained(held)] == ["a", "b", "b/lr=0.1", "b/lr=0.5"]


def test_without_tuning_nothing_is_tried() -> None:
    """And the experiment says nothing of it, so that studies without it stay as they were."""
    held = tuned(tuning=None)
    assert tuning_conditions(held) == {}
    assert "tuning" not in held.model_dump()


def test_only_its_own_arms_are_tuned_and_no_grid() -> None:
    """An arm of a grid has many values."""
    rates = {"vary": "optimizer.lr", "values": {"x": [0.1, 0.5]}, "select": {"metric": "train_accuracy"}}
    with pytest.raises(ValueError, match="unknown"):
        tuned(tuning=rates)
    with pytest.raises(ValueError, match="a grid crosses"):
        tuned(grid={"batch_size": [10, 20]})

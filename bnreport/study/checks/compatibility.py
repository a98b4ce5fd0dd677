"""Do the parts of an experiment go together: data set, model, loss, augmentations and probes?"""

from typing import TYPE_CHECKING

from bnreport import datasets, losses, models, probes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bnreport.study.arms import Condition
    from bnreport.study.recipe import ResolvedRecipe
    from bnreport.study.schema import Experiment, Recipe
    from bnreport.study.yaml import Where


def misfits(experiment: "Experiment", arms: "Iterable[Condition]") -> "Iterator[tuple[Where, str]]":
    """Yield what does not fit the data set, once: where in the experiment, and what is wrong.

    Args:
        experiment: what the arms share.
        arms: each with its recipe, overrides applied.
    """
    found: dict[tuple[Where, str], None] = {}
    for arm in arms:
        found |= dict.fromkeys([*_recipe(arm.recipe), *_probes(experiment, arm.recipe)])
    yield from found


def _recipe(recipe: "Recipe") -> "Iterator[tuple[Where, str]]":
    have, need = _targets(recipe), losses.registry[recipe.loss.name].constants["TARGETS"]
    if have != need:
        fits = [name for name in losses.registry.names if losses.registry[name].constants["TARGETS"] == have]
        what = f"{recipe.loss.name} compares outputs with {need}, and {recipe.dataset.name} has {have}"
        yield ("recipe", "loss"), f"{what}. Choose {' or '.join(fits)}."
    inputs, takes = _inputs(recipe), models.registry[recipe.model.name].constants["INPUTS"]
    if inputs != takes:
        fits = [name for name in models.registry.names if models.registry[name].constants["INPUTS"] == inputs]
        what = f"{recipe.model.name} takes {takes}, and {recipe.dataset.name} has {inputs}"
        yield ("recipe", "model"), f"{what}. Choose {' or '.join(fits)}."
    if recipe.augment and inputs != "images":
        what = f"augmentations are for images, and {recipe.dataset.name} has none"
        yield ("recipe", "augment"), f"{what}. Leave them out."


def _probes(experiment: "Experiment", recipe: "ResolvedRecipe") -> "Iterator[tuple[Where, str]]":
    for name in experiment.probes:
        need = probes.registry[name].constants.get("TARGETS")
        if need not in {None, _targets(recipe)}:
            what = f"{name} needs {need}, and {recipe.dataset.name} has {_targets(recipe)}"
            yield ("probes", name), f"{what}. Leave it out, or measure objective."
        facts = probes.registry[name].constants["METRICS"].values()
        if not recipe.steps and all(metric.get("first", 0) for metric in facts):
            yield ("probes", name), f"{name} compares steps, and an arm trains 0. Leave it out, or train."


def _inputs(recipe: "Recipe") -> str:
    kind: str = datasets.registry[recipe.dataset.name].constants["INPUTS"]
    return kind


def _targets(recipe: "Recipe") -> str:
    kind: str = datasets.registry[recipe.dataset.name].constants["TARGETS"]
    return kind

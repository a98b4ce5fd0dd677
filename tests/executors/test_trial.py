"""What is tried of a run: all that decides whether it can be trained, and nothing else."""

import json

import pytest

from bnreport.datasets.shared.cache import Form
from bnreport.executors.trial import Trial, trial
from bnreport.study import Choice
from bnreport.study.arms import Condition
from bnreport.study.recipe import PLUGIN_FIELDS, Recipe, resolved

RECIPE = {"dataset": "digits", "model": "vgg", "optimizer": {"sgd": {"lr": 0.1}}, "augment": ["crop", "flip"]}


def asked(batch_size: int = 4, steps: object = 5, samples: int = 10) -> Trial:
    """Return the trial of a small run."""
    recipe = resolved(Recipe.model_validate({**RECIPE, "batch_size": batch_size, "steps": steps}))
    probes = {"accuracy": {"every": 5}, "moments": {"every": 5, "layers": [1, 8]}, "ics_gradient": {"layers": None}}
    return trial(Condition(recipe, Choice("batch", {"eps": 1e-5})), probes, Form((1, 8, 8), 10, samples))


@pytest.mark.parametrize(
    ("batch_size", "steps", "samples", "batches"),
    [
        (4, 5, 10, (4, 2)),
        (4, 2, 10, (4,)),
        (4, 3, 10, (4, 2)),
        (5, 9, 10, (5,)),
        (16, 9, 10, (10,)),
        (7, 9, 14, (7,)),
    ],
    ids=["and the rest", "not reached", "just reached", "no rest", "all at once", "twice"],
)
def test_batches_are_those_that_training_comes_to(
    batch_size: int, steps: int, samples: int, batches: tuple[int, ...]
) -> None:
    """The usual one, then the smaller last one of an epoch, if a run is long enough to see it."""
    assert asked(batch_size, steps, samples).batches == batches


def test_every_plugin_of_the_recipe_is_tried() -> None:
    """All fields that choose one, but the data set, whose form says enough."""
    assert {*PLUGIN_FIELDS} - {"dataset"} <= {*Trial._fields}


def test_layers_are_those_that_probes_ask_for() -> None:
    """A probe that looks at all of them asks for none."""
    assert asked().layers == {"moments": [1, 8]}


def test_it_survives_json() -> None:
    """It is sent to the process that imports PyTorch."""
    assert Trial.from_json(json.loads(json.dumps(asked()))) == asked()

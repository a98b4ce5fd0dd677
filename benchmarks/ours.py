"""bnreport's own step, as a run takes it, without measurements."""

from collections.abc import Callable
from itertools import count

import numpy as np

from benchmarks.networks import OURS
from benchmarks.pixels import BATCH, Turn, pixels
from bnreport.datasets.shared.arrays import Arrays, Dataset
from bnreport.runs.plan import Run
from bnreport.study.arms import Condition
from bnreport.study.recipe import resolved
from bnreport.study.schema import Arm, Recipe
from bnreport.training.data import Resident
from bnreport.training.drive import CHECK_EVERY
from bnreport.training.environment import device
from bnreport.training.loop import Trainer


def stepper(turn: Turn) -> Callable[[], None]:
    """Return what takes one step."""
    images, labels = (held.numpy() for held in pixels(turn.images))
    inputs = np.ascontiguousarray(images.transpose(0, 3, 1, 2))
    arrays = Arrays(inputs, labels, inputs[:1], labels[:1], tuple("0123456789"))
    recipe = Recipe.model_validate(
        {
            "dataset": "cifar10",
            "model": OURS[turn.net],
            "optimizer": {"sgd": {"lr": 0.01, "momentum": 0.9, "weight_decay": 5e-4}},
            "batch_size": BATCH,
            "steps": 1_000_000,
            "augment": [{"crop": {"padding": 4}}, "flip"],
            "precision": turn.precision,
        }
    )
    condition = Condition(resolved(recipe), Arm.model_validate({"norm": "batch"}).norm)
    run = Run("", condition, 0, 0, 0, "", {}, ("e.a",), ())
    trainer = Trainer(run, Resident(Dataset("noise", arrays, ""), device(turn.device)))
    steps = count()

    def step() -> None:
        number = next(steps)
        trainer.step(number)
        if number % CHECK_EVERY == 0:
            trainer.log.flush()

    return step

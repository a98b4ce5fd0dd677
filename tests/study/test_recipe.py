"""Lengths in a recipe become steps, or one line says why they cannot."""

from collections.abc import Callable
from typing import Any

import pytest

from bnreport.study.recipe import Recipe, resolved

Say = Callable[..., list[str]]

LINEAR = {
    "model": {"deep_linear": {"depth": 2}},
    "loss": {"squared_error": {}},
    "optimizer": {"sgd": {"lr": 0.1}},
}


def recipe(**changes: Any) -> Recipe:  # noqa: ANN401
    """Return a recipe on digits, which has 1,442 samples to train on."""
    held = {"dataset": "digits", "model": "vgg", "optimizer": {"sgd": {"lr": 0.1}}, "batch_size": 100, "steps": 30}
    return Recipe.model_validate(held | changes)


@pytest.mark.parametrize(
    ("changes", "steps"),
    [
        ({"steps": 40}, 40),
        ({"steps": "40 steps"}, 40),
        ({"steps": "2 epochs"}, 30),  # fourteen full batches and one of 42
        ({"steps": "1 epoch", "batch_size": 1442}, 1),
        ({"steps": "2.5 epochs", "dataset": "cifar10", "batch_size": 128}, 978),  # 2.5 * 391, rounded to even
        ({"steps": "3 epochs", "dataset": {"gaussian_linear": {"samples": 250}}} | LINEAR, 9),
    ],
)
def test_steps(changes: dict[str, Any], steps: int) -> None:
    """An epoch is as many steps as it takes to see every sample once, the last, smaller batch counted."""
    assert resolved(recipe(**changes)).steps == steps


@pytest.mark.parametrize(("warmup", "steps"), [(5, 5), ("10 %", 3), ("1 epoch", 15), (0, 0)])
def test_warmup(warmup: object, steps: int) -> None:
    """A share is one of the run's steps."""
    schedule = resolved(recipe(schedule={"cosine": {"warmup": warmup}})).schedule
    assert schedule.options == {"warmup": steps}


def test_nothing_else_changes() -> None:
    """Steps and schedule apart, the resolved recipe is the one that was written."""
    written = recipe(steps="2 epochs", augment=["flip"])
    assert resolved(written).model_dump(exclude={"steps"}) == written.model_dump(exclude={"steps"})


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("digits", "{image_folder: {path: x}}", "10:7: experiments.net.recipe.steps: 2 epochs cannot be told in steps"),
        (
            "steps: 2 epochs",
            "steps: 2 epochs, schedule: {cosine: {warmup: 31}}",
            "10:33: experiments.net.recipe.schedule.cosine.warmup: must be 24 steps at most: the whole run. Got 31.",
        ),
        (
            "steps: 2 epochs",
            "steps: 9, batch_size: 1443",
            "10:17: experiments.net.recipe.batch_size: must be 1442 at most, the training samples of digits: the full",
        ),
    ],
)
def test_what_does_not_fit_is_one_line(text: str, complaints: Say, old: str, new: str, line: str) -> None:
    """Place, value and the most that there is."""
    flow = text.replace("      steps: 10", "      steps: 2 epochs").replace("2 epochs, ", "2 epochs\n      ")
    mended = flow.replace(old, new.replace(", ", "\n      "))
    line = line.replace("10:33", "11:27").replace("10:17", "11:7")
    assert [said[: len(line) + 7] for said in complaints(mended)] == [f"x.yaml:{line}"]


def test_an_arm_that_shortens_the_run_is_blamed_for_the_warmup(text: str, complaints: Say) -> None:
    """What holds for the recipe as written holds for every arm's."""
    warm = text.replace("      steps: 10", "      steps: 10\n      schedule: {cosine: {warmup: 8}}")
    assert complaints(warm) == []
    [said] = complaints(warm.replace("a: {norm: none}", "a: {norm: none, set: {steps: 7}}"))
    assert said.startswith("x.yaml:13:29: experiments.net.arms.a.set.steps: schedule.cosine.warmup: must be 7 steps at")

"""Labels and vectors do not mix, and `check` says so before anything is built."""

from collections.abc import Callable

import pytest

Say = Callable[..., list[str]]


@pytest.mark.parametrize(
    ("changes", "place", "what"),
    [
        ({"dataset: digits": "dataset: gaussian_linear"}, "recipe.loss", "cross_entropy compares outputs with labels"),
        ({"dataset: digits": "dataset: gaussian_linear"}, "probes.accuracy", "accuracy needs labels"),
        (
            {"dataset: digits": "dataset: gaussian_linear"},
            "recipe.model",
            "resnet_cifar takes images, and gaussian_linear has vectors. Choose deep_linear or mlp.",
        ),
        (
            {"{resnet_cifar: {depth: 8, width: 4}}": "deep_linear"},
            "recipe.model",
            (
                "deep_linear takes vectors, and digits has images. "
                "Choose image_mlp or preact_resnet or resnet or resnet_cifar or vgg."
            ),
        ),
        ({"dataset: digits": "dataset: digits\n      loss: squared_error"}, "recipe.loss", "squared_error"),
        (
            {"dataset: digits": "dataset: gaussian_linear\n      loss: squared_error\n      augment: [flip]"},
            "recipe.augment",
            "augmentations are for images",
        ),
    ],
)
def test_what_does_not_fit_is_named(text: str, complaints: Say, changes: dict[str, str], place: str, what: str) -> None:
    """One line for each, at its place, with a way out."""
    for old, new in changes.items():
        assert old in text
        text = text.replace(old, new)
    found = [line for line in complaints(text) if f"experiments.net.{place}: {what}" in line]
    assert len(found) == 1
    assert found[0].rstrip().endswith(".")


def test_what_compares_steps_needs_one(text: str, complaints: Say) -> None:
    """A probe without a reading at step 0 is refused where an arm trains 0 steps, whichever arm it is."""
    shifting = text.replace("{every: 5}", "{every: 5}\n      ics_gradient: {}\n      moments: {}\n      sharpness: {}")
    assert complaints(shifting) == []
    told = "ics_gradient compares steps, and an arm trains 0. Leave it out, or train."
    for old, new in (("steps: 10", "steps: 0"), ("a: {norm: none}", "a: {norm: none, set: {steps: 0}}")):
        [said] = complaints(shifting.replace(old, new))
        assert said.endswith(f"experiments.net.probes.ics_gradient: {told}")


def test_what_fits_is_sound(text: str, complaints: Say) -> None:
    """Vectors with a squared error, and a measurement that asks for no labels."""
    for old, new in {
        "dataset: digits": "dataset: gaussian_linear\n      loss: squared_error",
        "{resnet_cifar: {depth: 8, width: 4}}": "deep_linear",
        "accuracy: {every: 5}": "objective: {every: 5}",
        "metric: test_accuracy": "metric: objective",
    }.items():
        text = text.replace(old, new)
    assert complaints(text) == []

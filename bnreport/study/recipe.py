"""What the arms of an experiment train, as it is written and with every length in steps."""

from math import ceil
from typing import Annotated, Any, Literal

from pydantic import Field, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

from bnreport import datasets, schedules
from bnreport.registry import Count, Length, in_steps, lengths_of
from bnreport.study.choice import Choice, plugin_fields
from bnreport.study.fields import Augmentation, Dataset, Init, Label, Loss, Model, Network, Norm, Optimizer, Schedule


class Recipe(Model):
    """What the arms of an experiment share."""

    dataset: Dataset
    """Images and labels."""
    model: Network
    """Network, with its depth and width."""
    optimizer: Optimizer
    """Optimiser; its `lr` is the base learning rate."""
    loss: Loss = Choice("cross_entropy", {})
    """What training minimises, of outputs and targets."""
    batch_size: Annotated[Count, Field(validate_default=True)] = 128
    """Samples per step, no more than there are; the last, smaller batch of an epoch is kept."""
    steps: Length
    """Optimiser steps in all: whole steps (0: as initialised), or `30 epochs` where the data's file has SAMPLES."""
    schedule: Schedule = Choice("constant", {})
    """Learning rate over steps, as a factor of the base rate."""
    init: Init = Choice("glorot", {})
    """Initialisation of every convolution and linear weight."""
    augment: tuple[Augmentation, ...] = ()
    """Augmentations of the training batch, in order, before normalising the pixels."""
    precision: Literal["fp32", "bf16"] = "fp32"
    """Arithmetic of training; bf16 is autocast, weights stay fp32. Probes measure in fp32."""

    @property
    def epoch(self) -> int | None:
        """Steps of one epoch, its last, smaller batch counted; None where the data set's file has no SAMPLES."""
        return _epoch(self.dataset, self.batch_size)

    @field_validator("batch_size")
    @classmethod
    def _within_the_data(cls, value: int, info: ValidationInfo) -> int:
        have = _samples(info.data["dataset"]) if "dataset" in info.data else None
        if have is not None and value > have:
            what = f"must be {have} at most, the training samples of {info.data['dataset'].name}: the full batch"
            raise PydanticCustomError("length", what)
        return value

    @field_validator("steps")
    @classmethod
    def _known(cls, value: Length, info: ValidationInfo) -> Length:
        if value.unit == "%" or (value.unit == "epochs" and not value.amount):
            what = "must be whole steps (200, or 0 for networks as they are initialised), or epochs (30 epochs)"
            raise PydanticCustomError("length", what)
        if {"dataset", "batch_size"} <= info.data.keys():
            _to_steps(value, 0, _epoch(info.data["dataset"], info.data["batch_size"]))
        return value

    @field_validator("schedule")
    @classmethod
    def _within_the_run(cls, value: Choice, info: ValidationInfo) -> Choice:
        if not {"dataset", "batch_size", "steps"} <= info.data.keys():
            return value
        epoch = _epoch(info.data["dataset"], info.data["batch_size"])
        whole = _to_steps(info.data["steps"], 0, epoch)
        for name, length in lengths_of(schedules.registry[value.name].options, value.options).items():
            if isinstance(length, Length) and _to_steps(length, whole, epoch) > whole:
                said = f"must be {whole} steps at most: the whole run"
                wrong = {"type": "length", "loc": (name,), "msg": said, "input": value.options[name]}
                raise PydanticCustomError("options", "options", {"name": value.name, "errors": [wrong]})
        return value


class Arm(Model):
    """One condition: a norm, and what else differs from the recipe."""

    label: Label | None = None
    """What people read; its name, with blanks, if absent."""
    norm: Norm
    """Normalisation placed before each nonlinearity."""
    set: dict[str, Any] = Field(default_factory=dict)
    """Recipe values that this arm changes, by dotted path, e.g. `optimizer.lr: 0.5`."""


PLUGIN_FIELDS = plugin_fields(Recipe) | plugin_fields(Arm)
"""What a condition is made of, apart from numbers: the fields that choose plug-ins, each with its registry."""


class ResolvedRecipe(Recipe):
    """The same with every length in steps: what is planned, keyed and trained."""

    # what a length comes to
    steps: int  # type: ignore[assignment]
    """Optimiser steps in all."""


def resolved(recipe: Recipe) -> ResolvedRecipe:
    """Turn a recipe's lengths into steps: its own, and those of its schedule."""
    steps, schedule = recipe.steps.steps(0, recipe.epoch), recipe.schedule
    options = in_steps(schedules.registry[schedule.name].options, schedule.options, steps, recipe.epoch)
    held = dict(recipe) | {"steps": steps, "schedule": Choice(schedule.name, options)}
    return ResolvedRecipe.model_construct(**held)


def _samples(dataset: Choice) -> int | None:
    said: int | str | None = datasets.registry[dataset.name].constants.get("SAMPLES")
    return dataset.options[said] if isinstance(said, str) else said


def _epoch(dataset: Choice, batch_size: int) -> int | None:
    samples = _samples(dataset)
    return None if samples is None else ceil(samples / batch_size)


def _to_steps(length: Length, whole: int, epoch: int | None) -> int:
    try:
        return length.steps(whole, epoch)
    except ValueError as error:
        raise PydanticCustomError("length", str(error)) from None

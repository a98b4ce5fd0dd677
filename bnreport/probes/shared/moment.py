"""What a probe sees of a run, and when."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from torch import Tensor, nn

    Readings = Mapping[str, float | Mapping[str, float]]
    """Per metric a number, or one for each named column, such as a layer; always the same columns."""


@dataclass
class Moment:
    """One training step, seen before and after the weights move."""

    step: int
    """Optimiser steps taken so far: t before the step, t + 1 after it."""
    last: bool
    """True after the last step: what needs no further batch is measured once more."""
    model: "nn.Module"
    """In training mode. Its gradients are not for probes: they may be bf16's, clipped, or another network's memory."""
    inputs: "Tensor"
    """The minibatch (n, c, h, w), augmented and normalised, or (n, d)."""
    targets: "Tensor"
    """Labels (n,), or (n, d)."""
    outputs: "Tensor"
    """(n, classes) or (n, d), detached: the training forward pass."""
    loss: "Tensor"
    """What is minimised, on the minibatch, detached."""
    criterion: "Callable[[Tensor, Tensor], Tensor]"
    """From outputs and targets to the loss, a scalar."""
    lr: float
    """Learning rate of this step."""
    noise: int
    """Seed of the random numbers drawn inside the network at this step."""
    test: "Callable[[int | None], Iterable[tuple[Tensor, Tensor]]]"
    """Batches of the test set, normalised, not augmented: of so many samples, always the same ones, or of all."""
    reference: "Callable[[], Iterable[Tensor]]"
    """Training inputs in full batches, normalised, not augmented: the same at each step, and in every arm of a seed."""


def due(step: int, every: int, until: int | None) -> bool:
    """Tell whether a reading is due at a step: a multiple of `every`, up to `until` if that is set."""
    return step % every == 0 and (until is None or step <= until)


def closes(moment: Moment, every: int, until: int | None) -> bool:
    """Tell whether a mean over minibatches ends after this step: where a reading is due, or with the run."""
    return due(moment.step, every, until) or (moment.last and (until is None or moment.step <= until))


def past(moment: Moment, until: int | None) -> bool:
    """Tell whether no mean over minibatches that may be read has this step in it."""
    return until is not None and moment.step >= max(1, until)


class Probe(Protocol):
    """A measurement with its options bound."""

    memory: "dict[str, Tensor]"
    """All that it carries from step to step, so that a checkpoint can hold it; it changes nothing else."""

    def before_step(self, moment: Moment) -> "Readings":
        """Measure with the loss known and the weights not yet moved; empty when not due."""

    def after_step(self, moment: Moment) -> "Readings":
        """Measure with the weights moved; empty when not due."""

"""Networks built without memory, and all that trains them tried once: what does not fit is found before training.

`python -m bnreport.executors.build` reads trials from stdin and writes their faults to stdout, both as JSON: commands
that train nothing import no PyTorch, and ask this process.
"""

import json
import sys
from collections.abc import Callable
from functools import partial
from math import isfinite
from pathlib import Path
from traceback import walk_tb

import torch
from torch import nn

from bnreport import augmentations, losses, models, norms, optimizers, schedules
from bnreport.errors import SpecError
from bnreport.executors.trial import Fault, Trial
from bnreport.probes.shared.layers import layers
from bnreport.study import Choice
from bnreport.training import loop
from bnreport.training.seeding import generator, initialise

SHOWN = 4
"""Samples of a batch that losses and augmentations are tried on."""
MOST_PARAMETERS = 10_000_000_000
"""Of one network: 40 GB of weights."""


def faults(trial: Trial) -> list[Fault]:
    """Return all that keeps a network from being trained; where the norm does, the rest is tried without it."""
    network, found = _network(trial, trial.norm)
    if any(fault.part == "norm" for fault in found):
        network, more = _network(trial, Choice("none", {}))
        found = [*found, *more]
    if network is not None:
        found += _caught("init", partial(initialise, network, trial.init, 0))
        found += _caught("optimizer", partial(_step, network, trial.optimizer))
        for probe, numbers in trial.layers.items():
            found += _caught(f"probes.{probe}.layers", partial(layers, network, numbers))
    found += _caught("loss", partial(_lose, trial))
    found += _caught("schedule", partial(_rate, trial))
    return found + _caught("augment", partial(_augment, trial))


def _step(network: nn.Module, chosen: Choice) -> None:
    """Take one step of an optimiser."""
    optimizer = optimizers.registry.create(chosen.name, network.parameters(), **chosen.options)
    for parameter in network.parameters():
        parameter.grad = torch.empty_like(parameter)
    optimizer.step()


def _lose(trial: Trial) -> None:
    """Compare outputs with targets, and differentiate."""
    outputs = torch.zeros(SHOWN, trial.outputs, requires_grad=True)
    labels = losses.registry[trial.loss.name].constants["TARGETS"] == "labels"
    targets = torch.zeros(SHOWN, dtype=torch.long) if labels else torch.zeros_like(outputs)
    loss = losses.registry.create(trial.loss.name, outputs, targets, **trial.loss.options)
    if loss.shape:
        raise SpecError([f"the loss must be one number, and {trial.loss.name} gives {tuple(loss.shape)}."])
    loss.backward()


def _rate(trial: Trial) -> None:
    """Ask for the first rate and the last."""
    for step in (0, trial.steps - 1):
        factor = schedules.registry.create(trial.schedule.name, step, trial.steps, **trial.schedule.options)
        if not isfinite(factor):
            raise SpecError([f"{trial.schedule.name} gives {factor} at step {step}, which is no factor of a rate."])


def _augment(trial: Trial) -> None:
    """Change a batch of black images, one augmentation after the other."""
    images = torch.zeros(SHOWN, *trial.sample, dtype=torch.uint8)
    for choice in trial.augment:
        made = augmentations.registry.create(choice.name, images, generator(0, "augmentation", 0), **choice.options)
        if (made.shape, made.dtype) != (images.shape, images.dtype):
            was, now = ((tuple(each.shape), each.dtype) for each in (images, made))
            raise SpecError([f"{choice.name} must keep shape and type, and makes {now} of {was}."])


def _network(trial: Trial, norm: Choice) -> tuple[nn.Module | None, list[Fault]]:
    """Build it and show it its batches; None where it cannot be built."""
    built: list[nn.Module] = []

    def build() -> None:
        with torch.device("meta"):
            shape = (trial.sample[0], trial.sample[-1])
            built.append(loop.build(trial.model, norm, shape, trial.outputs))
        count = sum(parameter.numel() for parameter in built[0].parameters())
        if count > MOST_PARAMETERS:
            what = f"the network has {count:,} parameters; the limit is {MOST_PARAMETERS:,}. Make it smaller."
            raise SpecError([what])

    def show(size: int) -> None:
        built[0](torch.empty(size, *trial.sample, device="meta"))

    found = _caught("model", build)
    if built and not found:
        found = _caught("model", partial(show, trial.batches[0]))
    if built and not found and len(trial.batches) > 1:
        # a smaller last batch that does not fit is no fault of the norm, which fits the others
        found = [Fault("batch_size", what) for _, what in _caught("model", partial(show, trial.batches[1]))]
    return (built[0] if built else None), found


def _caught(part: str, call: Callable[[], object]) -> list[Fault]:
    """Call; of an error say what it says, and blame the plug-in whose file raised it, or else the part tried."""
    try:
        call()
    except SpecError as error:
        return [Fault(_blamed(error, part), str(problem)) for problem in error.problems]
    except Exception as error:  # noqa: BLE001  (a plug-in's own, and PyTorch's where shapes do not fit)
        first = (str(error).strip() or type(error).__name__).splitlines()[0].rstrip(".")
        return [Fault(_blamed(error, part), f"cannot be built for this data: {first}.")]
    return []


def _blamed(error: Exception, part: str) -> str:
    """Return which plug-in an error comes from: the innermost file that is a norm's or a model's."""
    files = [Path(frame.f_code.co_filename) for frame, _ in walk_tb(error.__traceback__)]
    for file in reversed(files):
        for name, registry in (("norm", norms.registry), ("model", models.registry)):
            if part == "model" and file.is_relative_to(registry.folder):
                return name
    return part


def main() -> None:
    """Answer the trials of stdin."""
    asked = [Trial.from_json(row) for row in json.load(sys.stdin)]
    json.dump([faults(trial) for trial in asked], sys.stdout)


if __name__ == "__main__":
    main()

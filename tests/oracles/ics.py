"""Definition 2.1 of Santurkar et al. 2018 word by word: a network of its own for every layer, passes whole."""

import copy
from collections.abc import Callable, Mapping
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor, nn


class Step(NamedTuple):
    """One training step: the network on both sides of it, and what it saw."""

    before: nn.Module
    after: nn.Module
    inputs: Tensor
    targets: Tensor
    criterion: Callable[[Tensor, Tensor], Tensor]
    noise: int


def gradients(network: nn.Module, step: Step) -> dict[str, np.ndarray]:
    """Return the gradient of the loss at every parameter."""
    with torch.random.fork_rng():
        torch.manual_seed(step.noise)
        network.zero_grad()
        step.criterion(network(step.inputs), step.targets).backward()
    return {name: parameter.grad.double().numpy(force=True).ravel() for name, parameter in network.named_parameters()}


def mixed(step: Step, weight: str) -> nn.Module:
    """Return a network with new values in every parameter before a weight, and old values from there on."""
    network = copy.deepcopy(step.before)
    new = dict(step.after.named_parameters())
    with torch.no_grad():
        for name, parameter in network.named_parameters():
            if name == weight:
                break
            parameter.copy_(new[name])
    return network


def ics(step: Step) -> Mapping[str, Mapping[str, float]]:
    """Return metric -> number of the layer -> value."""
    maps = [name for name, module in step.before.named_modules() if isinstance(module, nn.Conv2d | nn.Linear)]
    found: dict[str, dict[str, float]] = {"ics_l2": {}, "ics_relative_l2": {}, "ics_cosine": {}}
    before = gradients(copy.deepcopy(step.before), step)
    for number, name in enumerate(maps, start=1):
        weight = f"{name}.weight"
        g, h = before[weight], gradients(mixed(step, weight), step)[weight]
        found["ics_l2"][str(number)] = np.linalg.norm(g - h)
        found["ics_relative_l2"][str(number)] = np.linalg.norm(g - h) / np.linalg.norm(g)
        found["ics_cosine"][str(number)] = g @ h / (np.linalg.norm(g) * np.linalg.norm(h))
    return found

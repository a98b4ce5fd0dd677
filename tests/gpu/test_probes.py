"""Measurements on CUDA against the CPU's, and against what they are defined by."""

import copy
import runpy
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import torch
from torch import nn
from torch.nn.functional import cross_entropy

from bnreport import norms
from bnreport.probes import registry
from bnreport.probes.shared.moment import Moment
from bnreport.runs.plan import Run
from bnreport.training.data import Resident
from bnreport.training.loop import Trainer

Digits = Callable[[torch.device], Resident]
MakeRun = Callable[..., Run]
ORACLES = Path(__file__).parents[1] / "oracles"
ICS = SimpleNamespace(**runpy.run_path(str(ORACLES / "ics.py")))
HESSIAN = runpy.run_path(str(ORACLES / "hessian.py"))["hessian"]
CPU = torch.device("cpu")
TINY = {"model": {"resnet_cifar": {"depth": 8, "width": 2}}, "optimizer": {"sgd": {"lr": 0.05}}, "batch_size": 32}


def started(run: Run, data: Resident, weights: dict[str, Any] | None = None) -> Trainer:
    """Return a run after five steps, or with these weights and statistics."""
    trainer = Trainer(run, data)
    if weights:
        trainer.model.load_state_dict(weights)
    else:
        for step in range(5):
            trainer.step(step)
    return trainer


def moment(trainer: Trainer) -> Moment:
    """Describe the step after those."""
    inputs, targets = trainer.batches.at(5)
    nothing = torch.zeros((), device=trainer.data.device)
    return trainer.moment(5, (inputs, targets), (nothing, nothing), lr=0.05, noise=11)


@pytest.mark.parametrize("norm", ["none", "batch", "l1", "linf"])
def test_the_landscape_is_the_cpus(device: torch.device, digits: Digits, make_run: MakeRun, norm: str) -> None:
    """In float64 every reading agrees to 1e-8 at the same weights."""
    run = make_run(norm, **TINY)
    host = started(run, digits(CPU))
    there = started(run, digits(device), copy.deepcopy(host.model.state_dict()))
    probe = registry.create("landscape", every=1)
    expected, found = (probe.before_step(moment(trainer)) for trainer in (host, there))
    assert found == pytest.approx(expected, rel=1e-8)
    assert expected["loss_range"] > 0


@pytest.mark.parametrize("norm", ["none", "batch", "noisy_batch"])
def test_the_covariate_shift_is_its_definitions(
    device: torch.device, digits: Digits, make_run: MakeRun, norm: str
) -> None:
    """Of every layer, as a network of its own for each finds it on the same device."""
    trainer = started(make_run(norm, **TINY), digits(device))
    now, probe = moment(trainer), registry.create("ics_gradient", every=1)
    before = copy.deepcopy(trainer.model)
    now.step = 0
    probe.before_step(now)
    torch.manual_seed(now.noise)
    trainer.optimizer.zero_grad()
    now.criterion(trainer.model(now.inputs), now.targets).backward()
    trainer.optimizer.step()
    found = probe.after_step(now)
    step = ICS.Step(before, copy.deepcopy(trainer.model), now.inputs, now.targets, now.criterion, now.noise)
    for metric, layers in ICS.ics(step).items():
        assert found[metric] == pytest.approx(layers, rel=1e-3, abs=1e-5)


@pytest.mark.parametrize("norm", ["none", "batch"])
def test_the_sharpness_is_the_dense_hessians(device: torch.device, norm: str) -> None:
    """To 1 % of the largest eigenvalue of a Hessian that the CPU takes column by column."""
    torch.manual_seed(2)
    maps = [nn.Conv2d(1, 3, 3), norms.registry.create(norm, 3), nn.ReLU(), nn.Flatten(), nn.Linear(48, 3)]
    network, inputs, targets = nn.Sequential(*maps), torch.randn(30, 1, 6, 6), torch.randint(3, (30,))
    expected = float(torch.linalg.eigvalsh(HESSIAN(network, inputs, targets, cross_entropy))[-1])
    nothing = torch.zeros((), device=device)
    look = Moment(
        step=0,
        last=False,
        model=network.to(device),
        inputs=inputs.to(device),
        targets=targets.to(device),
        outputs=nothing,
        loss=nothing,
        criterion=cross_entropy,
        lr=0.1,
        noise=3,
        test=lambda _: [],
        reference=list,
    )
    found = registry.create("sharpness", every=1).before_step(look)["sharpness"]
    assert found == pytest.approx(expected, rel=0.01)

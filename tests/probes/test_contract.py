"""Every probe looks and leaves no trace."""

import json
import pickle
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from bnreport.codec import from_json, to_json
from bnreport.datasets._cache import load
from bnreport.plan import Run
from bnreport.probes import registry
from bnreport.spec.arms import Condition
from bnreport.spec.models import Arm, Recipe
from bnreport.training.data import Resident
from bnreport.training.loop import Trainer, train

OPTIONS: dict[str, dict[str, Any]] = {}
every_probe = pytest.mark.parametrize("name", registry.names)


@pytest.fixture(scope="session")
def data(tmp_path_factory: pytest.TempPathFactory) -> Resident:
    """Digits on the CPU."""
    cache = tmp_path_factory.mktemp("decoded")
    return Resident(load("digits", {}, Path(cache), Path(cache)), torch.device("cpu"))


def options(name: str) -> dict[str, Any]:
    """Return options that make a probe measure at every step, where it has a say in that."""
    often = {"every": 1} if "every" in registry[name].options.model_fields else {}
    return often | OPTIONS.get(name, {})


def run(*probes: str, norm: str = "noisy_batch") -> Run:
    """Return a tiny run with momentum and noise, looked at by probes after every step or so."""
    recipe = Recipe.model_validate(
        {
            "dataset": "digits",
            "model": {"vgg": {"depth": 11, "width": 2, "hidden": 4}},
            "optimizer": {"sgd": {"lr": 0.05, "momentum": 0.9}},
            "batch_size": 32,
            "steps": 4,
        }
    )
    looked = {name: {"options": registry[name].options(**options(name)).model_dump(), "code": ""} for name in probes}
    return Run("0" * 64, Condition(recipe, Arm.model_validate({"norm": norm}).norm), 0, "", looked, ("e.a",), ())


def fingerprint(trainer: Trainer) -> bytes:
    """Return everything that training depends on, bit for bit."""
    gradients = [None if p.grad is None else p.grad.numpy().tobytes() for p in trainer.model.parameters()]
    state = [(name, tensor.numpy().tobytes()) for name, tensor in trainer.model.state_dict().items()]
    modes = [(name, module.training) for name, module in trainer.model.named_modules()]
    hooks = [
        (len(m._forward_hooks), len(m._forward_pre_hooks), len(m._backward_hooks)) for m in trainer.model.modules()
    ]
    generator = torch.get_rng_state().numpy().tobytes()
    return pickle.dumps([gradients, state, modes, hooks, generator, str(trainer.optimizer.state_dict())])


@every_probe
def test_leaves_no_trace(data: Resident, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """Weights, buffers, gradients, modes, hooks, optimiser and generator are the same before and after each look."""
    trainer = Trainer(run(name), data)
    list(trainer.model.modules())[3].eval()  # a part that is frozen stays frozen
    probe = trainer.probes[name]
    looks = 0

    def watched(method: str) -> None:
        inner = getattr(probe, method)

        def outer(moment: Any) -> Any:  # noqa: ANN401
            nonlocal looks
            before = fingerprint(trainer)
            readings = inner(moment)
            assert fingerprint(trainer) == before
            looks += 1
            return readings

        monkeypatch.setattr(probe, method, outer, raising=True)

    watched("before_step")
    watched("after_step")
    for step in range(4):
        trainer.step(step)
    assert looks == 8


@every_probe
def test_training_goes_the_same_way(data: Resident, name: str) -> None:
    """Losses and final weights do not depend on whether somebody looks."""
    states = []
    for probes in [(), (name,)]:
        trainer = Trainer(run(*probes), data)
        for step in range(4):
            trainer.step(step)
        trainer.log.flush()
        states.append((trainer.log.losses, trainer.model.state_dict()))
    assert states[0][0] == states[1][0]
    assert all(torch.equal(states[0][1][key], states[1][1][key]) for key in states[0][1])


@every_probe
def test_readings_are_finite_and_named(data: Resident, name: str) -> None:
    """Every metric that the file announces, and no other, is read at the last step; each has a unit."""
    result = train(run(name), data)
    assert set(result.series) == set(registry[name].constants["METRICS"])
    for metric in result.metrics.values():
        assert metric.unit
    for series in result.series.values():
        assert series.steps[-1] in {3, 4}
        assert np.isfinite(series.values).all()


@every_probe
def test_memory_is_tensors(data: Resident, name: str) -> None:
    """What it carries from step to step fits a checkpoint."""
    trainer = Trainer(run(name), data)
    trainer.step(0)
    assert all(isinstance(value, torch.Tensor) for value in trainer.probes[name].memory.values())


@every_probe
def test_is_described(name: str) -> None:
    """It names its source and explains its options."""
    entry = registry[name]
    assert entry.source
    assert all(field.description for field in entry.options.model_fields.values())


@every_probe
def test_readings_survive_the_store(name: str, data: Resident) -> None:
    """What a probe reads comes back from JSON as it was: steps, values, columns."""
    result = train(run(name), data)
    again = from_json(json.loads(json.dumps(to_json(result), allow_nan=False)))
    assert result.series.keys() == again.series.keys() == set(registry[name].constants["METRICS"])
    for metric, series in result.series.items():
        assert again.series[metric].columns == series.columns
        assert np.array_equal(again.series[metric].values, series.values, equal_nan=True)
        assert np.array_equal(again.series[metric].steps, series.steps)

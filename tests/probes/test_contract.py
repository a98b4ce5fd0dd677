"""Every probe looks and leaves no trace."""

import pickle
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from bnreport.datasets.shared.cache import load
from bnreport.probes import registry
from bnreport.probes.shared.moment import Moment
from bnreport.registry import in_steps
from bnreport.results import RunResult
from bnreport.results.form import decoded, encoded
from bnreport.runs.plan import Run
from bnreport.study.arms import Condition
from bnreport.study.checks.timing import timing
from bnreport.study.recipe import resolved
from bnreport.study.schema import Arm, Recipe
from bnreport.training import drive
from bnreport.training.data import Resident
from bnreport.training.loop import Trainer, train

OPTIONS: dict[str, dict[str, Any]] = {"accuracy": {"test": {"every": 1, "samples": 50}}}
RECIPES: dict[str, dict[str, Any]] = {
    "labels": {
        "dataset": "digits",
        "model": {"vgg": {"depth": 11, "width": 2, "hidden": 4}},
        "optimizer": {"sgd": {"lr": 0.05, "momentum": 0.9}},
    },
    "numbers": {
        "dataset": {"gaussian_linear": {"samples": 70, "features": 5, "draws": 2}},
        "model": {"deep_linear": {"depth": 4}},
        "optimizer": {"sgd": {"lr": 0.0001, "momentum": 0.9}},
        "loss": "squared_error",
    },
    "blocks": {
        "dataset": "digits",
        "model": {"resnet_cifar": {"depth": 8, "width": 2}},
        "optimizer": {"sgd": {"lr": 0.05, "momentum": 0.9}},
    },
}
RESIDUAL = {"branch_variance"}
"""Probes that need residual blocks."""
CASES = [
    (name, targets)
    for name in registry.names
    for targets in (["blocks"] if name in RESIDUAL else ["labels", "numbers"])
    if registry[name].constants.get("TARGETS", targets) == targets
]
every_probe = pytest.mark.parametrize("name", registry.names)
every_case = pytest.mark.parametrize(("name", "targets"), CASES)


class Interrupted(Exception):  # noqa: N818
    """Stands for Ctrl-C."""


@pytest.fixture(scope="session")
def everything(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Resident]:
    """Images with labels and vectors with vectors, on the CPU."""
    cache = tmp_path_factory.mktemp("decoded")
    chosen = {
        targets: Recipe.model_validate(RECIPES[targets] | {"batch_size": 32, "steps": 1}).dataset for targets in RECIPES
    }
    return {
        targets: Resident(load(dataset.name, dataset.options, Path(cache), Path(cache)), torch.device("cpu"))
        for targets, dataset in chosen.items()
    }


@pytest.fixture
def data(everything: dict[str, Resident], targets: str) -> Resident:
    """Return what the network of this case is trained on."""
    return everything[targets]


def options(name: str) -> dict[str, Any]:
    """Return options that make a probe measure at every step, where it has a say in that."""
    often = {"every": 1} if "every" in registry[name].options.model_fields else {}
    return often | OPTIONS.get(name, {})


def run(targets: str, *probes: str, norm: str = "noisy_batch", steps: int = 4, **more: Any) -> Run:  # noqa: ANN401
    """Return a tiny run with momentum and noise, looked at by probes after every step or so."""
    recipe = resolved(Recipe.model_validate(RECIPES[targets] | {"batch_size": 32, "steps": steps}))
    looked = {}
    for name in probes:
        kinds = registry[name].options
        bound = in_steps(kinds, kinds(**options(name) | more).model_dump(), recipe.steps)
        looked[name] = {"options": bound, "code": ""}
    return Run("0" * 64, Condition(recipe, Arm.model_validate({"norm": norm}).norm), 1, 0, 1, "", looked, ("e.a",), ())


def fingerprint(trainer: Trainer, moment: Moment) -> bytes:
    """Return everything that training depends on, bit for bit, and where it lies: others may share that memory."""
    seen = [t.numpy().tobytes() for t in (moment.inputs, moment.targets, moment.outputs, moment.loss)]
    gradients = [None if p.grad is None else p.grad.numpy().tobytes() for p in trainer.model.parameters()]
    state = [(name, t.data_ptr(), t.numpy().tobytes()) for name, t in trainer.model.state_dict().items()]
    modes = [(name, module.training) for name, module in trainer.model.named_modules()]
    hooks = [
        (len(m._forward_hooks), len(m._forward_pre_hooks), len(m._backward_hooks), len(m._backward_pre_hooks))
        for m in trainer.model.modules()
    ]
    trained = [p.requires_grad for p in trainer.model.parameters()]
    ambient = torch.get_rng_state().numpy().tobytes(), torch.is_grad_enabled(), torch.is_autocast_enabled("cpu")
    return pickle.dumps([seen, gradients, state, modes, hooks, trained, ambient, str(trainer.optimizer.state_dict())])


@every_case
def test_leaves_no_trace(data: Resident, monkeypatch: pytest.MonkeyPatch, name: str, targets: str) -> None:
    """Weights, buffers, gradients, modes, hooks, optimiser and generator are the same before and after each look."""
    trainer = Trainer(run(targets, name), data)
    list(trainer.model.modules())[3].eval()  # a part that is frozen stays frozen
    probe = trainer.probes[name]
    looks = 0

    def watched(method: str) -> None:
        inner = getattr(probe, method)

        def outer(moment: Moment) -> Any:  # noqa: ANN401
            nonlocal looks
            torch.rand(5)  # else a replayed step would happen to leave the generator where the step has left it
            before = fingerprint(trainer, moment)
            readings = inner(moment)
            assert fingerprint(trainer, moment) == before
            looks += 1
            return readings

        monkeypatch.setattr(probe, method, outer, raising=True)

    watched("before_step")
    watched("after_step")
    for step in range(4):
        trainer.step(step)
    assert looks == 8


@every_case
def test_training_goes_the_same_way(data: Resident, name: str, targets: str) -> None:
    """Losses and final weights do not depend on whether somebody looks."""
    states = []
    for probes in [(), (name,)]:
        trainer = Trainer(run(targets, *probes), data)
        for step in range(4):
            trainer.step(step)
        trainer.log.flush()
        states.append((trainer.log.losses, trainer.model.state_dict()))
    assert states[0][0] == states[1][0]
    assert all(torch.equal(states[0][1][key], states[1][1][key]) for key in states[0][1])


@every_case
def test_readings_are_finite_and_named(data: Resident, name: str, targets: str) -> None:
    """Every metric that the file announces, and no other, is read at the last step; each has a unit."""
    result = train(run(targets, name), data)
    assert set(result.series) == set(registry[name].constants["METRICS"])
    for metric in result.metrics.values():
        assert metric.unit
    for series in result.series.values():
        assert series.steps[-1] in {3, 4}
        assert np.isfinite(series.values).all()


@every_case
@pytest.mark.parametrize("until", [1, 2, 3])
def test_nothing_is_read_after_until(data: Resident, name: str, targets: str, until: int) -> None:
    """Up to there the readings are those of a run that is measured to its end."""
    whole, part = (train(run(targets, name, **more), data) for more in ({}, {"until": until}))
    for metric, series in whole.series.items():
        kept = series.steps <= until
        np.testing.assert_array_equal(part.series[metric].steps, series.steps[kept])
        np.testing.assert_array_equal(part.series[metric].values, series.values[kept])


@every_case
def test_memory_is_tensors(data: Resident, name: str, targets: str) -> None:
    """What it carries from step to step fits a checkpoint."""
    trainer = Trainer(run(targets, name), data)
    trainer.step(0)
    assert all(isinstance(value, torch.Tensor) for value in trainer.probes[name].memory.values())


@every_case
def test_a_resumed_run_reads_the_same(
    data: Resident, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str, targets: str
) -> None:
    """Interrupted after every step and taken up again, a run has the readings of an uninterrupted one."""
    monkeypatch.setattr(drive, "CHECK_EVERY", 1)

    def interrupt(step: int) -> None:
        raise Interrupted(step)

    chosen, saved = run(targets, name), tmp_path / "checkpoint"
    for _ in range(4):
        with pytest.raises(Interrupted):
            train(chosen, data, saved=[saved], progress=interrupt)
    assert_same_readings(train(chosen, data, saved=[saved]), train(chosen, data))


@every_case
def test_networks_may_share_memory(data: Resident, name: str, targets: str) -> None:
    """Readings are the same where weights and buffers are parts of larger tensors, and nothing else there changes."""
    trainer = Trainer(run(targets, name), data)
    tensors = [*trainer.model.parameters(), *trainer.model.buffers()]
    shared = [lodge(tensor) for tensor in tensors]
    for step in range(4):
        trainer.step(step)
    trainer.log.flush()
    assert_same_readings(trainer.result(), train(run(targets, name), data))
    there = [*trainer.model.parameters(), *trainer.model.buffers()]
    assert all(one is other for one, other in zip(there, tensors, strict=True))
    for tensor, whole in zip(tensors, shared, strict=True):
        assert tensor.untyped_storage().data_ptr() == whole.untyped_storage().data_ptr()
        offset, end = tensor.storage_offset(), tensor.storage_offset() + tensor.numel()
        assert (whole[:offset] == 7).all()
        assert (whole[end:] == 7).all()


def lodge(tensor: torch.Tensor) -> torch.Tensor:
    """Move a weight or buffer, strides kept, into a larger tensor full of sevens, and return that."""
    offset = -(-tensor.numel() // 16) * 16  # aligned as before: sums in the same order
    whole = torch.full((2 * offset + tensor.numel(),), 7, dtype=tensor.dtype)
    held = whole.as_strided(tensor.shape, tensor.stride(), offset)
    tensor.data = held.copy_(tensor.detach())
    return whole


def assert_same_readings(one: RunResult, other: RunResult) -> None:
    """Compare steps, columns and values, bit for bit."""
    assert one.series.keys() == other.series.keys()
    for metric, series in one.series.items():
        assert series.columns == other.series[metric].columns
        np.testing.assert_array_equal(series.steps, other.series[metric].steps)
        np.testing.assert_array_equal(series.values, other.series[metric].values)


@every_probe
def test_is_described(name: str) -> None:
    """It names its source and explains its options."""
    entry = registry[name]
    assert entry.source
    assert all(field.description for field in entry.options.model_fields.values())


@every_case
def test_readings_survive_the_store(data: Resident, name: str, targets: str) -> None:
    """What a probe reads comes back from JSON as it was: steps, values, columns."""
    result = train(run(targets, name), data)
    assert set(result.series) == set(registry[name].constants["METRICS"])
    assert_same_readings(decoded(encoded(result)), result)


@every_case
def test_what_has_ended_costs_nothing(data: Resident, name: str, targets: str) -> None:
    """After `until` the network is run by training alone, once a step."""
    trainer = Trainer(run(targets, name, until=1), data)
    for step in range(2):
        trainer.step(step)
    passes = []
    next(trainer.model.modules()).register_forward_pre_hook(lambda *_: passes.append(1))
    first = next(module for module in trainer.model.modules() if isinstance(module, torch.nn.Conv2d | torch.nn.Linear))
    first.register_forward_pre_hook(lambda *_: passes.append(2))
    trainer.step(2)  # after the last step, 3, the loss is looked at once more
    assert passes == [1, 2]


@pytest.mark.parametrize(
    ("name", "targets"),
    [
        (name, targets)
        for name, targets in CASES
        if not all(metric.get("first", 0) for metric in registry[name].constants["METRICS"].values())
    ],
)
def test_a_run_of_no_steps_is_read_at_its_start(data: Resident, name: str, targets: str) -> None:
    """What needs no step is read once, at step 0, as is what a longer run reads there; the weights have not moved."""
    trainer = Trainer(run(targets, name, steps=0), data)
    started = [parameter.detach().clone() for parameter in trainer.model.parameters()]
    result = train(run(targets, name, steps=0), data)
    trainer.step(0)
    assert all(map(torch.equal, started, trainer.model.parameters()))
    assert (result.outcome, result.stopped_at) == ("finished", 0)
    longer = train(run(targets, name), data)
    for metric, facts in registry[name].constants["METRICS"].items():
        series = result.series[metric]
        assert series.steps.tolist() == ([] if facts.get("first", 0) else [0])
        if 0 in longer.series[metric].steps:
            np.testing.assert_array_equal(series.values[0], longer.series[metric].values[0])


@every_case
@pytest.mark.parametrize(
    ("steps", "times"),
    [
        (1, {"every": 1}),
        (1, {"every": 3}),
        (5, {"every": 2}),
        (4, {"every": 2}),
        (5, {"every": 2, "until": 3}),
        (5, {"every": 2, "until": 0}),
    ],
)
def test_reads_when_its_file_says(data: Resident, name: str, targets: str, steps: int, times: dict[str, int]) -> None:
    """Before or after its steps, from the first on, to the end of the run or to `until`: `check` counts on it."""
    result = train(run(targets, name, steps=steps, **times), data)
    for metric, facts in registry[name].constants["METRICS"].items():
        own = {facts["timing"]: options(name)[facts["timing"]]} if "timing" in facts else {}
        said = timing(name, times | own, steps, None, facts)
        assert result.series[metric].steps.tolist() == [said.reading(index) for index in range(said.count)]

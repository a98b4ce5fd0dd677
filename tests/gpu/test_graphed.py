"""Steps replayed as a CUDA graph against the same steps taken operator by operator, to the bit."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from bnreport.runs.plan import Run
from bnreport.training import drive, loop
from bnreport.training.data import Resident
from bnreport.training.loop import Trainer, train

Digits = Callable[[torch.device], Resident]
MakeRun = Callable[..., Run]
PROBES = ("accuracy", "landscape", "ics_gradient", "moments")
CHANGES: dict[str, Any] = {"batch_size": 150, "augment": ["flip", {"crop": {"padding": 1}}], "steps": 45}
"""Of 1,442 digits the tenth batch of an epoch has 92."""
NORMS: list[str | dict[str, Any]] = [
    "none",
    "batch",
    "l1",
    "linf",
    "noisy_batch",
    "noise",
    "ghost",
    "population",
    "weight_norm",
]
NORMS += ["data_dependent", {"folded": {"after": 20}}]
pytestmark = pytest.mark.gpu


class Plain(Trainer):
    """A run that never records."""

    def __init__(self, run: Run, data: Resident) -> None:
        """Forget about graphs."""
        super().__init__(run, data)
        self.graphed = None


def steps(trainer: Trainer) -> tuple[Trainer, list[torch.Tensor]]:
    """Take every step; return the run, its losses fetched, and its final weights, buffers, momenta and gradients."""
    for step in range(trainer.recipe.steps):
        trainer.step(step)
    trainer.log.flush()
    momenta = [state["momentum_buffer"] for state in trainer.optimizer.state.values()]
    gradients = [parameter.grad for parameter in trainer.model.parameters()]
    return trainer, [*trainer.model.state_dict().values(), *momenta, *gradients]


@pytest.mark.parametrize("norm", NORMS, ids=str)
@pytest.mark.parametrize("precision", ["fp32", "bf16"])
def test_a_graph_changes_no_bit(
    cuda: torch.device, digits: Digits, make_run: MakeRun, norm: str | dict[str, Any], precision: str
) -> None:
    """45 steps with smaller last batches and four probes: losses, readings, weights, statistics, momenta, gradients."""
    run, data = make_run(norm, PROBES, precision=precision, **CHANGES), digits(cuda)
    (plain, expected), (graphed, found) = steps(Plain(run, data)), steps(Trainer(run, data))
    assert graphed.graphed is not None
    assert graphed.graphed.recording is not None
    assert graphed.log.losses == plain.log.losses
    assert len(set(plain.log.losses)) == 45
    assert str(graphed.log.readings) == str(plain.log.readings)
    assert all(torch.equal(one, other) for one, other in zip(found, expected, strict=True))


@pytest.mark.parametrize("optimizer", [{"adam": {}}, {"sgd_clipped": {"lr": 0.1}}, {"sgd_agc": {"lr": 0.1}}])
def test_other_networks_and_optimisers_are_recorded_too(
    cuda: torch.device, digits: Digits, make_run: MakeRun, optimizer: dict[str, Any]
) -> None:
    """A ResNet, whose shortcuts join gradients, and optimisers that change the gradients which a graph has left."""
    model = {"resnet_cifar": {"depth": 8, "width": 4}}
    run = make_run("batch", **{**CHANGES, "model": model, "optimizer": optimizer})
    ends = []
    for made in (Plain, Trainer):
        trainer = made(run, digits(cuda))
        for step in range(20):
            trainer.step(step)
        trainer.log.flush()
        ends.append(trainer.log.losses)
    assert ends[0] == ends[1]


def test_interrupted_equals_uninterrupted(
    cuda: torch.device, digits: Digits, make_run: MakeRun, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Recorded anew in its middle, a run ends with the readings of one that was never recorded."""
    data, run, saved = digits(cuda), make_run("noisy_batch", PROBES, **CHANGES), tmp_path / "checkpoint"

    def interrupt(step: int) -> None:
        if step == 20:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        train(run, data, saved=[saved], progress=interrupt)
    resumed = train(run, data, saved=[saved])
    monkeypatch.setattr(loop, "Trainer", Plain)
    whole = train(run, data)
    assert drive.CHECK_EVERY == 20
    assert resumed.outcome == whole.outcome == "finished"
    for name, series in whole.series.items():
        np.testing.assert_array_equal(resumed.series[name].values, series.values)


def test_runs_one_after_another_take_no_more_memory(cuda: torch.device, digits: Digits, make_run: MakeRun) -> None:
    """Of five runs each repeats the first, and leaves as much memory behind as the second did."""
    run, data = make_run("noisy_batch", **CHANGES), digits(cuda)
    left, losses = [], []
    for _ in range(5):
        trainer, _ = steps(Trainer(run, data))
        losses.append(trainer.log.losses)
        del trainer, _
        torch.cuda.empty_cache()
        left.append((torch.cuda.memory_allocated(), torch.cuda.memory_reserved()))
    assert all(held == losses[0] for held in losses)
    assert left[1:] == left[1:2] * 4


def test_a_broken_loss_is_an_outcome(
    cuda: torch.device, digits: Digits, make_run: MakeRun, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A loss that breaks among recorded steps ends the run at the step at which the plain loop's does."""
    run, data = make_run("none", **{**CHANGES, "optimizer": {"sgd": {"lr": 1e4}}}), digits(cuda)
    found = train(run, data)
    monkeypatch.setattr(loop, "Trainer", Plain)
    expected = train(run, data)
    assert (found.outcome, found.cause, found.stopped_at) == (expected.outcome, expected.cause, expected.stopped_at)
    assert found.outcome == "diverged"

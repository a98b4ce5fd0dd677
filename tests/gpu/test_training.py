"""Training on CUDA: as on the CPU, as often as asked, and from where it was interrupted."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import torch

from bnreport import norms
from bnreport.runs.plan import Run
from bnreport.training import drive
from bnreport.training.data import Resident
from bnreport.training.loop import Trainer, train

Digits = Callable[[torch.device], Resident]
MakeRun = Callable[..., Run]
CPU = torch.device("cpu")
NOT_HERE = {"noise", "noisy_batch", "instance", "group", "weight_standardized", "dyt"}
QUIET = [name for name in norms.registry.names if name not in NOT_HERE]
"""Norms that draw nothing: each kind of device has numbers of its own. The last four need other networks."""


def losses(run: Run, data: Resident, steps: int = 20) -> tuple[list[float], dict[str, torch.Tensor]]:
    """Take steps; return their losses and the final weights, on the host."""
    trainer = Trainer(run, data)
    for step in range(steps):
        trainer.step(step)
    trainer.log.flush()
    return trainer.log.losses, {name: tensor.cpu() for name, tensor in trainer.model.state_dict().items()}


def test_batches_are_the_cpus(device: torch.device, digits: Digits, make_run: MakeRun) -> None:
    """Without augmentation, whose draws are each kind of device's own, to the bit: order, pixels and labels."""
    here, there = (Trainer(make_run(), digits(where)).batches for where in (CPU, device))
    for step in (0, 22, 23):
        for expected, found in zip(here.at(step), there.at(step), strict=True):
            assert torch.equal(found.cpu(), expected)


@pytest.mark.parametrize("norm", QUIET)
def test_twenty_steps_are_the_cpus(device: torch.device, digits: Digits, make_run: MakeRun, norm: str) -> None:
    """In fp32, without augmentation, losses agree to 1e-4; TF32 would not."""
    run = make_run(norm, optimizer={"sgd": {"lr": 0.002}})
    expected, _ = losses(run, digits(CPU))
    found, _ = losses(run, digits(device))
    np.testing.assert_allclose(found, expected, rtol=1e-4)
    assert len(set(expected)) == 20


@pytest.mark.parametrize("norm", ["none", "batch", "l1", "noisy_batch"])
@pytest.mark.parametrize("precision", ["fp32", "bf16"])
def test_repeated_it_is_the_same_to_the_bit(
    device: torch.device, digits: Digits, make_run: MakeRun, norm: str, precision: str
) -> None:
    """The same GPU and software repeat a run, augmentation and noise included."""
    run = make_run(norm, precision=precision, augment=["flip", {"crop": {"padding": 1}}])
    data = digits(device)
    first, again = losses(run, data), losses(run, data)
    assert first[0] == again[0]
    assert all(torch.equal(first[1][name], again[1][name]) for name in first[1])


def test_interrupted_equals_uninterrupted(
    device: torch.device, digits: Digits, make_run: MakeRun, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A run stopped in its middle and resumed ends with the same readings, with noise and momentum."""
    monkeypatch.setattr(drive, "CHECK_EVERY", 5)
    data, run, saved = digits(device), make_run("noisy_batch", ("accuracy", "landscape")), tmp_path / "checkpoint"

    def interrupt(step: int) -> None:
        if step == 10:
            raise KeyboardInterrupt

    whole = train(run, data)
    with pytest.raises(KeyboardInterrupt):
        train(run, data, saved=[saved], progress=interrupt)
    steps: list[int] = []
    resumed = train(run, data, saved=[saved], progress=steps.append)
    assert steps == [15, 20]
    assert resumed.outcome == whole.outcome == "finished"
    for name, series in whole.series.items():
        np.testing.assert_array_equal(resumed.series[name].values, series.values)

"""Relative drifts against plain Python on activations taken by hand."""

from copy import deepcopy
from math import inf, isfinite
from pathlib import Path
from statistics import fmean, pstdev, pvariance
from typing import Any

import pytest
import torch
from torch import nn

from bnreport.datasets.shared.cache import load
from bnreport.errors import SpecError
from bnreport.probes import registry
from bnreport.probes.relative_moments import _drift
from bnreport.probes.shared.moment import Moment
from bnreport.registry import ArmName
from bnreport.runs.plan import Run
from bnreport.study.arms import Condition
from bnreport.study.recipe import resolved
from bnreport.study.schema import Arm, Recipe
from bnreport.training.data import Resident
from bnreport.training.loop import Trainer

METRICS = ["relative_mean_drift", "relative_variance_drift"]


class Spy:
    """Keeps the network and the noise of every step."""

    def __init__(self) -> None:
        """Start with nothing."""
        self.memory: dict[str, torch.Tensor] = {}
        self.kept: list[tuple[nn.Module, int]] = []

    def before_step(self, moment: Moment) -> dict[str, float]:
        """Keep a copy."""
        self.kept.append((deepcopy(moment.model), moment.noise))
        return {}

    def after_step(self, moment: Moment) -> dict[str, float]:
        """Do nothing."""
        del moment
        return {}


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Resident:
    """Digits on the CPU."""
    cache = tmp_path_factory.mktemp("decoded")
    return Resident(load("digits", {}, Path(cache), Path(cache)), torch.device("cpu"))


def trainer(data: Resident, norm: str = "noisy_batch", *, lr: float = 0.05, **options: Any) -> Trainer:  # noqa: ANN401
    """Return a small network about to be trained, looked at by the probe and a spy."""
    recipe = Recipe.model_validate(
        {
            "dataset": "digits",
            "model": {"vgg": {"depth": 11, "width": 4, "hidden": 6}},
            "optimizer": {"sgd": {"lr": lr}},
            "batch_size": 16,
            "steps": 9,
        }
    )
    condition = Condition(resolved(recipe), Arm.model_validate({"norm": norm}).norm)
    bound = registry["relative_moments"].options(**options).model_dump()
    probes = {"relative_moments": {"options": bound, "code": ""}}
    made = Trainer(Run("", condition, 0, 0, 0, "", probes, (ArmName("e.a"),), ()), data)
    made.probes["spy"] = Spy()
    return made


def read(trained: Trainer, steps: int) -> dict[int, dict[str, Any]]:
    """Take steps and return the readings by step."""
    for step in range(steps):
        trained.step(step)
    return {step: reading for step, reading in trained.log.readings if reading}


def by_hand(trained: Trainer, step: int) -> dict[str, list[list[float]]]:
    """Return the activations of every channel of layers 1, 5 and 11 at a step, applying module after module."""
    spy = trained.probes["spy"]
    assert isinstance(spy, Spy)
    model, noise = spy.kept[step]
    x, found = next(iter(trained.batches.reference())), {}
    with torch.random.fork_rng():
        torch.manual_seed(noise)
        for name, module in model.named_children():
            x = module(x)
            number = {"norm1": "1", "norm5": "5", "classifier": "11"}.get(name)
            if number:
                found[number] = [x[:, channel].flatten().tolist() for channel in range(x.shape[1])]
    return found


@pytest.mark.parametrize("norm", ["noisy_batch", "none"])
def test_drift_is_in_units_of_the_earlier_spread(data: Resident, norm: str) -> None:
    """Each step's own weights and noise on the one batch, behind norm and noise, averaged over all units."""
    trained = trainer(data, norm, every=3, layers=[1, 5, 11])
    readings = read(trained, 6)
    assert list(readings) == [1, 4]
    for step in (1, 4):
        then, now = (by_hand(trained, at) for at in (step - 1, step))
        for number in ("1", "5", "11"):
            pairs = list(zip(then[number], now[number], strict=True))
            means = fmean(abs(fmean(new) - fmean(old)) / pstdev(old) for old, new in pairs)
            variances = fmean(abs(pvariance(new) - pvariance(old)) / pvariance(old) for old, new in pairs)
            actual = [readings[step][metric][number] for metric in METRICS]
            assert actual == pytest.approx([means, variances], rel=1e-9, abs=1e-12)


@pytest.mark.parametrize(("every", "until", "expected"), [(1, None, [*range(1, 9)]), (4, None, [1, 5]), (2, 4, [1, 3])])
def test_a_reading_closes_each_pair_of_steps(
    data: Resident, every: int, until: int | None, expected: list[int]
) -> None:
    """Steps t and t + 1 give one reading, at t + 1, and none lies beyond the last that may be measured."""
    assert list(read(trainer(data, every=every, until=until, layers=[1]), 9)) == expected


def test_often_and_rarely_agree(data: Resident) -> None:
    """How often it measures changes nothing in what it reads."""
    rarely, often = (read(trainer(data, every=every, layers=[5]), 6) for every in (2, 1))
    assert rarely == {step: often[step] for step in (1, 3, 5)}


def test_a_factor_on_a_layer_changes_nothing() -> None:
    """Means ten times as large with variances a hundred times as large have moved as far."""
    generator = torch.Generator().manual_seed(1)
    then, now = (torch.rand((2, 5), generator=generator, dtype=torch.float64) for _ in range(2))
    scale = torch.tensor([[10.0], [100.0]])
    assert _drift(scale * then, scale * now) == pytest.approx(_drift(then, now))


def test_constant_units() -> None:
    """A unit that stays constant over the batch has not moved; one that was constant moves without measure."""
    still, alive = torch.tensor([[1.0], [0.0]]), torch.tensor([[2.0], [1.0]])
    assert _drift(still, still) == [0, 0]
    assert _drift(still, alive) == [inf, inf]


def test_a_diverged_network_is_read_without_complaint(data: Resident) -> None:
    """Infinite and undefined activations give readings that are not finite, and no warning."""
    reading = read(trainer(data, "none", lr=1e30, every=1), 4)[2]
    assert not any(isfinite(value) for value in reading["relative_mean_drift"].values())


def test_refuses_layers_that_are_not_there(data: Resident) -> None:
    """A number beyond the depth is one line."""
    with pytest.raises(SpecError, match="has 11 layers, and none of number 12"):
        read(trainer(data, layers=[5, 12]), 1)

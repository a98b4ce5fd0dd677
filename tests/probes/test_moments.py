"""Moments and quantiles against plain Python on activations taken by hand."""

from copy import deepcopy
from math import isfinite
from pathlib import Path
from statistics import fmean, pvariance
from typing import Any

import pytest
import torch
from torch import nn

from bnreport.datasets.shared.cache import load
from bnreport.errors import SpecError
from bnreport.probes import registry
from bnreport.probes.shared.moment import Moment
from bnreport.runs.plan import Run
from bnreport.study.arms import Condition
from bnreport.study.recipe import resolved
from bnreport.study.schema import Arm, Recipe
from bnreport.training.data import Resident
from bnreport.training.loop import Trainer

Units = dict[str, list[list[float]]]
CHANNELS = {1: [0, 1, 2], 5: [0, 10, 21], 11: [0, 3, 6]}
"""Which of 4, 32 and 10 channels, spread evenly, are three units of VGG-11's layers 1, 5 and 11."""
DRIFTS = ["mean_drift", "variance_drift", "mean_drift_from_start", "variance_drift_from_start"]


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
    bound = registry["moments"].options(**options).model_dump()
    made = Trainer(Run("", condition, 0, 0, 0, "", {"moments": {"options": bound, "code": ""}}, ("e.a",), ()), data)
    made.probes["spy"] = Spy()
    return made


def read(trained: Trainer, steps: int) -> dict[int, dict[str, Any]]:
    """Take steps and return the readings by step."""
    for step in range(steps):
        trained.step(step)
    return dict(trained.log.readings)


def by_hand(trained: Trainer, step: int) -> dict[int, list[list[float]]]:
    """Return the activations of the sampled channels of layers 1, 5 and 11 at a step, applying module after module."""
    spy = trained.probes["spy"]
    assert isinstance(spy, Spy)
    model, noise = spy.kept[step]
    x, found = next(iter(trained.batches.reference())), {}
    with torch.random.fork_rng():
        torch.manual_seed(noise)
        for name, module in model.named_children():
            x = module(x)
            number = {"norm1": 1, "norm5": 5, "classifier": 11}.get(name)
            if number:
                found[number] = [x[:, channel].flatten().tolist() for channel in CHANNELS[number]]
    return found


def drifts(now: list[list[float]], then: list[list[float]]) -> list[float]:
    """Return the mean over units of how far mean and 1/m variance have moved."""
    return [
        fmean(abs(moment(one) - moment(other)) for one, other in zip(now, then, strict=True))
        for moment in (fmean, pvariance)
    ]


def quantile(values: list[float], probability: float) -> float:
    """Interpolate between order statistics, the lowest at 0 and the highest at 1."""
    ordered, place = sorted(values), probability * (len(values) - 1)
    below = min(int(place), len(values) - 2)
    return ordered[below] + (place - below) * (ordered[below + 1] - ordered[below])


@pytest.mark.parametrize("norm", ["noisy_batch", "noise", "none"])
def test_drift_is_between_consecutive_steps_and_from_the_first(data: Resident, norm: str) -> None:
    """Each step's own weights and noise on the one batch, behind norm and noise, averaged over the sampled units."""
    trained = trainer(data, norm, every=3, layers=[1, 5, 11], units=3)
    readings = read(trained, 6)
    assert list(readings) == [0, 1, 3, 4]
    for step in (1, 4):
        reading = readings[step]
        start, then, now = (by_hand(trained, at) for at in (0, step - 1, step))
        for number in CHANNELS:
            expected = [*drifts(now[number], then[number]), *drifts(now[number], start[number])]
            actual = [reading[name][str(number)] for name in DRIFTS]
            assert actual == pytest.approx(expected, rel=1e-9, abs=1e-12)


def test_quantiles_are_the_first_units(data: Resident) -> None:
    """Twelve quantiles of channel 0 at the earlier of the two steps, in columns layer/probability."""
    trained = trainer(data, every=3, layers=[1, 5, 11], units=3)
    found = read(trained, 5)[3]["activation_quantiles"]
    levels = ["0.01", *(f"{percent / 100:g}" for percent in range(5, 100, 10)), "0.99"]
    assert list(found) == [f"{number}/{level}" for number in CHANNELS for level in levels]
    for number, units in by_hand(trained, 3).items():
        expected = [quantile(units[0], float(level)) for level in levels]
        assert [found[f"{number}/{level}"] for level in levels] == pytest.approx(expected, rel=1e-9, abs=1e-12)


@pytest.mark.parametrize(
    ("every", "expected"), [(1, [1, 2, 3, 4, 5, 6, 7, 8]), (2, [1, 3, 5, 7]), (4, [1, 5]), (9, [1])]
)
def test_a_reading_closes_each_pair_of_steps(data: Resident, every: int, expected: list[int]) -> None:
    """Steps t and t + 1 give one reading, at t + 1; nine steps have no tenth to end the pair that the last opens."""
    found = read(trainer(data, every=every, layers=[1]), 9)
    assert [step for step, reading in found.items() if "mean_drift" in reading] == expected
    assert [step for step, reading in found.items() if "activation_quantiles" in reading] == [*range(0, 9, every)]


def test_every_second_step_gives_the_readings_of_every_step(data: Resident) -> None:
    """How often it measures changes nothing in what it reads."""
    rarely, often = (read(trainer(data, every=every), 6) for every in (2, 1))
    both = {step: {**often[step]} for step in range(6)}
    for step in range(6):
        for name in DRIFTS if step % 2 == 0 else ["activation_quantiles"]:
            both[step].pop(name, None)
    assert rarely == both


def test_all_layers_by_default(data: Resident) -> None:
    """Every weight layer has a column, the classifier included, and units beyond a layer's channels are left out."""
    readings = read(trainer(data, units=1000), 2)[1]
    assert list(readings["mean_drift"]) == [str(number) for number in range(1, 12)]
    assert readings == read(trainer(data, units=32), 2)[1]


def test_what_stands_still_does_not_drift(data: Resident) -> None:
    """Each step trains on another minibatch, and that is no part of it; nor is what was drawn before."""
    first = read(trainer(data, "none", units=2), 4)
    torch.rand(7)
    assert first == read(trainer(data, "none", units=2), 4)
    still = read(trainer(data, "none", lr=1e-30, units=2, every=1), 3)
    assert {value for step in (1, 2) for name in DRIFTS for value in still[step][name].values()} == {0}


def test_noise_counts_as_drift(data: Resident) -> None:
    """At a standstill, batch normalisation has no drift and noise behind it has much."""
    found = {}
    for norm in ("batch", "noisy_batch"):
        still = trainer(data, norm, lr=1e-30, every=1, layers=[5], units=16)
        found[norm] = read(still, 2)[1]["mean_drift"]["5"]
    assert found["batch"] == 0
    assert found["noisy_batch"] == pytest.approx(1 / 3, rel=0.5)  # E|u - v| of two draws from U(-0.5, 0.5)


def test_a_diverged_network_is_read_without_complaint(data: Resident) -> None:
    """Infinite and undefined activations give readings that are not finite, and no warning."""
    reading = read(trainer(data, "none", lr=1e30, every=1), 4)[2]
    assert not any(isfinite(value) for value in reading["mean_drift"].values())


def test_refuses_layers_that_are_not_there(data: Resident) -> None:
    """A number beyond the depth is one line."""
    with pytest.raises(SpecError, match="has 11 layers, and none of number 12"):
        read(trainer(data, layers=[5, 12]), 1)

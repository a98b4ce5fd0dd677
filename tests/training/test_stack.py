"""Several runs as one network: what each of them gets is what it gets alone."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from bnreport.datasets.shared.cache import load
from bnreport.executors.runner import stacks
from bnreport.runs.plan import Run
from bnreport.study.arms import Condition
from bnreport.study.recipe import resolved
from bnreport.study.schema import Arm, Recipe
from bnreport.training import loop, stack
from bnreport.training.data import Resident
from bnreport.training.drive import CHECK_EVERY, drive

NORMS = ["none", "batch", "l1", "l2", "linf", "affine", "batch_minus", "population"]


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Resident:
    """Small random linear maps."""
    cache = tmp_path_factory.mktemp("decoded")
    return Resident(load("gaussian_linear", {"samples": 200, "draws": 4}, cache, cache), torch.device("cpu"))


def runs(norm: str, *, seeds: int = 3, lr: float = 1e-6, **changes: Any) -> list[Run]:  # noqa: ANN401
    """Return runs of a chain of six maps that differ in their seeds."""
    recipe = Recipe.model_validate(
        {
            "dataset": {"gaussian_linear": {"samples": 200, "draws": 4}},
            "model": {"deep_linear": {"depth": 6}},
            "optimizer": {"sgd": {"lr": lr, "momentum": 0.5}},
            "loss": "squared_error",
            "batch_size": 200,
            "steps": 60,
        }
        | changes
    )
    probes = {"objective": {"options": {"every": 20}, "code": ""}}
    condition = Condition(resolved(recipe), Arm.model_validate({"norm": norm}).norm)
    return [Run(f"{seed}" * 64, condition, seed, 0, seed, "", probes, ("e.a",), ()) for seed in range(seeds)]


@pytest.mark.parametrize("norm", NORMS)
def test_equals_training_one_by_one(data: Resident, norm: str) -> None:
    """Losses, weights and running statistics agree within float32 rounding, in every seed, and seeds differ."""
    together = stack.Stack(runs(norm, lr=3e-6), data)
    for step in range(60):
        together.step(step)
    ends = []
    for member, run in zip(together.members, runs(norm, lr=3e-6), strict=True):
        alone = loop.Trainer(run, data)
        for step in range(60):
            alone.step(step)
        for log in (member.log, alone.log):
            log.flush()
        np.testing.assert_allclose(member.log.losses, alone.log.losses, rtol=1e-4)
        assert alone.log.losses[-1] < 0.97 * alone.log.losses[0]  # it has learnt: the comparison says something
        ends.append(alone.log.losses[-1])
        state = alone.model.state_dict()
        for name, tensor in member.model.state_dict().items():
            torch.testing.assert_close(tensor, state[name], rtol=2e-3, atol=1e-4)
    assert len(set(ends)) == 3


@pytest.mark.parametrize("norm", NORMS)
def test_company_changes_no_bit(data: Resident, norm: str) -> None:
    """A run stored under one key is one number, whether its neighbours were missing too or stored before."""
    alone, *others = (stack.train(runs(norm, seeds=seeds), data)[0] for seeds in (1, 2, 3))
    for other in others:
        assert np.array_equal(alone.series["objective"].values, other.series["objective"].values)


def test_a_member_that_diverges_is_watched_no_longer(data: Resident) -> None:
    """Its record ends at the same check as alone; the others train and are read to the end."""
    together, alone = stack.Stack(runs("batch"), data), loop.Trainer(runs("batch")[1], data)
    for model in (together.members[1].model, alone.model):
        model[2].weight.data.fill_(torch.nan)  # type: ignore[index, union-attr, operator]
    for training in (together, alone):
        drive(training, 60, progress=lambda _: None, saved=(), save_every=60.0)
    assert len(alone.log.losses) == CHECK_EVERY
    assert [len(log.losses) for log in together.logs] == [60, CHECK_EVERY, 60]
    ends = [log.readings[-1][0] for log in (*together.logs, alone.log)]
    assert ends == [60, CHECK_EVERY, 60, CHECK_EVERY]
    assert np.isfinite(together.logs[2].losses).all()


class Killed(Exception):  # noqa: N818  (stands for a signal)
    """Ends a training."""


def stopped(some: list[Run], data: Resident, at: int, folder: Path) -> list[Path]:
    """Train up to a step; return where the checkpoints lie."""

    def kill(step: int) -> None:
        if step == at:
            raise Killed

    saved = [folder / f"{run.key}.npz" for run in some]
    with pytest.raises(Killed):
        stack.train(some, data, progress=kill, saved=saved)
    return saved


@pytest.mark.parametrize("optimizer", [{"sgd": {"lr": 1e-6, "momentum": 0.5}}, {"adam": {"lr": 1e-4}}])
@pytest.mark.parametrize("companies", [[(0, 1, 2)], [(0,), (1, 2)], [(2, 0), (1,)]])
def test_interrupted_and_resumed_equals_uninterrupted(
    data: Resident,
    tmp_path: Path,
    optimizer: Any,  # noqa: ANN401
    companies: list[tuple[int, ...]],
) -> None:
    """Stopped on their way, runs go on bit for bit in whatever company, momentum, buffers and probes included."""
    some = runs("batch", optimizer=optimizer)
    whole = stack.train(some, data)
    saved = stopped(some, data, 40, tmp_path)
    for company in companies:
        again = stack.train([some[each] for each in company], data, saved=[saved[each] for each in company])
        for each, other in zip(company, again, strict=True):
            one = whole[each]
            assert np.array_equal(one.series["objective"].values, other.series["objective"].values)
            assert list(one.series["objective"].steps) == list(other.series["objective"].steps) == [20, 40, 60]


def test_those_stopped_apart_go_on_together(data: Resident, tmp_path: Path) -> None:
    """Checkpoints of two stacks at the same step, and their running statistics, join into one."""
    some = runs("batch")
    saved = [*stopped(some[:1], data, 40, tmp_path), *stopped(some[1:], data, 40, tmp_path)]
    ends = []
    for together in (stack.Stack(some, data), stack.Stack(some, data)):
        drive(together, 60, progress=lambda _: None, saved=saved if ends else (), save_every=60.0)
        ends.append(together)
    for name, tensor in ends[0].network.state_dict().items():
        assert torch.equal(tensor, ends[1].network.state_dict()[name])


def test_steps_apart_are_not_mixed(data: Resident, tmp_path: Path) -> None:
    """Whoever trains runs at different steps together has made a mistake."""
    some = runs("batch")
    saved = [*stopped(some[:1], data, 20, tmp_path), *stopped(some[1:], data, 40, tmp_path)]
    with pytest.raises(ValueError, match="unpack"):
        stack.train(some, data, saved=saved)


def test_one_that_diverges_leaves_the_others_alone(data: Resident) -> None:
    """A member whose weights break is recorded as diverged; the rest end as they would have."""
    together = stack.Stack(runs("none"), data)
    with torch.no_grad():
        together.members[1].model[0].weight.fill_(float("nan"))  # type: ignore[index]
    for step in range(60):
        together.step(step)
    results = [member.result() for member in together.members if not member.log.flush()]
    assert [result.outcome for result in results] == ["finished", "diverged", "finished"]
    for whole, result in zip(stack.train(runs("none"), data), results, strict=True):
        if result.outcome == "finished":
            assert np.array_equal(whole.series["objective"].values, result.series["objective"].values)


def test_no_steps_are_no_steps_together(data: Resident) -> None:
    """Runs of 0 steps are measured at their start, each as alone, and stay there."""
    together = stack.Stack(runs("batch", steps=0), data)
    started = together.network.maps[0].detach().clone()
    together.step(0)
    assert torch.equal(together.network.maps[0], started)
    for joint, alone in zip(stack.train(runs("batch", steps=0), data), runs("batch", steps=0), strict=True):
        expected = loop.train(alone, data).series["objective"]
        assert joint.series["objective"].steps.tolist() == expected.steps.tolist() == [0]
        assert joint.series["objective"].values == pytest.approx(expected.values)


def test_time_is_shared(data: Resident) -> None:
    """Each run is charged its part of the wall time: the sum over runs is what the machine spent."""
    results = stack.train(runs("none"), data)
    assert len({result.seconds for result in results}) == 1
    assert [result.key for result in results] == [f"{seed}" * 64 for seed in range(3)]


def test_only_what_can_be_stacked_is(data: Resident) -> None:
    """Seeds of one condition go together; other rates, norms that mix or draw, and other models do not."""
    assert data.classes == 10
    some = [*runs("batch", seeds=2), *runs("batch", seeds=2, lr=1e-7), *runs("noisy_batch", seeds=2)]
    sizes = [len(group) for group in stacks(some[:4])]
    assert sizes == [2, 2]
    assert [len(group) for group in stacks(some[4:])] == [1, 1]
    assert [len(group) for group in stacks(runs("layer"))] == [1, 1, 1]
    assert [len(group) for group in stacks(runs("batch", precision="bf16"))] == [1, 1, 1]
    digits = {"dataset": "digits", "model": "vgg", "loss": "cross_entropy"}
    assert [len(group) for group in stacks(runs("batch", **digits))] == [1, 1, 1]

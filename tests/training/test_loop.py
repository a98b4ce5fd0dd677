"""The training loop against an obvious one, against itself, and against interruption."""

import math
import runpy
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any, ClassVar

import numpy as np
import pytest
import torch

from bnreport import models, norms
from bnreport.probes.shared.moment import Moment
from bnreport.results import RunResult
from bnreport.runs.plan import Run
from bnreport.training import drive, loop
from bnreport.training.data import Resident
from bnreport.training.loop import Trainer, train
from bnreport.training.seeding import generator

MakeRun = Callable[..., Run]
SMALL: dict[str, dict[str, Any]] = {
    "resnet": {"depth": 18, "width": 4},
    "resnet_cifar": {"depth": 8, "width": 4},
    "vgg": {"depth": 11, "width": 4, "hidden": 8},
}
NORMS: dict[str, dict[str, Any]] = {"group": {"groups": 2}, "weight_standardized": {"groups": 2}}


class Interrupted(Exception):  # noqa: N818
    """Stands for Ctrl-C."""


def weights(trainer: Trainer) -> dict[str, torch.Tensor]:
    """Copy weights and buffers."""
    return {name: tensor.clone() for name, tensor in trainer.model.state_dict().items()}


def losses(run: Run, data: Resident, steps: int) -> tuple[list[float], dict[str, torch.Tensor]]:
    """Take steps; return their losses and the final weights."""
    trainer = Trainer(run, data)
    for step in range(steps):
        trainer.step(step)
    trainer.log.flush()
    return trainer.log.losses, weights(trainer)


def same(one: RunResult, other: RunResult) -> None:
    """Compare everything but clock times."""
    assert (one.outcome, one.stopped_at, one.cause) == (other.outcome, other.stopped_at, other.cause)
    for name, series in one.series.items():
        np.testing.assert_array_equal(series.steps, other.series[name].steps)
        np.testing.assert_array_equal(series.values, other.series[name].values)


def test_losses_are_those_of_an_obvious_loop(data: Resident, make_run: MakeRun) -> None:
    """Two and a half epochs, with smaller last batches, give the oracle's losses."""
    oracle = SimpleNamespace(**runpy.run_path(str(Path(__file__).parents[1] / "oracles" / "train_loop.py")))
    model = {"vgg": {"depth": 11, "width": 4, "hidden": 8}}
    run = make_run(model=model, batch_size=512, augment=[], optimizer={"sgd": {"lr": 0.005, "momentum": 0.9}}, seed=3)
    by_hand = oracle.vgg11(4, 8, 10)
    for mine, theirs in zip(by_hand.state_dict().values(), Trainer(run, data).model.state_dict().values(), strict=True):
        mine.copy_(theirs)
    by_hand.to(memory_format=torch.channels_last)  # else sums in another order grow to 1e-3 within nine steps
    orders = [torch.randperm(1442, generator=generator(3, "order", epoch)) for epoch in range(3)]
    expected = oracle.train(
        by_hand, data.train_inputs, data.train_targets, orders, batch_size=512, lr=0.005, momentum=0.9
    )
    assert len(expected) == 9
    actual = losses(run, data, 9)[0]
    np.testing.assert_allclose(actual[:5], expected[:5], rtol=0, atol=1e-6)
    np.testing.assert_allclose(actual, expected, rtol=0, atol=2e-5)  # rounding grows from step to step


@pytest.mark.parametrize(("lr", "loss"), [(1e-4, "squared_error"), (2e-4, {"squared_error": {"factor": 0.25}})])
def test_deep_linear_networks_descend_the_summed_error(
    vectors: Resident,
    make_run: MakeRun,
    lr: float,
    loss: Any,  # noqa: ANN401
) -> None:
    """On vectors, with squared error, losses are those of gradients written out by hand; each seed has its own map."""
    oracle = SimpleNamespace(**runpy.run_path(str(Path(__file__).parents[1] / "oracles" / "deep_linear.py")))
    factor = 0.5 if loss == "squared_error" else 0.25
    for seed in (0, 2):
        run = make_run(
            "batch_minus",  # replaced below: the oracle has no norm, and `none` has a bias
            seed=seed,
            probes={},
            model={"deep_linear": {"depth": 4}},
            optimizer={"sgd": {"lr": lr}},
            loss=loss,
            batch_size=600,
            augment=[],
        )
        trainer = Trainer(run, vectors)
        for name, _ in list(trainer.model.named_children()):
            if name.startswith("norm"):
                setattr(trainer.model, name, torch.nn.Identity())
        weights = [parameter.detach().double().numpy().copy() for parameter in trainer.model.parameters()]
        inputs, targets = (held[seed].double().numpy() for held in (vectors.train_inputs, vectors.train_targets))
        expected = oracle.descend(weights, inputs, targets, factor=factor, lr=lr, steps=8)
        assert expected[-1] < 0.9 * expected[0]
        for step in range(8):
            trainer.step(step)
        trainer.log.flush()
        np.testing.assert_allclose(trainer.log.losses, expected, rtol=1e-5)


def test_probes_are_told_what_the_step_was(data: Resident, make_run: MakeRun) -> None:
    """Seed of the noise, inputs and criterion give the step's outputs and loss again; its rate is the optimiser's."""
    run = make_run("noise", probes={}, steps=4, schedule="cosine", optimizer={"sgd": {"lr": 0.1}})
    trainer = Trainer(run, data)
    seen: list[Moment] = []

    class Spy:
        memory: ClassVar[dict[str, torch.Tensor]] = {}

        def before_step(self, moment: Moment) -> dict[str, float]:
            seen.append(replace(moment))
            torch.manual_seed(moment.noise)
            outputs = moment.model(moment.inputs)
            assert torch.equal(outputs, moment.outputs)
            assert torch.equal(moment.criterion(outputs, moment.targets), moment.loss)
            self.memory["weight"] = moment.model.get_parameter("stem.conv.weight").detach().clone()
            return {}

        def after_step(self, moment: Moment) -> dict[str, float]:
            seen.append(replace(moment))
            weight, old = moment.model.get_parameter("stem.conv.weight"), self.memory["weight"]
            assert weight.grad is not None
            torch.testing.assert_close(weight.detach(), old - moment.lr * weight.grad)
            return {}

    trainer.probes["spy"] = Spy()
    for step in range(4):
        trainer.step(step)
    assert [moment.step for moment in seen] == [0, 1, 1, 2, 2, 3, 3, 4]
    assert [moment.last for moment in seen] == [False] * 7 + [True]
    rates = [0.05 * (1 + math.cos(math.pi * step / 4)) for step in range(4)]
    assert [moment.lr for moment in seen] == pytest.approx([rate for rate in rates for _ in range(2)])
    assert len({moment.noise for moment in seen}) == 4
    for part, same in zip(seen[0].test(None), data.test(0), strict=True):
        assert all(torch.equal(one, other) for one, other in zip(part, same, strict=True))


@pytest.mark.parametrize("norm", ["batch", "noisy_batch"])
@pytest.mark.parametrize("precision", ["fp32", "bf16"])
def test_same_seed_gives_the_same_bits(data: Resident, make_run: MakeRun, norm: str, precision: str) -> None:
    """A run repeated is equal in every loss and weight, whatever was drawn before; another seed is not."""
    run = make_run(norm, precision=precision)
    first, state = losses(run, data, 6)
    torch.rand(7)
    again, twin = losses(run, data, 6)
    assert first == again
    assert all(torch.equal(state[name], twin[name]) for name in state)
    assert first != losses(make_run(norm, precision=precision, seed=1), data, 6)[0]


def test_bf16_trains_in_bf16(data: Resident, make_run: MakeRun) -> None:
    """The two precisions differ in losses, and weights stay in fp32."""
    fp32, _ = losses(make_run(), data, 3)
    bf16, state = losses(make_run(precision="bf16"), data, 3)
    assert fp32 != bf16
    assert bf16 == pytest.approx(fp32, rel=0.02)
    assert {tensor.dtype for tensor in state.values()} == {torch.float32, torch.int64}


@pytest.mark.parametrize("model", models.registry.names)
def test_a_norm_shifts_no_other_draw(data: Resident, vectors: Resident, make_run: MakeRun, model: str) -> None:
    """Every arm starts from the same weights of convolutions and linear maps, bit for bit."""
    chosen = {model: SMALL.get(model, {})}
    starts = {}
    for name in norms.registry.names:
        run = make_run({name: NORMS.get(name, {})}, model=chosen, seed=2)
        modules = Trainer(run, vectors if model == "deep_linear" else data).model.named_modules()
        kinds = torch.nn.Conv2d | torch.nn.Linear
        starts[name] = {where: module.weight for where, module in modules if isinstance(module, kinds)}
    reference = starts["none"]
    for start in starts.values():
        assert start.keys() == reference.keys()
        assert all(torch.equal(start[where], reference[where]) for where in reference)


def test_arms_see_the_same_batches(data: Resident, make_run: MakeRun) -> None:
    """With one seed, noise in one arm changes neither order nor augmentation of the other."""
    quiet, noisy = (Trainer(make_run(norm), data) for norm in ("none", "noise"))
    for step in range(3):
        for trainer in (quiet, noisy):
            trainer.step(step)
        images, labels = quiet.batches.at(step + 1)
        others, same_labels = noisy.batches.at(step + 1)
        assert torch.equal(images, others)
        assert torch.equal(labels, same_labels)


def test_noise_is_fresh_at_each_step(data: Resident, make_run: MakeRun) -> None:
    """The noise stream moves with the step, so that one batch twice gives two losses."""
    trainer = Trainer(make_run("noise", optimizer={"sgd": {"lr": 1e-12}}), data)
    batch = trainer.batches.at(0)
    trainer.batches.at = lambda _: batch  # type: ignore[method-assign]
    for step in range(2):
        trainer.step(step)
    trainer.log.flush()
    assert abs(trainer.log.losses[0] - trainer.log.losses[1]) > 1e-4


@pytest.mark.parametrize("norm", ["batch", "population", "noisy_batch", "noise"])
@pytest.mark.parametrize("optimizer", [{"sgd": {"lr": 0.05, "momentum": 0.9}}, {"sgd": {"lr": 0.05}}, {"adam": {}}])
def test_interrupted_equals_uninterrupted(  # noqa: PLR0913, PLR0917
    data: Resident,
    make_run: MakeRun,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    norm: str,
    optimizer: Any,  # noqa: ANN401
) -> None:
    """A run stopped at steps 3, 9 and 10 and resumed each time ends in the same bits, weights and readings."""
    monkeypatch.setattr(drive, "CHECK_EVERY", 1)
    finals: list[Trainer] = []
    monkeypatch.setattr(loop, "Trainer", lambda *args: finals.append(Trainer(*args)) or finals[-1])
    run = make_run(norm, optimizer=optimizer, steps=12, schedule={"cosine": {"warmup": 3}})
    whole = train(run, data)
    saved = tmp_path / "checkpoint"
    for stop in (3, 9, 10):

        def interrupt(step: int, at: int = stop) -> None:
            if step == at:
                raise Interrupted

        with pytest.raises(Interrupted):
            train(run, data, saved=[saved], progress=interrupt)
    steps: list[int] = []
    same(whole, train(run, data, saved=[saved], progress=steps.append))
    assert steps == [11, 12]
    first, last = weights(finals[0]), weights(finals[-1])
    assert all(torch.equal(first[name], last[name]) for name in first)
    momenta = [parts.optimizer.state_dict()["state"] for parts in (finals[0], finals[-1])]
    assert str(momenta[0]) == str(momenta[1])


def test_progress_and_probes_do_not_change_the_training(data: Resident, make_run: MakeRun) -> None:
    """The losses are the same with and without measurements."""
    without, _ = losses(make_run("noisy_batch", probes={}), data, 5)
    probed, _ = losses(
        make_run(
            "noisy_batch",
            probes={"accuracy": {"options": {"every": 1, "test": {"every": 1, "samples": 50}}, "code": ""}},
        ),
        data,
        5,
    )
    assert without == probed


def test_weights_and_gradients_stay_channels_last(data: Resident, make_run: MakeRun) -> None:
    """After some steps every kernel and its gradient still lie channels last."""
    trainer = Trainer(make_run(), data)
    for step in range(2):
        trainer.step(step)
    kernels = [p for p in trainer.model.parameters() if p.ndim == 4]
    assert kernels
    for kernel in kernels:
        assert kernel.is_contiguous(memory_format=torch.channels_last)
        assert kernel.grad is not None
        assert kernel.grad.is_contiguous(memory_format=torch.channels_last)


@pytest.mark.parametrize("norm", ["none", "batch"])
def test_a_broken_loss_is_an_outcome(data: Resident, make_run: MakeRun, norm: str) -> None:
    """A huge learning rate ends the run early, with step and cause, and leaves its readings."""
    result = train(make_run(norm, optimizer={"sgd": {"lr": 1e30}}, steps=60), data)
    assert result.outcome == "diverged"
    assert result.stopped_at == 20
    assert result.cause == "loss was nan at step 1"
    assert result.metrics["test_accuracy"].failure == pytest.approx(0.1)


def test_a_last_step_that_breaks_the_network_counts(data: Resident, make_run: MakeRun) -> None:
    """No training loss has seen the broken weights, and yet they are an outcome, whatever is measured."""
    for probes in ({}, None):
        result = train(make_run("none", optimizer={"sgd": {"lr": 1e30}}, steps=1, probes=probes), data)
        assert (result.outcome, result.cause) == ("diverged", "loss was nan after step 0")


def test_looking_at_the_last_step_leaves_no_trace(data: Resident, make_run: MakeRun) -> None:
    """Weights and running statistics after the last step are those of a longer run after the same step."""
    ends = [losses(make_run("noisy_batch", steps=steps), data, 4)[1] for steps in (4, 5)]
    assert all(torch.equal(ends[0][name], ends[1][name]) for name in ends[0])


def test_the_last_step_is_measured(data: Resident, make_run: MakeRun) -> None:
    """Every probe measures after the last step, due or not, and the training tally starts afresh each time."""
    result = train(make_run(steps=16), data)
    assert result.series["test_loss"].steps.tolist() == [7, 14, 16]
    assert result.stopped_at == 16
    assert result.outcome == "finished"

"""Recorded and replayed steps against the plain loop, with a recorder of operators in the place of CUDA's."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from torch import Tensor
from torch.utils._python_dispatch import TorchDispatchMode
from torch.utils._pytree import tree_leaves

from bnreport.runs.plan import Run
from bnreport.training import drive, graphed, loop
from bnreport.training.data import Resident
from bnreport.training.graphed import WARM_UP, Graphed
from bnreport.training.loop import Trainer, train

MakeRun = Callable[..., Run]


class Recorder(TorchDispatchMode):
    """Note each operator with its tensors; undo what recording has changed, since CUDA's computes nothing."""

    def __init__(self) -> None:
        """Start empty."""
        super().__init__()
        self.calls: list[tuple[Any, ...]] = []
        self.before: list[tuple[Tensor, Tensor]] = []

    def __torch_dispatch__(self, func: Any, _: Any, args: Any = (), kwargs: Any = None) -> Any:  # noqa: ANN401
        """Call it, and note it."""
        kwargs = kwargs or {}
        unsaid = "batch_norm" in func._schema.name  # whose signature does not say that it moves running statistics
        for place, held in zip(func._schema.arguments, args, strict=False):
            if isinstance(held, Tensor) and (unsaid or (place.alias_info and place.alias_info.is_write)):
                self.before.append((held, held.detach().clone()))
        gave = func(*args, **kwargs)
        self.calls.append((func, args, kwargs, gave))
        return gave

    def undo(self) -> None:
        """Put back what was there before."""
        with torch._C._AutoDispatchBelowAutograd():
            for held, value in reversed(self.before):
                held.copy_(value)

    def replay(self) -> None:
        """Call all of it again, results into the same tensors."""
        with torch._C._AutoDispatchBelowAutograd():
            for func, args, kwargs, gave in self.calls:
                again = func(*args, **kwargs)
                for held, value in zip(tree_leaves(gave), tree_leaves(again), strict=True):
                    if isinstance(held, Tensor) and held.data_ptr() != value.data_ptr():
                        held.copy_(value)


@pytest.fixture(autouse=True)
def recordings(monkeypatch: pytest.MonkeyPatch) -> list[Recorder]:
    """Let every trainer record, on the CPU; return what was recorded."""
    made: list[Recorder] = []

    def record(take: Any, inputs: Tensor, targets: Tensor) -> Any:  # noqa: ANN401
        made.append(Recorder())
        state = torch.get_rng_state()
        with made[-1]:
            outputs, loss = take(inputs, targets)
        made[-1].undo()
        torch.set_rng_state(state)
        return made[-1], (outputs.detach(), loss.detach())

    class Recorded(Trainer):
        def __init__(self, run: Run, data: Resident) -> None:
            super().__init__(run, data)
            self.graphed = Graphed(self.model, min(self.recipe.batch_size, len(self.batches.targets)))

    monkeypatch.setattr(graphed, "record", record)
    monkeypatch.setattr(graphed, "aside", lambda take, inputs, targets: take(inputs, targets))
    monkeypatch.setattr(loop, "Recorded", Recorded, raising=False)
    return made


def steps(trainer: Trainer, count: int) -> tuple[list[Any], list[Tensor]]:
    """Take steps; return losses and readings, and the final weights, buffers and momenta."""
    for step in range(count):
        trainer.step(step)
    trainer.log.flush()
    momenta = [state["momentum_buffer"] for state in trainer.optimizer.state.values()]
    return [trainer.log.losses, trainer.log.readings], [*trainer.model.state_dict().values(), *momenta]


def looks(*names: str) -> dict[str, Any]:
    """Return probes, every four steps."""
    options: dict[str, Any] = {"every": 4}
    return {name: {"options": options, "code": ""} for name in names}


@pytest.mark.parametrize("norm", ["none", "batch", "l1", "linf", "noisy_batch", "noise"])
@pytest.mark.parametrize("precision", ["fp32", "bf16"])
def test_recorded_steps_are_the_plain_ones(
    data: Resident, make_run: MakeRun, recordings: list[Recorder], norm: str, precision: str
) -> None:
    """To the bit over an epoch with a smaller last batch: losses, readings, weights, statistics and momenta."""
    probes = looks("landscape", "ics_gradient") | {
        "accuracy": {"options": {"every": 4, "test": {"every": 4, "samples": 50}}, "code": ""}
    }
    run = make_run(norm, precision=precision, batch_size=512, steps=9, probes=probes)
    expected, found = (steps(made(run, data), 9) for made in (Trainer, loop.Recorded))  # type: ignore[attr-defined]
    assert found[0] == expected[0]
    assert all(torch.equal(one, other) for one, other in zip(found[1], expected[1], strict=True))
    assert len(recordings) == 1


def test_warm_up_steps_and_smaller_batches_are_not_recorded(data: Resident, make_run: MakeRun) -> None:
    """Of three batches an epoch the third is smaller; three full ones are taken before one is recorded."""
    trainer = loop.Recorded(make_run(batch_size=512, probes={}), data)  # type: ignore[attr-defined]
    replayed = []
    for step in range(9):
        trainer.step(step)
        held = trainer.graphed.recording
        first = next(iter(trainer.model.parameters())).grad
        replayed.append(held is not None and held.gradients[0] is first)
    assert WARM_UP == 3
    assert replayed == [False, False, False, False, True, False, True, True, False]


def test_what_a_replay_overwrites_was_copied(data: Resident, make_run: MakeRun) -> None:
    """Outputs and loss of a step are what they were after the next."""
    trainer = loop.Recorded(make_run(probes={}), data)  # type: ignore[attr-defined]
    for step in range(WARM_UP + 1):
        trainer.step(step)
    gave = trainer.graphed(trainer.take, *trainer.batches.at(4))
    before = [tensor.clone() for tensor in gave]
    trainer.graphed(trainer.take, *trainer.batches.at(5))
    assert all(torch.equal(one, other) for one, other in zip(gave, before, strict=True))


def test_it_records_again_where_a_tensor_has_moved(
    data: Resident, make_run: MakeRun, recordings: list[Recorder]
) -> None:
    """Weights or statistics in other memory are seen, and losses go on as in the plain loop."""
    run, ends = make_run(probes={}), []
    for made in (Trainer, loop.Recorded):  # type: ignore[attr-defined]
        trainer = made(run, data)
        steps(trainer, 5)
        for tensor in (trainer.model.stem.conv.weight, trainer.model.stem.norm.running_mean):
            tensor.data = tensor.detach() * 0.5
            trainer.step(5)
        trainer.log.flush()
        ends.append((trainer.log.losses, trainer.model.state_dict()))
    assert ends[0][0] == ends[1][0]
    assert all(torch.equal(value, ends[1][1][name]) for name, value in ends[0][1].items())
    assert len(recordings) == 3


def test_interrupted_equals_uninterrupted(
    data: Resident, make_run: MakeRun, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Resumed in the middle, it warms up and records once more, and ends in the same bits as the plain loop."""
    run, saved = make_run("noisy_batch", steps=16), tmp_path / "checkpoint"
    whole = train(run, data)
    monkeypatch.setattr(drive, "CHECK_EVERY", 7)
    monkeypatch.setattr(loop, "Trainer", loop.Recorded)  # type: ignore[attr-defined]

    def interrupt(_: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        train(run, data, saved=[saved], progress=interrupt)
    resumed = train(run, data, saved=[saved])
    for name, series in whole.series.items():
        np.testing.assert_array_equal(resumed.series[name].values, series.values)
    assert resumed.outcome == "finished"


@pytest.mark.parametrize("norm", ["none", "batch"])
def test_a_broken_loss_is_an_outcome(
    data: Resident, make_run: MakeRun, norm: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A loss that breaks is one of the recorded steps' too."""
    run = make_run(norm, optimizer={"sgd": {"lr": 1e8, "momentum": 0.9}}, steps=60)
    expected = train(run, data)
    monkeypatch.setattr(loop, "Trainer", loop.Recorded)  # type: ignore[attr-defined]
    found = train(run, data)
    assert (found.outcome, found.cause, found.stopped_at) == (expected.outcome, expected.cause, expected.stopped_at)
    assert found.outcome == "diverged"

"""The objective against sums by hand."""

from math import inf

import pytest
import torch
from torch import nn

from bnreport.probes import registry
from bnreport.probes.shared.moment import Moment
from bnreport.runs.plan import Run
from bnreport.study.arms import Condition
from bnreport.study.recipe import resolved
from bnreport.study.schema import Arm, Recipe
from bnreport.training.outcome import Log, result


def moment(step: int, loss: float, *, n: int = 1, last: bool = False) -> Moment:
    """Return a step with the given loss on n samples."""
    return Moment(
        step=step,
        last=last,
        model=nn.Identity(),
        inputs=torch.zeros(n, 1),
        targets=torch.zeros(n, 1),
        outputs=torch.zeros(n, 1),
        loss=torch.tensor(loss),
        criterion=nn.functional.mse_loss,
        lr=1.0,
        noise=0,
        test=lambda _: [],
        reference=list,
    )


def readings(losses: list[float], every: int, sizes: list[int]) -> dict[int, float]:
    """Return what is read, by step, in a run with these losses on minibatches of these sizes."""
    probe, found = registry.create("objective", every=every), {}
    for step, (loss, n) in enumerate(zip(losses, sizes, strict=True)):
        assert not probe.before_step(moment(step, loss, n=n))
        reading = probe.after_step(moment(step + 1, loss, n=n, last=step + 1 == len(losses)))
        if reading:
            found[step + 1] = reading["objective"]
    return found


def test_every_minibatch_counts_alike() -> None:
    """Means are over the minibatches since the last reading, whatever their size, and the last step is read."""
    assert readings([8.0, 2.0, 1.0, 5.0, 4.0], 2, [3, 1, 1, 1, 1]) == {2: 5.0, 4: 3.0, 5: 4.0}


def test_sums_in_double_precision() -> None:
    """A thousand steps at 16777217/3 average to just that, which sums in single precision do not."""
    loss = torch.tensor(16777217 / 3).item()
    assert readings([loss] * 1000, 1000, [1] * 1000)[1000] == pytest.approx(loss, rel=1e-13)


def test_a_broken_loss_is_read_as_such() -> None:
    """NaN stays within its own reading."""
    assert str(readings([1.0, float("nan"), 2.0], 1, [1] * 3)) == "{1: 1.0, 2: nan, 3: 2.0}"


def test_a_run_that_diverged_counts_as_its_own_first_loss() -> None:
    """As a network that has learned nothing; one whose first loss is not finite has no such value."""
    recipe = {
        "dataset": {"gaussian_linear": {"samples": 20, "features": 5, "draws": 3}},
        "model": {"deep_linear": {"depth": 2}},
        "optimizer": {"sgd": {"lr": 1.0}},
        "loss": "squared_error",
        "batch_size": 20,
        "steps": 10,
    }
    condition = Condition(resolved(Recipe.model_validate(recipe)), Arm.model_validate({"norm": "none"}).norm)
    looks = {"objective": {"options": {"every": 5}, "code": ""}}
    firsts = ([50.0, 1e9], [70.0, 1e9], [inf])
    metrics = [
        result(Run("0" * 64, condition, 0, 0, 0, "", looks, (), ()), Log(losses=losses), 5, torch.device("cpu")).metrics
        for losses in firsts
    ]
    assert [held["objective"].failure for held in metrics] == [50.0, 70.0, None]

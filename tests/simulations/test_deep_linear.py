"""The deep linear network at the paper's size: what an independent program found comes out here too."""

from functools import cache
from typing import Any

import numpy as np
import pytest
import torch

from bnreport.datasets.shared.cache import load
from bnreport.results import RunResult
from bnreport.runs.plan import Run
from bnreport.study.arms import Condition
from bnreport.study.recipe import resolved
from bnreport.study.schema import Arm, Recipe
from bnreport.training import stack
from bnreport.training.data import Resident

pytestmark = pytest.mark.slow
STEPS = 1500
PROBES = {
    "objective": {"every": 50},
    "ics_gradient": {"every": 50, "layers": [9, 17]},
    "landscape": {"every": 50, "reach": [0.01, 0.1, 1, 10, 30], "cap": None},
}


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Resident:
    """Ten random linear maps of the paper's size."""
    cache_folder = tmp_path_factory.mktemp("decoded")
    torch.set_num_threads(1)
    return Resident(load("gaussian_linear", {"draws": 3}, cache_folder, cache_folder), torch.device("cpu"))


@cache
def trained(data: Resident, norm: str, lr: float, factor: float = 0.5) -> tuple[RunResult, ...]:
    """Train three seeds side by side."""
    recipe = Recipe.model_validate(
        {
            "dataset": {"gaussian_linear": {"draws": 3}},
            "model": "deep_linear",
            "optimizer": {"sgd": {"lr": lr}},
            "loss": {"squared_error": {"factor": factor}},
            "batch_size": 1000,
            "steps": STEPS,
        }
    )
    probes = {name: {"options": options, "code": ""} for name, options in PROBES.items()}
    condition = Condition(resolved(recipe), Arm.model_validate({"norm": norm}).norm)
    return stack.train([Run(f"{s}" * 64, condition, s, 0, s, "", probes, ("e.a",), ()) for s in range(3)], data)


def medians(results: tuple[RunResult, ...], metric: str) -> Any:  # noqa: ANN401
    """Return the median over steps of each seed, and layer."""
    return np.array([np.median(result.series[metric].values, axis=0) for result in results])


def test_the_loss_starts_where_the_papers_does(data: Resident) -> None:
    """Half the summed error starts near 5e4 (Fig. 3b), not at the 44 of a mean."""
    starts = [result.series["landscape_loss_max"].values[0] for result in trained(data, "none", 1e-7)]
    assert all(3e4 < start < 1e5 for start in starts)


def test_averaged_instead_of_summed_nothing_trains(data: Resident) -> None:
    """With mean reduction the loss stands still and the cosine is 1, which fakes the absence of any shift."""
    for result in trained(data, "none", 1e-6, 0.5 / 1000):
        loss = result.series["objective"].values
        assert loss[-1] > 0.8 * loss[0]
        assert result.series["ics_cosine"].values.min() > 0.999


def test_without_a_norm_gradients_hardly_turn_and_with_one_they_do(data: Resident) -> None:
    """At 1e-7: median cosine of 0.98 and more without; thirty times the change and a lower loss with BatchNorm."""
    none, batch = trained(data, "none", 1e-7), trained(data, "batch", 1e-7)
    assert medians(none, "ics_cosine").min() >= 0.98
    assert medians(batch, "ics_cosine").min() < 0.9
    assert (medians(batch, "ics_l2") / medians(none, "ics_l2")).min() >= 30


@pytest.mark.parametrize("lr", [1e-6, 1e-7])
def test_effective_beta_of_batch_norm_is_twice_over_the_rate(data: Resident, lr: float) -> None:
    """Fig. 10c's flat line: 2 / learning rate; without a norm beta is far lower where a seed has come to a plateau."""
    np.testing.assert_allclose(medians(trained(data, "batch", lr), "effective_beta"), 2 / lr, rtol=0.25)
    late = [np.median(result.series["effective_beta"].values[-5:]) for result in trained(data, "none", lr)]
    assert min(late) < 0.2 / lr

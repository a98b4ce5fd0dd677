"""What the tests of training share: digits and vectors in memory, and runs of tiny networks."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import torch

from bnreport.datasets.shared.cache import load
from bnreport.runs.plan import Run
from bnreport.study.arms import Condition
from bnreport.study.recipe import resolved
from bnreport.study.schema import Arm, Recipe
from bnreport.training.data import Resident

RECIPE = {
    "dataset": "digits",
    "model": {"resnet_cifar": {"depth": 8, "width": 4}},
    "optimizer": {"sgd": {"lr": 0.1, "momentum": 0.9}},
    "batch_size": 64,
    "steps": 45,
    "augment": ["flip", {"crop": {"padding": 1}}],
}


@pytest.fixture(scope="module", autouse=True)
def one_thread() -> Iterator[None]:
    """Compute as a worker does."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(threads)


@pytest.fixture(scope="session")
def data(tmp_path_factory: pytest.TempPathFactory) -> Resident:
    """Digits on the CPU."""
    cache = tmp_path_factory.mktemp("decoded")
    return Resident(load("digits", {}, Path(cache), Path(cache)), torch.device("cpu"))


@pytest.fixture(scope="session")
def vectors(tmp_path_factory: pytest.TempPathFactory) -> Resident:
    """Three draws of 600 Gaussian vectors of length 6, on the CPU."""
    cache = tmp_path_factory.mktemp("decoded")
    options = {"samples": 600, "features": 6, "draws": 3}
    return Resident(load("gaussian_linear", options, Path(cache), Path(cache)), torch.device("cpu"))


@pytest.fixture(scope="session")
def make_run() -> Callable[..., Run]:
    """Return a maker of runs: a norm, a seed, probes, and what differs from the recipe."""

    def made(norm: Any = "batch", *, seed: int = 0, probes: Any = None, **changes: Any) -> Run:  # noqa: ANN401
        condition = Condition(
            resolved(Recipe.model_validate(RECIPE | changes)), Arm.model_validate({"norm": norm}).norm
        )
        looked = (
            {"accuracy": {"options": {"every": 7, "test": {"every": 7, "samples": None}}, "code": ""}}
            if probes is None
            else probes
        )
        return Run("0" * 64, condition, seed, 0, seed, "digest", looked, ("e.a",), ())

    return made

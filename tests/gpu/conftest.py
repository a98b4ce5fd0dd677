"""What CUDA is tested with; every test has a form on the CPU, against itself, so that the tests are tested too.

Run `pytest tests/gpu -m gpu` on a machine with a GPU.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch

from bnreport.datasets.shared.cache import load
from bnreport.probes import registry
from bnreport.registry import in_steps
from bnreport.runs.plan import Run
from bnreport.study.arms import Condition
from bnreport.study.recipe import resolved
from bnreport.study.schema import Arm, Recipe
from bnreport.training import environment
from bnreport.training.data import Resident

RECIPE = {
    "dataset": "digits",
    "model": {"vgg": {"depth": 11, "width": 4, "hidden": 16}},
    "optimizer": {"sgd": {"lr": 0.01, "momentum": 0.9}},
    "batch_size": 64,
    "steps": 20,
}


@pytest.fixture(params=["cpu", pytest.param("cuda", marks=pytest.mark.gpu)])
def device(request: pytest.FixtureRequest) -> torch.device:
    """Return the device, set up as a worker's."""
    if request.param == "cuda" and not torch.cuda.is_available():
        pytest.skip("PyTorch sees no GPU")
    torch.set_num_threads(1)
    return environment.device(request.param)


@pytest.fixture
def cuda() -> torch.device:
    """Return the GPU, where a test would take too long without one."""
    if not torch.cuda.is_available():
        pytest.skip("PyTorch sees no GPU")
    return environment.device("cuda")


@pytest.fixture(scope="session")
def digits(tmp_path_factory: pytest.TempPathFactory) -> Callable[[torch.device], Resident]:
    """Return the digits on a device."""
    held = load("digits", {}, Path(), tmp_path_factory.mktemp("decoded"))
    return lambda where: Resident(held, where)


@pytest.fixture(scope="session")
def make_run() -> Callable[..., Run]:
    """Return a maker of runs: a norm, probes, and what differs from the recipe."""

    def made(norm: str = "batch", probes: tuple[str, ...] = (), **changes: Any) -> Run:  # noqa: ANN401
        recipe = resolved(Recipe.model_validate(RECIPE | changes))
        condition = Condition(recipe, Arm.model_validate({"norm": norm}).norm)
        chosen = {}
        for name in probes:
            kinds = registry[name].options
            chosen[name] = {"options": in_steps(kinds, kinds(every=7).model_dump(), recipe.steps), "code": ""}
        return Run("0" * 64, condition, 0, 0, 0, "", chosen, ("e.a",), ())

    return made

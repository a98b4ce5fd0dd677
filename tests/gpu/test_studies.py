"""Every arm of every study that is shipped, some steps far, with all of its measurements."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from bnreport.datasets.shared.arrays import Arrays, Dataset
from bnreport.datasets.shared.cache import form, load, source
from bnreport.runs.plan import Run, plan
from bnreport.study.load import load_study
from bnreport.training.data import Resident
from bnreport.training.loop import Trainer

SPECS = sorted((Path(__file__).parents[2] / "specs").glob("*.yaml"))
STEPS = 5


def arms(profile: str) -> list[Any]:
    """Return the first run of every condition of every study that has such a profile."""
    found: dict[tuple[str, str], Run] = {}
    for spec in SPECS:
        for run in plan(load_study(spec, profile, (), spec.parent).study, str):
            found.setdefault((spec.stem, str(run.condition)), run)
    return [pytest.param(run, id=f"{spec}:{run.arms[0]}") for (spec, _), run in found.items()]


def resident(run: Run, where: torch.device, folder: Path) -> Resident:
    """Return the run's data, or in the place of what would have to be fetched, noise of the same form."""
    chosen = run.condition.recipe.dataset
    known = form(chosen.name, chosen.options, folder, folder)
    if known is None or source(chosen.name, chosen.options, folder).local:
        return Resident(load(chosen.name, chosen.options, folder, folder), where)
    draws = np.random.default_rng(0)
    halves = []
    for _ in range(2):
        halves += [
            draws.integers(0, 256, (1000, *known.sample), dtype=np.uint8),
            draws.integers(0, known.outputs, 1000, dtype=np.int64),
        ]
    return Resident(Dataset(chosen.name, Arrays(*halves, tuple("0123456789")), ""), where)


def steps(run: Run, where: torch.device, folder: Path) -> None:
    """Take steps, every measurement due at the first and at the last, and ask for losses and readings of all."""
    chosen = {
        name: {**probe, "options": {**probe["options"], **_often(probe["options"])}}
        for name, probe in run.probes.items()
    }
    trainer = Trainer(Run(**{**run.__dict__, "probes": chosen}), resident(run, where, folder))
    for step in range(STEPS):
        trainer.step(step)
    trainer.log.flush()
    assert len(trainer.log.losses) == STEPS
    metrics = trainer.result().metrics
    read = {name for _, values in trainer.log.readings for name in values}
    assert read == set(metrics)


def _often(options: dict[str, Any]) -> dict[str, Any]:
    """Return options by which the last step is measured."""
    often = {"every": STEPS - 1, "until": None}
    return often | ({"test": {**options["test"], "every": STEPS - 1}} if "test" in options else {})


@pytest.mark.parametrize("run", arms("smoke"))
def test_five_steps_of_every_arm(run: Run, tmp_path: Path) -> None:
    """At the scale of the toy profile, on the CPU."""
    torch.set_num_threads(1)
    steps(run, torch.device("cpu"), tmp_path)


@pytest.mark.gpu
@pytest.mark.parametrize("run", arms("paper"))
def test_five_steps_of_every_arm_at_full_size(run: Run, cuda: torch.device, tmp_path: Path) -> None:
    """At the scale of the paper, on CUDA."""
    steps(run, cuda, tmp_path)

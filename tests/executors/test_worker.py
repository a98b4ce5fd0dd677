"""What a worker checks before training."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bnreport.errors import SpecError
from bnreport.executors.job import Job
from bnreport.executors.worker import build
from bnreport.runs.folders import Folders
from bnreport.runs.plan import Run
from bnreport.study.arms import Condition
from bnreport.study.recipe import resolved
from bnreport.study.schema import Arm, Recipe


def job(tmp_path: Path, norm: str = "batch", **changes: Any) -> Job:  # noqa: ANN401
    """Return a job on digits."""
    recipe = {"dataset": "digits", "model": {"vgg": {"depth": 11, "width": 2}}, "optimizer": "adam", "steps": 5}
    condition = Condition(resolved(Recipe.model_validate(recipe | changes)), Arm.model_validate({"norm": norm}).norm)
    return Job((Run("", condition, 0, 0, 0, "", {}, ("e.a",), ()),), Folders(tmp_path, tmp_path, tmp_path), {})


def test_a_last_batch_of_one_is_refused(tmp_path: Path) -> None:
    """1,442 images in batches of 131 leave one over: too few for batch normalisation, if reached."""
    with pytest.raises(SpecError, match=r"^e\.a: batch normalisation needs two values.*batch_size"):
        build([job(tmp_path, batch_size=131, steps=12)])
    build([job(tmp_path, batch_size=131, steps=11), job(tmp_path, "layer", batch_size=131, steps=12)])


def test_a_layer_that_the_network_lacks_fails_before_training(tmp_path: Path) -> None:
    """A probe's layers are looked up in the network itself."""
    asked = job(tmp_path)
    deep = replace(asked.first, probes={"moments": {"options": {"layers": [5, 99]}, "code": ""}})
    with pytest.raises(SpecError, match=r"^e\.a: the network has 11 layers, and none of number 99"):
        build([asked._replace(runs=(deep,))])

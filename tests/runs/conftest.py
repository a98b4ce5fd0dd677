"""A small study with runs, as it is published."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from bnreport.results import Metric, Results, RunResult, Series
from bnreport.study.load import StudyFile
from bnreport.study.schema import Study

ACCURACY = Metric("train_accuracy", "fraction", "higher", 0.1)


def study() -> Study:
    """Two arms, one claim."""
    recipe = {"dataset": "digits", "model": "vgg", "optimizer": {"sgd": {"lr": 0.1}}, "steps": 10}
    arms = {"standard": {"norm": "none"}, "bn": {"norm": "batch"}}
    test = {"metric": "train_accuracy", "arm": "e.bn", "versus": "e.standard", "margin": 0.1}
    return Study.model_validate(
        {
            "study": "s",
            "title": "Größer als t?",
            "experiments": {"e": {"recipe": recipe, "arms": arms, "probes": {"accuracy": {"every": 5}}}},
            "hypotheses": {"h": {"claim": "c", "superiority": test, "why_this_margin": "w"}},
            "profiles": {"p": {}},
        }
    )


def tuned(file: StudyFile) -> StudyFile:
    """Let its study try two learning rates for an arm, once each."""
    rates = {"vary": "optimizer.lr", "values": [0.1, 0.3], "arms": ["bn"], "seeds": 1}
    held = file.study.experiments["e"]
    experiment = held.model_dump() | {"tuning": rates | {"select": {"metric": "train_accuracy"}}}
    study = file.study.model_copy(update={"experiments": {"e": type(held).model_validate(experiment)}})
    return replace(file, study=study)


def run(key: int, seed: int, **changes: Any) -> RunResult:  # noqa: ANN401
    """Return a run of four readings."""
    series = Series(np.array([0, 5, 9, 10]), np.array([0.1, 0.1 + 0.2, 0.5, 1 / 3]) + 0.01 * seed)
    fields: dict[str, Any] = {
        "key": f"{key:x}" * 64,
        "settings": {"seed": seed, "data": "d" * 64},
        "outcome": "finished",
        "stopped_at": 10,
        "cause": "",
        "metrics": {"train_accuracy": ACCURACY},
        "series": {"train_accuracy": series},
        "probes": {"accuracy": {"options": {"every": 5}, "code": "c"}},
        "environment": {"device": "cpu"},
        "seconds": 31.5,
        "finished_at": f"2026-11-20T10:{seed:02d}:00+00:00",
    }
    return RunResult(**fields | changes)


@pytest.fixture
def published() -> tuple[StudyFile, Results]:
    """Return the study and two seeds of each arm."""
    file = StudyFile(Path("somewhere/s.yaml"), "study: s\n", "p", "--profile names it", ("seeds.looks=[2]",), study())
    arms = {"e.standard": {0: run(1, 0), 1: run(2, 1)}, "e.bn": {0: run(3, 0), 1: run(4, 1)}}
    return file, Results(arms)

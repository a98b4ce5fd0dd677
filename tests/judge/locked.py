"""A study as it was locked and as it stands, and runs of it: eight claims on arms of one experiment."""

from copy import deepcopy
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np

from bnreport.results import Results
from bnreport.study.definitions import definitions
from bnreport.study.registration import Locked, Registration
from bnreport.study.schema import Study
from tests.hypotheses.conftest import METRICS, run

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
CLAIMS = 8


def data() -> dict[str, Any]:
    """Return a study in plain data: h0 compares arm a0 with arm b, and so on; better is higher."""
    names = [f"a{number}" for number in range(CLAIMS)]
    return deepcopy(
        {
            "study": "s",
            "title": "t",
            "questions": {"q": {"ask": "Is it so?", "decided_by": "h0"}},
            "windows": {"w": {"align": "fixed", "between": [1, 10]}},
            "experiments": {
                "x": {
                    "recipe": {"dataset": "digits", "model": "vgg", "optimizer": {"sgd": {"lr": 0.1}}, "steps": 10},
                    "arms": {
                        name: {"norm": {"group": {"groups": 2, "eps": 1e-5 * (1 + place)}}}
                        for place, name in enumerate([*names, "b"])
                    },
                    "probes": {"accuracy": {"every": 5}},
                }
            },
            "hypotheses": {f"h{number}": claim(arm=f"x.{name}") for number, name in enumerate(names)},
            "profiles": {"p": {}},
        }
    )


def claim(**options: Any) -> dict[str, Any]:  # noqa: ANN401
    """Return a claim in plain data."""
    options = {"metric": "train_accuracy", "versus": "x.b", "margin": 0.0} | options
    return {"question": "q", "claim": "c", "superiority": options, "why_this_margin": "w"}


def entry(held: dict[str, Any], at: datetime = NOON) -> Locked:
    """Lock a study."""
    study = Study.model_validate(held)
    return Locked(at.isoformat(), "0" * 64, "1" * 32, "", definitions(study), study)


def registration(*entries: Locked) -> Registration:
    """Return a lock of these entries."""
    return Registration(entries, (), {})


def results(rng: np.random.Generator, n: int = 5, started: datetime = NOON + HOUR, **means: float) -> Results:
    """Draw n seeds of every arm around these means, 0 if not said, with SD 1 and no common part."""
    accuracy = replace(METRICS["accuracy"], name="train_accuracy")
    arms = [*(f"a{number}" for number in range(CLAIMS)), "b"]
    return Results(
        {
            f"x.{arm}": {
                seed: replace(run(accuracy, [means.get(arm, 0.0) + value]), started_at=started.isoformat())
                for seed, value in enumerate(rng.normal(size=n))
            }
            for arm in arms
        }
    )

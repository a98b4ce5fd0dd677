"""Toy studies whose every verdict is known: each claim compares an arm that is made for it with the one below."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from bnreport.judge.registration_status import RegistrationStatus
from bnreport.judge.verdicts import judge
from bnreport.report.facts import Facts
from bnreport.report.synthesis.studies import Published, Studied
from bnreport.results import Metric, Results, RunResult, Series
from bnreport.runs.plan import Run, plan
from bnreport.runs.status import Status
from bnreport.study.load import StudyFile
from bnreport.study.schema import Study

ENDS = {
    "base": [0.50, 0.51, 0.49, 0.50, 0.52],
    "supported": [0.80, 0.79, 0.81, 0.80, 0.80],
    "refuted": [0.30, 0.31, 0.30, 0.29, 0.30],
    "inconclusive": [0.90, 0.42, 0.75, 0.40, 0.80],
    "untested": [0.50, 0.51, 0.49, 0.50, 0.52],
}
"""What five seeds of each arm end at; `untested` is one and the same run as `base`, and `not_run` has none."""
NORMS = {
    "base": "none",
    "supported": "batch",
    "refuted": "layer",
    "inconclusive": "instance",
    "untested": "l1",
    "not_run": "l2",
}
METRICS = {name: Metric(name, "fraction", "higher", 0.1) for name in ("train_accuracy", "test_accuracy")}
EXPLANATIONS = {"steady": "Steadier inputs", "smooth": "A smoother loss", "rates": "Larger rates"}


def claim(outcome: str, **more: Any) -> dict[str, Any]:  # noqa: ANN401
    """Return a claim with this verdict; `bears` is {explanation: (aspect, if supported, if refuted)}."""
    bears = {
        name: dict(zip(("tests", "supported", "refuted"), said, strict=True))
        for name, said in more.pop("bears", {}).items()
    }
    test = {"metric": more.pop("metric", "train_accuracy"), "arm": f"net.{outcome}", "versus": "net.base"}
    base = {"claim": f"It is {outcome}.", "superiority": {**test, "margin": 0.1}, "why_this_margin": "Ours."}
    return {**base, "bears_on": bears, **more}


def study(name: str, claims: dict[str, Any], **more: Any) -> Study:  # noqa: ANN401
    """Return a study of these claims, which `decided` decides; the rest are its own fields."""
    decided = more.pop("decided", [each for each, held in claims.items() if held.get("primary", True)][:1])
    asked = {"all": {"ask": "Is it so?", "decided_by": decided}} if decided else {}
    recipe = {"dataset": "digits", "model": "vgg", "optimizer": {"sgd": {"lr": 0.1}}, "steps": 100}
    arms = {arm: {"norm": norm} for arm, norm in NORMS.items()}
    fields = {
        "study": name,
        "title": "Is it so?",
        "explanations": {key: {"label": label, "says": f"{label} help."} for key, label in EXPLANATIONS.items()},
        "questions": asked,
        "seeds": {"looks": [5], "alpha": [0.05]},
        "experiments": {"net": {"recipe": recipe, "arms": arms, "probes": {"accuracy": {"every": 10}}}},
        "hypotheses": {
            key: ({"question": "all"} if asked and held.get("primary", True) else {}) | held
            for key, held in claims.items()
        },
        "profiles": {"p": {}},
    }
    return Study.model_validate(fields | more)


def results(name: str, *, shift: float = 0.0) -> Results:
    """Return the runs of every arm that has any; those of two studies have different keys."""
    return Results(
        {
            f"net.{arm}": {seed: _run(name, arm, seed, end + shift) for seed, end in enumerate(ends)}
            for arm, ends in ENDS.items()
        }
    )


def _run(name: str, arm: str, seed: int, end: float) -> RunResult:
    steps = np.arange(0, 101, 10)
    series = {metric: Series(steps, np.full(len(steps), end)) for metric in METRICS}
    key = f"{name}-{'base' if arm == 'untested' else arm}-{seed}"
    return RunResult(key, {}, "finished", 100, "", METRICS, series, {}, {}, 3600.0, "2026-01-01T00:00:00+00:00")


def published(made: Study, *, scale: str = "paper", profile: str = "p", runs: Results | None = None) -> Published:
    """Judge a study as if it had been locked."""
    made = made.model_copy(update={"profiles": {profile: made.profiles["p"].model_copy(update={"scale": scale})}})
    file = StudyFile(Path(f"{made.study}.yaml"), "", profile, "named", (), made)
    held = runs or results(made.study)
    status = RegistrationStatus("confirmatory", "It was locked.")
    verdicts = tuple(replace(each, registration=status) for each in judge(made, held, scale=file.scale))
    found = tuple(_status(run, held) for run in plan(made, lambda _: "d"))
    return Published(file.path, Facts(file, held, verdicts), found)


def _status(run: Run, held: Results) -> Status:
    result = held.of(run.arms[0]).get(run.index)
    return Status(run, "stored" if result else "missing", result)


def studied(*judged: Published) -> Studied:
    """Return one study at some profiles."""
    return Studied(judged[0].spec, tuple(each.facts.file for each in judged), judged)


def unrun(made: Study) -> Studied:
    """Return a study without runs."""
    file = StudyFile(Path(f"{made.study}.yaml"), "", "p", "named", (), made)
    return Studied(file.path, (file,), ())


HOSTILE = "<script>alert(1)</script> {{ 7 * 7 }}"
PAPER = {"says": "supported", "where": "Fig. 1"}


def three_studies() -> tuple[Studied, ...]:
    """Return one study of most kinds of cell, one that contradicts it, and one that was not run."""
    claims = {
        "it": claim("supported", bears={"steady": ("present", "for", "against")}, paper=PAPER, estimand="gain"),
        "wide": claim("inconclusive", bears={"smooth": ("present", "for", "against")}),
        "same": claim("untested", bears={"smooth": ("necessary", "for", "against")}, claim=HOSTILE),
        "free": claim("supported", bears={"smooth": ("sufficient", "for", "against")}, primary=False),
    }
    other = {"it": claim("supported", bears={"steady": ("present", "against", "for")}, paper=PAPER)}
    last = {"it": claim("supported", bears={"rates": ("present", "for", "against")})}
    one = study("one", claims, decided=["it", "wide", "same"])
    return studied(published(one)), studied(published(study("two", other))), unrun(study("three", last))

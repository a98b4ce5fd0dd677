"""A large study, 20 claims and 100 runs with every measurement, stays small and quick."""

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from bnreport import probes
from bnreport.judge.verdicts import Verdict, judge
from bnreport.report.context import build
from bnreport.report.drawing import drawn
from bnreport.report.html import to_html
from bnreport.report.pdf import to_pdf
from bnreport.report.render import render
from bnreport.results import Metric, Results, RunResult, Series
from bnreport.study.load import StudyFile
from bnreport.study.schema import Study

EXPERIMENTS = ("vgg", "resnet")
NORMS = ("none", "batch", "group", "layer", "instance", "l1", "l2", "linf", "affine", "batch_minus")
LAYERS = ("5", "10")
PROBES = ("accuracy", "landscape", "ics_gradient", "moments", "sharpness")
METRICS = {name: facts for probe in PROBES for name, facts in probes.registry[probe].constants["METRICS"].items()}
Large = tuple[StudyFile, Results, tuple[Verdict, ...]]


def spent() -> float:
    """Return the CPU seconds of this process and of those that it has waited for."""
    return sum(os.times()[:4])


def _measured(run: RunResult, readings: int) -> RunResult:
    """Add what the probes of the Santurkar study read."""
    rng, steps = np.random.default_rng([run.settings["seed"], *run.settings["arm"].encode()]), np.arange(readings)
    series = {}
    for name, facts in METRICS.items():
        if name not in run.series:
            columns = LAYERS if facts.get("columns") else ()
            if name == "activation_quantiles":
                columns = tuple(f"{layer}/{p / 20:g}" for layer in LAYERS for p in range(1, 20, 2))
            values = np.sort(rng.lognormal(size=(readings, len(columns) or 1)), axis=1)
            series[name] = Series(10 * steps, values if columns else values[:, 0], columns)
    metrics = {name: Metric(name, METRICS[name]["unit"], METRICS[name]["better"]) for name in series}
    return replace(run, series={**run.series, **series}, metrics={**run.metrics, **metrics})


@pytest.fixture(scope="module")
def large(make_study: Callable[..., Study], make_run: Callable[..., RunResult]) -> Large:
    """Two experiments of ten arms and five seeds, each with ten claims."""
    usual: Any = make_study().experiments["vgg"].model_dump(mode="json")
    arms = {"standard" if norm == "none" else f"{norm}norm": {"norm": norm} for norm in NORMS}
    usual = {**usual, "arms": arms, "probes": {name: {} for name in PROBES}}
    hypotheses = {
        f"{experiment}_{arm}": {
            "claim": f"In {experiment}, {arm} trains better than {versus}.",
            "superiority": {
                "metric": "test_accuracy",
                "arm": f"{experiment}.{arm}",
                "versus": f"{experiment}.{versus}",
                "margin": 0.02,
            },
            "why_this_margin": "Half of what a reader would notice on the test set.",
        }
        for experiment in EXPERIMENTS
        for arm, versus in zip(arms, [*list(arms)[1:], "standard"], strict=True)
    }
    study = make_study(experiments=dict.fromkeys(EXPERIMENTS, usual), hypotheses=hypotheses)
    runs = {}
    for experiment in EXPERIMENTS:
        for place, arm in enumerate(arms):
            like = ("standard", "batchnorm")[place % 2]
            made = {seed: make_run(f"{experiment}.{like}", seed) for seed in range(5)}
            runs[f"{experiment}.{arm}"] = {seed: _measured(run, 9 if experiment == "vgg" else 100)
                                           for seed, run in made.items()}  # fmt: skip
    results = Results(runs)
    file = StudyFile(Path("large.yaml"), "study: known_truth\n", "smoke", "--profile names it", (), study)
    return file, results, judge(study, results, scale="paper")


def test_a_large_study_makes_a_small_page_in_little_time(large: Large, tmp_path: Path) -> None:
    """3 MB of HTML; measured at 4.1 s of CPU, all processes together, and half as much again on a loaded machine."""
    assert len(large[2]) == 20
    assert sum(map(len, large[1].runs.values())) == 100
    start = spent()
    page = render(*large, tmp_path, pdf=False).html
    assert spent() - start < 6
    assert page.stat().st_size <= 3_000_000


@pytest.mark.slow
def test_a_large_study_is_set_in_little_time(large: Large) -> None:
    """Measured at 10.2 s of CPU for the PDF, and most of as much again on a loaded machine."""
    context = build(*large)
    page = to_html(context, drawn(context.exhibits), paper=True)
    start = spent()
    to_pdf(page, context.finished_at)
    assert spent() - start < 18

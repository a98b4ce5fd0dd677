"""Claims and readings for the tests of figures, and how they read what is drawn."""

from collections.abc import Callable, Mapping, Sequence
from math import nan
from typing import Any

import numpy as np
import pytest
from matplotlib.axes import Axes

from bnreport.figures import DrawingRequest, JudgedClaim
from bnreport.figures.shared.panel import Panel
from bnreport.figures.shared.svg import drawn
from bnreport.judge.verdicts import judge
from bnreport.results import Metric, Results, RunResult, Series
from bnreport.study.schema import Study
from tests.report import conftest as report

Make = Callable[..., Study]
Made = Callable[..., JudgedClaim]

A, B = "vgg.batchnorm", "vgg.standard"
ARMS = ["vgg.standard", "vgg.batchnorm", "vgg.noisy_batchnorm", "vgg.noisy_standard"]
LABELS = {arm: arm.partition(".")[2].replace("_", " ") for arm in ARMS}
"""What people read of them."""
TABLE = {
    "vgg.standard": (1.0, 1.2, 0.9, 1.1), "vgg.batchnorm": (2.1, 2.0, 2.3, 2.2),
    "vgg.noisy_batchnorm": (4.0, 4.4, 4.1, 4.2), "vgg.noisy_standard": (5.1, 5.0, 5.4, 5.3),
}  # fmt: skip
"""Drift of each arm, seed by seed."""
STEPS = report.Small.steps
ORDERED = {
    "accuracy": Metric("accuracy", "fraction", "higher", 0.1),
    "loss": Metric("loss", "nat", "lower", 2.3),
    "drift": Metric("drift", "1", None, None),
}
LINKED = {"metric": "test_loss", "other": "train_accuracy", "arms": [A, B], "over": "seeds", "margin": 0.0}
RACE = {"metric": "train_accuracy", "arm": A, "versus": B, "threshold": 0.5, "budget": 80, "margin": 1.1}
SUCCESS = {"metric": "train_accuracy", "arm": A, "versus": B, "threshold": 0.5, "margin": 0.0}
SHARE = {"metric": "drift", "arm": A, "versus": B, "threshold": 0.5}
FINE = (False, False, False)
run_at = report.Small().run
"""Return a run with constant accuracy, loss and drift, which has three layers, or with those given by step."""


def linked(base: float, slope: float, n: int = 5) -> list[RunResult]:
    """Return runs whose accuracy rises with their loss, by a slope."""
    rng = np.random.default_rng(round(100 * base))
    return [run_at(base + slope * x + 0.01 * rng.normal(), 1 + x) for x in np.linspace(-0.1, 0.1, n)]


def raced(*times: int | None, lost: int | None = None) -> list[RunResult]:
    """Return runs that reach 0.5 at these steps; None: never."""
    return [run_at(np.where((999 if t is None else t) > STEPS, 0.2, 0.6), lost=s == lost) for s, t in enumerate(times)]


def judged(make: Make, runs: Mapping[str, list[RunResult]], kind: str, **options: Any) -> JudgedClaim:  # noqa: ANN401
    """Judge one hypothesis about runs by arm."""
    stated = {"why_this_margin": "Ours.", "claim": "It is so.", "test": {kind: options}}
    study = make(hypotheses={"it": stated})
    results = Results({arm: dict(enumerate(each)) for arm, each in runs.items()})
    [verdict] = judge(study, results, scale="paper")
    return JudgedClaim(study, verdict, results)


def table_of(make: Callable[[JudgedClaim], Any], claim: JudgedClaim) -> Any:  # noqa: ANN401  (a figure's table)
    """Return the figure's table, which there must be."""
    made = make(claim)
    assert made is not None
    return made


def asked(kind: str, runs: Mapping[str, Mapping[int, RunResult]], *named: str, **axes: str) -> DrawingRequest:
    """Return what a probe asks for: metrics with their axes; hypotheses name some columns."""
    units = dict.fromkeys(axes, "nat")
    return DrawingRequest("vgg", "VGG-13", "p", kind, "Title", "", axes, units, runs, frozenset(named))


def axes_of(panels: Callable[[Any], Sequence[Panel]], table: object) -> list[Axes]:
    """Draw the panels of a table and return their axes, one after the other."""
    return [axes for panel in panels(table) for axes in drawn(panel).axes]


def points_of(axes: Axes, marker: str, face: str | None = None) -> list[list[float]]:
    """Return where marks of a shape stand."""
    lines = [line for line in axes.lines if line.get_marker() == marker]
    found = [np.asarray(line.get_xydata()) for line in lines if face in (None, str(line.get_markerfacecolor()))]
    return np.concatenate(found).tolist() if found else []


def _run(metric: Metric, value: float | None) -> RunResult:
    values = np.array([nan if value is None else value])
    return RunResult(
        key="", settings={}, outcome="finished" if value is not None else "diverged", stopped_at=10, cause="",
        metrics={metric.name: metric}, series={metric.name: Series(np.array([10]), values)}, probes={}, environment={},
        seconds=1.0, finished_at="2026-01-01T00:00:00Z",
    )  # fmt: skip


@pytest.fixture(scope="session")
def made(make_study: Make) -> Made:
    """Return the maker of a judged claim: kind, options, and per arm one number per seed, None where it diverged."""

    def claim(kind: str, values: Mapping[str, Sequence[float | None]] = TABLE, **options: Any) -> JudgedClaim:  # noqa: ANN401
        metric = ORDERED[options.get("metric", "drift")]
        results = Results({arm: {s: _run(metric, v) for s, v in enumerate(held)} for arm, held in values.items()})
        test = {kind: options if kind == "all_of" else {"metric": "drift", **options}}
        study = make_study(
            hypotheses={"h": {"claim": "A claim.", "test": test, "why_this_margin": "Ours."}},
            seeds={"looks": [max(len(held) for held in values.values())], "alpha": [0.05]},
        )
        [verdict] = judge(study, results, scale="paper")
        return JudgedClaim(study, verdict, results)

    return claim


@pytest.fixture(scope="session")
def make_study() -> Make:
    """Return the maker of the report's study with known truth."""
    return report.study


@pytest.fixture(scope="session")
def make_run() -> Callable[..., RunResult]:
    """Return the maker of its runs."""
    return report.run


@pytest.fixture(scope="session")
def small() -> report.Small:
    """Return the maker of small studies."""
    return report.Small()


@pytest.fixture(scope="session")
def page_of() -> Callable[..., str]:
    """Return the maker of pages."""
    return report.draw_page

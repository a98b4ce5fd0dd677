"""Claims for tests, judged on runs with constant metrics."""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from bnreport.figures import Claim
from bnreport.judge.verdicts import judge
from bnreport.results import Metric, Results, RunResult, Series
from bnreport.study.schema import Study

Make = Callable[..., Study]
STEPS = np.arange(0, 101, 10)
METRICS = {
    "train_accuracy": Metric("train_accuracy", "fraction", "higher", 0.1),
    "test_loss": Metric("test_loss", "nat", "lower", 2.3),
    "drift": Metric("drift", "1", "lower", None),
}
A, B = "vgg.batchnorm", "vgg.standard"


def run_at(accuracy: Any, loss: Any = 1.0, drift: Any = 1.0, *, lost: bool = False) -> RunResult:  # noqa: ANN401
    """Return a run with constant metrics, or those given by step; `drift` has three layers."""
    layers = np.asarray(drift) * np.ones((len(STEPS), 3))
    values = {"train_accuracy": accuracy * np.ones(len(STEPS)), "test_loss": loss * np.ones(len(STEPS))}
    series = {name: Series(STEPS, each) for name, each in values.items()} | {
        "drift": Series(STEPS, layers, ("1", "2", "3"))
    }
    outcome = "diverged" if lost else "finished"
    return RunResult("", {}, outcome, 100, "", METRICS, series, {}, {}, 1.0, "2026-01-01T00:00:00+00:00")  # type: ignore[arg-type]


def judged(make: Make, runs: Mapping[str, list[RunResult]], kind: str, **options: Any) -> Claim:  # noqa: ANN401
    """Judge one hypothesis about runs by arm."""
    stated = {"why_this_margin": "Ours.", "claim": "It is so.", "test": {kind: options}}
    study = make(hypotheses={"it": stated})
    results = Results({arm: dict(enumerate(each)) for arm, each in runs.items()})
    [verdict] = judge(study, results, scale="paper")
    return Claim(study, verdict, results)


def table_of(make: Callable[[Claim], Any], claim: Claim) -> Any:  # noqa: ANN401  (a figure's table)
    """Return the figure's table, which there must be."""
    made = make(claim)
    assert made is not None
    return made


def linked(base: float, slope: float, n: int = 5) -> list[RunResult]:
    """Return runs whose accuracy rises with their loss, by a slope."""
    rng = np.random.default_rng(round(100 * base))
    return [run_at(base + slope * x + 0.01 * rng.normal(), 1 + x) for x in np.linspace(-0.1, 0.1, n)]


LINKED = {"metric": "test_loss", "other": "train_accuracy", "arms": [A, B], "over": "seeds", "margin": 0.1}
RACE = {"metric": "train_accuracy", "arm": A, "versus": B, "threshold": 0.5, "budget": 80, "margin": 1.1}


def raced(*times: int | None, lost: int | None = None) -> list[RunResult]:
    """Return runs that reach 0.5 at these steps; None: never."""
    return [run_at(np.where((999 if t is None else t) > STEPS, 0.2, 0.6), lost=s == lost) for s, t in enumerate(times)]


SUCCESS = {"metric": "train_accuracy", "arm": A, "versus": B, "threshold": 0.5, "margin": 0.0}
SHARE = {"metric": "drift", "arm": A, "versus": B, "threshold": 0.5}

"""What scenarios are made of: claims with the truth at their margin, and runs drawn from that truth."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from bnreport.results import Metric, Results, RunResult, Series
from bnreport.study.windows import Window

METRICS = {
    name: Metric(name, "1", better) for name, better in (("score", "higher"), ("cost", "lower"), ("progress", "higher"))
}
BUDGET = 1000
FAR = 100.0
"""In standard deviations: a bound that no interval reaches."""

Rng = np.random.Generator
Values = NDArray[np.float64]
Promise = Literal["nominal", "about", "at most", "none"]
"""Each false verdict: 2.5 %; the same within a point, the method being approximate; no more; no promise."""


@dataclass(frozen=True)
class Scenario:
    """Claims, the runs behind them, and what is promised of each false verdict."""

    tests: Sequence[Mapping[str, Any]]
    """Per hypothesis of the study, {kind: options}."""
    draw: Callable[[Rng, int], Results]
    """Runs of n seeds, with every claim's truth at its margin."""
    support: Promise = "nominal"
    refute: Promise = "nominal"
    looks: tuple[int, ...] = ()
    """Empty: one look, at n seeds."""
    alpha: tuple[float, ...] = (0.05,)
    replicates: int = 5000
    """Of the slow test: fewer where one takes long."""
    windows: Mapping[str, Window] = field(default_factory=dict)
    """Of the study, by name."""


def run(series: Mapping[str, Series], *, diverged: bool = False) -> RunResult:
    """Return a run that measured these metrics."""
    outcome: Literal["finished", "diverged"] = "diverged" if diverged else "finished"
    metrics = {name: METRICS[name] for name in series}
    return RunResult("", {}, outcome, BUDGET, "", metrics, series, {}, {}, 1.0, "")


def numbers(**metrics: Mapping[str, ArrayLike]) -> Results:
    """Return runs with one number per metric: metric=arm -> (n,)."""
    tables = {metric: {arm: np.asarray(v, float) for arm, v in arms.items()} for metric, arms in metrics.items()}
    first = next(iter(tables.values()))
    step = np.array([0])
    return Results(
        {
            f"x.{arm}": {
                seed: run({metric: Series(step, arms[arm][seed : seed + 1]) for metric, arms in tables.items()})
                for seed in range(len(values))
            }
            for arm, values in first.items()
        }
    )


def normal(**truth: float) -> Callable[[Rng, int], Results]:
    """Draw arms with these means and SD 1, over seeds that move all arms alike."""

    def draw(rng: Rng, n: int) -> Results:
        seeds = rng.normal(size=n)
        return numbers(score={arm: mean + seeds + rng.normal(size=n) for arm, mean in truth.items()})

    return draw


def claim(kind: str, **options: Any) -> dict[str, Any]:  # noqa: ANN401
    """Return a claim about x.a against x.b."""
    return {kind: {"metric": "score", "arm": "x.a", "versus": "x.b", "margin": 1.0} | options}


def course(kind: str, arms: str = "abcd", **options: Any) -> dict[str, Any]:  # noqa: ANN401
    """Return a claim about several arms."""
    return {kind: {"metric": "score", "arms": [f"x.{arm}" for arm in arms], "margin": 1.0} | options}

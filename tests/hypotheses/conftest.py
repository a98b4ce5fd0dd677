"""Runs that were never trained: what the tests of hypotheses share."""

from collections.abc import Callable, Mapping, Sequence

import numpy as np
import pytest

from bnreport.results import Metric, Results, RunResult, Series

METRICS = {
    "accuracy": Metric("accuracy", "fraction", "higher", 0.1),
    "loss": Metric("loss", "nat", "lower", 2.3),
    "drift": Metric("drift", "1", None, None),
}


def run(metric: Metric, values: Sequence[float], *, diverged: bool = False) -> RunResult:
    """Return a run that measured one metric every ten steps."""
    series = Series(10 * np.arange(len(values)), np.array(values, dtype=np.float64))
    return RunResult(
        key="",
        settings={},
        outcome="diverged" if diverged else "finished",
        stopped_at=10 * len(values),
        cause="loss is NaN at step 3" if diverged else "",
        metrics={metric.name: metric},
        series={metric.name: series},
        probes={},
        environment={},
        seconds=1.0,
        finished_at="2026-01-01T00:00:00Z",
    )


@pytest.fixture(scope="session")
def make_results() -> Callable[..., Results]:
    """Return a maker of results: per arm one number per seed; None is a diverged run; a mapping names the seeds."""

    def made(metric: str = "accuracy", **arms: Sequence[float | None] | Mapping[int, float | None]) -> Results:
        definition = METRICS[metric]
        runs = {}
        for arm, values in arms.items():
            by_seed = values if isinstance(values, Mapping) else dict(enumerate(values))
            runs[f"x.{arm}"] = {
                seed: run(definition, [0.5, np.nan if value is None else value], diverged=value is None)
                for seed, value in by_seed.items()
            }
        return Results(runs)

    return made

"""Curves of a metric, whoever measured it."""

import numpy as np
import pytest

from bnreport.figures.curves.from_results import table
from bnreport.results import Metric, Results, RunResult, Series
from bnreport.study.schema import Study


def run(failure: float | None) -> RunResult:
    """Return a run that would count as that."""
    return RunResult(
        key="",
        settings={},
        outcome="finished",
        stopped_at=10,
        cause="",
        metrics={"objective": Metric("objective", "1", "lower", failure)},
        series={"objective": Series(np.array([5, 10]), np.array([2.0, 1.0]))},
        probes={},
        environment={},
        seconds=1.0,
        finished_at="2026-01-01T00:00:00Z",
    )


@pytest.mark.parametrize(("failures", "drawn"), [((3.0, 3.0), 3.0), ((3.0, 4.0), None), ((None, None), None)])
def test_a_line_is_drawn_where_every_run_would_count_as_that(
    failures: tuple[float | None, float | None], drawn: float | None
) -> None:
    """Chance is one line; the first loss of a run is its own."""
    recipe = {"dataset": "digits", "model": {"vgg": {"depth": 11}}, "optimizer": {"sgd": {"lr": 0.1}}, "steps": 10}
    study = Study.model_validate(
        {
            "study": "s",
            "title": "t",
            "experiments": {"e": {"recipe": recipe, "arms": {"a": {"norm": "none"}}}},
            "hypotheses": {
                "h": {
                    "claim": "c",
                    "why_this_margin": "w",
                    "superiority": {"metric": "objective", "arm": "e.a", "versus": "e.a", "margin": 1.0},
                }
            },
            "profiles": {"p": {}},
        }
    )
    runs = {seed: run(failure) for seed, failure in enumerate(failures)}
    results = Results({"e.a": runs, "other.a": {0: run(9.0)}})
    assert table(study, results, "e", runs[0].metrics["objective"], 100).chance == drawn

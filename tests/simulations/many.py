"""A study of many claims of all kinds, each with runs of its own: how the work of judging grows with them."""

from itertools import cycle, islice
from typing import Any

import numpy as np

from bnreport.results import Results
from bnreport.study.schema import Hypothesis, Seeds, Study
from tests.simulations.scenarios import SCENARIOS

SINGLE = [scenario for scenario in SCENARIOS.values() if len(scenario.tests) == 1 and not scenario.windows]
SEEDS = 10


def study_and_runs(count: int) -> tuple[Study, Results]:
    """Return that many claims of all kinds in turn, and their runs: the same ones each time a kind comes round."""
    drawn = [scenario.draw(np.random.default_rng(0), SEEDS) for scenario in SINGLE]
    runs: dict[str, Any] = {}
    claims: dict[str, Hypothesis] = {}
    for i, (scenario, results) in enumerate(islice(cycle(zip(SINGLE, drawn, strict=True)), count)):
        runs |= {f"x{i}.{arm.removeprefix('x.')}": by_seed for arm, by_seed in results.runs.items()}
        test = renamed(scenario.tests[0], f"x{i}.")
        claims[f"h{i}"] = Hypothesis.model_validate({"claim": "c", "test": test, "why_this_margin": "w"})
    return Study.model_construct(
        seeds=Seeds(looks=(SEEDS,), alpha=(0.05,)), experiments={}, hypotheses=claims
    ), Results(runs)


def renamed(options: Any, experiment: str) -> Any:  # noqa: ANN401  (nested options)
    """Put the arms `x.a` of nested options into an experiment of their own."""
    if isinstance(options, dict):
        return {key: renamed(value, experiment) for key, value in options.items()}
    if isinstance(options, list):
        return [renamed(value, experiment) for value in options]
    return options.replace("x.", experiment, 1) if isinstance(options, str) and options.startswith("x.") else options

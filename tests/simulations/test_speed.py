"""Judging is quick whatever the kinds: nobody waits for verdicts."""

import runpy
import time
from itertools import cycle, islice
from pathlib import Path
from typing import Any

import numpy as np

from bnreport.hypotheses import registry
from bnreport.judge.verdicts import judge
from bnreport.results import Results
from bnreport.study.schema import Hypothesis, Seeds, Study

SHARED = runpy.run_path(str(Path(__file__).with_name("scenarios.py")))
SEEDS = 10
BOUND = 6.0
"""Seconds; 1,000 hypotheses take less than 2 on an idle core, and machines that run tests are seldom idle."""


def study_and_runs(count: int) -> tuple[Study, Results]:
    """Return that many claims of all kinds in turn, and runs of its own for each."""
    rng = np.random.default_rng(0)
    single = [scenario for scenario in SHARED["SCENARIOS"].values() if len(scenario.tests) == 1]
    runs: dict[str, Any] = {}
    claims: dict[str, Hypothesis] = {}
    for i, scenario in enumerate(islice(cycle(single), count)):
        drawn = scenario.draw(rng, SEEDS)
        runs |= {f"x{i}.{arm.removeprefix('x.')}": by_seed for arm, by_seed in drawn.runs.items()}
        test = renamed(scenario.tests[0], f"x{i}.")
        claims[f"h{i}"] = Hypothesis.model_validate({"claim": "c", "test": test, "why_this_margin": "w"})
    return Study.model_construct(seeds=Seeds(looks=(SEEDS,), alpha=(0.05,)), hypotheses=claims), Results(runs)


def renamed(options: Any, experiment: str) -> Any:  # noqa: ANN401  (nested options)
    """Put the arms `x.a` of nested options into an experiment of their own."""
    if isinstance(options, dict):
        return {key: renamed(value, experiment) for key, value in options.items()}
    if isinstance(options, list):
        return [renamed(value, experiment) for value in options]
    return options.replace("x.", experiment, 1) if isinstance(options, str) and options.startswith("x.") else options


def test_a_thousand_hypotheses_of_all_kinds_are_judged_in_time() -> None:
    """Ten seeds each, every kind among them, and each is really judged."""
    study, results = study_and_runs(1000)
    assert {claim.test.name for claim in study.hypotheses.values()} == set(registry.names)
    start = time.process_time()
    verdicts = judge(study, results, scale="paper")
    took = time.process_time() - start
    assert len(verdicts) == 1000
    assert {verdict.reason for verdict in verdicts} <= {"", "imprecise", "censored"}
    assert took < BOUND

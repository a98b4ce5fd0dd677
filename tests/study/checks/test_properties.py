"""What `check` calls sound can be judged: its fixed windows hold five readings of every run."""

from typing import Any

import numpy as np
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from bnreport import probes
from bnreport.judge.verdicts import judge
from bnreport.registry import in_steps
from bnreport.results import Metric, Results, RunResult, Series
from bnreport.study.checks.semantics import semantic_errors
from bnreport.study.schema import Study

OF = {"train_accuracy": "accuracy", "gradient_norm": "landscape", "effective_beta": "landscape"}
RECIPE = {"dataset": "digits", "model": "vgg", "optimizer": {"sgd": {"lr": 0.1}}}
LATE = {"train_accuracy": True, "gradient_norm": False, "effective_beta": False}


def study(metric: str, steps: int, ends: tuple[int, int], times: dict[str, Any]) -> Study:
    """Return a study of one claim over a fixed window, at the paper's scale."""
    better = {} if metric == "train_accuracy" else {"better": "lower"}
    claim = {"metric": metric, "reduce": "mean", "window": "w", "arm": "e.a", "versus": "e.b", "margin": 0.1} | better
    arms = {"a": {"norm": "batch"}, "b": {"norm": "none"}}
    held = {"recipe": {**RECIPE, "steps": steps}, "arms": arms, "probes": {OF[metric]: times}}
    return Study.model_validate(
        {
            "study": "s",
            "title": "t",
            "seeds": {"looks": [2], "alpha": [0.05]},
            "windows": {"w": {"align": "fixed", "between": ends}},
            "experiments": {"e": held},
            "hypotheses": {"h": {"claim": "c", "superiority": claim, "why_this_margin": "w"}},
            "profiles": {"p": {}},
        }
    )


def trained(of: Study, metric: str, steps: int) -> Results:
    """Return runs read step by step as the probe's own words say, and not as `check` counts."""
    [(probe, choice)] = of.experiments["e"].probes.items()
    times = in_steps(probes.registry[probe].options, choice.options, steps)
    until = steps if times["until"] is None else times["until"]
    grid = [step for step in range(steps + LATE[metric]) if step % times["every"] == 0 and step <= until]
    if metric != "gradient_norm":
        grid = [step for step in grid if step]
    if LATE[metric] and steps <= until and steps not in grid:
        grid.append(steps)
    known = {metric: Metric(metric, "1", "lower")}
    held = Series(np.array(grid, dtype=np.int64), np.array([1.0 / (1 + step) for step in grid]))
    run = RunResult("", {}, "finished", steps, "", known, {metric: held}, {}, {}, 1.0, "")
    return Results({arm: dict.fromkeys(range(2), run) for arm in ("e.a", "e.b")})


@settings(max_examples=60)
@given(
    metric=st.sampled_from([*OF]),
    steps=st.integers(4, 40),
    ends=st.tuples(st.integers(0, 8), st.integers(4, 40)),
    every=st.integers(1, 6),
    until=st.none() | st.integers(0, 40),
)
def test_a_sound_window_is_read_often_enough(
    metric: str, steps: int, ends: tuple[int, int], every: int, until: int | None
) -> None:
    """And only what is unsound is refused: elsewhere a run would have had no number."""
    assume(ends[0] <= ends[1] <= steps)
    made = study(metric, steps, ends, {"every": every, "until": until})
    [verdict] = judge(made, trained(made, metric, steps), scale="paper")
    sound = not list(semantic_errors(made, {}, "p"))
    assert not sound or verdict.reason not in {"too_few_readings", "partly_measured"}
    assert sound or verdict.reason in {"too_few_readings", "partly_measured"} or until is not None

"""The verdict rule on kinds that read whole runs: shares of layers, times, and whether a run trains."""

from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from bnreport.judge.verdicts import judge
from bnreport.results import Metric, Results, RunResult, Series
from bnreport.study.schema import Hypothesis
from tests.judge.studies import assert_sound, study_of

ACCURACY = Metric("accuracy", "fraction", "higher", 0.1)
ICS = Metric("ics", "1", "lower", None)
LAYERS = tuple(f"l{i}" for i in range(8))
STEPS = np.arange(0, 201, 10)


def run(rng: np.random.Generator, quality: float) -> RunResult:
    """Return a run: the better its quality, the sooner accurate, the less drift, the rarer diverged."""
    time = 20 * np.exp(rng.normal(1 - quality, 0.5))
    series = {
        "accuracy": Series(STEPS, 0.95 * (1 - np.exp(-(STEPS + 1) / time))),
        "ics": Series(STEPS[::10], np.exp(rng.normal(-quality / 2, 1, (3, 8))), LAYERS),
    }
    outcome: Any = "diverged" if rng.random() < 0.4 - quality / 5 else "finished"
    return RunResult("", {}, outcome, 200, "", {"accuracy": ACCURACY, "ics": ICS}, series, {}, {}, 1.0, "")


def claim(kind: str, arm: str = "x.a", versus: str = "x.b", **options: Any) -> Hypothesis:  # noqa: ANN401
    """Return one claim of that kind."""
    usual: dict[str, Any] = {
        "fraction": {"metric": "ics", "threshold": 0.5},
        "time_to_threshold": {"metric": "accuracy", "threshold": 0.8, "budget": 200, "margin": 1.2},
        "trains": {"metric": "accuracy", "threshold": 0.8, "margin": 0.0},
    }
    test = {kind: usual[kind] | {"arm": arm, "versus": versus} | options}
    return Hypothesis.model_validate({"claim": "c", "test": test, "why_this_margin": "w"})


@settings(deadline=None, max_examples=60)
@given(st.integers(0, 2**32 - 1), st.sampled_from([3, 5, 10]))
def test_verdict_picture_and_holm_never_disagree(seed: int, n: int) -> None:
    """In random studies the verdict is the drawn interval's place, and decided means Holm's p below alpha."""
    rng = np.random.default_rng(seed)
    results = Results({f"x.{arm}": {s: run(rng, rng.uniform(-2, 2)) for s in range(n)} for arm in "ab"})
    better = Results({"x.a": {s: run(rng, 1.9) for s in range(n)}, "x.b": {s: run(rng, -2) for s in range(n)}})
    kinds = ["fraction", "time_to_threshold", "trains"]
    claims = [claim(kind) for kind in kinds] + [claim(kind, "x.b", "x.a") for kind in kinds]
    asked = study_of(*claims, looks=[n])
    for verdict in (*judge(asked, results, scale="paper"), *judge(asked, better, scale="paper")):
        assert verdict.detail
        if verdict.verdict_interval is None or verdict.p_holm is None:
            assert verdict.reason in {"degenerate", "censored", "at_chance"}
            continue
        assert_sound(verdict)
        assert verdict.mde is not None
        assert np.isfinite(verdict.mde)

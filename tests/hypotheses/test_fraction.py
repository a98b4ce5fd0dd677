"""The share of layers, or steps, in which one arm beats another."""

from collections.abc import Mapping
from dataclasses import replace
from math import inf, nan
from typing import Any

import numpy as np
import pytest
import scipy.stats
from hypothesis import given, settings
from hypothesis import strategies as st

from bnreport.formatting import say_value
from bnreport.hypotheses import registry
from bnreport.results import Metric, Results, RunResult, Series, Window
from tests.golden.mirrors import swapped
from tests.simulations.draws import Rng, Scenario
from tests.simulations.draws import run as measured

ICS = Metric("ics", "1", "lower", None)
LAYERS = ("a", "b", "c", "d")

MANY = tuple(f"layer {i}" for i in range(20))

EXAMPLE = {"metric": "accuracy", "arm": "x.a", "versus": "x.b", "margin": None, "of": "steps", "threshold": 0.5}
GOLDEN = {  # 23 and 1 of 24 layers, over the seeds
    "supported": (0.9583333, {"metric": "drift", "arm": "net.batchnorm", "versus": "net.standard", "threshold": 0.5}),
    "refuted": (0.0416667, {"metric": "drift", "arm": "net.broken", "versus": "net.standard", "threshold": 0.5}),
    "inconclusive": (0.5, {"metric": "drift", "arm": "net.noisy", "versus": "net.standard", "threshold": 0.5}),
}
MIRROR = (swapped, lambda share: 1 - share)


def shown(arm: Any, options: Mapping[str, Any]) -> list[str]:  # noqa: ANN401  (of tests/golden/conftest.py)
    """Say what the golden page shows of each seed of an arm: the mean over layers."""
    del options
    return [say_value(sum(layers) / len(layers), "1") for layers in arm.layers]


def draw_layers(rng: Rng, n: int) -> Results:
    """Draw twenty layers per run that correlate by 0.3 within a seed; no arm is better."""
    noise = np.sqrt(0.3) * rng.normal(size=(2, n, 1)) + np.sqrt(0.7) * rng.normal(size=(2, n, len(MANY)))
    return Results(
        {
            f"x.{arm}": {s: measured({"score": Series(np.array([0]), row[None], MANY)}) for s, row in enumerate(rows)}
            for arm, rows in zip("ab", noise, strict=True)
        }
    )


SCENARIOS = {
    "fraction of 20 layers": Scenario(
        [{"fraction": {"metric": "score", "arm": "x.a", "versus": "x.b", "threshold": 0.5}}],
        draw_layers,
        "about",
        "about",
    ),
}


def run(values: Any, metric: Metric = ICS, columns: tuple[str, ...] = LAYERS, **options: Any) -> RunResult:  # noqa: ANN401
    """Return a run with values (t, k) every ten steps; None is a diverged one."""
    array = np.array([[1.0] * len(columns)] if values is None else values, dtype=np.float64)
    series = Series(10 * np.arange(len(array)), array, columns if array.ndim > 1 else ())
    outcome: Any = "diverged" if values is None else "finished"
    result = RunResult("", {}, outcome, 30, "", {metric.name: metric}, {metric.name: series}, {}, {}, 1.0, "")
    return replace(result, **options)


def results(**arms: Any) -> Results:  # noqa: ANN401
    """Return results from (t, k) per arm and seed, or runs."""
    named: dict[str, Mapping[int, RunResult]] = {}
    for arm, values in arms.items():
        by_seed = values if isinstance(values, dict) else dict(enumerate(values))
        named[f"x.{arm}"] = {s: v if isinstance(v, RunResult) else run(v) for s, v in by_seed.items()}
    return Results(named)


def make(**options: Any) -> Any:  # noqa: ANN401
    """Claim that x.a has less ics than x.b in more than half of the layers, unless told otherwise."""
    return registry.create("fraction", **{"metric": "ics", "arm": "x.a", "versus": "x.b", "threshold": 0.5} | options)


ONE = [[[1, 1, 1, 3]], [[1, 1, 3, 3]], [[1, 1, 1, 1]]]
OTHER = [[[2, 2, 2, 2]]] * 3


def test_is_the_t_test_on_one_share_per_seed() -> None:
    """Three, two and four layers of four: scipy's one-sample t on .75, .5, 1, and the count in words."""
    evidence = make().evidence(results(a=ONE, b=OTHER))
    assert evidence.effects == (0.75, 0.5, 1.0)
    theirs = scipy.stats.ttest_1samp([0.75, 0.5, 1.0], 0.5, alternative="greater")
    assert evidence.estimate.p_greater(0.5) == pytest.approx(theirs.pvalue)
    assert (make().region, evidence.seeds, evidence.unit, evidence.reason) == ((0.5, inf), (0, 1, 2), "1", "")
    assert evidence.null == 0.5
    assert "Columns won per seed: 3/4, 2/4, 4/4; by 0.5 on average" in evidence.detail
    assert evidence.arms["x.a"].values == pytest.approx([1.5, 2, 1])


def test_margin_and_scale() -> None:
    """A win must exceed the margin, exactly at it is half a win; on the ratio scale the margin is a ratio."""
    a, b = [[[1.0, 1.5, 3.0, 1.9]], [[1.0, 1.0, 3.0, 1.9]]], [[[2.0] * 4]] * 2
    assert make(margin=0.5).evidence(results(a=a, b=b)).effects == (0.375, 0.5)
    assert make(margin=1.3, scale="ratio").evidence(results(a=a, b=b)).effects == (0.5, 0.5)
    assert make(margin=1.4, scale="ratio").evidence(results(a=a, b=b)).effects == (0.25, 0.5)


def test_diverged_runs_lose_without_a_failure_value() -> None:
    """Arm diverged 0, versus diverged 1, both a tie; nobody is dropped and it is said."""
    evidence = make().evidence(results(a=[None, ONE[0], None], b=[OTHER[0], None, None]))
    assert evidence.effects == (0, 1, 0.5)
    assert evidence.estimate is not None
    assert "2 of 3 runs of x.a diverged and count as failures." in evidence.detail


@pytest.mark.parametrize(
    ("arms", "options", "reason", "says"),
    [
        ({"a": ONE}, {}, "missing_runs", "No run of x.b measured ics."),
        ({"a": ONE, "b": OTHER}, {"metric": "acc"}, "missing_runs", "No run of x.a or x.b measured acc."),
        ({"a": ONE[:1], "b": OTHER[:1]}, {}, "too_few_seeds", "there are 1"),
        ({"a": {0: ONE[0], 1: ONE[1]}, "b": {2: ONE[0]}}, {}, "too_few_seeds", "seeds 0, 1 of x.a"),
        ({"a": ONE, "b": ONE}, {}, "degenerate", "The share is 0.5 in every seed"),
        ({"a": ONE, "b": ONE}, {"versus": "x.a"}, "degenerate", "The share is 0.5 in every seed"),
        ({"a": ONE[2:] * 3, "b": OTHER}, {}, "degenerate", "Columns won per seed: 4/4, 4/4, 4/4"),
        ({"a": [None] * 3, "b": [None] * 3}, {}, "degenerate", "3 of 3 runs of x.b diverged"),
        ({"a": [None] * 3, "b": OTHER}, {}, "degenerate", "The share is 0 in every seed"),
        ({"a": [[[nan, 1, 1, 1]], ONE[0]], "b": OTHER}, {}, "invalid", "values that are not finite"),
        ({"a": [[[inf, 1, 1, 1]], ONE[0]], "b": OTHER}, {}, "invalid", "values that are not finite"),
        ({"a": [[[0, 1, 1, 1]], ONE[0]], "b": OTHER}, {"scale": "ratio"}, "invalid", "needs positive values"),
        ({"a": ONE, "b": OTHER}, {"window": Window("fixed", 1, 2)}, "invalid", "no step in common"),
        ({"a": ONE, "b": OTHER}, {"columns": ["z"]}, "invalid", "no column 'z'. It has: a, b, c, d."),
        ({"a": [[1.0]] * 2, "b": [[1.0]] * 2}, {}, "invalid", "has no columns to count; use of: steps."),
        ({"a": [run([[1, 2]], columns=("a", "b"))] * 3, "b": OTHER}, {}, "invalid", "other columns in one arm"),
        ({"a": ONE, "b": OTHER}, {"metric": "ics.a"}, "invalid", "ics.a has no columns to count; use of: steps."),
    ],
)
def test_no_estimate_has_a_reason(arms: dict[str, Any], options: dict[str, Any], reason: str, says: str) -> None:
    """Runs that allow no estimate give a reason and a sentence: never 0, never an exception."""
    evidence = make(**options).evidence(results(**arms))
    assert (evidence.estimate, evidence.reason) == (None, reason)
    assert says in evidence.detail


cells = st.lists(
    st.lists(st.lists(st.floats(0.1, 9), min_size=3, max_size=3), min_size=2, max_size=2), min_size=2, max_size=5
)


@settings(deadline=None, max_examples=60)
@given(cells, st.randoms(use_true_random=False), st.sampled_from([0.25, 2.0, 64.0]))
def test_invariances(values: Any, random: Any, unit: float) -> None:  # noqa: ANN401
    """Duplicated layers and another unit change nothing; swapping arms gives the complement; seed order is nothing."""
    names = ("a", "b", "c")
    other = [
        [[random.choice([1.0, 5.0, values[s][t][k]]) for k in range(3)] for t in (0, 1)] for s in range(len(values))
    ]

    def evidence(first: Any, second: Any, columns: tuple[str, ...] = names, **options: Any) -> Any:  # noqa: ANN401
        arms = [{s: run(v, columns=columns) for s, v in enumerate(arm)} for arm in (first, second)]
        return make(**options).evidence(Results({"x.a": arms[0], "x.b": arms[1]}))

    one = evidence(values, other)
    twice = evidence(np.tile(values, 2), np.tile(other, 2), (*names, "d", "e", "f"))
    assert twice.effects == pytest.approx(one.effects)
    assert (twice.estimate is None) == (one.estimate is None)
    if one.estimate is not None:
        assert twice.estimate.interval(0.05) == pytest.approx(one.estimate.interval(0.05))
    assert evidence(unit * np.array(values), unit * np.array(other)).effects == one.effects
    assert evidence(other, values).effects == pytest.approx([1 - f for f in one.effects])
    assert sorted(evidence(values[::-1], other[::-1]).effects) == sorted(one.effects)


@pytest.mark.parametrize("n", [3, 5, 10])
def test_false_verdicts_at_the_threshold(n: int) -> None:
    """Twenty correlated layers, no effect, threshold one half: each false verdict within 4 standard errors of 2.5 %."""
    studies = 1000
    rng = np.random.default_rng(n)
    columns = tuple(f"l{i}" for i in range(20))
    test = make()
    noise = 0.3**0.5 * rng.normal(0, 1, (studies, n, 1)) + 0.7**0.5 * rng.normal(0, 1, (studies, n, 20))
    verdicts = []
    versus = {s: run(np.zeros((1, 20)), columns=columns) for s in range(n)}
    for study in noise:
        arm = {s: run(layers[None], columns=columns) for s, layers in enumerate(study)}
        estimate = test.evidence(Results({"x.a": arm, "x.b": versus})).estimate
        interval = estimate.interval(0.05) if estimate else (0.0, 1.0)
        verdicts.append((interval[0] > 0.5, interval[1] < 0.5))
    tolerance = 4 * (0.025 * 0.975 / studies) ** 0.5
    assert np.mean(verdicts, axis=0) == pytest.approx([0.025, 0.025], abs=tolerance)

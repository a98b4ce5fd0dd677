"""The share of layers, or steps, in which one arm beats another in a typical seed."""

from collections.abc import Callable, Mapping
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

EXAMPLE = {"metric": "accuracy", "arm": "x.a", "versus": "x.b", "margin": None, "of": "steps", "threshold": 0.5}
GOLDEN = {  # all and none of four layers in five seeds of six
    "supported": (1.0, {"metric": "drift", "arm": "net.batchnorm", "versus": "net.standard", "threshold": 0.5}),
    "refuted": (0.0, {"metric": "drift", "arm": "net.broken", "versus": "net.standard", "threshold": 0.5}),
    "inconclusive": (0.5, {"metric": "drift", "arm": "net.noisy", "versus": "net.standard", "threshold": 0.5}),
}
SAYS = {
    "supported": "batchnorm beats standard in 100 % of the columns of drift in a typical seed (75 % to 100 %)",
    "refuted": "broken beats standard in 0 % of the columns of drift in a typical seed (0 % to 25 %)",
    "inconclusive": "noisy beats standard in 50 % of the columns of drift in a typical seed (0 % to 100 %)",
}
MIRROR = (swapped, lambda share: 1 - share)


def shown(arm: Any, options: Mapping[str, Any]) -> list[str]:  # noqa: ANN401  (of tests/golden/conftest.py)
    """Say what the golden page shows of each seed of an arm: the mean over layers."""
    del options
    return [say_value(sum(layers) / len(layers), "1") for layers in arm.layers]


def draw_layers(count: int, share: float, linked: float) -> Callable[[Rng, int], Results]:
    """Draw layers that correlate within a seed, of which the arm wins this share in a typical one."""
    columns = tuple(f"layer {i}" for i in range(count))
    shift = scipy.stats.norm.ppf(share) * np.sqrt(1 - linked)

    def draw(rng: Rng, n: int) -> Results:
        noise = np.sqrt(linked) * rng.normal(size=(n, 1)) + np.sqrt(1 - linked) * rng.normal(size=(n, count))
        tables = {"a": shift + noise, "b": np.zeros((n, count))}
        return Results(
            {
                f"x.{arm}": {
                    s: measured({"score": Series(np.array([0]), row[None], columns)}) for s, row in enumerate(rows)
                }
                for arm, rows in tables.items()
            }
        )

    return draw


def layered(count: int, share: float, linked: float) -> Scenario:
    """Return a claim of as many layers as the arm wins in a typical seed."""
    options = {"metric": "score", "arm": "x.a", "versus": "x.b", "threshold": share}
    return Scenario([{"fraction": options}], draw_layers(count, share, linked), "at most", "at most", replicates=1000)


SCENARIOS = {
    f"fraction of {count} layers that correlate by {linked}, threshold {share}": layered(count, share, linked)
    for count, share, linked in (
        (20, 0.5, 0.3),
        (13, 0.5, 0.9),
        (13, 0.8, 0.6),
        (50, 0.8, 0.9),
        (50, 0.9, 0.3),
    )
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


def test_is_the_sign_test_on_one_share_per_seed() -> None:
    """Three, two and four layers of four: the median of .75, .5, 1, scipy's binomial test, and the count in words."""
    evidence = make().evidence(results(a=ONE, b=OTHER))
    assert evidence.effects == (0.75, 0.5, 1.0)
    theirs = scipy.stats.binomtest(2, 3, 0.5, alternative="greater")
    assert evidence.estimate.p_greater(0.5) == pytest.approx(theirs.pvalue)
    assert evidence.estimate.value == 0.75
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
        ({"a": ONE, "b": ONE}, {}, "degenerate", "No cell differs between the arms in any seed"),
        ({"a": ONE, "b": ONE}, {"margin": 0.5}, "degenerate", "No cell differs between the arms in any seed"),
        ({"a": ONE, "b": ONE}, {"versus": "x.a"}, "degenerate", "No cell differs between the arms in any seed"),
        ({"a": [None] * 3, "b": [None] * 3}, {}, "degenerate", "3 of 3 runs of x.b diverged"),
        ({"a": [[[nan, 1, 1, 1]], ONE[0]], "b": OTHER}, {}, "invalid", "values that are not finite"),
        ({"a": [[[inf, 1, 1, 1]], ONE[0]], "b": OTHER}, {}, "invalid", "values that are not finite"),
        ({"a": [[[0, 1, 1, 1]], ONE[0]], "b": OTHER}, {"scale": "ratio"}, "invalid", "needs positive values"),
        ({"a": ONE, "b": OTHER}, {"window": Window("fixed", 1, 2)}, "too_few_readings", "holds too few"),
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


def test_the_same_share_in_every_seed_is_no_degeneracy() -> None:
    """All layers in each of six seeds, or each run lost, decide at any threshold; in five they cannot."""
    won, lost = (make(threshold=0.9).evidence(results(a=a, b=OTHER[:1] * 6)) for a in (ONE[2:] * 6, [None] * 6))
    assert won.estimate.interval(0.05) == (1, 1)
    assert lost.estimate.interval(0.05) == (0, 0)
    assert make().evidence(results(a=ONE[2:] * 5, b=OTHER[:1] * 5)).estimate.interval(0.05) == (0, 1)
    assert not make().decides(5, 0.05)
    assert make().decides(6, 0.05)


@pytest.mark.parametrize(("threshold", "linked"), [(0.5, 0.3), (0.8, 0.6), (0.8, 0.9)])
def test_false_verdicts_at_the_threshold(threshold: float, linked: float) -> None:
    """Fifty correlated layers, the typical seed at the threshold: false verdicts at most 2.5 %, 4 standard errors."""
    studies = 1000
    rng = np.random.default_rng(10)
    test, draw = make(metric="score", threshold=threshold), draw_layers(50, threshold, linked)
    ends = [test.evidence(draw(rng, 10)).estimate.interval(0.05) for _ in range(studies)]
    tolerance = 4 * (0.025 * 0.975 / studies) ** 0.5
    rates = np.mean([(low > threshold, high < threshold) for low, high in ends], axis=0)
    assert (rates < 0.025 + tolerance).all()
    assert (rates > 0).all()

"""How soon a threshold is reached."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from math import inf, nan
from typing import Any

import numpy as np
import pytest
import scipy.stats
from hypothesis import given, settings
from hypothesis import strategies as st

from bnreport.errors import SpecError
from bnreport.formatting import say_value
from bnreport.hypotheses import registry
from bnreport.results import Metric, Results, RunResult, Series
from tests.golden.mirrors import swapped
from tests.simulations.draws import BUDGET as LIMIT
from tests.simulations.draws import Rng, Scenario, claim
from tests.simulations.draws import run as measured

ACCURACY = Metric("accuracy", "fraction", "higher", 0.1)
LOSS = Metric("loss", "nat", "lower", 2.3)
BUDGET = 1000

EXAMPLE = {"metric": "accuracy", "arm": "x.a", "versus": "x.b", "margin": 1.01, "threshold": 0.6, "budget": 40}
GOLDEN = {  # ratios of geometric means: 4 to 1, then 2 to the powers of -1/2 and 1/2
    "supported": (
        4.0,
        {
            "metric": "accuracy",
            "arm": "net.batchnorm",
            "versus": "net.standard",
            "threshold": 0.55,
            "budget": 80,
            "margin": 1.5,
        },
    ),
    "refuted": (
        0.7071068,
        {
            "metric": "accuracy",
            "arm": "net.broken",
            "versus": "net.standard",
            "threshold": 0.55,
            "budget": 80,
            "margin": 1.5,
        },
    ),
    "inconclusive": (
        1.4142136,
        {
            "metric": "accuracy",
            "arm": "net.noisy",
            "versus": "net.standard",
            "threshold": 0.55,
            "budget": 80,
            "margin": 1.5,
        },
    ),
}
MIRROR = (swapped, lambda ratio: 1 / ratio)


def shown(arm: Any, options: Mapping[str, Any]) -> list[str]:  # noqa: ANN401  (of tests/golden/conftest.py)
    """Say what the golden page shows of each seed of an arm: when it reached the threshold."""
    ends = zip(arm.accuracy, arm.reached, strict=True)
    waits = [at if end >= options["threshold"] else options["budget"] for end, at in ends]
    return [say_value(min(wait, options["budget"]), "steps") for wait in waits]


def draw_race(middle: float, spread: float, factor: float = 1.0) -> Callable[[Rng, int], Results]:
    """Draw log-normal times to the threshold, the arm's shorter by the factor; beyond the budget they are not seen."""

    def timed(time: float) -> RunResult:
        seen = time <= LIMIT
        return measured({"score": Series(np.array([0, round(time) if seen else LIMIT]), np.array([0.0, float(seen)]))})

    def draw(rng: Rng, n: int) -> Results:
        times = middle * np.exp(spread * rng.normal(size=(2, n))) / [[factor], [1.0]]
        return Results({f"x.{arm}": dict(enumerate(map(timed, row))) for arm, row in zip("ab", times, strict=True)})

    return draw


SCENARIOS = {
    "time_to_threshold": Scenario(
        [claim("time_to_threshold", threshold=0.5, budget=LIMIT, margin=2.0)], draw_race(60, 0.4, 2.0)
    ),
    "time_to_threshold, 30 % censored": Scenario(
        [claim("time_to_threshold", threshold=0.5, budget=LIMIT, margin=1.0)],
        draw_race(LIMIT * np.exp(-0.4 * 0.5244), 0.4),
        "at most",
        "at most",
    ),
}


def run(time: Any, *, metric: Metric = ACCURACY, every: int = 1, stopped: int = BUDGET) -> RunResult:  # noqa: ANN401
    """Return a run at the threshold of 0.9 (loss 0.1) from a step on; inf never, None diverged, a list as it is."""
    if isinstance(time, list):
        steps, values = every * np.arange(len(time)), np.array(time, dtype=np.float64)
    else:
        steps = np.array(sorted({0, *range(0, stopped + 1, every)}))
        high = steps >= (inf if time is None else time)
        values = np.where(high, 0.95, 0.2) if metric.better == "higher" else np.where(high, 0.05, 2.0)
    outcome: Any = "diverged" if time is None else "finished"
    series = {metric.name: Series(steps, values)}
    return RunResult("", {}, outcome, stopped, "", {metric.name: metric}, series, {}, {}, 1.0, "")


def results(*, every: int = 1, metric: Metric = ACCURACY, stopped: int = BUDGET, **arms: Any) -> Results:  # noqa: ANN401
    """Return results from the time of each arm and seed."""
    return Results(
        {
            f"x.{arm}": {
                seed: run(time, every=every, metric=metric, stopped=stopped)
                for seed, time in (times.items() if isinstance(times, dict) else enumerate(times))
            }
            for arm, times in arms.items()
        }
    )


def make(**options: Any) -> Any:  # noqa: ANN401
    """Claim that x.a reaches 0.9 within 1000 steps more than 1.5 times as fast as x.b, unless told otherwise."""
    given = {"metric": "accuracy", "arm": "x.a", "versus": "x.b", "threshold": 0.9, "budget": BUDGET, "margin": 1.5}
    return registry.create("time_to_threshold", **given | options)


A, B = [100, 150, 120, 90], [300, 320, 250, 310]


def test_is_the_paired_t_of_log_times() -> None:
    """Ratio of geometric means versus / arm, with scipy's paired t on logarithms."""
    evidence = make().evidence(results(a=A, b=B))
    low, high = scipy.stats.ttest_rel(np.log(B), np.log(A)).confidence_interval(0.95)
    assert evidence.estimate.value == pytest.approx(scipy.stats.gmean(B) / scipy.stats.gmean(A))
    assert evidence.estimate.interval(0.05) == pytest.approx((np.exp(low), np.exp(high)))
    assert evidence.correlation == pytest.approx(np.corrcoef(np.log(A), np.log(B))[0, 1])
    assert (make().region, evidence.unit, evidence.null, evidence.reason) == ((1.5, inf), "ratio", 1, "")
    assert evidence.effects == pytest.approx(np.divide(B, A))
    assert evidence.arms["x.a"].values == pytest.approx(A)
    assert evidence.detail == "x.a is first in 4 of 4 seeds, x.b in 0. Measured every step."


def test_where_lower_is_better_the_threshold_is_reached_from_above() -> None:
    """A loss of 0.1 is reached when the loss is at or below it."""
    evidence = make(metric="loss", threshold=0.1).evidence(results(metric=LOSS, a=A, b=B))
    assert evidence.effects == pytest.approx(np.divide(B, A))


def test_one_column_is_raced() -> None:
    """A layer's loss, at or below the threshold: the other layer is there from the start, and the grid is known."""

    def layered(times: list[int]) -> list[RunResult]:
        plain = [run(time, metric=LOSS, every=10) for time in times]
        both = [np.stack([np.zeros(101), one.series["loss"].values], axis=1) for one in plain]
        steps = plain[0].series["loss"].steps
        return [
            replace(one, series={"loss": Series(steps, values, ("1", "2"))})
            for one, values in zip(plain, both, strict=True)
        ]

    given = Results({f"x.{arm}": dict(enumerate(layered(times))) for arm, times in (("a", A), ("b", B))})
    evidence = make(metric="loss.2", threshold=0.1).evidence(given)
    assert evidence.effects == pytest.approx(np.divide(B, A))
    assert evidence.detail == "x.a is first in 4 of 4 seeds, x.b in 0. Measured every 10 steps."
    assert "steps until loss.2 reaches 0.1" in evidence.effect


def test_first_time_counts_and_the_threshold_itself_is_enough() -> None:
    """A later relapse, or NaN, changes nothing; 0.9 is 0.9."""
    a = [[0.1, 0.5, 0.9, 0.3, nan], [0.1, 0.9, 0.8, 0.2, 0.1]]
    b = [[0.1, 0.5, 0.5, 0.5, 0.99]] * 2
    evidence = make(budget=40).evidence(results(every=10, stopped=40, a=a, b=b))
    assert evidence.effects == (2, 4)
    assert "Measured every 10 steps." in evidence.detail


def test_late_and_diverged_runs_count_as_the_budget() -> None:
    """Never there, there too late, and diverged are the same: 1000 steps; two of them are a tie."""
    evidence = make(budget=500).evidence(results(a=[100, 120, inf, 125], b=[600, inf, 999, None]))
    assert evidence.effects == pytest.approx((5, 500 / 120, 1, 4))
    assert evidence.estimate is not None
    assert "x.a is first in 3 of 4 seeds, x.b in 0." in evidence.detail
    assert "4 of 4 runs of x.b did not get there and count as 500 steps." in evidence.detail
    assert "1 of 4 runs of x.b diverged" in evidence.detail


def test_a_diverged_run_without_a_partner_is_not_counted() -> None:
    """Seed 9 is left out altogether: no caveat says that it failed, or that it did not get there."""
    a = {0: 100, 1: None, 2: 120, 9: None}
    evidence = make().evidence(results(a=a, b=[300, 320, 250]))
    assert evidence.detail == (
        "x.a is first in 2 of 3 seeds, x.b in 1. 1 of 3 runs of x.a did not get there and count as 1000 steps. "
        "Measured every step. Left out, for want of a partner: seed 9 of x.a. "
        "1 of 3 runs of x.a diverged and count as failures."
    )


@pytest.mark.parametrize(
    ("arms", "options", "reason", "says"),
    [
        ({"a": A}, {}, "missing_runs", "No run of x.b measured accuracy."),
        ({"a": A, "b": B}, {"metric": "loss"}, "missing_runs", "No run of x.a or x.b measured loss."),
        ({"a": A[:1], "b": B[:1]}, {}, "too_few_seeds", "there are 1"),
        ({"a": {0: 5, 1: 6}, "b": {2: 7, 3: 8}}, {}, "too_few_seeds", "seeds 2, 3 of x.b"),
        ({"a": A, "b": A}, {}, "degenerate", "The ratio is 1 in every seed"),
        ({"a": A, "b": [2 * t for t in A]}, {}, "degenerate", "The ratio is 2 in every seed"),
        ({"a": A}, {"versus": "x.a"}, "degenerate", "The ratio is 1 in every seed"),
        ({"a": [inf] * 4, "b": [inf] * 4}, {}, "censored", "In 4 of 4 pairs"),
        ({"a": [None] * 4, "b": [None] * 4}, {}, "censored", "4 of 4 runs of x.a diverged"),
        ({"a": [inf, inf, inf, 90], "b": [inf, None, inf, 310]}, {}, "censored", "In 3 of 4 pairs"),
        ({"a": [800, 850, 900, 820], "b": [inf] * 4}, {}, "censored", "hides which side of the margin"),
        ({"a": [0, 1, 2], "b": [3, 4, 5]}, {}, "invalid", "x.a is at 0.9 before any training"),
        ({"a": [[0.1, nan, 0.95], [0.1, 0.95]], "b": [5, 6]}, {}, "invalid", "x.a has runs without a finite"),
        (
            {"a": A, "b": [300, 320, 250, inf]},
            {"budget": 2000},
            "invalid",
            "x.b trained 1000 steps, and the budget is 2000",
        ),
    ],
)
def test_no_estimate_has_a_reason(arms: dict[str, Any], options: dict[str, Any], reason: str, says: str) -> None:
    """Runs that allow no estimate give a reason and a sentence: never 0, never an exception."""
    evidence = make(**options).evidence(results(**arms))
    assert (evidence.estimate, evidence.reason) == (None, reason)
    assert says in evidence.detail


def test_a_run_that_diverges_after_the_threshold_never_reached_it() -> None:
    """Accurate at step 100 and lost later is a failure: it counts as the budget."""
    lost = replace(run(100), outcome="diverged")
    arms = results(a=A, b=B).runs
    evidence = make().evidence(Results({**arms, "x.a": {**arms["x.a"], 0: lost}}))
    assert evidence.arms["x.a"].values[0] == BUDGET


def test_slow_losers_are_evidence() -> None:
    """All of versus censored, all of arm fast enough to show the factor: an estimate, and half the pairs tied too."""
    assert make().evidence(results(a=A, b=[inf] * 4)).estimate is not None
    assert make().evidence(results(a=[inf, inf, 100, 90], b=[inf, inf, 500, 510])).estimate is not None


times = st.lists(st.tuples(*[st.one_of(st.integers(1, 900), st.sampled_from([inf]))] * 2), min_size=2, max_size=6)


@settings(deadline=None, max_examples=60)
@given(times, st.integers(2, 7))
def test_swap_units_and_order(pairs: list[tuple[float, float]], unit: int) -> None:
    """Arms exchanged give the reciprocal; steps in another unit, or seeds in another order, change nothing."""
    a, b = ([pair[i] for pair in pairs] for i in (0, 1))
    one = make(margin=1.0).evidence(results(a=a, b=b))
    swapped = make(margin=1.0, arm="x.b", versus="x.a").evidence(results(a=a, b=b))
    scaled = make(margin=1.0, budget=BUDGET * unit).evidence(
        results(a=[unit * t for t in a], b=[unit * t for t in b], every=unit, stopped=BUDGET * unit)
    )
    turned = make(margin=1.0).evidence(results(a=a[::-1], b=b[::-1]))
    assert one.reason == swapped.reason == scaled.reason == turned.reason
    assert swapped.effects == pytest.approx([1 / e for e in one.effects])
    if one.estimate is None:
        return
    for alpha in (0.05, 0.4):
        low, high = one.estimate.interval(alpha)
        assert swapped.estimate.interval(alpha) == pytest.approx((1 / high, 1 / low))
        assert scaled.estimate.interval(alpha) == pytest.approx((low, high))
        assert turned.estimate.interval(alpha) == pytest.approx((low, high))


def study(a: Any, b: Any) -> Results:  # noqa: ANN401
    """Return results with two measurements a run: light enough for simulation."""

    def light(time: float) -> RunResult:
        series = {"accuracy": Series(np.array([0, min(time, 1000)]), np.array([0.1, 0.95 if time <= 1000 else 0.5]))}
        return RunResult("", {}, "finished", 1000, "", {"accuracy": ACCURACY}, series, {}, {}, 1.0, "")

    return Results({"x.a": dict(enumerate(map(light, a))), "x.b": dict(enumerate(map(light, b)))})


@pytest.mark.parametrize("n", [3, 5, 10])
@pytest.mark.parametrize(("censored", "conservative"), [(0.0, False), (0.3, True)])
def test_false_verdicts_at_the_margin(n: int, censored: float, conservative: bool) -> None:  # noqa: FBT001
    """Uncensored log-normal times: 2.5 % each, within 4 standard errors; 30 % censored in both arms: no more."""
    studies = 1000
    rng = np.random.default_rng(n)
    test = make(margin=1.0)
    middle = np.log(1000) - (6 if not censored else 0.4 * scipy.stats.norm.isf(censored))
    draws = np.exp(rng.normal(middle, 0.4 if censored else 0.5, (studies, 2, n)))
    verdicts = []
    for a, b in draws:
        estimate = test.evidence(study(a, b)).estimate
        low, high = estimate.interval(0.05) if estimate else (0, inf)
        verdicts.append((low > 1, high < 1))
    tolerance = 4 * (0.025 * 0.975 / studies) ** 0.5
    rates = np.mean(verdicts, axis=0)
    assert (rates < 0.025 + tolerance).all()
    assert conservative or (rates > 0.025 - tolerance).all()


def test_the_grid_is_that_of_the_wait() -> None:
    """Rare measurements beyond the budget do not make the times known more coarsely."""
    given = results(every=10, a=[100, 150], b=[300, 320])
    sparse = {arm: {seed: _without(one, 400, 990) for seed, one in runs.items()} for arm, runs in given.runs.items()}
    assert "Measured every 10 steps." in make(budget=400).evidence(Results(sparse)).detail


def _without(one: RunResult, after: int, before: int) -> RunResult:
    series = one.series["accuracy"]
    kept = (series.steps <= after) | (series.steps >= before)
    return replace(one, series={"accuracy": Series(series.steps[kept], series.values[kept])})


def test_a_budget_of_no_step_is_refused() -> None:
    """It would read as no budget at all."""
    options = {"metric": "accuracy", "arm": "x.a", "versus": "x.b", "threshold": 0.5, "margin": 1.25}
    with pytest.raises(SpecError, match=r"budget: must be 1 step or more\. Got 0"):
        registry.create("time_to_threshold", **options, budget=0)

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
SAYS = {
    "supported": "batchnorm brings accuracy to 55 % 4 times sooner than standard (1.99 to 63)",
    "refuted": "broken brings accuracy to 55 % at least 1.41 times later than standard (1.11 times sooner "
    "to any number of times later)",
    "inconclusive": "noisy brings accuracy to 55 % 1.41 times sooner than standard (1.54 times later to 8.8 "
    "times sooner)",
}
MIRROR = (swapped, lambda ratio: 1 / ratio if ratio else inf)


def shown(arm: Any, options: Mapping[str, Any]) -> list[str]:  # noqa: ANN401  (of tests/golden/conftest.py)
    """Say what the golden page shows of each seed of an arm: when it reached the threshold."""
    ends = zip(arm.accuracy, arm.reached, strict=True)
    waits = [at if end >= options["threshold"] else options["budget"] for end, at in ends]
    return [say_value(min(wait, options["budget"]), "steps") for wait in waits]


def draw_race(
    middle: float, spread: float, factor: float = 1.0, every: int = 1, limit: int = LIMIT
) -> Callable[[Rng, int], Results]:
    """Draw log-normal times to the threshold, longer by the factor in versus, as readings so many steps apart show."""

    def timed(time: float) -> RunResult:
        reading = int(np.ceil(time / every)) * every
        steps = np.array(sorted({0, reading - every, reading}) if reading <= limit else [0, limit])
        return replace(measured({"score": Series(steps, (steps >= reading) + 0.0)}), stopped_at=limit)

    def draw(rng: Rng, n: int) -> Results:
        times = np.ceil(middle * np.exp(spread * rng.normal(size=(2, n))) * [[1.0], [factor]])
        return Results({f"x.{arm}": dict(enumerate(map(timed, row))) for arm, row in zip("ab", times, strict=True)})

    return draw


def race(middle: float, spread: float, every: int) -> Scenario:
    """Return a claim of a quarter more speed, which is the truth, on readings so far apart."""
    given = claim("time_to_threshold", threshold=0.5, budget=6000, margin=1.25)
    return Scenario([given], draw_race(middle, spread, 1.25, every, 6000), "at most", "at most", replicates=1000)


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
    **{
        f"time_to_threshold, read every {every} steps, median {middle}, SD {spread}": race(middle, spread, every)
        for every, middle, spread in ((250, 230, 0.1), (250, 600, 0.1), (250, 600, 0.4))
    },
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
        "The ratio is at most this: how long the arm would have taken nobody knows. "
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
    evidence = make().evidence(results(a=A, b=[inf] * 4))
    low = scipy.stats.ttest_1samp(np.log(BUDGET / np.array(A)), 0).confidence_interval(0.95).low
    assert evidence.estimate.interval(0.05) == (pytest.approx(np.exp(low)), inf)
    assert "The ratio is at least this" in evidence.detail
    assert make().evidence(results(a=[inf, inf, 100, 90], b=[inf, inf, 500, 510])).estimate is not None


def test_a_budget_that_hides_the_ratio_refutes_nothing() -> None:
    """All of versus censored, the arm shortly before the budget: at least 1.1 to 1, which is no claim's end."""
    evidence = make().evidence(results(a=[900, 920, 910, 930], b=[inf] * 4))
    assert evidence.estimate.value < 1.5
    assert evidence.estimate.interval(0.05).high == inf
    assert evidence.estimate.p_less(1.5) == 1


def test_an_arm_that_once_did_not_get_there_is_not_the_faster_one() -> None:
    """One seed in four never arrives where versus does: the ratio is at most this, so nothing supports the claim."""
    evidence = make(margin=1.0).evidence(results(a=[inf, 10, 11, 12], b=[999, 990, 980, 985]))
    assert evidence.estimate.interval(0.05).low == 0
    assert evidence.estimate.p_greater(1.0) == 1
    assert "The ratio is at most this" in evidence.detail


def test_ends_are_the_least_favourable_readings() -> None:
    """Support: versus from the step after its last reading below, the arm at its reading; refutation the other way."""
    a, b = [120, 130, 210, 90], [310, 420, 390, 440]
    evidence = make().evidence(results(every=50, a=a, b=b))
    first_a, first_b = np.array([150, 150, 250, 100]), np.array([350, 450, 400, 450])
    least, most = (np.log((first_b - 49) / first_a), np.log(first_b / (first_a - 49)))
    low = scipy.stats.ttest_1samp(least, 0).confidence_interval(0.95).low
    high = scipy.stats.ttest_1samp(most, 0).confidence_interval(0.95).high
    assert evidence.estimate.interval(0.05) == pytest.approx((np.exp(low), np.exp(high)))
    assert evidence.estimate.value == pytest.approx(scipy.stats.gmean(first_b / first_a))
    supports = scipy.stats.ttest_1samp(least, np.log(1.2), alternative="greater").pvalue
    assert evidence.estimate.p_greater(1.2) == pytest.approx(supports)
    assert evidence.estimate.p_less(1.2) > supports


def test_a_time_is_a_step_at_least() -> None:
    """At the first reading the run may have been there since step 1, and no earlier."""
    evidence = make().evidence(results(every=50, a=[30, 40, 20, 10], b=[130, 240, 150, 190]))
    assert evidence.estimate.most.value == pytest.approx(np.log([150, 250, 150, 200]).mean())


def test_one_tick_of_the_grid_is_no_effect() -> None:
    """Arms a step apart, on either side of a reading, are not twice as fast: the brackets touch."""
    evidence = make(margin=1.0).evidence(results(every=250, a=[249, 250, 248, 247], b=[251, 252, 253, 254]))
    assert evidence.effects == (2, 2, 2, 2)
    low, high = evidence.estimate.interval(0.05)
    assert low < 1.01
    assert high > 2


def test_arms_on_either_side_of_several_readings_differ() -> None:
    """All between the same two readings, and those far apart: the rounding is the variance, and it decides."""
    evidence = make().evidence(results(every=10, a=[95, 96, 97, 98], b=[395, 396, 397, 398]))
    rounding = np.sqrt((np.log(100 / 91) ** 2 + np.log(400 / 391) ** 2) / 12)
    assert evidence.estimate.least.sd == pytest.approx(rounding)
    assert evidence.estimate.interval(0.05).low > 1.5


times = st.lists(st.tuples(*[st.one_of(st.integers(1, 900), st.sampled_from([inf]))] * 2), min_size=2, max_size=6)


@settings(deadline=None, max_examples=60)
@given(times, st.sampled_from([1, 7, 50]))
def test_swap_and_order(pairs: list[tuple[float, float]], every: int) -> None:
    """Arms exchanged give the reciprocal, whatever the grid; seeds in another order change nothing."""
    a, b = ([pair[i] for pair in pairs] for i in (0, 1))
    one = make(margin=1.0).evidence(results(every=every, a=a, b=b))
    swapped = make(margin=1.0, arm="x.b", versus="x.a").evidence(results(every=every, a=a, b=b))
    turned = make(margin=1.0).evidence(results(every=every, a=a[::-1], b=b[::-1]))
    assert one.reason == swapped.reason == turned.reason
    assert swapped.effects == pytest.approx([1 / e for e in one.effects])
    if one.estimate is None:
        return
    for alpha in (0.05, 0.4):
        low, high = one.estimate.interval(alpha)
        assert swapped.estimate.interval(alpha) == pytest.approx((1 / high, 1 / low if low else inf))
        assert low <= one.estimate.value <= high
        assert turned.estimate.interval(alpha) == pytest.approx((low, high))


@pytest.mark.parametrize("n", [3, 5, 10])
@pytest.mark.parametrize(
    ("every", "middle", "spread", "conservative"),
    [(1, 300, 0.5, False), (1, 3892, 0.4, True), (250, 230, 0.1, True), (250, 600, 0.1, True), (50, 600, 0.4, True)],
)
def test_false_verdicts_at_the_margin(n: int, every: int, middle: float, spread: float, conservative: bool) -> None:  # noqa: FBT001
    """Each 2.5 % within 4 standard errors with a reading a step; no more on coarse grids, or with 30 % censored."""
    studies = 400
    rng = np.random.default_rng(n)
    test = make(metric="score", threshold=0.5, margin=1.25, budget=6000)
    draw = draw_race(middle, spread, 1.25, every, 6000)
    found = [test.evidence(draw(rng, n)).estimate for _ in range(studies)]
    ends = [each.interval(0.05) if each else (0, inf) for each in found]
    tolerance = 4 * (0.025 * 0.975 / studies) ** 0.5
    rates = np.mean([(low > 1.25, high < 1.25) for low, high in ends], axis=0)
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

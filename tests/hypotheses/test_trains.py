"""Which arm trains more often."""

from collections.abc import Callable, Mapping
from math import inf, nan
from operator import neg
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bnreport.hypotheses import registry
from bnreport.results import Results, Series
from tests.golden.mirrors import swapped
from tests.simulations.draws import Rng, Scenario, claim, run

Make = Callable[..., Results]

EXAMPLE = {"metric": "accuracy", "arm": "x.a", "versus": "x.b", "margin": 0.01, "threshold": 0.5}
GOLDEN = {
    "supported": (
        1.0,
        {"metric": "accuracy", "arm": "net.batchnorm", "versus": "net.lost", "threshold": 0.55, "margin": 0.1},
    ),
    "refuted": (
        -1.0,
        {"metric": "accuracy", "arm": "net.broken", "versus": "net.standard", "threshold": 0.55, "margin": 0.1},
    ),
    "inconclusive": (
        0.5,
        {"metric": "accuracy", "arm": "net.noisy", "versus": "net.twin", "threshold": 0.75, "margin": 0.1},
    ),
}
SAYS = {
    "supported": "6 of 6 runs bring accuracy to 55 % with batchnorm, 0 of 6 with lost, 100 points more (47 to 100)",
    "refuted": "0 of 6 runs bring accuracy to 55 % with broken, 6 of 6 with standard, 100 points fewer (42 to 100)",
    "inconclusive": "3 of 6 runs bring accuracy to 75 % with noisy, 0 of 6 with twin, "
    "50 points more (5.5 points fewer to 86 points more)",
}
MIRROR = (swapped, neg)


def shown(arm: Any, options: Mapping[str, Any]) -> list[str]:  # noqa: ANN401  (of tests/golden/conftest.py)
    """Say what the golden page shows of each seed of an arm: 1 where it trained."""
    return [str(int(end >= options["threshold"] and seed not in arm.diverged)) for seed, end in enumerate(arm.accuracy)]


def draw_trained(share: float, versus: float) -> Callable[[Rng, int], Results]:
    """Draw runs of which these shares do not diverge."""
    series = {"score": Series(np.array([0]), np.array([0.0]))}
    either = {good: run(series, diverged=not good) for good in (True, False)}

    def draw(rng: Rng, n: int) -> Results:
        good = rng.random((2, n)) < [[share], [versus]]
        return Results(
            {f"x.{arm}": {s: either[bool(g)] for s, g in enumerate(row)} for arm, row in zip("ab", good, strict=True)}
        )

    return draw


SCENARIOS = {
    "trains, both 50 %": Scenario([claim("trains", margin=0.0)], draw_trained(0.5, 0.5), "at most", "at most"),
    "trains, 60 % and 40 %": Scenario([claim("trains", margin=0.2)], draw_trained(0.6, 0.4), "at most", "at most"),
}


def make(**options: Any) -> Any:  # noqa: ANN401
    """Claim that x.a trains more often than x.b, unless told otherwise."""
    return registry.create("trains", **{"metric": "accuracy", "arm": "x.a", "versus": "x.b", "margin": 0.0} | options)


def outcomes(good: int, n: int) -> list[float | None]:
    """Return that many runs that trained, and the rest diverged."""
    return [0.9] * good + [None] * (n - good)


@pytest.mark.parametrize("n", [3, 5, 10])
def test_all_against_none_is_supported(make_results: Make, n: int) -> None:
    """Even at three seeds, 3/3 against 0/3 is above zero: a finite interval, both other answers beside it."""
    evidence = make().evidence(make_results(a=outcomes(n, n), b=outcomes(0, n)))
    interval = evidence.estimate.interval(0.05)
    assert make().region.holds(interval)
    assert interval.high == 1
    assert (evidence.estimate.value, evidence.unit, evidence.reason, evidence.null) == (1, "fraction", "", 0)
    assert evidence.effects == (1,) * n
    assert f"{n} of {n} runs of x.a train, 0 of {n} of x.b." in evidence.detail
    assert f"{n} of {n} runs of x.b diverged" in evidence.detail
    if n == 3:
        assert (
            "Newcombe's 95 % interval [0.206, 1]; Boschloo's one-sided p against no difference 0.0156."
            in evidence.detail
        )


@pytest.mark.parametrize("n", [2, 3, 5, 10])
def test_no_difference_is_never_a_verdict_on_superiority(make_results: Make, n: int) -> None:
    """All or none in both arms: a finite interval around zero."""
    for good in (0, n):
        interval = make().evidence(make_results(a=outcomes(good, n), b=outcomes(good, n))).estimate.interval(0.05)
        assert -1 < interval.low < 0 < interval.high < 1


def test_a_threshold_makes_success_harder(make_results: Make) -> None:
    """Finished below 0.8 is a failure too; the threshold itself is enough; less loss is more."""
    arms = {"a": [0.8, 0.9, 0.7, None], "b": [0.1, 0.2, 0.85, 0.3]}
    assert make().evidence(make_results(**arms)).estimate.value == -0.25
    assert make(threshold=0.8).evidence(make_results(**arms)).effects == (1, 1, -1, 0)
    lower = make(metric="loss", threshold=0.8).evidence(make_results("loss", **arms))
    assert lower.effects == (0, -1, 1, -1)
    assert "whose loss reaches 0.8" in lower.effect


def test_a_metric_without_failure_value_will_do(make_results: Make) -> None:
    """Divergence itself is the failure; a threshold needs a direction, which the claim may give."""
    arms = {"a": [1.0, 1.0, 1.0], "b": [None, None, 1.0]}
    assert make(metric="drift").evidence(make_results("drift", **arms)).effects == (1, 1, 0)
    undirected = make(metric="drift", threshold=0.5).evidence(make_results("drift", **arms))
    assert (undirected.estimate, undirected.reason) == (None, "invalid")
    lower = make(metric="drift", threshold=0.5, better="lower").evidence(make_results("drift", **arms))
    assert lower.effects == (0, 0, 0)


def test_seeds_need_no_partner(make_results: Make) -> None:
    """Arms are independent samples: seeds of one arm only count, and n is the smaller arm's."""
    evidence = make().evidence(make_results(a={0: 0.9, 1: 0.9, 2: 0.9}, b={2: None, 7: None, 8: 0.9, 9: 0.9}))
    assert evidence.estimate.value == 0.5
    assert (evidence.estimate.n, evidence.seeds, evidence.effects) == (3, (2,), (1,))


def test_one_seed_has_an_interval_that_says_little(make_results: Make) -> None:
    """1/1 against 0/1 is an observation, and decides nothing."""
    interval = make().evidence(make_results(a=[0.9], b=[None])).estimate.interval(0.05)
    assert interval.low < -0.5
    assert interval.high == 1


@pytest.mark.parametrize(
    ("arms", "options", "reason", "says"),
    [
        ({"a": [0.9]}, {}, "missing_runs", "No run of x.b measured accuracy."),
        ({"a": [0.9], "b": [0.9]}, {"metric": "loss"}, "missing_runs", "No run of x.a or x.b measured loss."),
        ({"a": [0.9, None]}, {"versus": "x.a"}, "degenerate", "x.a is compared with itself."),
        (
            {"a": [0.9, nan], "b": [0.9, 0.8]},
            {"threshold": 0.5},
            "invalid",
            "accuracy is not finite, or was not read, in some runs of x.a.",
        ),
        (
            {"a": [0.9, 0.9], "b": [inf, 0.8]},
            {"threshold": 0.5},
            "invalid",
            "accuracy is not finite, or was not read, in some runs of x.b.",
        ),
    ],
)
def test_no_estimate_has_a_reason(
    make_results: Make, arms: dict[str, Any], options: dict[str, Any], reason: str, says: str
) -> None:
    """Runs that allow no estimate give a reason and a sentence: never 0, never an exception."""
    evidence = make(**options).evidence(make_results(**arms))
    assert (evidence.estimate, evidence.reason) == (None, reason)
    assert says in evidence.detail


runs = st.lists(st.sampled_from([0.9, 0.2, None]), min_size=2, max_size=6)


@settings(deadline=None, max_examples=60)
@given(runs, runs, st.sampled_from([None, 0.5]))
def test_swap_and_order(
    make_results: Make, a: list[float | None], b: list[float | None], threshold: float | None
) -> None:
    """Arms exchanged mirror the interval; seeds in another order change nothing."""
    low, high = make(threshold=threshold).evidence(make_results(a=a, b=b)).estimate.interval(0.05)
    swapped = make(threshold=threshold, arm="x.b", versus="x.a").evidence(make_results(a=a, b=b)).estimate
    turned = make(threshold=threshold).evidence(make_results(a=a[::-1], b=b)).estimate
    assert swapped.interval(0.05) == pytest.approx((-high, -low))
    assert turned.interval(0.05) == (low, high)


@pytest.mark.parametrize("n", [3, 5, 10])
@pytest.mark.parametrize("margin", [0.0, 0.2])
def test_false_verdicts_at_the_margin(make_results: Make, n: int, margin: float) -> None:
    """With the true difference at the margin each false verdict has at most 2.5 % (conservative, being exact)."""
    studies = 1000
    test = make(margin=margin)
    rng = np.random.default_rng(n)
    good = rng.binomial(n, [0.5 + margin / 2, 0.5 - margin / 2], (studies, 2))
    intervals = [
        test.evidence(make_results(a=outcomes(a, n), b=outcomes(b, n))).estimate.interval(0.05) for a, b in good
    ]
    tolerance = 4 * (0.025 * 0.975 / studies) ** 0.5
    assert np.mean([test.region.holds(i) for i in intervals]) < 0.025 + tolerance
    assert np.mean([test.region.excludes(i) for i in intervals]) < 0.025 + tolerance


def test_seeds_that_can_only_refute_decide() -> None:
    """With four seeds none lies surely above a margin of a half, but no success against four lies surely below it."""
    assert make(margin=0.5).decides(4, 0.05)
    assert not make(margin=0.5).decides(1, 0.05)

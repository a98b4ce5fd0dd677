"""One arm better than another: what is claimed, read and needed; `shared/` tests pairing and contrasts."""

from collections.abc import Callable
from dataclasses import replace
from math import inf
from operator import neg
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bnreport.hypotheses import registry
from bnreport.results import Metric, Results, RunResult, Series, Window
from tests.golden.mirrors import swapped
from tests.simulations.draws import Rng, Scenario, claim, normal, numbers

Make = Callable[..., Results]
A = [0.91, 0.93, 0.92, 0.95, 0.90]
B = [0.90, 0.90, 0.91, 0.92, 0.90]

EXAMPLE = {"metric": "accuracy", "arm": "x.a", "versus": "x.b", "margin": 0.01}
GOLDEN = {
    "supported": (0.2, {"metric": "accuracy", "arm": "net.batchnorm", "versus": "net.standard", "margin": 0.02}),
    "refuted": (0.005, {"metric": "accuracy", "arm": "net.layernorm", "versus": "net.standard", "margin": 0.02}),
    "inconclusive": (0.02, {"metric": "accuracy", "arm": "net.noisy", "versus": "net.standard", "margin": 0.02}),
}
SAYS = {
    "supported": "accuracy is 20 points higher with batchnorm than with standard (19 to 21)",
    "refuted": "accuracy is 0.5 points higher with layernorm than with standard (0.25 to 0.75)",
    "inconclusive": "accuracy is 2 points higher with noisy than with standard (7.3 points lower to 11 points higher)",
}
MIRROR = (swapped, neg)


def lognormal(rng: Rng, n: int) -> Results:
    """Draw costs of which the arm's geometric mean is lower by a factor of 1.5."""
    return numbers(cost={"a": np.exp(rng.normal(size=n)) / 1.5, "b": np.exp(rng.normal(size=n))})


SCENARIOS = {
    "superiority": Scenario([claim("superiority")], normal(a=1, b=0)),
    "superiority, ratio scale": Scenario([claim("superiority", metric="cost", margin=1.5, scale="ratio")], lognormal),
}


def contrast(kind: str = "superiority", **options: Any) -> Any:  # noqa: ANN401  (options differ by kind)
    """Compare x.a with x.b on accuracy unless told otherwise."""
    return registry.create(kind, **{"metric": "accuracy", "arm": "x.a", "versus": "x.b", "margin": 0.02} | options)


def test_regions() -> None:
    """Above the margin; a ratio is itself one."""
    assert contrast("superiority").region == (0.02, inf)
    assert contrast("superiority", scale="ratio", margin=1.25).region == (1.25, inf)


def test_needs_each_arm_once() -> None:
    """What it reads is what the plan must train."""
    assert contrast().needs() == (("x.a", "accuracy"), ("x.b", "accuracy"))
    assert contrast(versus="x.a").needs() == (("x.a", "accuracy"),)


def test_reduce_and_window_reach_the_reading() -> None:
    """The mean of the window's steps is compared, and the words say so."""
    metric = Metric("accuracy", "fraction", "higher", 0.1)

    def run(values: list[float]) -> RunResult:
        series = Series(np.array([0, 10, 20]), np.array(values))
        measured = {"metrics": {"accuracy": metric}, "series": {"accuracy": series}, "probes": {}, "environment": {}}
        return RunResult("", {}, "finished", 20, "", seconds=1.0, finished_at="", **measured)  # type: ignore[arg-type]

    arms = {"x.a": {0: run([0.1, 0.4, 0.6]), 1: run([0.1, 0.5, 0.8])}, "x.b": {s: run([0.9, 0.2, 0.2]) for s in (0, 1)}}
    evidence = contrast(reduce="mean", window=Window("fixed", 10, 20)).evidence(Results(arms))
    assert evidence.effects == pytest.approx((0.3, 0.45))
    assert evidence.effect == "accuracy (mean, steps 10 to 20): x.a - x.b"


pairs_of_numbers = st.lists(st.tuples(st.floats(0.05, 1), st.floats(0.05, 1)), min_size=3, max_size=8)


@settings(deadline=None, max_examples=60)
@given(
    pairs_of_numbers, st.floats(0.001, 0.3), st.sampled_from(["raw", "ratio"]), st.sampled_from(["accuracy", "loss"])
)
def test_swapping_arms_mirrors_the_verdict(
    make_results: Make, pairs: list[tuple[float, float]], margin: float, scale: str, metric: str
) -> None:
    """`a is better by more than m` is supported exactly when `b is not worse by m` is refuted, and so on."""
    a, b = ([pair[i] for pair in pairs] for i in (0, 1))
    results = make_results(metric, a=a, b=b)
    options = {"metric": metric, "margin": margin if scale == "raw" else 1 + margin, "scale": scale}
    better = contrast("superiority", **options)
    harmless = contrast("noninferiority", **options, arm="x.b", versus="x.a")
    one, other = better.evidence(results).estimate, harmless.evidence(results).estimate
    if one is None:
        assert other is None
        return
    for alpha in (0.05, 0.3):
        first, second = one.interval(alpha), other.interval(alpha)
        if abs(first.low - better.region.low) > 1e-9 and abs(first.high - better.region.low) > 1e-9:
            assert better.region.holds(first) == harmless.region.excludes(second)
            assert better.region.excludes(first) == harmless.region.holds(second)


@pytest.mark.parametrize("n", [3, 5, 10])
def test_false_verdicts_at_the_margin(make_results: Make, n: int) -> None:
    """With the true effect at the margin each false verdict has 2.5 %, within 4 standard errors."""
    studies = 2000
    test = contrast()
    rng = np.random.default_rng(n)
    seeds = rng.normal(0.8, 0.02, (studies, n))
    b = seeds + rng.normal(0, 0.02, (studies, n))
    a = seeds + test.region.low + rng.normal(0, 0.02, (studies, n))
    intervals = [
        test.evidence(make_results(a=dict(enumerate(x)), b=dict(enumerate(y)))).estimate.interval(0.05)
        for x, y in zip(a, b, strict=True)
    ]
    tolerance = 4 * (0.025 * 0.975 / studies) ** 0.5
    assert np.mean([test.region.holds(i) for i in intervals]) == pytest.approx(0.025, abs=tolerance)
    assert np.mean([test.region.excludes(i) for i in intervals]) == pytest.approx(0.025, abs=tolerance)


def test_all_failed_against_all_perfect_is_separation(make_results: Callable[..., Results]) -> None:
    """The metric's resolution is the SD, on either scale; alike, or not quite at both ends, is degenerate."""
    options = {"metric": "accuracy", "arm": "x.a", "versus": "x.b", "margin": 0.02}
    results = make_results(a=[1.0] * 5, b=[None] * 5)  # readings of 0.5 and 1, failures of 0.1
    estimate = registry.create("superiority", **options).evidence(results).estimate
    assert (estimate.value, estimate.sd, estimate.n) == (0.9, pytest.approx(0.4 * (2 / 12) ** 0.5), 5)
    assert estimate.interval(0.05).low > 0.02
    ratio = registry.create("superiority", **options | {"scale": "ratio", "margin": 1.1}).evidence(results).estimate
    assert (ratio.value, ratio.log.sd) == (pytest.approx(10), pytest.approx(0.4 * (101 / 12) ** 0.5))
    early = {s: replace(lost, metrics={}, series={}) for s, lost in results.of("x.b").items()}  # before any reading
    unseen = registry.create("superiority", **options).evidence(Results({**results.runs, "x.b": early})).estimate  # type: ignore[dict-item]
    assert (unseen.value, unseen.n) == (0.9, 5)
    for a, b in (([0.9] * 5, [None] * 5), ([1.0] * 5, [1.0] * 5), ([1.0] * 5, [0.2] * 5), ([None] * 5, [None] * 5)):
        evidence = registry.create("superiority", **options).evidence(make_results(a=a, b=b))
        assert (evidence.estimate, evidence.reason) == (None, "degenerate")


@pytest.mark.parametrize("exponent", [-1000, -600, 600, 1000])
def test_the_same_verdict_at_every_scale(make_results: Callable[..., Results], exponent: int) -> None:
    """Values whose squares no float holds are divided by a power of two first: p is the same, the rest scales."""
    unit = 2.0**exponent
    a, b = np.array([1.0, 2.0, 1.5, 1.2, 1.7]), np.array([3.0, 4.5, 3.3, 3.2, 4.0])

    def judged(by: float) -> Any:  # noqa: ANN401
        claim = {"metric": "loss", "arm": "x.a", "versus": "x.b", "margin": 0.5 * by}
        return registry.create("superiority", **claim).evidence(make_results("loss", a=a * by, b=b * by))

    plain, scaled = judged(1.0), judged(unit)
    assert scaled.estimate.p_greater(0.5 * unit) == plain.estimate.p_greater(0.5)
    assert scaled.estimate.interval(0.05) == pytest.approx([unit * end for end in plain.estimate.interval(0.05)])
    assert scaled.correlation == pytest.approx(plain.correlation)


def test_a_difference_that_no_float_holds_is_invalid(make_results: Callable[..., Results]) -> None:
    """The arms at either end of what a float can be: said, not computed with."""
    claim = registry.create("superiority", metric="loss", arm="x.a", versus="x.b", margin=0.5)
    evidence = claim.evidence(make_results("loss", a=[-1.7e308, -1.6e308], b=[1.7e308, 1.7e308]))
    assert (evidence.estimate, evidence.reason) == (None, "invalid")
    assert "too large" in evidence.detail

"""Two arms compared: orientation, pairing, margins, and everything that can go wrong with the runs."""

from collections.abc import Callable
from math import inf
from operator import neg
from typing import Any

import numpy as np
import pytest
import scipy.stats
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


def test_effect_is_the_paired_difference(make_results: Make) -> None:
    """Estimate and interval are scipy's paired t; unit, seeds, words and correlation come with it."""
    evidence = contrast().evidence(make_results(a=A, b=B))
    theirs = scipy.stats.ttest_rel(A, B).confidence_interval(0.95)
    assert evidence.estimate.interval(0.05) == pytest.approx(theirs)
    assert evidence.effects == pytest.approx(np.subtract(A, B))
    assert evidence.correlation == pytest.approx(np.corrcoef(A, B)[0, 1])
    assert (evidence.unit, evidence.seeds, evidence.reason) == ("fraction", (0, 1, 2, 3, 4), "")
    assert evidence.effect == "accuracy (final): x.a - x.b"


def test_lower_is_better_turns_the_sign(make_results: Make) -> None:
    """Less loss is a benefit: versus - arm, in the words too."""
    evidence = contrast(metric="loss").evidence(make_results("loss", a=[1.0, 1.1, 1.2], b=[1.5, 1.7, 1.9]))
    assert evidence.estimate.value == pytest.approx(0.6)
    assert evidence.effect == "loss (final): x.b - x.a"


def test_without_a_better_direction_the_claim_must_say(make_results: Make) -> None:
    """A metric that nobody should maximise is invalid, unless the claim says what is better; then that turns it."""
    results = make_results("drift", a=[1.0, 1.1, 1.2], b=[1.5, 1.7, 1.9])
    evidence = contrast(metric="drift").evidence(results)
    assert (evidence.estimate, evidence.reason) == (None, "invalid")
    assert evidence.detail == (
        "drift has no better direction of its own; say `better: higher` or `better: lower` in the claim."
    )
    said = [contrast(metric="drift", better=better).evidence(results) for better in ("higher", "lower")]
    assert [each.estimate.value for each in said] == pytest.approx([-0.6, 0.6])
    assert said[1].effect == "drift (final): x.b - x.a"


def test_the_claims_direction_precedes_the_metrics(make_results: Make) -> None:
    """A claim that more loss is better is turned so, and its best reading is the largest."""
    results = make_results("loss", a=[1.0, 1.1, 1.2], b=[0.1, 0.2, 0.4])
    for reduce, effects in (("final", (0.9, 0.9, 0.8)), ("best", (0.5, 0.6, 0.7))):  # every run starts at 0.5
        evidence = contrast(metric="loss", better="higher", reduce=reduce).evidence(results)
        assert evidence.effects == pytest.approx(effects)


def test_ratio_scale_is_a_ratio_of_geometric_means(make_results: Make) -> None:
    """Lower is better: versus / arm, above 1 when the arm is better; effects are ratios too."""
    a, b = [1.0, 1.1, 1.3], [2.0, 2.5, 2.4]
    evidence = contrast(metric="loss", scale="ratio", margin=1.02).evidence(make_results("loss", a=a, b=b))
    assert evidence.estimate.value == pytest.approx(scipy.stats.gmean(b) / scipy.stats.gmean(a))
    assert evidence.effects == pytest.approx(np.divide(b, a))
    assert (evidence.unit, evidence.null) == ("ratio", 1)
    assert evidence.effect == "loss (final): x.b / x.a"


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


@pytest.mark.parametrize(
    ("arms", "reason", "says"),
    [
        ({"a": A}, "missing_runs", "No run of x.b measured accuracy."),
        ({}, "missing_runs", "No run of x.a or x.b measured accuracy."),
        ({"a": A[:1], "b": B[:1]}, "too_few_seeds", "there are 1"),
        ({"a": {0: 0.9, 1: 0.8}, "b": {2: 0.9, 3: 0.7}}, "too_few_seeds", "seeds 0, 1 of x.a"),
        ({"a": A, "b": A}, "degenerate", "The effect is 0 in every seed"),
        ({"a": [0.3, 0.5, 0.7], "b": [0.2, 0.4, 0.6]}, "degenerate", "The effect is 0.1 in every seed"),
        ({"a": [None] * 3, "b": [None] * 3}, "degenerate", "3 of 3 runs of x.b diverged and count as 0.1 fraction."),
        ({"a": [0.9, float("nan"), 0.8], "b": [0.9, 0.8, 0.7]}, "invalid", "x.a has runs without a finite accuracy."),
        ({"a": [0.9, float("inf"), 0.8], "b": [0.9, 0.8, 0.7]}, "invalid", "x.a has runs without a finite accuracy."),
    ],
)
def test_no_estimate_has_a_reason(make_results: Make, arms: dict[str, Any], reason: str, says: str) -> None:
    """Runs that allow no estimate give a reason and a sentence: never 0, never an exception; further seeds may help."""
    evidence = contrast().evidence(make_results(**arms))
    assert evidence.estimate is None
    assert evidence.reason == reason
    assert says in evidence.detail
    assert not evidence.closed


def test_an_arm_against_itself_is_degenerate(make_results: Make) -> None:
    """The difference of an arm from itself is empty, not the arm."""
    assert contrast(versus="x.a").evidence(make_results(a=A)).reason == "degenerate"


def test_a_metric_that_was_never_measured(make_results: Make) -> None:
    """Runs that lack the metric count as missing, and the detail names both."""
    evidence = contrast(metric="sharpness").evidence(make_results(a=A, b=B))
    assert (evidence.reason, evidence.unit) == ("missing_runs", "")
    assert "x.a or x.b measured sharpness" in evidence.detail


def test_seeds_of_one_arm_only_are_named(make_results: Make) -> None:
    """Pairs are made of common seeds; the others are left out, and it is said."""
    evidence = contrast().evidence(make_results(a=dict(enumerate(A)), b={1: 0.9, 2: 0.91, 3: 0.9, 7: 0.2}))
    assert evidence.seeds == (1, 2, 3)
    assert evidence.effects == pytest.approx((0.03, 0.01, 0.05))
    assert "seeds 0, 4 of x.a" in evidence.detail
    assert "seed 7 of x.b" in evidence.detail


def test_diverged_runs_are_scored_not_dropped(make_results: Make) -> None:
    """A diverged run counts as chance, and the caveat says how many."""
    evidence = contrast().evidence(make_results(a=[0.9, None, 0.8], b=[0.9, 0.8, 0.7]))
    assert evidence.effects == pytest.approx((0, -0.7, 0.1))
    assert evidence.detail == "1 of 3 runs of x.a diverged and count as 0.1 fraction."


def test_a_diverged_run_without_a_partner_is_not_counted(make_results: Make) -> None:
    """Seed 4 is left out altogether: no caveat says that it failed, and no share of failures counts it."""
    evidence = contrast().evidence(make_results(a={0: 0.9, 1: None, 4: None}, b=[0.8, 0.7]))
    assert evidence.detail == (
        "Left out, for want of a partner: seed 4 of x.a. 1 of 2 runs of x.a diverged and count as 0.1 fraction."
    )


@pytest.mark.parametrize(
    ("a", "reason"),
    [({0: None, 1: 2.0, 4: None, 5: None}, "invalid"), ({0: 1.0, 1: 2.0, 4: None, 5: None}, "differential_divergence")],
)
def test_failures_are_compared_between_paired_runs(make_results: Make, a: dict[int, float | None], reason: str) -> None:
    """One failure of two on either side is equal, and none against one is not, whatever befell seeds left out."""
    evidence = contrast(metric="drift", better="lower").evidence(
        make_results("drift", a=a, b={0: None, 1: 1.0, 6: None})
    )
    assert evidence.reason == reason


@pytest.mark.parametrize(("b", "reason"), [([1.0, 2.0, 3.0], "differential_divergence"), ([None, 2.0, 3.0], "invalid")])
def test_divergence_without_a_failure_value(make_results: Make, b: list[float | None], reason: str) -> None:
    """Where failure has no value, arms that fail unequally cannot be compared at all."""
    evidence = contrast(metric="drift", better="lower").evidence(make_results("drift", a=[1.0, None, 2.0], b=b))
    assert (evidence.estimate, evidence.reason) == (None, reason)
    assert "1 of 3 runs of x.a diverged." in evidence.detail


@pytest.mark.parametrize("bad", [0.0, -1.0])
def test_ratio_scale_refuses_what_has_no_ratio(make_results: Make, bad: float) -> None:
    """Zero and negative values are invalid on the ratio scale."""
    evidence = contrast(scale="ratio", margin=1.02).evidence(make_results(a=[0.9, bad, 0.8], b=[0.9, 0.8, 0.7]))
    assert (evidence.estimate, evidence.reason) == (None, "invalid")
    assert evidence.detail == "A ratio needs positive values; accuracy has others."


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

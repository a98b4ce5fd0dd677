"""Arms side by side: common seeds, diverged runs, and why they cannot be compared."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from bnreport.results import Results
from tests.hypotheses.test_superiority import A, B, contrast

Make = Callable[..., Results]


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
        (
            {"a": [0.9, float("nan"), 0.8], "b": [0.9, 0.8, 0.7]},
            "invalid",
            "accuracy is not finite, or was not read, in some runs of x.a.",
        ),
        (
            {"a": [0.9, float("inf"), 0.8], "b": [0.9, 0.8, 0.7]},
            "invalid",
            "accuracy is not finite, or was not read, in some runs of x.a.",
        ),
    ],
)
def test_no_estimate_has_a_reason(make_results: Make, arms: dict[str, Any], reason: str, says: str) -> None:
    """Runs that allow no estimate give a reason and a sentence: never 0, never an exception; further seeds may help."""
    evidence = contrast().evidence(make_results(**arms))
    assert evidence.estimate is None
    assert evidence.reason == reason
    assert says in evidence.detail
    assert not evidence.closed


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


def test_diverged_runs_of_unlike_failure_values_say_both_ends(make_results: Make) -> None:
    """Where each counts as its own, the caveat says from which to which."""
    found = make_results(a=[0.9, None, None], b=[0.9, 0.8, 0.7])
    runs = {arm: dict(held) for arm, held in found.runs.items()}
    for seed, failure in ((0, 0.1), (1, 0.25), (2, 0.5)):
        lost = runs["x.a"][seed]
        runs["x.a"][seed] = replace(lost, metrics={"accuracy": replace(lost.metrics["accuracy"], failure=failure)})
    evidence = contrast().evidence(Results(runs))
    assert evidence.effects == pytest.approx((0, -0.55, -0.2))
    assert evidence.detail == "2 of 3 runs of x.a diverged and count as 0.25 to 0.5 fraction."


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

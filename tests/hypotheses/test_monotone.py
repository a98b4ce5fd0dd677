"""Every step from arm to arm: intersection-union of paired t tests."""

from collections.abc import Callable
from math import inf
from typing import Any

import numpy as np
import pytest
import scipy.stats
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.stats.multitest import multipletests

from bnreport.errors import SpecError
from bnreport.hypotheses import registry
from bnreport.results import Results
from bnreport.stats.estimate import p_refute, p_support
from tests.golden.mirrors import backwards, opposite, same
from tests.simulations.draws import FAR, Scenario, course, normal

Make = Callable[..., Results]
ARMS = ["x.a", "x.b", "x.c", "x.d"]

EXAMPLE = {"metric": "accuracy", "arms": ["x.a", "x.b", "x.c"], "margin": 0.01}
GOLDEN = {
    "supported": (0.2, {"metric": "accuracy", "arms": ["net.broken", "net.standard", "net.batchnorm"], "margin": 0.02}),
    "refuted": (-0.003, {"metric": "accuracy", "arms": ["net.standard", "net.layernorm", "net.twin"], "margin": 0.02}),
    "inconclusive": (0.02, {"metric": "accuracy", "arms": ["net.broken", "net.standard", "net.noisy"], "margin": 0.02}),
}
SAYS = {
    "supported": "the smallest rise of accuracy from one to the next of broken, standard and batchnorm is 20 points "
    "(19 to 20)",
    "refuted": "the smallest rise of accuracy from one to the next of standard, layernorm and twin is 0.3 points "
    "the other way (0.39 points to 0.86 points the other way)",
    "inconclusive": "the smallest rise of accuracy from one to the next of broken, standard and noisy is 2 points (7.3 "
    "points the other way to 14 points)",
}
MIRROR = (lambda options: opposite(backwards(options)), same)
SCENARIOS = {
    "monotone, one step at the margin": Scenario(
        [course("monotone")], normal(a=0, b=FAR, c=FAR + 1, d=2 * FAR), refute="at most"
    ),
    "monotone, every step at the margin": Scenario(
        [course("monotone")], normal(a=0, b=1, c=2, d=3), support="at most", refute="at most"
    ),
}


def climb(**options: Any) -> Any:  # noqa: ANN401  (a test)
    """Claim that drift rises at every step by more than 0.1, unless told otherwise."""
    known = {"metric": "drift", "arms": ARMS, "margin": 0.1}
    return registry.create("monotone", **registry["monotone"].options.model_validate(known | options).model_dump())


def drift(make_results: Make, table: Any) -> Results:  # noqa: ANN401
    """Return results whose arms a to d are the columns of an (n, 4) table."""
    return make_results("drift", **dict(zip("abcd", np.transpose(table), strict=True)))


def test_worked_by_hand(make_results: Make) -> None:
    """Steps 1, 0.5 and 2 in the mean: the least is 0.5, its effects are shown, every step is a part."""
    table = [[0, 0.9, 1.3, 3.4], [0, 1.1, 1.7, 3.6], [0, 1.0, 1.5, 3.5]]
    evidence = climb().evidence(drift(make_results, table))
    assert evidence.estimate.value == pytest.approx(0.5)
    assert evidence.effects == pytest.approx((0.4, 0.6, 0.5))
    assert [part.evidence.effect for part in evidence.parts] == ["x.a to x.b", "x.b to x.c", "x.c to x.d"]
    assert evidence.detail == "Steps in order: +1, +0.5, +2; the smallest is x.b to x.c."
    assert evidence.effect == "drift (final): smallest rise from one to the next of x.a, x.b, x.c, x.d"
    assert (evidence.estimate.n, evidence.unit) == (3, "1")


def test_the_smallest_step_is_that_of_the_mean(make_results: Make) -> None:
    """A step of 1.5 in the mean stays the larger one, though one seed takes less of it than of any other."""
    evidence = climb().evidence(drift(make_results, [[0, 2, 2.4, 4.4], [0, 0.1, 0.7, 2.8], [0, 2.4, 2.9, 4.8]]))
    assert evidence.effects == pytest.approx((0.4, 0.6, 0.5))
    assert evidence.detail.endswith("the smallest is x.b to x.c.")


def test_regions() -> None:
    """Strict steps lie above the margin, steps that may stand still above minus the margin."""
    assert climb().region == climb(direction="decreasing").region == (0.1, inf)
    assert climb(strict=False).region == (-0.1, inf)
    assert climb(strict=False, scale="ratio", margin=1.25).region == (0.8, inf)


@settings(deadline=None, max_examples=60)
@given(st.integers(0, 2**32 - 1), st.sampled_from([0.01, 0.05, 0.3]), st.sampled_from(["raw", "ratio"]))
def test_verdict_is_that_of_the_steps(make_results: Make, seed: int, alpha: float, scale: str) -> None:
    """Supported iff scipy's t rejects every step, refuted iff Holm over the steps rejects one, by p and by picture."""
    rng = np.random.default_rng(seed)
    table = 5 + rng.choice([-1, 1, 2]) * np.arange(4) * rng.choice([0.1, 0.5]) + rng.normal(0, 0.2, (5, 4))
    test = climb(scale=scale, margin=0.1 if scale == "raw" else 1.1)
    evidence = test.evidence(drift(make_results, table))
    margin, values = (np.log(1.1), np.log(table)) if scale == "ratio" else (0.1, table)
    above, below = (
        [scipy.stats.ttest_1samp(step, margin, alternative=side).pvalue for step in np.diff(values).T]
        for side in ("greater", "less")
    )
    found, interval = evidence.estimate, evidence.estimate.interval(alpha)
    supported, refuted = max(above) < alpha / 2, multipletests(below, alpha / 2, method="holm")[0].any()
    assert test.region.holds(interval) == supported == (p_support(found, test.region) < alpha / 2)
    assert test.region.excludes(interval) == refuted == (p_refute(found, test.region) < alpha / 2)
    assert interval.low <= found.value <= interval.high


@pytest.mark.parametrize("n", [3, 5, 10])
def test_false_verdicts_at_the_margin(make_results: Make, n: int) -> None:
    """One step at the margin: 2.5 % false support; all there: 2.5 % false refutation at most; 4 standard errors."""
    studies = 1500
    test, rng = climb(), np.random.default_rng(n)
    noise = rng.normal(0, 0.05, (studies, n, 4))
    tolerance = 4 * (0.025 * 0.975 / studies) ** 0.5

    def intervals(truth: list[float]) -> list[Any]:
        return [test.evidence(drift(make_results, truth + each)).estimate.interval(0.05) for each in noise]

    supported = np.mean([test.region.holds(i) for i in intervals([0, 9, 9.1, 19])])
    assert supported == pytest.approx(0.025, abs=tolerance)
    level = intervals([0, 0.1, 0.2, 0.3])
    assert np.mean([test.region.holds(i) for i in level]) < 0.025 + tolerance
    assert 0.01 < np.mean([test.region.excludes(i) for i in level]) < 0.025 + tolerance


@pytest.mark.parametrize(("n", "power"), [(3, 0.02), (5, 0.27), (10, 0.93)])
def test_power_of_the_table(make_results: Make, n: int, power: float) -> None:
    """With steps of 2 SD of the differences' noise the claim is supported as often as simulated elsewhere."""
    test, rng = climb(margin=0.0), np.random.default_rng(n)
    studies = 400
    found = [
        test.evidence(drift(make_results, 2 * np.arange(4) + rng.normal(0, 1, (n, 4)))).estimate.interval(0.05)
        for _ in range(studies)
    ]
    assert np.mean([test.region.holds(i) for i in found]) == pytest.approx(power, abs=4 * (0.25 / studies) ** 0.5)


@settings(deadline=None, max_examples=30)
@given(st.integers(0, 2**32 - 1), st.permutations(range(5)), st.floats(0.01, 1e6))
def test_symmetries(make_results: Make, seed: int, order: list[int], unit: float) -> None:
    """Seeds in any order; reversed arms falling; another unit with its margin: the same interval."""
    table = np.random.default_rng(seed).normal(1, 1, (5, 4))
    results = drift(make_results, table)
    interval = climb().evidence(results).estimate.interval(0.05)
    again = climb().evidence(drift(make_results, table[order])).estimate.interval(0.05)
    mirrored = climb(arms=ARMS[::-1], direction="decreasing").evidence(results).estimate.interval(0.05)
    scaled = climb().evidence(drift(make_results, unit * table)).estimate.interval(0.05)
    assert again == pytest.approx(interval)
    assert mirrored == pytest.approx(interval)
    assert scaled == pytest.approx(tuple(unit * end for end in interval))


ROW = [0.5, 0.6, 0.8]
RISING = {"a": [0.5, 0.6, 0.8], "b": [0.7, 0.9, 0.9], "c": [1.0, 1.1, 1.3]}


@pytest.mark.parametrize(
    ("arms", "reason", "says"),
    [
        (RISING, "missing_runs", "No run of x.d measured drift."),
        ({arm: [0.5] for arm in "abcd"}, "too_few_seeds", "there are 1"),
        ({arm: {i: 0.5, i + 9: 0.6} for i, arm in enumerate("abcd")}, "too_few_seeds", "seeds 3, 12 of x.d"),
        (RISING | {"d": RISING["c"]}, "degenerate", "The step x.c to x.d is 0 in every seed"),
        (RISING | {"d": [x + 0.5 for x in RISING["c"]]}, "degenerate", "The step x.c to x.d is 0.5 in every seed"),
        ({arm: [None] * 3 for arm in "abcd"}, "invalid", "3 of 3 runs of x.d diverged."),
        (RISING | {"d": [None, 2.0, 2.0]}, "differential_divergence", "1 of 3 runs of x.d diverged."),
        (
            RISING | {"d": [1.0, float("nan"), 2.0]},
            "invalid",
            "drift is not finite, or was not read, in some runs of x.d.",
        ),
    ],
)
def test_no_estimate_has_a_reason(make_results: Make, arms: dict[str, Any], reason: str, says: str) -> None:
    """Runs that allow no estimate give a reason and a sentence: never 0, never an exception."""
    evidence = climb().evidence(make_results("drift", **arms))
    assert (evidence.estimate, evidence.reason) == (None, reason)
    assert says in evidence.detail


def test_other_metrics_and_scales(make_results: Make) -> None:
    """All diverged counts as chance and says nothing; no metric, no logarithm: each its own reason."""
    assert climb(metric="accuracy").evidence(make_results(**{arm: [None] * 3 for arm in "abcd"})).reason == "degenerate"
    results = make_results("drift", **RISING, d=[0.0, 2.0, 2.0])
    assert climb(metric="sharpness").evidence(results).reason == "missing_runs"
    assert climb(scale="ratio", margin=1.0).evidence(results).reason == "invalid"


def test_a_small_step_beside_a_huge_arm_counts(make_results: Make) -> None:
    """Rounding is judged by the step's own arms: one arm of a billion silences no other step."""
    evidence = climb().evidence(make_results("drift", **RISING, d=[1.1e9, 1.2e9, 1.4e9]))
    assert evidence.estimate.value == pytest.approx(0.2)


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({"arms": ARMS[:2]}, "there must be 3 at least. Got 2. With two arms, claim superiority."),
        ({"arms": ["x.a", "x.b", "x.a"]}, "Got x.a again"),
        ({"strict": False, "margin": 0}, "must be greater than 0"),
    ],
)
def test_senseless_options_are_refused(options: dict[str, Any], says: str) -> None:
    """Mistakes of the study, one line each."""
    with pytest.raises(SpecError) as caught:
        climb(**options)
    assert says in str(caught.value)

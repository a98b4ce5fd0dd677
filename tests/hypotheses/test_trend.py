"""A slope over a factor: per seed, then Student's t."""

from collections.abc import Callable
from math import inf
from operator import neg
from typing import Any

import numpy as np
import pytest
import scipy.stats
from hypothesis import given, settings
from hypothesis import strategies as st

from bnreport.errors import SpecError
from bnreport.formatting import say_briefly
from bnreport.hypotheses import registry
from bnreport.results import Results
from bnreport.stats.estimate import p_refute, p_support
from tests.golden.mirrors import backwards
from tests.simulations.draws import FAR, Scenario, course, normal

Make = Callable[..., Results]
LEVELS = [0.1, 0.2, 0.4, 0.8]
ARMS = ["x.a", "x.b", "x.c", "x.d"]

EXAMPLE = {"metric": "accuracy", "arms": ["x.a", "x.b", "x.c"], "margin": 0.01, "levels": [1.0, 2.0, 4.0]}
GOLDEN = {
    "supported": (
        0.2,
        {
            "metric": "accuracy",
            "arms": ["net.broken", "net.standard", "net.batchnorm"],
            "levels": [1.0, 2.0, 4.0],
            "margin": 0.02,
        },
    ),
    "refuted": (
        0.0025,
        {
            "metric": "accuracy",
            "arms": ["net.standard", "net.twin", "net.layernorm"],
            "levels": [1.0, 2.0, 4.0],
            "margin": 0.02,
        },
    ),
    "inconclusive": (
        0.01,
        {
            "metric": "accuracy",
            "arms": ["net.standard", "net.layernorm", "net.noisy"],
            "levels": [1.0, 2.0, 4.0],
            "margin": 0.02,
        },
    ),
}
SAYS = {
    "supported": "accuracy rises 20 points with every doubling, from broken to batchnorm (19.7 to 20.3)",
    "refuted": "accuracy rises 0.25 points with every doubling, from standard to layernorm (0.13 to 0.37)",
    "inconclusive": "accuracy rises 1 point with every doubling, from standard to noisy (falls 3.6 points to "
    "rises 5.6 points)",
}
MIRROR = (backwards, neg)
SCENARIOS = {
    "trend": Scenario([course("trend", levels=[1, 2, 4, 8])], normal(a=0, b=1, c=2, d=3)),
    "trend, absent": Scenario(
        [course("trend", levels=[1, 2, 4, 8], margin=FAR, direction="absent")],
        normal(a=0, b=FAR, c=2 * FAR, d=3 * FAR),
    ),
}


def rising(**options: Any) -> Any:  # noqa: ANN401  (a test)
    """Claim that accuracy rises by more than 0.01 per doubling over four arms, unless told otherwise."""
    known = {"metric": "accuracy", "arms": ARMS, "levels": LEVELS, "margin": 0.01}
    return registry.create("trend", **registry["trend"].options.model_validate(known | options).model_dump())


def columns(table: Any) -> dict[str, Any]:  # noqa: ANN401
    """Name the columns of an (n, 4) table a to d."""
    return dict(zip("abcd", np.transpose(table), strict=True))


def umbrella(rng: np.random.Generator, n: int = 5, spread: float = 1.0) -> dict[str, Any]:
    """Return arms whose true means are 0, 2, 4, 3."""
    return columns(np.array([0, 2, 4, 3]) + rng.normal(0, spread, (n, 4)))


@pytest.mark.parametrize("factor", ["log", "linear"])
def test_is_the_t_test_on_slopes(make_results: Make, factor: str) -> None:
    """One slope per seed as linregress has it, and scipy's t interval of them."""
    table = np.random.default_rng(0).uniform(0.5, 0.9, (6, 4))
    x = np.log2(LEVELS) if factor == "log" else np.array(LEVELS)
    slopes = [scipy.stats.linregress(x, row).slope for row in table]
    evidence = rising(factor=factor).evidence(make_results(**columns(table)))
    assert evidence.effects == pytest.approx(slopes)
    theirs = scipy.stats.ttest_1samp(slopes, 0).confidence_interval(0.95)
    assert evidence.estimate.interval(0.05) == pytest.approx(tuple(theirs))
    step = {"log": "doubling", "linear": "unit of the factor"}[factor]
    assert evidence.unit == f"fraction per {step}"
    assert evidence.effect == f"accuracy (final): rise per {step} over x.a, x.b, x.c, x.d"
    assert evidence.seeds == (0, 1, 2, 3, 4, 5)


def test_pages_l_stands_beside_it(make_results: Make) -> None:
    """The ranks' answer is in the detail, in the claimed direction, whatever the order of the arms."""
    table = np.random.default_rng(3).uniform(0.5, 0.9, (5, 4)) + 0.1 * np.arange(4)
    theirs = scipy.stats.page_trend_test(table, method="exact")
    results = make_results(**columns(table))
    says = f"By ranks alone, Page's L = {theirs.statistic:g}, one-sided p = {say_briefly(theirs.pvalue)}."
    assert rising().evidence(results).detail == says
    assert rising(arms=ARMS[::-1], levels=LEVELS[::-1]).evidence(results).detail == says
    falling = scipy.stats.page_trend_test(table[:, ::-1], method="exact")
    assert f"L = {falling.statistic:g}" in rising(direction="decreasing").evidence(results).detail
    assert "two-sided p" in rising(direction="absent").evidence(results).detail


def test_regions() -> None:
    """Both directions lie above the margin; an absent trend within it; on the ratio scale ratios."""
    assert rising().region == rising(direction="decreasing").region == (0.01, inf)
    assert rising(direction="absent").region == (-0.01, 0.01)
    assert rising(direction="absent", scale="ratio", margin=1.25).region == (0.8, 1.25)


def test_ratio_scale_is_a_ratio_per_doubling(make_results: Make) -> None:
    """Loss that falls by a quarter per doubling, times noise: about 4 / 3 as a fall."""
    rng = np.random.default_rng(0)
    table = 0.75 ** np.arange(4) * rng.lognormal(0, 0.01, (5, 4))
    test = rising(metric="loss", scale="ratio", direction="decreasing", margin=1.1)
    evidence = test.evidence(make_results("loss", **columns(table)))
    assert evidence.estimate.value == pytest.approx(4 / 3, rel=0.02)
    assert np.log(evidence.effects) == pytest.approx(-(np.log(table) @ [-0.3, -0.1, 0.1, 0.3]))
    assert (evidence.unit, evidence.null) == ("ratio", 1)


def test_the_metrics_better_direction_is_irrelevant(make_results: Make) -> None:
    """A rising loss rises: the direction is the metric's own."""
    table = np.arange(4) + np.random.default_rng(0).normal(0, 0.1, (5, 4))
    assert rising(metric="loss").evidence(make_results("loss", **columns(table))).estimate.value > 0.9


def test_umbrella_is_a_trend_and_not_monotone(make_results: Make) -> None:
    """With true means 0, 2, 4, 3 a trend is claimed in 98 % of studies and monotone hardly ever."""
    rng = np.random.default_rng(0)
    steps = registry.create("monotone", metric="drift", arms=ARMS, margin=0.0)
    slope = rising(metric="drift", margin=0.0)
    trends, monotones = [], []
    for _ in range(300):
        results = make_results("drift", **umbrella(rng))
        trends.append(slope.region.holds(slope.evidence(results).estimate.interval(0.05)))
        monotones.append(steps.region.holds(steps.evidence(results).estimate.interval(0.05)))
    assert np.mean(trends) == pytest.approx(0.98, abs=0.03)
    assert np.mean(monotones) < 0.01


@pytest.mark.parametrize("n", [3, 5, 10])
@pytest.mark.parametrize("direction", ["increasing", "decreasing", "absent"])
def test_false_verdicts_at_the_margin(make_results: Make, n: int, direction: str) -> None:
    """With the true slope at the margin each false verdict has 2.5 %, within 4 standard errors."""
    studies = 1500
    rng = np.random.default_rng(n)
    test = rising(direction=direction)
    truth = -0.01 if direction == "decreasing" else 0.01
    tables = 0.5 + truth * np.arange(4) + rng.normal(0, 0.002, (studies, n, 1)) + rng.normal(0, 0.002, (studies, n, 4))
    found = [test.evidence(make_results(**columns(table))).estimate.interval(0.05) for table in tables]
    tolerance = 4 * (0.025 * 0.975 / studies) ** 0.5
    assert np.mean([test.region.holds(i) for i in found]) == pytest.approx(0.025, abs=tolerance)
    assert np.mean([test.region.excludes(i) for i in found]) == pytest.approx(0.025, abs=tolerance)


tables = st.integers(0, 2**32 - 1).map(lambda seed: np.random.default_rng(seed).uniform(0.1, 0.9, (5, 4)))


@settings(deadline=None, max_examples=40)
@given(tables, st.sampled_from(["raw", "ratio"]), st.permutations(range(5)), st.permutations(range(4)))
def test_symmetries(make_results: Make, table: Any, scale: str, seeds: list[int], arms: list[int]) -> None:  # noqa: ANN401
    """Order of seeds and of arms (with levels) change nothing; reversed arms or direction mirror; units scale."""
    results = make_results(**columns(table))
    low, high = (np.log if scale == "ratio" else np.array)(
        rising(scale=scale, margin=1.0).evidence(results).estimate.interval(0.05)
    )

    def interval(results: Results = results, **options: Any) -> Any:  # noqa: ANN401
        found = rising(scale=scale, margin=1.0, **options).evidence(results).estimate.interval(0.05)
        return np.log(found) if scale == "ratio" else np.array(found)

    assert interval(make_results(**columns(table[seeds]))) == pytest.approx([low, high])
    assert interval(arms=[ARMS[i] for i in arms], levels=[LEVELS[i] for i in arms]) == pytest.approx([low, high])
    assert interval(arms=ARMS[::-1]) == pytest.approx([-high, -low])
    assert interval(direction="decreasing") == pytest.approx([-high, -low])
    assert interval(levels=[1e9 * level for level in LEVELS]) == pytest.approx([low, high])
    linear, larger = (interval(factor="linear", levels=[u * level for level in LEVELS]) for u in (1, 1e12))
    assert 1e12 * larger == pytest.approx(linear, abs=1e-3 if scale == "ratio" else 1e-9)


@settings(deadline=None, max_examples=40)
@given(tables, st.sampled_from(["increasing", "decreasing", "absent"]), st.floats(0.001, 0.5))
def test_p_and_interval_decide_alike(make_results: Make, table: Any, direction: str, alpha: float) -> None:  # noqa: ANN401
    """The verdict by interval is the verdict by p."""
    test = rising(direction=direction)
    found = test.evidence(make_results(**columns(table))).estimate
    assert test.region.holds(found.interval(alpha)) == (p_support(found, test.region) < alpha / 2)
    assert test.region.excludes(found.interval(alpha)) == (p_refute(found, test.region) < alpha / 2)


ROW = [0.5, 0.6, 0.8]


@pytest.mark.parametrize(
    ("arms", "reason", "says"),
    [
        ({"a": ROW, "b": ROW, "c": ROW}, "missing_runs", "No run of x.d measured accuracy."),
        ({arm: [0.5] for arm in "abcd"}, "too_few_seeds", "there are 1"),
        ({arm: {i: 0.5, i + 9: 0.6} for i, arm in enumerate("abcd")}, "too_few_seeds", "seeds 3, 12 of x.d"),
        (dict.fromkeys("abcd", ROW), "degenerate", "The slope is 0 in every seed"),
        ({"a": ROW, "b": ROW, "c": ROW, "d": [x + 0.1 for x in ROW]}, "degenerate", "The slope is 0.03 in every seed"),
        ({arm: [None] * 3 for arm in "abcd"}, "degenerate", "3 of 3 runs of x.d diverged"),
        (
            {"a": ROW, "b": ROW, "c": ROW, "d": [0.1, float("nan"), 0.2]},
            "invalid",
            "accuracy is not finite, or was not read, in some runs of x.d.",
        ),
    ],
)
def test_no_estimate_has_a_reason(make_results: Make, arms: dict[str, Any], reason: str, says: str) -> None:
    """Runs that allow no estimate give a reason and a sentence: never 0, never an exception."""
    evidence = rising().evidence(make_results(**arms))
    assert (evidence.estimate, evidence.reason) == (None, reason)
    assert says in evidence.detail


def test_a_metric_that_was_never_measured(make_results: Make) -> None:
    """Its unit is unknown, and nothing is claimed about it."""
    evidence = rising(metric="sharpness").evidence(make_results(**dict.fromkeys("abcd", ROW)))
    assert (evidence.estimate, evidence.reason, evidence.unit) == (None, "missing_runs", "")


def test_ratio_scale_needs_positive_values(make_results: Make) -> None:
    """Zero has no logarithm."""
    evidence = rising(scale="ratio", margin=1.0).evidence(make_results(a=ROW, b=ROW, c=ROW, d=[0.0, 0.1, 0.2]))
    assert (evidence.reason, evidence.estimate) == ("invalid", None)


def test_failures_without_a_value_are_not_dropped(make_results: Make) -> None:
    """Where a diverged run counts as nothing, arms that fail unequally have no slope."""
    evidence = rising(metric="drift").evidence(make_results("drift", a=ROW, b=ROW, c=ROW, d=[None, 1.0, 2.0]))
    assert (evidence.reason, evidence.estimate) == ("differential_divergence", None)


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (
            {"arms": ARMS[:2], "levels": LEVELS[:2]},
            "there must be 3 at least. Got 2. With two arms, claim superiority.",
        ),
        ({"arms": ["x.a", "x.b", "x.a", "x.c"]}, "Got x.a again"),
        ({"levels": LEVELS[:3]}, "Got 3 for 4 arms"),
        ({"levels": [0, 1, 2, 3]}, "must be positive for a log factor. Got 0."),
        ({"levels": [1, 2, 2, 3]}, "must all differ. Got 1, 2, 2, 3."),
        ({"direction": "absent", "margin": 0}, "must be greater than 0"),
        ({"direction": "absent", "scale": "ratio", "margin": 1}, "must be greater than 1"),
        ({"scale": "ratio", "margin": 0.1}, "at least 1. Got 0.1. Write 1.1 for a margin of 10 %."),
    ],
)
def test_senseless_options_are_refused(options: dict[str, Any], says: str) -> None:
    """Two arms, arms twice and levels that do not fit are mistakes of the study, one line each."""
    with pytest.raises(SpecError) as caught:
        rising(**options)
    assert says in str(caught.value)

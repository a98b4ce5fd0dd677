"""Correlation of two metrics: within arms over seeds, or between arms; never pooled."""

from collections.abc import Callable, Mapping
from math import inf
from operator import neg
from typing import Any

import numpy as np
import pytest
import scipy.stats
from hypothesis import given, settings
from hypothesis import strategies as st

from bnreport.errors import SpecError
from bnreport.formatting import minus
from bnreport.hypotheses import registry, validate
from bnreport.results import Metric, Results, RunResult, Series, Window
from bnreport.stats.estimate import p_refute, p_support
from tests.golden.mirrors import opposite
from tests.simulations.draws import Rng, Scenario, course, numbers

Values = Mapping[str, Any]
METRICS = {"loss": Metric("loss", "nat", "lower", 2.3), "drift": Metric("drift", "1", None, None)}

EXAMPLE = {"metric": "accuracy", "other": "loss", "arms": ["x.a", "x.b"], "over": "seeds", "margin": 0.0}
GOLDEN = {  # sqrt(10.5 / (10.5 + 12 / 100)) and sqrt(10.5 / 22.5)
    "supported": (
        0.9943342,
        {
            "metric": "accuracy",
            "arms": ["net.standard", "net.batchnorm"],
            "other": "loss",
            "over": "seeds",
            "margin": 0.0,
            "direction": "negative",
        },
    ),
    "refuted": (
        -0.9943342,
        {"metric": "accuracy", "arms": ["net.layernorm", "net.twin"], "other": "loss", "over": "seeds", "margin": 0.0},
    ),
    "inconclusive": (
        0.6831301,
        {"metric": "accuracy", "arms": ["net.noisy"], "other": "loss", "over": "seeds", "margin": 0.0},
    ),
}
SAYS = {
    "supported": minus("accuracy falls as loss rises over seeds within standard, batchnorm, -r = 0.994 (0.905 to 1)"),
    "refuted": minus("accuracy falls as loss rises over seeds within layernorm, twin, r = -0.994 (-1 to -0.909)"),
    "inconclusive": minus("accuracy rises with loss over seeds within noisy, r = 0.683 (-0.149 to 1)"),
}
MIRROR = (opposite, neg)


def draw_linked(rng: Rng, n: int, arms: str = "abcdef", rho: float = 0.3) -> Results:
    """Draw two metrics that correlate by rho within arms and between them."""
    x = rng.normal(size=(len(arms), n))
    y = rho * x + np.sqrt(1 - rho**2) * rng.normal(size=x.shape)
    return numbers(score=dict(zip(arms, x, strict=True)), cost=dict(zip(arms, y, strict=True)))


def draw_shared(arms: str, share: float, rho: float) -> Callable[[Rng, int], Results]:
    """Draw two metrics that correlate by rho, of which the seed explains this share of the variance in all arms."""

    def draw(rng: Rng, n: int) -> Results:
        one, other = (
            np.sqrt(share) * rng.normal(size=(1, n)) + np.sqrt(1 - share) * rng.normal(size=(len(arms), n))
            for _ in range(2)
        )
        other = rho * one + np.sqrt(1 - rho**2) * other
        return numbers(score=dict(zip(arms, one, strict=True)), cost=dict(zip(arms, other, strict=True)))

    return draw


def over_seeds(arms: str, share: float) -> Scenario:
    """Return a claim of a link that there is not, in arms of which the seed explains this share."""
    options = course("association", arms, other="cost", over="seeds", margin=0.0)
    return Scenario([options], draw_shared(arms, share, 0.0), "at most", "at most", replicates=1000)


SCENARIOS = {
    "association over seeds, 4 arms": over_seeds("abcd", 0.0),
    "association over seeds, 4 arms that share 90 %": over_seeds("abcd", 0.9),
    "association over seeds, 8 arms that share 90 %": over_seeds("abcdefgh", 0.9),
    "association over 6 arms": Scenario(
        [course("association", "abcdef", other="cost", over="arms", margin=0.3)], draw_linked, "at most", "at most"
    ),
}


def run(values: Mapping[str, float], *, diverged: bool) -> RunResult:
    """Return a run that measured each metric at steps 0 and 10: zero at first."""
    return RunResult(
        key="",
        settings={},
        outcome="diverged" if diverged else "finished",
        stopped_at=10,
        cause="",
        metrics={name: METRICS[name] for name in values},
        series={name: Series(np.array([0, 10]), np.array([0.0, value])) for name, value in values.items()},
        probes={},
        environment={},
        seconds=1.0,
        finished_at="2026-01-01T00:00:00Z",
    )


def both(drift: Values, loss: Values) -> Results:
    """Return runs with both metrics; per arm a list over seeds or a mapping of seeds; None is a diverged run."""
    arms: dict[str, dict[int, dict[str, Any]]] = {}
    for metric, values in (("drift", drift), ("loss", loss)):
        for arm, column in values.items():
            items = column.items() if isinstance(column, Mapping) else enumerate(column)
            for seed, value in items:
                arms.setdefault(f"x.{arm}", {}).setdefault(seed, {})[metric] = value
    return Results(
        {
            arm: {
                seed: run({m: np.nan if v is None else v for m, v in both.items()}, diverged=None in both.values())
                for seed, both in seeds.items()
            }
            for arm, seeds in arms.items()
        }
    )


def tables(x: Any, y: Any) -> Results:  # noqa: ANN401  (arrays)
    """Return results of (arms, n) tables."""
    return both(dict(zip("abcdefgh", x, strict=False)), dict(zip("abcdefgh", y, strict=False)))


def link(arms: str = "abcd", **options: Any) -> Any:  # noqa: ANN401  (a test)
    """Claim that drift and loss go together over seeds, or by more than 0.3 over arms, unless told otherwise."""
    margin = 0.3 if options.get("over") == "arms" else 0.0
    known = {"metric": "drift", "other": "loss", "arms": [f"x.{a}" for a in arms], "over": "seeds", "margin": margin}
    validate("association", known | options)
    return registry.create("association", **known | options)


def linked(seed: int, arms: int = 4, n: int = 6) -> tuple[Any, Any]:
    """Return two tables that are linked within arms, between which both differ the other way."""
    rng = np.random.default_rng(seed)
    x = rng.normal(size=(arms, n))
    shift = 10 * np.arange(arms)[:, None]
    return x + shift, x + rng.normal(size=(arms, n)) - shift


def test_within_arms_by_residuals() -> None:
    """The link within arms is found though the arms differ the other way; between arms the other is."""
    x, y = linked(0)
    residuals = [(v - v.mean(1, keepdims=True)).ravel() for v in (x, y)]
    evidence = link().evidence(tables(x, y))
    assert evidence.estimate.value == pytest.approx(scipy.stats.pearsonr(*residuals).statistic)
    assert evidence.estimate.value > 0.5
    assert evidence.estimate.n == 6
    assert evidence.detail.startswith("24 runs in 4 arms; the 6 seeds are permuted, in all arms alike.")
    assert evidence.effect == "correlation of drift (final) and loss (final) over seeds within x.a, x.b, x.c, x.d"
    assert link(over="arms").evidence(tables(x, y)).estimate.value < -0.9


@pytest.mark.parametrize("n", [4, 5, 10])
def test_one_arm_is_scipys_pearson(n: int) -> None:
    """The coefficient of as many points."""
    x, y = linked(n, 1, n)
    found = link("a").evidence(tables(x, y)).estimate
    assert (found.value, found.n) == (pytest.approx(scipy.stats.pearsonr(x[0], y[0]).statistic), n)


def test_between_arms_is_scipys_pearson_of_means() -> None:
    """The n counts arms; more seeds sharpen the points, not the count."""
    x, y = np.random.default_rng(1).normal(size=(2, 8, 5))
    evidence = link("abcdefgh", over="arms").evidence(tables(x, y))
    assert evidence.estimate.value == pytest.approx(scipy.stats.pearsonr(x.mean(1), y.mean(1)).statistic)
    assert evidence.estimate.n == 8
    assert evidence.detail == "n counts the arms; each point is a mean over seeds, of 40 runs in all."


def test_regions_and_directions() -> None:
    """Positive and negative lie above the margin, the latter with the sign turned; absent within it."""
    assert link().region == link(direction="negative").region == (0, inf)
    assert link(over="arms").region == link(over="arms", direction="negative").region == (0.3, inf)
    assert link(over="arms", direction="absent").region == (-0.3, 0.3)
    results = tables(*linked(0))
    one, other = link().evidence(results), link(direction="negative").evidence(results)
    assert other.estimate.value == pytest.approx(-one.estimate.value)
    assert other.effect == f"minus the {one.effect}"


def test_both_tables_are_kept() -> None:
    """Each metric's reading is a part, with its unit; the plan knows that both are needed."""
    evidence = link("ab").evidence(tables(*linked(0, 2)))
    assert [(part.evidence.effect, part.evidence.unit) for part in evidence.parts] == [
        ("drift (final)", "1"),
        ("loss (final)", "nat"),
    ]
    assert link("ab").needs() == (("x.a", "drift"), ("x.a", "loss"), ("x.b", "drift"), ("x.b", "loss"))


def test_each_metric_has_its_own_reading() -> None:
    """The mean of drift against the final loss; a window for one of them."""
    results = tables(*linked(0, 2))
    evidence = link("ab", reduce="mean", other_window=Window("fixed", 5, 10)).evidence(results)
    assert evidence.effect.startswith("correlation of drift (mean over the whole run) and loss (final, steps 5 to 10)")
    assert evidence.estimate.value == pytest.approx(link("ab").evidence(results).estimate.value)
    same = {"metric": "loss", "reduce": "mean"}
    assert link("ab", **same).evidence(results).reason == "degenerate"


@settings(deadline=None, max_examples=50)
@given(st.integers(0, 2**32 - 1), st.permutations(range(6)), st.sampled_from(["seeds", "arms"]), st.floats(0.01, 1e6))
def test_symmetries(seed: int, order: list[int], over: str, unit: float) -> None:
    """Order of seeds and arms, units, offsets and which metric comes first change nothing; a turned metric mirrors."""
    x, y = linked(seed)
    low, high = link(over=over).evidence(tables(x, y)).estimate.interval(0.05)
    for results in (tables(x[:, order], y[:, order]), tables(unit * x, y), tables(x + unit**0.5, y)):
        assert link(over=over).evidence(results).estimate.interval(0.05) == pytest.approx((low, high), abs=1e-6)
    swapped = {"metric": "loss", "other": "drift", "arms": "dbac"}
    assert link(over=over, **swapped).evidence(tables(x, y)).estimate.interval(0.05) == pytest.approx((low, high))
    assert link(over=over).evidence(tables(x, -y)).estimate.interval(0.05) == pytest.approx((-high, -low))
    negative = link(over=over, direction="negative").evidence(tables(x, y)).estimate.interval(0.05)
    assert negative == pytest.approx((-high, -low))


@settings(deadline=None, max_examples=50)
@given(
    st.integers(0, 2**32 - 1), st.sampled_from(["positive", "negative", "absent"]), st.floats(0.001, 0.5), st.booleans()
)
def test_p_and_interval_decide_alike(seed: int, direction: str, alpha: float, seeds: bool) -> None:  # noqa: FBT001
    """The verdict by interval is the verdict by p."""
    test = link(direction="positive" if seeds else direction, over="seeds" if seeds else "arms")
    found = test.evidence(tables(*linked(seed))).estimate
    assert test.region.holds(found.interval(alpha)) == (p_support(found, test.region) < alpha / 2)
    assert test.region.excludes(found.interval(alpha)) == (p_refute(found, test.region) < alpha / 2)


@pytest.mark.parametrize("n", [3, 5, 10])
def test_false_verdicts_over_arms(n: int) -> None:
    """With r at the margin between four arms, each false verdict has 2.5 % at most, 4 standard errors."""
    studies, rho = 1000, 0.3
    rng = np.random.default_rng(n)
    test = link(over="arms", margin=rho)
    x = rng.normal(size=(studies, 4, 1))
    y = rho * x + (1 - rho**2) ** 0.5 * rng.normal(size=x.shape)
    x, y = (v + rng.normal(0, 1e-3, (studies, 4, n)) for v in (x, y))
    found = [test.evidence(tables(a, b)).estimate.interval(0.05) for a, b in zip(x, y, strict=True)]
    tolerance = 4 * (0.025 * 0.975 / studies) ** 0.5
    assert np.mean([test.region.holds(i) for i in found]) < 0.025 + tolerance
    assert np.mean([test.region.excludes(i) for i in found]) < 0.025 + tolerance


@pytest.mark.parametrize("n", [5, 10])
@pytest.mark.parametrize("share", [0.0, 0.9])
def test_false_verdicts_and_power_over_seeds(n: int, share: float) -> None:
    """No link, however much arms share: 2.5 % each at most; a link of 0.6 is found, most often where they do not."""
    studies, test = 500, link()
    rng = np.random.default_rng(n)
    rates = []
    for rho in (0.0, 0.6):
        draw = draw_shared("abcd", share, rho)
        runs = [draw(rng, n) for _ in range(studies)]
        claim = registry.create(
            "association", **course("association", other="cost", over="seeds", margin=0.0)["association"]
        )
        found = [claim.evidence(each).estimate.interval(0.05) for each in runs]
        rates.append(np.mean([[test.region.holds(i), test.region.excludes(i)] for i in found], axis=0))
    assert (rates[0] < 0.025 + 4 * (0.025 * 0.975 / studies) ** 0.5).all()
    assert rates[1][0] > {(5, 0.0): 0.45, (5, 0.9): 0.12, (10, 0.0): 0.9, (10, 0.9): 0.45}[n, share]


def test_decides_from_five_seeds_on() -> None:
    """Four seeds have 24 permutations, which is too few at 5 %."""
    assert [n for n in range(1, 8) if link().decides(n, 0.05)] == [5, 6, 7]
    assert link(over="arms").decides(2, 0.05)


X = {"a": [0.5, 0.6, 0.8, 0.9], "b": [0.5, 0.7, 0.6, 0.2]}
Y = {"a": [1.5, 1.2, 1.9, 1.1], "b": [1.0, 1.1, 1.3, 1.4]}


@pytest.mark.parametrize(
    ("x", "y", "reason", "says"),
    [
        ({}, {}, "missing_runs", "No run of x.a or x.b measured loss."),
        (X, {"a": Y["a"]}, "missing_runs", "No run of x.b measured loss."),
        (X, {}, "missing_runs", "No run of x.a or x.b measured loss."),
        ({a: X[a][:1] for a in X}, {a: Y[a][:1] for a in Y}, "too_few_seeds", "there are 1"),
        ({a: X[a][:2] for a in X}, {a: Y[a][:2] for a in Y}, "too_few_seeds", "needs 3 seeds with both"),
        (
            {"a": {0: 0.5, 1: 0.6}, "b": {2: 0.5, 3: 0.6}},
            {"a": {0: 0.5, 1: 0.6}, "b": {2: 0.5, 3: 0.6}},
            "too_few_seeds",
            "seeds 2, 3 of x.b",
        ),
        (
            {a: dict.fromkeys((0, 1, 2), 0.5) for a in "ab"},
            {a: dict.fromkeys((3, 4, 5), 0.5) for a in "ab"},
            "too_few_seeds",
            "No seed has both metrics in every arm. Seeds without one of the metrics: [0, 1, 2, 3, 4, 5].",
        ),
        ({a: [0.1] * 4 for a in "ab"}, Y, "degenerate", "A metric does not vary within the arms"),
        (X, X, "degenerate", "one quantity measured twice"),
        ({a: [None] * 4 for a in "ab"}, {a: [None] * 4 for a in "ab"}, "invalid", "4 of 4 runs of x.b diverged"),
        (X | {"b": [None, 0.1, 0.3, 0.2]}, Y | {"b": [None, 1, 2, 4]}, "differential_divergence", "would favour"),
        (
            X | {"b": [0.3, float("nan"), 0.3, 0.2]},
            Y,
            "invalid",
            "drift is not finite, or was not read, in some runs of x.b.",
        ),
    ],
)
def test_no_estimate_has_a_reason(x: Values, y: Values, reason: str, says: str) -> None:
    """Runs that allow no estimate give a reason and a sentence: never 0, never an exception."""
    evidence = link("ab").evidence(both(x, y))
    assert (evidence.estimate, evidence.reason) == (None, reason)
    assert says in evidence.detail


def test_identical_arms_are_one_point_between_arms() -> None:
    """Arms with the same numbers do not differ, so nothing can go with their difference."""
    x, y = (np.tile(v, (4, 1)) for v in (X["a"], Y["a"]))
    evidence = link(over="arms").evidence(tables(x, y))
    assert (evidence.estimate, evidence.reason) == (None, "degenerate")


def test_seeds_with_one_metric_only_are_named() -> None:
    """They are left out, the others are paired by seed whatever stands beside them, and it is said."""
    x, y = linked(0, 2)
    late = {arm: {seed: row[seed] for seed in range(2, 6)} for arm, row in zip("ab", y, strict=True)}
    evidence = link("ab").evidence(both(dict(zip("ab", x, strict=True)), late))
    assert evidence.estimate == link("ab").evidence(tables(x[:, 2:], y[:, 2:])).estimate
    assert evidence.estimate.n == 4
    assert evidence.detail.endswith("Seeds without one of the metrics: [0, 1].")


def test_arms_that_share_seeds_count_as_one() -> None:
    """Four copies of an arm know no more than the arm."""
    x, y = linked(0, 1, 6)
    copies = link().evidence(tables(np.tile(x, (4, 1)), np.tile(y, (4, 1)))).estimate
    assert copies.interval(0.05) == pytest.approx(link("a").evidence(tables(x, y)).estimate.interval(0.05))


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({"other": "drift"}, "must be another quantity than `metric`. Got drift twice."),
        ({"margin": 1.0, "over": "arms"}, "must lie below 1. Got 1."),
        ({"margin": 0, "direction": "absent", "over": "arms"}, "must lie between 0 and 1. Got 0."),
        ({"margin": 0.2}, "must be 0 over seeds, in one direction. Got 0.2, positive."),
        ({"direction": "absent"}, "must be 0 over seeds, in one direction. Got 0, absent."),
        ({"arms": "abc", "over": "arms"}, "there must be 4 at least. Got 3."),
        ({"arms": "aba"}, "Got x.a again"),
        ({"arms": ""}, "there must be 1 at least. Got 0."),
    ],
)
def test_senseless_options_are_refused(options: dict[str, Any], says: str) -> None:
    """Mistakes of the study, one line each."""
    with pytest.raises(SpecError) as caught:
        link(**options)
    assert says in str(caught.value)


def test_the_spec_must_say_over_what() -> None:
    """There is no default between two different questions."""
    assert registry["association"].options.model_fields["over"].is_required()

"""Claims that read their runs in a window: what is estimated, and when there is no verdict."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
import scipy.stats

from bnreport.errors import SpecError
from bnreport.hypotheses import registry
from bnreport.results import Metric, Results, RunResult, Series, Window

METRICS = {"accuracy": Metric("accuracy", "fraction", "higher", 0.1), "shift": Metric("shift", "1", "lower", None)}
STEPS = np.arange(0, 401, 10)
PAIR = {"metric": "shift", "arm": "x.a", "versus": "x.b"}
EARLY = Window("step", metric="accuracy", level=0.3, length=100, arms=("x.a", "x.b"))
MIDDLE = Window("progress", metric="accuracy", low=0.2, high=0.6)
Seeds = Mapping[int, RunResult]


def run(speed: float, shift: Any, columns: tuple[str, ...] = ()) -> RunResult:  # noqa: ANN401
    """Return a run whose accuracy is `speed` after 100 steps, and 0.9 at most."""
    series = {
        "accuracy": Series(STEPS, np.minimum(0.9, speed * STEPS / 100)),
        "shift": Series(STEPS, np.broadcast_to(shift, (len(STEPS), *np.shape(shift)[1:])).astype(np.float64), columns),
    }
    return RunResult("", {}, "finished", 400, "", METRICS, series, {}, {}, 1.0, "")


def superiority(window: Window | None = EARLY, **options: Any) -> Any:  # noqa: ANN401  (a test)
    """Claim that x.a shifts less than x.b by more than 1, unless told otherwise."""
    return registry.create("superiority", **PAIR | {"margin": 1.0, "reduce": "mean", "window": window} | options)


def arms(a: Seeds, b: Seeds) -> Results:
    """Return results of two arms."""
    return Results({"x.a": a, "x.b": b})


SLOW = {seed: run(0.1, 5 + seed % 2) for seed in range(4)}
FAST = {seed: run(0.3, 1 + seed / 10) for seed in range(4)}
STUCK = run(0.01, 100.0)


def test_the_effect_is_read_in_the_window() -> None:
    """Means over the window of each seed, paired: what comes before it and after it changes nothing."""
    before, after = STEPS < 300, STEPS > 399
    seeds = {s: run(0.1, np.where(before | after, 99.0, 5 + s % 2)) for s in range(4)}
    evidence = superiority().evidence(arms(FAST, seeds))
    assert evidence.effects == pytest.approx((4, 4.9, 3.8, 4.7))
    assert (evidence.reason, evidence.closed) == ("", False)
    assert evidence.effect == "shift (mean, 100 steps once accuracy is at 0.3): x.b - x.a"


@pytest.mark.parametrize(
    ("reduce", "said"), [("mean", "mean over the whole run"), ("max", "max over the whole run"), ("final", "final")]
)
def test_without_a_window_the_steps_are_all(reduce: str, said: str) -> None:
    """An average over training measures speed as well as the end: what it is over is said."""
    evidence = superiority(None, reduce=reduce).evidence(arms(FAST, SLOW))
    assert evidence.effect == f"shift ({said}): x.b - x.a"


def test_needs_what_the_window_starts_by() -> None:
    """Both arms must measure accuracy too, or `plan` would train runs without it."""
    assert set(superiority().needs()) == {(arm, metric) for arm in ("x.a", "x.b") for metric in METRICS}
    fixed = superiority(Window("fixed", 0, 100))
    assert set(fixed.needs()) == {("x.a", "shift"), ("x.b", "shift")}


@pytest.mark.parametrize("stuck", [(3,), (1, 3), (0, 1, 2)])
def test_a_seed_that_does_not_start_forbids_the_verdict(stuck: tuple[int, ...]) -> None:
    """The others have their estimate, which is said to be none; of a single one there is not even that."""
    slow = SLOW | dict.fromkeys(stuck, STUCK)
    evidence = superiority().evidence(arms(FAST, slow))
    rest = [seed for seed in range(4) if seed not in stuck]
    assert (evidence.reason, evidence.closed, evidence.seeds) == ("not_started", True, tuple(rest))
    assert f"diverged before it ended: seed{'s' * (len(stuck) > 1)} {', '.join(map(str, stuck))}." in evidence.detail
    if len(rest) < 2:
        assert evidence.estimate is None
        return
    expected = [5 + seed % 2 - 1 - seed / 10 for seed in rest]
    assert evidence.effects == pytest.approx(expected)
    assert evidence.estimate.interval(0.05) == pytest.approx(
        tuple(scipy.stats.ttest_1samp(expected, 0).confidence_interval(0.95))
    )


def test_a_lost_run_is_no_unequal_divergence_of_a_window_that_never_was() -> None:
    """Lost before its window ends it has not started; lost later it counts as ever: here without a failure value."""
    for end, reason in ((250, "not_started"), (399, "differential_divergence")):
        lost = replace(SLOW[3], outcome="diverged", stopped_at=end)
        assert superiority().evidence(arms(FAST, SLOW | {3: lost})).reason == reason


@pytest.mark.parametrize("end", [0, 50, 399])
def test_a_partner_that_diverged_does_not_void_the_run_that_trained(end: int) -> None:
    """Whether an arm trains is the question: the window of one that does goes by those that did not diverge."""
    window = replace(EARLY, arms=("x.a", "x.b"))
    test = registry.create("trains", **PAIR | {"metric": "accuracy", "threshold": 0.3, "margin": 0.1, "window": window})
    lost = {seed: replace(each, outcome="diverged", stopped_at=end) for seed, each in SLOW.items()}
    for arm in (lost, SLOW | {0: lost[0]}):
        evidence = test.evidence(arms(FAST, arm))
        assert (evidence.reason, evidence.closed) == ("", False)
        assert evidence.arms["x.a"].values.tolist() == [1, 1, 1, 1]
        assert evidence.arms["x.b"].values.tolist() == [float(run.outcome == "finished") for run in arm.values()]
    paired = superiority().evidence(arms(FAST, lost))
    assert paired.reason == ("not_started" if end < 399 else "differential_divergence")


def test_progress_has_its_own_reasons() -> None:
    """Never at the upper level: censored. Through with it in four readings: too few."""
    slow = {seed: run(0.2, 5 + seed % 2) for seed in range(4)}
    assert superiority(MIDDLE).evidence(arms(slow, SLOW)).reason == "censored"
    rushed = superiority(MIDDLE).evidence(arms(slow, FAST | {0: run(1.3, 0.0)}))
    assert (rushed.reason, rushed.closed, rushed.seeds) == ("too_few_readings", True, (1, 2, 3))
    assert superiority(MIDDLE).evidence(arms(slow, FAST)).reason == ""


@pytest.mark.parametrize("reduce", ["best", "max", "min"])
def test_no_extremes_at_equal_progress(reduce: str) -> None:
    """The slower arm has more readings, and so larger extremes without any effect."""
    with pytest.raises(SpecError, match=f"cannot be {reduce} in a window by progress"):
        superiority(MIDDLE, reduce=reduce)
    assert superiority(EARLY, reduce=reduce).measures[0].reduce == reduce


@pytest.mark.parametrize("kind", ["trend", "monotone", "association", "interaction", "fraction", "trains", "all_of"])
def test_every_kind_keeps_the_reason(kind: str) -> None:
    """One seed of six whose window does not start: no verdict, no further look, an estimate of the others."""
    rng = np.random.default_rng(0)
    names = "abcd"
    columns = ("1", "2", "3") if kind == "fraction" else ()
    shape = (1, 3) if columns else ()
    runs = {
        f"x.{name}": {s: run(rng.uniform(0.2, 0.21), 2 * at + rng.normal(size=shape), columns) for s in range(6)}
        for at, name in enumerate(names)
    }
    runs["x.b"][4] = run(0.01, 2 + rng.normal(size=shape), columns)
    window = replace(EARLY, arms=tuple(runs))
    several = {"metric": "shift", "arms": ["x.a", "x.b", "x.c"], "window": window, "margin": 0.1}
    pair = PAIR | {"window": window, "margin": 0.1}
    options: dict[str, Any] = {
        "trend": several | {"levels": [1.0, 2.0, 4.0]},
        "monotone": several,
        "association": several | {"other": "accuracy", "over": "seeds", "margin": 0.0},
        "interaction": pair | {"elsewhere_arm": "x.c", "elsewhere_versus": "x.d"},
        "fraction": pair | {"threshold": 0.5, "margin": 2.0},
        "trains": pair | {"threshold": 1.0},
        "all_of": {"parts": [{"superiority": pair | {"window": None}}, {"superiority": pair}]},
    }
    evidence = registry.create(kind, **options[kind]).evidence(Results(runs))
    assert (evidence.reason, evidence.closed) == ("not_started", True)
    assert evidence.estimate is not None
    assert evidence.estimate.n == 5
    assert "seed 4" in evidence.detail


def test_fraction_reduces_each_arm_over_its_own_progress() -> None:
    """At equal progress arms are at different steps: columns have each their own, and steps cannot be counted."""
    late = np.where(STEPS < 70, 9.0, 1.0)[:, None] * np.ones(3)  # the fast arm is read from 70 on
    a = {s: run(0.3, late + s * np.arange(3), ("1", "2", "3")) for s in range(3)}
    b = {s: run(0.2, np.full((1, 3), 1.5), ("1", "2", "3")) for s in range(3)}
    made = registry.create("fraction", **PAIR, threshold=0.5, window=MIDDLE)
    assert made.evidence(arms(a, b)).effects == pytest.approx((1, 1 / 3, 1 / 3))
    with pytest.raises(SpecError, match="Count columns instead"):
        registry.create("fraction", **PAIR, threshold=0.5, window=MIDDLE, of="steps")


def test_a_name_that_was_not_bound_is_our_own_mistake() -> None:
    """A kind is called with the window itself: a name would otherwise read the whole run in silence."""
    with pytest.raises(TypeError, match="not bound"):
        superiority("early")  # type: ignore[arg-type]


@pytest.mark.parametrize("window", [EARLY, MIDDLE], ids=["step", "progress"])
def test_starts_that_go_with_the_effect_do_not_bias_it(window: Window) -> None:
    """Slow seeds have the larger effect, later starts and, by progress, more readings: each counts once all the same.

    The truth is at the margin: each false verdict has 2.5 %, and the mean estimate is the truth, within 4 errors.
    """
    rng = np.random.default_rng(7)
    studies, n = 400, 5
    test, found = superiority(window), []
    drift = STEPS / 100 if window.align == "step" else 0 * STEPS  # what both arms do with time
    for _ in range(studies):
        slow = np.clip(rng.normal(size=n), -1.5, 1.5)  # symmetric, so that the mean effect is 1
        speed = 0.4 * np.exp(-0.4 * slow)
        noise = rng.normal(0, 0.5, (2, n, len(STEPS)))
        a = {s: run(speed[s], noise[0, s] + drift) for s in range(n)}
        b = {s: run(0.8 * speed[s], noise[1, s] + drift + 1 + slow[s]) for s in range(n)}
        evidence = test.evidence(arms(a, b))
        assert evidence.reason == ""
        found.append((evidence.estimate.value, *evidence.estimate.interval(0.05)))
    values, low, high = np.transpose(found)
    assert values.mean() == pytest.approx(1, abs=4 * values.std() / studies**0.5)
    tolerance = 4 * (0.025 * 0.975 / studies) ** 0.5
    assert [np.mean(low > 1), np.mean(high < 1)] == pytest.approx([0.025, 0.025], abs=tolerance)


def test_a_run_that_diverged_has_failed_whatever_its_window() -> None:
    """Shares of runs that train count it, though it never came as far as the window: no verdict is lost by it."""
    options = PAIR | {"metric": "accuracy", "margin": 0.1, "window": MIDDLE}
    lost = replace(STUCK, outcome="diverged", stopped_at=20)
    evidence = registry.create("trains", **options).evidence(arms(FAST, FAST | {3: lost}))
    assert (evidence.reason, evidence.closed) == ("", False)
    assert evidence.estimate is not None
    assert evidence.estimate.value == pytest.approx(1 - 3 / 4)


@pytest.mark.parametrize("which", ["window", "other_window"])
def test_either_metric_of_an_association_may_close_it(which: str) -> None:
    """A window that some seed cannot be read in forbids the verdict, whichever of the two metrics it is of."""
    options = {"metric": "accuracy", "other": "shift", "arms": ["x.a", "x.b"], "over": "seeds", "margin": 0.0}
    link = registry.create("association", **options, **{which: EARLY})
    evidence = link.evidence(arms(FAST | {3: STUCK}, SLOW))
    assert (evidence.reason, evidence.closed) == ("not_started", True)

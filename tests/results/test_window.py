"""Which steps of a run a claim reads, seed by seed."""

from dataclasses import replace
from math import isnan
from typing import Any

import numpy as np
import pytest

from bnreport.results import FEWEST_READINGS, Measure, Metric, Results, RunResult, Series, Window

METRICS = {
    "accuracy": Metric("accuracy", "fraction", "higher", 0.1),
    "loss": Metric("loss", "nat", "lower", 2.3),
    "drift": Metric("drift", "1", None),
}
ARMS = ("e.a", "e.b")
EARLY = Window("step", metric="accuracy", level=0.5, length=50, arms=ARMS)
MIDDLE = Window("progress", metric="accuracy", low=0.2, high=0.6)


def span(window: Window, held: Results, arm: str, seed: int) -> object:
    """Return the steps of a window that count of a run, or why it has none."""
    runs = [held.runs.get(name, {}).get(seed) for name in window.readers(arm)]
    return window.span(runs, held.metric(arm, window.metric))


def run(accuracy: Any, every: int = 10, **changes: Any) -> RunResult:  # noqa: ANN401
    """Return a run with a reading every ten steps from step 0 on; its drift is the number of the step."""
    steps = every * np.arange(len(accuracy))
    series = {
        "accuracy": Series(steps, np.array(accuracy, dtype=np.float64)),
        "loss": Series(steps, 1 - np.array(accuracy)),
        "drift": Series(steps, steps.astype(np.float64)),
    }
    return replace(RunResult("", {}, "finished", int(steps[-1]), "", METRICS, series, {}, {}, 1.0, ""), **changes)


def climbing(start: int, end: int = 20) -> RunResult:
    """Return a run that is at 0.5 from the reading `start` on, and below before."""
    return run([0.5 if place >= start else 0.1 for place in range(end + 1)])


def results(a: RunResult, b: RunResult, **other: RunResult) -> Results:
    """Return one seed of both arms, and of others."""
    return Results({"e.a": {0: a}, "e.b": {0: b}} | {f"e.{name}": {0: each} for name, each in other.items()})


def test_starts_where_every_arm_is_at_the_level() -> None:
    """The slower arm decides, for both alike; the first of the two readings counts, and the length is exact."""
    read = results(climbing(2), climbing(4))
    assert [span(EARLY, read, arm, 0) for arm in ARMS] == [(40, 89)] * 2
    [low, high] = (read.read("e.a", Measure("drift", reduce, EARLY)) for reduce in ("min", "max"))
    assert low is not None
    assert high is not None
    assert (low.values.tolist(), high.values.tolist()) == ([40], [80])  # not step 90


def test_every_seed_has_a_start_of_its_own() -> None:
    """Seed 0 starts at step 40, seed 1 at step 10."""
    read = Results({arm: {0: climbing(4), 1: climbing(1)} for arm in ARMS})
    assert [span(EARLY, read, "e.a", seed) for seed in (0, 1)] == [(40, 89), (10, 59)]


def test_one_reading_at_the_level_is_not_enough() -> None:
    """A lucky reading, and two of which the arms have one each, start nothing."""
    lucky = [0.1, 0.5, 0.1, 0.1, 0.5, *[0.5] * 16]
    assert span(EARLY, results(run(lucky), climbing(0)), "e.a", 0) == (40, 89)
    other = [0.5, 0.1, 0.5, 0.5, 0.1, *[0.5] * 16]
    assert span(EARLY, results(run(lucky), run(other)), "e.a", 0) == (50, 99)


def test_arms_of_other_claims_do_not_matter() -> None:
    """A third arm that never learns delays no window that it is no part of."""
    assert span(EARLY, results(climbing(2), climbing(4), c=climbing(99)), "e.a", 0) == (40, 89)
    both = replace(EARLY, arms=(*ARMS, "e.c"))
    assert span(both, results(climbing(2), climbing(4), c=climbing(99)), "e.a", 0) == "not_started"


def test_where_lower_is_better_the_level_is_reached_from_above() -> None:
    """A loss of 0.5 or less is at the level of 0.5."""
    falling = replace(EARLY, metric="loss")
    assert span(falling, results(climbing(2), climbing(4)), "e.a", 0) == (40, 89)


def test_arms_read_at_other_steps_share_the_common_ones() -> None:
    """Readings every 10 and every 20 steps: the start lies at a step that both were read at."""
    slow = run([0.5 if 20 * place >= 50 else 0.1 for place in range(11)], every=20)
    assert span(EARLY, results(climbing(1), slow), "e.a", 0) == (60, 109)


@pytest.mark.parametrize(
    ("a", "b", "says"),
    [
        (climbing(2), climbing(99), "not_started"),
        (climbing(2), climbing(15, end=20), (150, 199)),
        (climbing(2), climbing(16, end=20), "not_started"),
        (climbing(2), replace(climbing(4), outcome="diverged", stopped_at=80), "not_started"),
        (replace(climbing(2), outcome="diverged", stopped_at=80), climbing(4), "not_started"),
        (climbing(2), replace(climbing(4), outcome="diverged", stopped_at=150), (40, 89)),
        (climbing(2), replace(climbing(4), series={}), "missing_runs"),
        (climbing(2), replace(climbing(4), series={}, outcome="diverged", stopped_at=3), "not_started"),
    ],
    ids=[
        "never there",
        "just fits",
        "does not fit",
        "lost first",
        "lost itself",
        "lost later",
        "unread",
        "lost unread",
    ],
)
def test_the_whole_window_fits_or_has_not_started(a: RunResult, b: RunResult, says: object) -> None:
    """One step too few, a level never reached, or either arm lost before the end: there is no window for both."""
    assert [span(EARLY, results(a, b), arm, 0) for arm in ARMS] == [says] * 2


def test_a_run_that_is_not_there_is_missing() -> None:
    """Of an arm of the claim, whichever: the window may yet be found."""
    read = results(climbing(2), climbing(4))
    assert span(replace(EARLY, arms=(*ARMS, "e.c")), read, "e.a", 0) == "missing_runs"


def test_the_last_step_is_part_of_the_run() -> None:
    """From step 150 on 51 steps end with the run at step 200, and 52 do not."""
    late = results(climbing(2), climbing(15))
    assert [span(replace(EARLY, length=length), late, "e.a", 0) for length in (51, 52)] == [(150, 200), "not_started"]


def test_progress_reads_each_arm_on_its_own() -> None:
    """From the first two readings at 0.2 to the first two at 0.6, however long it takes; both ends count."""
    fast = run([0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8])
    slow = run([0.1, 0.1, 0.2, 0.1, 0.2, 0.3, 0.4, 0.5, 0.5, 0.6, 0.5, 0.6, 0.6])
    read = results(fast, slow)
    assert [span(MIDDLE, read, arm, 0) for arm in ARMS] == [(10, 50), (40, 110)]
    means = [read.read(arm, Measure("drift", "mean", MIDDLE)) for arm in ARMS]
    assert [each.values.tolist() for each in means if each is not None] == [[30], [75]]


@pytest.mark.parametrize(
    ("one", "says"),
    [
        (run([0.1] * 9), "not_started"),
        (run([0.1, 0.3, 0.1, 0.3, 0.1, 0.1, 0.1, 0.1]), "not_started"),
        (run([0.1, *[0.3] * 7]), "censored"),
        (run([0.1, *[0.3] * 7], outcome="diverged"), "not_started"),
    ],
    ids=["never at the lower level", "never twice", "never at the upper", "lost before the upper"],
)
def test_progress_that_does_not_end_has_no_number(one: RunResult, says: str) -> None:
    """Censored only where the run got on its way and was not lost."""
    values = results(one, climbing(2)).read("e.a", Measure("drift", "mean", MIDDLE))
    assert values is not None
    assert (values.unread, isnan(values.values[0])) == ({0: says}, True)


@pytest.mark.parametrize("window", [replace(EARLY, length=40), MIDDLE], ids=["step", "progress"])
def test_four_readings_are_too_few(window: Window) -> None:
    """Five are enough, by the metric that is read, not by the one that the window starts at."""
    few = run([0.1, 0.1, 0.5, 0.5, 0.6, 0.6, 0.6, 0.6, 0.6, 0.6])
    rare = replace(few, series={**few.series, "drift": Series(np.arange(0, 91, 20), np.zeros(5))})
    for one, metric in ((few, "drift"), (rare, "drift")):
        values = results(one, few).read("e.a", Measure(metric, "mean", window))
        assert values is not None
        assert values.unread == {0: "too_few_readings"}
    enough = results(few, few).read("e.a", Measure("drift", "mean", replace(EARLY, length=41)))
    assert enough is not None
    assert enough.unread == {}


@pytest.mark.parametrize(
    ("first", "last", "fewest", "says"),
    [
        (10, 50, FEWEST_READINGS, None),
        (11, 50, FEWEST_READINGS, "too_few_readings"),
        (11, 50, 1, None),
        (11, 19, 1, "too_few_readings"),
    ],
)
def test_fixed_steps_hold_as_many_readings_as_are_asked_for(
    first: int, last: int, fewest: int, says: str | None
) -> None:
    """Five where a verdict rests on them, and one at least; a run that diverged counts as it does anywhere."""
    window = Window("fixed", first, last, fewest=fewest)
    lost = replace(climbing(0), outcome="diverged")
    held = Results({"e.a": {0: climbing(0), 1: lost}}).read("e.a", Measure("accuracy", "mean", window))
    assert held is not None
    assert held.unread == ({0: says} if says else {})
    assert held.values[1] == 0.1


@pytest.mark.parametrize(
    ("window", "until", "says"),
    [
        (EARLY, 80, None),
        (EARLY, 79, "partly_measured"),
        (MIDDLE, 80, None),
        (MIDDLE, 79, "partly_measured"),
        (Window("fixed", 40, 89), 80, None),
        (Window("fixed", 40, 89), 79, "partly_measured"),
    ],
    ids=["step", "step cut", "progress", "progress cut", "fixed", "fixed cut"],
)
def test_a_window_that_outlives_its_probe_has_no_number(window: Window, until: int, says: str | None) -> None:
    """A part of it is not the whole: here it is steps 40 to 89, or to 80, of which the next reading is at step 80."""
    level = 4 * [0.1] + [0.5] * 4 + [0.6] * 8
    one = run(level)
    drift = one.series["drift"]
    cut = replace(
        one,
        series={**one.series, "drift": Series(*(held[drift.steps <= until] for held in (drift.steps, drift.values)))},
    )
    values = results(cut, one).read("e.a", Measure("drift", "mean", window))
    assert values is not None
    assert values.unread == ({0: says} if says else {})


def test_what_is_read_before_each_step_is_read_to_the_end() -> None:
    """Of 200 steps the last reading before one is at 190: a window up to step 200 holds all that there is."""
    one = climbing(15)
    drift = one.series["drift"]
    before = replace(one, series={**one.series, "drift": Series(drift.steps[:-1], drift.values[:-1])})
    values = results(before, one).read("e.a", Measure("drift", "mean", replace(EARLY, length=51)))
    assert values is not None
    assert (values.unread, values.values.tolist()) == ({}, [170])


def test_says_itself_in_words() -> None:
    """What a report calls it."""
    assert str(Window("fixed", 10, 20)) == "steps 10 to 20"
    assert str(EARLY) == "50 steps once accuracy is at 0.5"
    assert str(MIDDLE) == "from accuracy 0.2 to 0.6"

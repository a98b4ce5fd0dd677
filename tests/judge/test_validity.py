"""What cannot mean anything gets no verdict, whatever its numbers are."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from bnreport.judge.validity import say_reason, untested
from bnreport.judge.verdicts import Verdict, judge
from bnreport.results import Metric, Results, RunResult, Series
from bnreport.study.schema import Hypothesis
from bnreport.study.windows import FixedWindow
from tests.judge.studies import study_of

TRAIN = Metric("train_accuracy", "fraction", "higher", 0.1)
FLAT = Metric("loss_range", "1", None, None)
SHIFT = Metric("mean_drift", "1", None, None)
STEPS = np.arange(0, 101, 10)
WINDOWS = {
    name: FixedWindow.model_validate({"align": "fixed", "between": between})
    for name, between in {"early": [10, 50], "late": [60, 100], "brief": [10, 40], "start": [0, 0]}.items()
}


def run(arm: str, seed: int, accuracy: float, **changes: Any) -> RunResult:  # noqa: ANN401
    """Return a run that comes to an accuracy half-way; its landscape and shift differ from arm to arm."""
    first = arm == "a"
    size = 2.0 + seed / 50 if first else 1.0 + seed**2 / 200
    end = accuracy + 0.05 + seed / 200 if first else accuracy
    values = {
        "train_accuracy": np.where((10 if first else 60) > STEPS, 0.1, end),
        "loss_range": np.full(len(STEPS), size),
        "mean_drift": np.full(len(STEPS), size),
    }
    fields: dict[str, Any] = {
        "key": f"{arm}{seed}", "settings": {}, "outcome": "finished", "stopped_at": 100, "cause": "", "probes": {},
        "metrics": {metric.name: metric for metric in (TRAIN, FLAT, SHIFT)}, "environment": {}, "seconds": 1.0,
        "series": {name: Series(STEPS, each) for name, each in values.items()}, "finished_at": "",
    }  # fmt: skip
    return RunResult(**(fields | changes))


def runs(accuracy: float = 0.9, **changes: Any) -> Results:  # noqa: ANN401
    """Return five runs of x.a, which starts at once, and of x.b, which starts at step 60."""
    return of({f"x.{arm}": {s: run(arm, s, accuracy + s / 100, **changes) for s in range(5)} for arm in "ab"})


def of(arms: Any) -> Results:  # noqa: ANN401
    """Return results of runs by arm and seed."""
    return Results(arms)


def verdict(results: Results, kind: str = "superiority", *, primary: bool = True, **options: Any) -> Verdict:  # noqa: ANN401
    """Judge that x.a is better."""
    held: dict[str, Any] = {"metric": "loss_range", "arm": "x.a", "versus": "x.b", "margin": 0.1, "better": "higher"}
    test = {kind: held | options} if kind != "all_of" else {kind: options}
    claim = Hypothesis.model_validate({"claim": "c", "test": test, "why_this_margin": "w", "primary": primary})
    return judge(study_of(claim, windows=WINDOWS), results, scale="paper")[0]


@pytest.mark.parametrize("metric", ["loss_range", "mean_drift"])
@pytest.mark.parametrize(
    ("options", "reason"),
    [
        ({"window": "early"}, "at_chance"),
        ({"window": "late"}, ""),
        ({"reduce": "mean"}, "at_chance"),
        ({"reduce": "final"}, ""),
    ],
)
def test_an_arm_that_has_not_started_is_no_evidence(metric: str, options: dict[str, Any], reason: str) -> None:
    """Its landscape is flat, and its layers stand still: no verdict, p = 1, no further look, and the estimate shown."""
    found = verdict(runs(), metric=metric, **options)
    assert found.reason == reason
    assert found.verdict == ("inconclusive" if reason else "supported")
    assert (found.p is None, found.evidence.closed) == (bool(reason), bool(reason))
    assert found.estimate == pytest.approx(1.01)
    assert ("Not tested here: at chance." in found.detail) == bool(reason)
    assert ("x.b on seeds 0, 1, 2, 3, 4" in found.detail) == bool(reason)


@pytest.mark.parametrize(
    ("papers", "margin", "answer", "value", "found"),
    [
        ("early", 1.5, "refuted", 9.0, "same_direction"),
        ("late", 1.5, "refuted", 9.0, "contradicts"),
        ("early", 0.1, "supported", 1.01, "same_direction"),
        ("late", 0.1, "supported", 1.01, "replicates"),
    ],
)
def test_no_number_stands_beside_steps_at_chance(
    papers: str, margin: float, answer: str, value: float, found: str
) -> None:
    """The claim's own steps may be sound and the paper's not: there our runs predict nothing."""
    held = {
        "metric": "loss_range",
        "arm": "x.a",
        "versus": "x.b",
        "margin": margin,
        "better": "higher",
        "window": "late",
    }
    paper = {"says": "supported", "where": "Fig. 4", "value": value, "window": papers}
    claim = {"claim": "c", "test": {"superiority": held}, "why_this_margin": "w", "paper": paper}
    study = study_of(Hypothesis.model_validate(claim), windows=WINDOWS)
    [judged] = judge(study, runs(), scale="paper")
    assert (judged.verdict, judged.agreement) == (answer, found)


def test_an_exploratory_claim_says_so_too() -> None:
    """It has no verdict to lose, and an estimate that means nothing."""
    found = verdict(runs(), primary=False, window="early")
    assert (found.verdict, found.reason, found.p) == ("exploratory", "at_chance", None)
    assert verdict(runs(), primary=False, window="late").reason == ""


def test_one_seed_at_chance_is_enough() -> None:
    """The declared seeds are those that count; a better one is no substitute."""
    held: Any = runs().runs
    stuck = of({**held, "x.b": {**held["x.b"], 3: run("b", 3, 0.1)}})
    assert verdict(stuck, window="late").reason == "at_chance"
    assert "x.b on seed 3" in verdict(stuck, window="late").detail


@pytest.mark.parametrize(("accuracy", "reason"), [(0.18, "at_chance"), (0.2, "")])
def test_chance_ends_a_tenth_of_the_way_up(accuracy: float, reason: str) -> None:
    """At 19 % on ten classes."""
    held: Any = {f"x.{arm}": {s: run(arm, s, accuracy) for s in range(5)} for arm in "ab"}
    assert verdict(of(held), window="late").reason == reason


def test_the_last_reading_is_all_that_final_reads() -> None:
    """An arm that has collapsed by then is at chance, however well it stood before."""
    runs_of_b = runs().of("x.b")
    curve = np.where(STEPS == 100, 0.1, 0.9)
    fallen = {s: replace(r, series={**r.series, "train_accuracy": Series(STEPS, curve)}) for s, r in runs_of_b.items()}
    held: Any = {**runs().runs, "x.b": fallen}
    assert [verdict(of(held), reduce=each).reason for each in ("final", "median")] == ["at_chance", ""]


def test_a_probe_that_stops_early_reads_no_later_steps() -> None:
    """What the arm learned after them does not make them readings of a network that had started."""
    flat, learned = Series(STEPS[:5], np.ones(5)), Series(STEPS, np.where(STEPS < 50, 0.1, 0.9))
    late = {s: replace(r, series={"loss_range": flat, "train_accuracy": learned}) for s, r in runs().of("x.b").items()}
    held: Any = {**runs().runs, "x.b": late}
    assert [verdict(of(held), reduce=each).reason for each in ("mean", "final")] == ["at_chance"] * 2


def test_how_far_an_arm_has_come_is_told_by_what_is_read_most_often() -> None:
    """A test of step 0 says nothing of the steps after it; nor does the order of metrics, which a stored run sorts."""
    tested = Metric("test_accuracy", "fraction", "higher", 0.1)
    held: Any = {
        arm: {
            s: replace(
                r,
                metrics={"test_accuracy": tested, **r.metrics},
                series={**r.series, "test_accuracy": Series(np.array([0, 100]), np.array([0.1, 0.9]))},
            )
            for s, r in each.items()
        }
        for arm, each in runs().runs.items()
    }
    assert verdict(of({**held, "x.b": held["x.a"]}), window="early").reason == "alike"
    fast: Any = {"x.a": held["x.a"], "x.b": {s: replace(r, key=f"b{s}") for s, r in held["x.a"].items()}}
    assert verdict(of(fast), window="early").reason == "degenerate"  # two arms that have started, and are equal


@pytest.mark.parametrize(("share", "reason"), [(0.5, ""), (1.0, "at_chance")])
def test_what_is_failure_each_run_says_itself(share: float, reason: str) -> None:
    """A first loss differs from seed to seed: none is far on because another began higher."""
    held: Any = {}
    for arm in "ab":
        for seed, first in enumerate([300.0, 100.0, 110.0, 700.0, 130.0]):
            loss = Series(STEPS, np.where(STEPS == 0, first, share * first))
            made = run(arm, seed, 0.9)
            held.setdefault(f"x.{arm}", {})[seed] = replace(
                made,
                metrics={"loss_range": FLAT, "objective": Metric("objective", "1", "lower", first)},
                series={"loss_range": made.series["loss_range"], "objective": loss},
            )
    found = verdict(of(held), window="late")
    assert found.reason == reason
    assert ("x.a on seeds 0, 1, 2, 3, 4" in found.detail) == bool(reason)


def test_an_accuracy_at_chance_is_the_evidence() -> None:
    """So it is of whether runs train."""
    assert verdict(runs(), metric="train_accuracy", window="early").verdict == "supported"
    assert verdict(runs(), "trains", metric="loss_range", margin=0.0, window="early").reason == "imprecise"


@pytest.mark.parametrize(("stuck", "reason"), [(3, "at_chance"), (2, "")])
@pytest.mark.parametrize("kind", ["noninferiority", "equivalence"])
@pytest.mark.parametrize("outcome", ["finished", "diverged"])
def test_where_no_arm_learns_none_is_shown_harmless(kind: str, outcome: str, stuck: int, reason: str) -> None:
    """Most seeds at chance in both arms are ties that say nothing; of one arm alone they are the evidence."""

    def made(arm: str, seed: int, *, stands: bool) -> RunResult:
        told = run(arm, seed, 0.9)
        if stands:
            return told
        flat = {**told.series, "train_accuracy": Series(STEPS, 0.1 + STEPS / 1e6 + seed / 1e5)}
        return replace(told, series=flat, outcome=outcome)

    def judged(kind: str, *dead: str) -> Verdict:
        held: Any = {
            f"x.{arm}": {s: made(arm, s, stands=s >= stuck or arm not in dead) for s in range(5)} for arm in "ab"
        }
        return verdict(of(held), kind, metric="train_accuracy", margin=0.5)

    assert judged(kind, "a", "b").reason == reason
    assert judged(kind, "a").reason != "at_chance"
    assert judged("superiority", "a", "b").reason != "at_chance"


def test_nobody_has_learned_at_initialisation() -> None:
    """A claim about it reads step 0, once."""
    assert verdict(runs(), window="start").verdict == "supported"


def test_arms_that_are_one_run_are_not_compared() -> None:
    """Told by their keys; runs trained elsewhere have none."""
    same = verdict(of(dict.fromkeys(("x.a", "x.b"), runs().of("x.a"))), metric="train_accuracy")
    assert (same.verdict, same.reason) == ("inconclusive", "alike")
    assert "x.a and x.b on seeds 0, 1, 2, 3, 4" in same.detail
    assert verdict(runs(key=""), metric="train_accuracy").reason == ""


@pytest.mark.parametrize(("window", "reason"), [("early", ""), ("brief", "too_few_readings"), (None, "")])
def test_a_window_needs_five_readings(window: str | None, reason: str) -> None:
    """Of four readings no number is taken; a run that diverged before counts as the failure that it is."""
    assert verdict(runs(), metric="train_accuracy", window=window).reason == reason
    lost = {"x.b": {s: replace(each, outcome="diverged") for s, each in runs().of("x.b").items()}}
    assert verdict(of({**runs().runs, **lost}), metric="train_accuracy", window="early").reason == ""


@pytest.mark.parametrize(("late", "reason"), [(3, "censored"), (2, "")])
def test_most_pairs_must_say_who_was_first(late: int, reason: str) -> None:
    """Where neither arm comes to the threshold in the budget there is a tie, which is no evidence of equality."""
    accuracy = [0.3] * late + [0.9] * (5 - late)
    held: Any = {f"x.{arm}": {s: run(arm, s, each) for s, each in enumerate(accuracy)} for arm in "ab"}
    found = verdict(of(held), "time_to_threshold", metric="train_accuracy", threshold=0.5, margin=1.1)
    assert (found.reason == "censored") == bool(reason)


def test_a_part_that_means_nothing_voids_the_whole() -> None:
    """All parts must be true, and one of them cannot be told."""
    part = {"arm": "x.a", "versus": "x.b", "margin": 0.1, "better": "higher", "window": "early"}
    parts = [{"superiority": part | {"metric": "train_accuracy"}}, {"superiority": part | {"metric": "loss_range"}}]
    assert verdict(runs(), "all_of", parts=parts).reason == "at_chance"


def test_every_reason_has_its_words() -> None:
    """What waits was not refused; a code that nobody knows is read as it stands."""
    waiting = ("imprecise", "too_few_seeds", "missing_runs", "unknown")
    assert [untested(code) for code in (*waiting, "at_chance", "not_started", "degenerate")] == [False] * 4 + [True] * 3
    assert say_reason("at_chance").startswith("at chance: ")
    assert say_reason("odd_code") == "odd code"

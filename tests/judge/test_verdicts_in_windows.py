"""Claims read in a window that some declared seed has not: no verdict, and no further look."""

from typing import Any

import numpy as np
import pytest

from bnreport.judge.verdicts import Verdict, judge
from bnreport.judge.wording import say_why
from bnreport.results import Metric, Results, RunResult, Series, Window
from bnreport.study.choice import Choice
from bnreport.study.schema import Hypothesis, Seeds, Study

SCORE = Metric("score", "1", "higher", 0.0)
STEPS = np.arange(0, 101, 10)
WINDOW = Window("step", metric="score", level=0.5, length=50, arms=("x.a", "x.b"))
LOOKS = {"looks": (4, 8), "alpha": (0.01, 0.04)}


def run(value: float) -> RunResult:
    """Return a run that stays at a value."""
    series = {"score": Series(STEPS, np.full(len(STEPS), value))}
    return RunResult("", {}, "finished", 100, "", {"score": SCORE}, series, {}, {}, 1.0, "")


def results(stuck: tuple[int, ...] = (), n: int = 8) -> Results:
    """Return arms that differ by 1, of which these seeds of x.b never get to the level of 0.5."""
    rng = np.random.default_rng(0)
    a, b = 2 + rng.normal(0, 0.05, 8), 1 + rng.normal(0, 0.05, 8)
    return Results(
        {
            "x.a": {seed: run(a[seed]) for seed in range(n)},
            "x.b": {seed: run(0.1 if seed in stuck else b[seed]) for seed in range(n)},
        }
    )


def claim(*, window: Window | None = WINDOW, margin: float = 0.5, primary: bool = True) -> Hypothesis:
    """Claim that x.a is better by more than a margin."""
    options: dict[str, Any] = {"metric": "score", "arm": "x.a", "versus": "x.b", "margin": margin, "window": window}
    held = {"claim": "c", "test": Choice("superiority", options), "why_this_margin": "w", "primary": primary}
    return Hypothesis.model_validate(held)


def verdicts(found: Results, *claims: Hypothesis, **seeds: Any) -> tuple[Verdict, ...]:  # noqa: ANN401
    """Judge these claims at two looks."""
    named = {f"h{i}": each for i, each in enumerate(claims)}
    asked = Study.model_construct(seeds=Seeds.model_validate(LOOKS | seeds), experiments={}, hypotheses=named)
    return judge(asked, found, scale="paper")


def test_a_window_in_every_seed_is_judged_as_ever() -> None:
    """Supported at the first look."""
    [verdict] = verdicts(results(n=4), claim())
    assert (verdict.verdict, verdict.look, verdict.open) == ("supported", 1, False)


def test_one_seed_that_has_not_started_closes_the_claim() -> None:
    """The estimate of the other three is shown with its ordinary interval, and nothing is judged by it."""
    [verdict] = verdicts(results(stuck=(2,), n=4), claim())
    assert (verdict.verdict, verdict.reason, verdict.open) == ("inconclusive", "not_started", False)
    assert (verdict.p, verdict.p_holm, verdict.verdict_interval, verdict.level) == (None, None, None, None)
    assert verdict.estimate == pytest.approx(1, abs=0.1)
    assert verdict.interval is not None
    assert (verdict.n_run, verdict.n_analysed, verdict.n_planned) == (4, 3, 4)
    assert "next look" not in verdict.detail
    assert verdict.detail.startswith("Not tested here: window not started. score")
    assert say_why(verdict).startswith("not tested here, window not started: on a declared seed it never starts")


def test_what_was_tested_does_not_read_as_if_it_was_not() -> None:
    """Imprecise is an answer; a decided claim and an exploratory one give no reason."""
    imprecise, supported, exploratory = verdicts(results(n=4), claim(margin=0.98), claim(), claim(primary=False))
    assert say_why(imprecise).startswith("imprecise: ")
    assert [say_why(supported), say_why(exploratory)] == ["", ""]
    assert "Not tested" not in imprecise.detail


def test_a_closed_claim_is_not_taken_up_again() -> None:
    """Seeds that others trained for a second look change nothing; what fails to start only there is closed there."""
    [verdict] = verdicts(results(stuck=(2,)), claim())
    assert (verdict.look, verdict.n_run, verdict.n_analysed, verdict.reason) == (1, 4, 3, "not_started")
    [later] = verdicts(results(stuck=(6,)), claim(margin=0.98))
    assert (later.look, later.n_analysed, later.reason, later.open) == (2, 7, "not_started", False)


def test_a_missing_run_leaves_the_claim_open() -> None:
    """A part whose window starts by an arm of another part, of which a run is missing: incomplete, not unreadable."""
    held = results(n=4).runs
    third = {seed: run(2.0 + seed / 100) for seed in range(3)}
    window = Window("step", metric="score", level=0.5, length=50, arms=("x.a", "x.b", "x.c"))
    parts = [
        {"superiority": {"metric": "score", "arm": "x.a", "versus": "x.b", "margin": 0.5, "window": window}},
        {"superiority": {"metric": "score", "arm": "x.c", "versus": "x.b", "margin": 0.5}},
    ]
    held_claim = {"claim": "c", "test": Choice("all_of", {"parts": parts}), "why_this_margin": "w"}
    [verdict] = verdicts(Results(held | {"x.c": third}), Hypothesis.model_validate(held_claim))
    assert (verdict.verdict, verdict.reason, verdict.open) == ("inconclusive", "missing_runs", True)
    assert "cannot be read" not in verdict.detail


def test_an_open_claim_waits_for_its_further_look() -> None:
    """Imprecise at the first look: open, and said so; exploratory claims never are."""
    imprecise, exploratory = verdicts(results(n=4), claim(margin=0.98), claim(margin=0.98, primary=False))
    assert (imprecise.reason, imprecise.open, exploratory.open) == ("imprecise", True, False)
    assert "The next look is declared at 8 seeds." in imprecise.detail


@pytest.mark.parametrize("stuck", [(), (2,)])
def test_a_closed_claim_keeps_its_place(stuck: tuple[int, ...]) -> None:
    """Beside one that was not read Holm starts at alpha / 2, at either look; else the other would decide too easily."""
    first, _ = verdicts(results(stuck, n=4), claim(window=None), claim())
    assert first.level == pytest.approx(0.01 / 2)
    if stuck:
        second, closed = verdicts(results(stuck), claim(window=None, margin=1.4), claim())
        assert (second.look, second.level, closed.look) == (2, pytest.approx(0.04 / 2), 1)

"""Budgets that do not fit their runs, or in which nothing can be decided, are refused."""

from collections.abc import Callable

import pytest

Say = Callable[..., list[str]]

FLOW = "superiority: {metric: test_accuracy, arm: net.b, versus: net.a, margin: 0.01}"
TIME = "time_to_threshold: {metric: train_accuracy, threshold: 0.5, arm: net.b, versus: net.a, margin: 1.2"
MEND = "Wait longer, or read more often."


@pytest.mark.parametrize(
    ("budget", "said"),
    [
        ("", ""),
        (", budget: 10", ""),
        (
            ", budget: 9",
            "train_accuracy is read once from step 1 to 9: accuracy reads every 5 steps. " + MEND,
        ),
        (
            ", budget: 4",
            "train_accuracy is never read from step 1 to 4: accuracy reads every 5 steps. " + MEND,
        ),
        (", budget: 100 %", ""),
        (", budget: 5000", "must end within the recipe's 10 steps. Got 5000."),
        (", budget: 1 epoch", "must end within the recipe's 10 steps. Got 1 epochs."),
    ],
)
def test_a_budget_must_fit(text: str, complaints: Say, budget: str, said: str) -> None:
    """A wait that outlasts the runs is one that nobody waits."""
    lines = complaints(text.replace(FLOW, f"{TIME}{budget}}}"))
    assert lines == ([f"x.yaml:19:105: hypotheses.h1.time_to_threshold.budget: {said}"] if said else [])


def test_a_whole_run_in_which_little_is_read(text: str, complaints: Say) -> None:
    """One reading tells no arm from another, be it the last of the run."""
    [said] = complaints(text.replace(FLOW, f"{TIME}}}").replace("{every: 5}", "{every: 10}"))
    assert "time_to_threshold.metric: train_accuracy is read once from step 1 to 10: accuracy reads every 10" in said


def test_what_is_read_before_training_is_no_wait(text: str, complaints: Say) -> None:
    """Of steps 0, 4 and 8 only two can be a time."""
    race = TIME.replace("train_accuracy", "gradient_norm").replace("0.5,", "0.5, better: lower,")
    slope = text.replace(FLOW, f"{race}, budget: 7}}").replace("accuracy: {every: 5}", "landscape: {every: 4}")
    [said] = complaints(slope)
    assert "gradient_norm is read once from step 1 to 7" in said
    assert complaints(slope.replace("budget: 7", "budget: 8")) == []


@pytest.mark.parametrize(("margin", "count"), [("1.99", 0), ("2", 1), ("11", 1)])
def test_a_margin_that_no_ratio_can_pass(text: str, complaints: Say, margin: str, count: int) -> None:
    """Read at step 5 first, nothing is reached more than twice as fast as in 10 steps."""
    lines = complaints(text.replace(FLOW, f"{TIME.replace('1.2', margin)}}}"))
    assert len(lines) == count
    said = "must be below 2: train_accuracy is first read at step 5, and the wait ends at 10."
    assert said in "".join(lines) or not count


@pytest.mark.parametrize(("budget", "place"), [("", "metric"), (", budget: 100 %", "budget")])
def test_a_wait_of_unequal_runs_is_said_in_steps(text: str, complaints: Say, budget: str, place: str) -> None:
    """Left out, a budget is the whole run: of which arm, nobody knows."""
    unequal = text.replace("a: {norm: none}", "a: {norm: none, set: {steps: 20}}")
    [said] = complaints(unequal.replace(FLOW, f"{TIME}{budget}}}"))
    assert f".time_to_threshold.{place}: reads 100 %, and its arms train 10 or 20 steps. Write steps, or" in said
    assert complaints(unequal.replace(FLOW, f"{TIME}, budget: 10}}")) == []

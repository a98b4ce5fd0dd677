"""When a run counts as diverged."""

import json
from math import inf, nan

import pytest
import torch

from bnreport.training.outcome import Log, _series, divergence


@pytest.mark.parametrize(
    ("losses", "steps"),
    [
        ([2.3], 1),
        ([0.0], 1),
        ([2.3] * 19, 19),
        ([2.3] * 400, 400),
        ([2.3, *[2.31] * 399], 400),
        ([2.0, 9.0, 9.0, 9.0, 9.0], 5),
        ([2.0, *[9.0] * 380, *[1.0] * 19], 400),
        ([2.0, *[9.0] * 379, *[1.0] * 20], 400),
    ],
)
def test_is_finished(losses: list[float], steps: int) -> None:
    """At chance, bad for a while, or too short to tell: not diverged."""
    assert divergence(losses, losses[-1], steps) == ""


@pytest.mark.parametrize("steps", [6, 19, 20, 21, 400])
def test_stays_above_its_first_value(steps: int) -> None:
    """All of the last windows above 1.5 times the first loss: diverged, and the message counts the steps."""
    cause = divergence([2.0, *[3.1] * (steps - 1)], 3.1, steps)
    assert (
        cause
        == f"loss stayed above 1.5 times its first value (2) over the last {5 * max(1, steps // 20)} of {steps} steps"
    )


def test_one_good_window_saves() -> None:
    """A window at the first loss among the last five is enough."""
    assert divergence([2.0, *[9.0] * 339, *[2.0] * 20, *[9.0] * 40], 9.0, 400) == ""


def test_a_divergence_in_the_last_steps_is_one() -> None:
    """A last window far above the first loss, whatever came before; twice the limit for half of it is enough."""
    calm, message = [2.0, *[0.1] * 379], "loss rose above 10 times its first value (2) in the last 20 of 400 steps"
    assert divergence([*calm, *[0.1] * 9, *[41.0] * 11], 41.0, 400) == message
    assert divergence([*calm, *[0.1] * 19, 1e9], 0.1, 400) == message
    assert divergence([*calm, *[0.1] * 20], 1e9, 400) == message
    assert divergence([*calm, *[0.1] * 11, *[41.0] * 9], 0.1, 400) == ""
    assert divergence([*calm[:-1], 1e9, *[0.1] * 20], 0.1, 400) == ""


@pytest.mark.parametrize("word", ["nan", "inf"])
def test_the_last_step_is_seen_too(word: str) -> None:
    """No training loss follows the last step: the last minibatch once more tells what it did."""
    assert divergence([2.0, 1.0, 0.5], float(word), 3) == f"loss was {word} after step 2"
    assert divergence([2.0, 1.0, 0.5], None, 60) == ""


@pytest.mark.parametrize("word", ["nan", "inf"])
def test_names_the_first_broken_step(word: str) -> None:
    """The first loss that is not finite is the cause, whatever comes after."""
    assert divergence([2.0, 5.0, float(word), 1.0], None, 400) == f"loss was {word} at step 2"


def test_columns_travel_with_the_readings() -> None:
    """A reading with one number per layer becomes a series with named columns, and survives a checkpoint's JSON."""
    first, second = ({"conv1": 0.5, "conv2": 0.25}, {"conv1": 1.0, "conv2": 0.0})
    readings = json.loads(json.dumps([(1, {"cosine": first}), (3, {"cosine": second})]))
    series = _series("cosine", readings)
    assert series.columns == ("conv1", "conv2")
    assert series.steps.tolist() == [1, 3]
    assert series.values.tolist() == [[0.5, 0.25], [1.0, 0.0]]


def test_a_log_survives_a_checkpoint() -> None:
    """Notes through JSON give the same log, losses still on the device included."""
    log = Log([(1, {"a": 0.5}), (2, {"b": {"1": 1 / 3}})], [2.5], [torch.tensor(0.1), torch.tensor(0.2)], 0.75, 7.5)
    again = Log()
    again.resume(json.loads(json.dumps(log.notes())))
    assert again == Log(log.readings, [2.5, *(torch.tensor(value).item() for value in (0.1, 0.2))], [], 0.75, 7.5)


@pytest.mark.parametrize(
    ("losses", "finite"),
    [([1.0, 2.0], True), ([nan, 1.0, 2.0], True), ([1.0, nan, 2.0], False), ([1.0, inf], False), ([1.0], True)],
)
def test_a_log_knows_whether_its_last_losses_are_finite(losses: list[float], *, finite: bool) -> None:
    """Only the last two count here."""
    assert Log(losses=losses).finite(2) is finite

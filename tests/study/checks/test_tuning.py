"""Tuning that cannot be done is refused before anything is trained, each mistake at its place."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.study.conftest import load

Say = Callable[..., list[str]]


def tuned(text: str, tuning: str, arm: str = "", probes: str = "") -> str:
    """Tune arms of the sound study, b with other settings of its own, and measure more."""
    held = text.replace("{group: {groups: 2}}}", f"{{group: {{groups: 2}}}}{arm}}}")
    return held.replace("hypotheses:\n", f"{probes}    tuning: {tuning}\nhypotheses:\n")


RATES = "{vary: optimizer.lr, values: [0.1, 0.3], select: {metric: train_accuracy}}"


@pytest.mark.parametrize(
    "tuning",
    [
        RATES,
        "{vary: optimizer.lr, values: {a: [0.1, 0.3], b: [0.01, 0.1]}, seeds: 3, select: {metric: test_loss}}",
        "{vary: optimizer, values: [{sgd: {lr: 0.1}}, {adam: {lr: 0.1}}], select: {metric: train_accuracy}}",
    ],
)
def test_sound_tuning_is_not_complained_of(text: str, complaints: Say, tuning: str) -> None:
    """One list, lists by arm, or whole plug-ins."""
    assert complaints(tuned(text, tuning)) == []


@pytest.mark.parametrize(
    ("tuning", "place", "said"),
    [
        (RATES.replace("0.3", "-1.0"), "16:48: experiments.net.tuning.values.1", "optimizer.sgd.lr: must be greater"),
        (RATES.replace("0.3", "0.1"), "16:48: experiments.net.tuning.values.1", "stands twice among the values."),
        (RATES.replace(".lr", ".x.lr"), "16:14: experiments.net.tuning.vary", "unknown name under optimizer.sgd 'x'."),
        (RATES.replace("train", "tran"), "experiments.net.tuning.select.metric", "Did you mean 'train_accuracy'?"),
        (RATES.replace("]", "], arms: [a, c]"), "experiments.net.tuning", "unknown arm 'c'. Known: a, b."),
        (RATES.replace("[0.1", "[0.2"), "12:7: experiments.net.arms.a", "is tuned, and has none of the values"),
        (RATES.replace("metric", "mtric"), "experiments.net.tuning.select.mtric", "Did you mean 'metric'?"),
        (
            RATES.replace("[0.1, 0.3]", "{a: [0.1, 0.3], b: [0.1]}"),
            "experiments.net.tuning.values.b",
            "must have 2 or more entries.",
        ),
        ("{}", "experiments.net.tuning.vary", "is missing."),
    ],
)
def test_a_mistake_has_its_place(text: str, complaints: Say, tuning: str, place: str, said: str) -> None:
    """The value, the path, the metric, the arm: whatever is to blame."""
    found = complaints(tuned(text, tuning))
    assert any(f"{place}: " in line and said in line for line in found), found


def test_a_list_that_arms_share_is_at_fault_once(text: str, complaints: Say) -> None:
    """Two arms try the same wrong value."""
    assert len(complaints(tuned(text, RATES.replace("0.3", "-1.0")))) == 1


def test_an_arms_own_value_is_one_of_its_own_list(text: str, complaints: Say) -> None:
    """The other arm's list is none of its business."""
    lists = RATES.replace("[0.1, 0.3]", "{a: [0.1, 0.3], b: [0.3, 1.0]}")
    [line] = complaints(tuned(text, lists))
    assert (
        "experiments.net.arms.b: is tuned, and has none of the values of optimizer.lr that are tried, [0.3, 1.0]"
        in line
    )
    assert complaints(tuned(text, lists, arm=", set: {optimizer.lr: 0.3}")) == []


def test_a_metric_needs_a_better_direction(text: str, complaints: Say) -> None:
    """Its own, or the rule's."""
    probe = "      ics_gradient: {every: 5}\n"
    rule = RATES.replace("train_accuracy", "ics_l2.median")
    [line] = complaints(tuned(text, rule, probes=probe))
    assert "experiments.net.tuning.select: ics_l2.median has no better direction of its own. Add `better:" in line
    assert complaints(tuned(text, rule.replace("median", "median, better: lower"), probes=probe)) == []


def test_a_metric_that_no_run_reads_selects_nothing(text: str, complaints: Say) -> None:
    """Its probe stops before its first reading."""
    short = text.replace("{every: 5}", "{every: 5, until: 3}")
    said = "experiments.net.tuning.select.metric: train_accuracy is never read: accuracy reads every 5 steps up to"
    assert any(said in line for line in complaints(tuned(short, RATES)))


def test_arms_of_a_grid_cannot_be_tuned(text: str, complaints: Say) -> None:
    """An arm has one value, at every point of the grid."""
    [line, *_] = complaints(tuned(text, RATES, probes="    grid: {batch_size: [64, 128]}\n"))
    assert "experiments.net.tuning: an arm that a grid crosses has no one value to select" in line


def test_a_profile_can_leave_tuning_out(text: str, tmp_path: Path) -> None:
    """Arms of a toy need no tuned value."""
    (tmp_path / "x.yaml").write_text(tuned(text, RATES))
    assert load(tmp_path / "x.yaml").study.experiments["net"].tuning is not None
    assert load(tmp_path / "x.yaml", overrides=["experiments.*.tuning=null"]).study.experiments["net"].tuning is None

"""The table holds what the claim was judged by."""

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from bnreport.figures.paired.from_claim import table as paired_of_claim
from bnreport.figures.threshold.from_claim import table as threshold_of_claim
from bnreport.results import Series
from tests.figures.conftest import RACE, STEPS, A, B, Make, judged, raced, run_at, table_of

if TYPE_CHECKING:
    from bnreport.figures.paired.table import Table as PairedTable
    from bnreport.figures.threshold.table import Table as ThresholdTable


def test_races_tell_a_time_at_the_budget_from_none(make_study: Make) -> None:
    """Both count as 80 steps; only what did not get there is censored, and so is a run that diverged."""
    runs = {A: raced(10, 20, 20, 30, 30), B: raced(80, 90, None, 70, 40, lost=4)}
    claim = judged(make_study, runs, "time_to_threshold", **RACE)
    table: ThresholdTable = table_of(threshold_of_claim, claim)
    assert table.arms[1].steps == (80, 80, 80, 70, 80)
    assert table.arms[1].censored == (False, True, True, False, True)
    assert table.arms[1].diverged == (False, False, False, False, True)
    assert not any(table.arms[0].censored)
    assert (table.threshold, table.budget, table.better) == (0.5, 80, "higher")
    strip: PairedTable = table_of(paired_of_claim, claim)
    assert strip.arms[1].censored == (False, True, True, False, True)
    assert strip.arms[1].values == (80, 80, 80, 70, 80)


def test_races_run_in_the_direction_that_the_claim_says(make_study: Make) -> None:
    """An accuracy may be claimed to fall sooner."""
    falling = [run_at(np.where(STEPS < 30, 0.9, 0.1)) for _ in range(3)]
    claim = judged(make_study, {A: falling, B: falling}, "time_to_threshold", **RACE, better="lower")
    table: ThresholdTable = table_of(threshold_of_claim, claim)
    assert (table.better, table.arms[0].censored) == ("lower", (False, False, False))


def test_races_show_the_curves_up_to_a_little_beyond_the_budget(make_study: Make) -> None:
    """Every seed of both arms, under the metric's name, however much longer they trained."""
    runs = {A: raced(10, 20, 20, 30, 30), B: raced(60, 70, 70, 70, 40)}
    table: ThresholdTable = table_of(
        threshold_of_claim, judged(make_study, runs, "time_to_threshold", **RACE | {"budget": 50})
    )
    assert {curve.steps[-1] for curve in table.learning.curves} == {50}
    assert len(table.learning.curves) == 10
    runs[B][2] = replace(runs[B][2], outcome="diverged")
    table = table_of(threshold_of_claim, judged(make_study, runs, "time_to_threshold", **RACE | {"budget": 50}))
    assert {curve.steps[-1] for curve in table.learning.curves} == {100}  # a cross stands where a run really ended
    column = RACE | {"metric": "drift.2", "threshold": 2.0}
    falling = {
        arm: [run_at(0.5, drift=np.outer(np.linspace(5, 1, 11) - s / 9, [9, 1, 9])) for s in range(5)] for arm in (A, B)
    }
    table = table_of(threshold_of_claim, judged(make_study, falling, "time_to_threshold", **column))
    assert table.learning.metric == "drift.2"
    assert table.learning.curves[0].values[0] == 5
    assert table.better == "lower"
    assert threshold_of_claim(judged(make_study, {}, "time_to_threshold", **RACE)) is None


Small = Any  # what conftest.py makes


def test_a_late_divergence_does_not_stretch_the_axis(small: Small) -> None:
    """A run that went on to step 100 does not push a budget of 20 into a corner; one that ended soon after is shown."""
    rising = Series(small.steps, np.linspace(0.15, 0.9, len(small.steps)))
    for end, seen in ((100, 20), (40, 40)):
        lost = small.run(lost=True)
        kept = Series(rising.steps[: end // 10 + 1], rising.values[: end // 10 + 1])
        lost = replace(lost, stopped_at=end, series={**lost.series, "train_accuracy": kept})
        runs = {
            A: [lost, *(replace(run, series={**run.series, "train_accuracy": rising}) for run in small.arm(0.6)[1:])],
            B: [replace(run, series={**run.series, "train_accuracy": rising}) for run in small.arm(0.3)],
        }
        race = {"metric": "train_accuracy", "arm": A, "versus": B, "threshold": 0.2, "budget": 20, "margin": 1.1}
        table = threshold_of_claim(small.claim(runs, "time_to_threshold", race))
        assert table is not None
        assert max(step for curve in table.learning.curves for step in curve.steps) == seen
        assert any(curve.diverged for curve in table.learning.curves) is (end == 40)

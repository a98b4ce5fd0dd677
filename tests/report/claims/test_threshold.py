"""Races to a threshold."""

from dataclasses import replace
from typing import Any

import numpy as np

from bnreport.report.claims import threshold
from bnreport.results import Series

Small = Any  # what conftest.py makes

A, B = "vgg.batchnorm", "vgg.standard"


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
        race = {"metric": "train_accuracy", "arm": A, "versus": B, "threshold": 0.2, "budget": 20, "margin": 0.1}
        table = threshold.table(small.claim(runs, "time_to_threshold", race))
        assert table is not None
        assert max(step for curve in table.learning.curves for step in curve.steps) == seen
        assert any(curve.diverged for curve in table.learning.curves) is (end == 40)

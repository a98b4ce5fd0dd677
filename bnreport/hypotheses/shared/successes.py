"""Which runs of an arm trained."""

from typing import TYPE_CHECKING

import numpy as np

from bnreport.results import Metric, SeedValues

if TYPE_CHECKING:
    from bnreport.results import Measure, Results

_SUCCESS = Metric("trained", "1", "higher", 0.0)


def successes(arm: str, results: "Results", measure: "Measure", threshold: float | None) -> SeedValues:
    """Return 1 for a success, 0 for a failure, NaN for a finished run whose metric is not finite.

    Args:
        arm: whose runs are counted.
        results: where they lie.
        measure: what a trained run must have measured.
        threshold: value that it must reach, in the metric's unit; None where not to diverge is enough.
    """
    runs = results.measured(arm, measure.metric)
    diverged = np.array([run.outcome == "diverged" for run in runs.values()], dtype=bool)
    success = (~diverged).astype(np.float64)
    read = None if threshold is None else results.read(arm, measure)
    if read is not None and threshold is not None:
        beyond = read.metric.at(threshold, read.values)
        success = np.where(diverged, 0.0, np.where(np.isfinite(read.values), beyond, np.nan))
    return SeedValues(tuple(runs), success, diverged, _SUCCESS)

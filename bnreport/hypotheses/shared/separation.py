"""Arms at opposite ends of what their metric can be: no variation between seeds, and yet no doubt."""

from typing import TYPE_CHECKING

import numpy as np

from bnreport.registry import MetricName

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from bnreport.hypotheses.shared.pairing import Paired
    from bnreport.hypotheses.shared.scale import Scale
    from bnreport.results import Metric


def separated(paired: "Paired", arms: "Sequence[str]") -> bool:
    """Tell whether every run of each arm lies at the metric's failure value, or each at its best, and both occur."""
    ends = {_end(paired.values[arm], paired.arms[arm].metric) for arm in arms}
    return ends == {"failure", "best"}


def rounding(paired: "Paired", arms: "Sequence[str]", metric: str, scale: "Scale") -> "NDArray[np.float64]":
    """Return the SD that each arm's values have by the metric's resolution alone, (arms,): resolution / sqrt(12).

    The resolution is the least difference between two readings of these runs: of an accuracy, one over the number of
    samples, or a multiple of it. On the ratio scale it is divided by the value.
    """
    table = paired.table(arms)
    runs = [run for arm in arms for run in paired.runs[arm].values() if MetricName(metric).name in run.series]
    readings = [run.table(metric).values.ravel() for run in runs]
    seen = np.concatenate([table.ravel(), *readings])
    resolution = float(np.diff(np.unique(seen[np.isfinite(seen)])).min())
    sizes = np.abs(table[:, 0]) if scale == "ratio" else np.ones(len(table))
    sd: NDArray[np.float64] = resolution / sizes / np.sqrt(12)
    return sd


def _end(values: "NDArray[np.float64]", metric: "Metric") -> str:
    best = (1.0 if metric.better == "higher" else 0.0) if metric.unit == "fraction" else None
    if metric.failure is not None and (values == metric.failure).all():
        return "failure"
    return "best" if best is not None and (values == best).all() else ""

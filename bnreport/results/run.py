"""What one training run leaves behind.

A metric's name may say which column: `ics_cosine.5` is column 5, `ics_cosine.median` the median of all columns at each
step.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from bnreport.errors import SpecError, unknown
from bnreport.results.series import OVER_COLUMNS, Series

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bnreport.results.metric import Metric


@dataclass(frozen=True)
class RunResult:
    """One training run: its outcome and everything that was measured."""

    key: str
    settings: "Mapping[str, Any]"
    """The resolved recipe, norm and seed that the key was made from."""
    outcome: Literal["finished", "diverged"]
    stopped_at: int
    """Optimiser steps taken; fewer than planned when the loss was no longer finite."""
    cause: str
    """Why it counts as diverged, with the step; empty when finished."""
    metrics: "Mapping[str, Metric]"
    series: "Mapping[str, Series]"
    probes: "Mapping[str, Any]"
    """Which probes looked at it: of each its `options` and the digest of its `code`."""
    environment: "Mapping[str, str]"
    """Device, precision, versions: recorded and compared, not keyed."""
    seconds: float
    """Wall time of training and probes."""
    finished_at: str
    """UTC, ISO 8601."""
    started_at: str = ""
    """UTC, ISO 8601: when it was first begun, interruptions included; empty where nobody noted it."""

    def table(self, name: str) -> Series:
        """Return a metric as it was measured, or the column, or reduction over columns, that its name says.

        Raises:
            SpecError: it has no such column.
        """
        metric, dot, column = name.partition(".")
        series = self.series[metric]
        if not dot or not len(series.steps):
            return series
        if not series.columns:
            raise SpecError([f"{metric} has no columns, and {name} names one. Write {metric}."])
        if column in OVER_COLUMNS:
            return Series(series.steps, getattr(np, column)(series.values, axis=1))
        if column not in series.columns:
            raise SpecError([unknown(f"column of {metric}", column, [*series.columns, *OVER_COLUMNS])])
        return Series(series.steps, series.values[:, series.columns.index(column)])

    def curve(self, name: str) -> Series:
        """Return a metric with one value per step.

        Raises:
            SpecError: its name does not say which column, or wrongly.
        """
        series = self.table(name)
        if known := ", ".join(series.columns):
            raise SpecError([f"{name} has columns ({known}). Write {name}.{series.columns[0]} or {name}.median."])
        return series

"""What one training run leaves behind.

A metric's name may say which column: `ics_cosine.5` is column 5, `ics_cosine.median` the median of all columns at each
step.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from math import nan
from typing import Annotated, Any, ClassVar, Literal

import numpy as np
from pydantic import AfterValidator, ConfigDict, Field

from bnreport.errors import SpecError, unknown
from bnreport.registry import MetricName
from bnreport.results.metric import Metric
from bnreport.results.numbers import STRICT, Number
from bnreport.results.series import OVER_COLUMNS, Series, whole


def _time(text: str) -> str:
    if text:
        datetime.fromisoformat(text)
    return text


Digest = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
Time = Annotated[str, AfterValidator(_time)]
"""UTC, ISO 8601; empty where nobody noted it."""


@dataclass(frozen=True)
class RunResult:
    """One training run: its outcome and everything that was measured."""

    __pydantic_config__: ClassVar[ConfigDict] = STRICT

    key: Digest
    settings: Mapping[str, Any]
    """The resolved recipe, norm, seed as drawn and data digest that the key was made from."""
    outcome: Literal["finished", "diverged"]
    stopped_at: Annotated[int, Field(ge=0)]
    """Optimiser steps taken; fewer than planned when the loss was no longer finite."""
    cause: str
    """Why it counts as diverged, with the step; empty when finished."""
    metrics: Mapping[str, Metric]
    series: Mapping[str, Annotated[Series, AfterValidator(whole)]]
    probes: Mapping[str, Mapping[str, Any]]
    """Which probes looked at it: of each its `options` and the digest of its `code`."""
    environment: Mapping[str, str]
    """Device, precision, versions: recorded and compared, not keyed."""
    seconds: Number
    """Wall time of training and probes."""
    finished_at: Time
    """UTC, ISO 8601."""
    started_at: Time = ""
    """UTC, ISO 8601: when it was first begun, interruptions included; empty where nobody noted it."""
    code: str = ""
    """Digest of the code that trained it, which is in its key unless `accepted` is; empty where nobody noted it."""
    accepted: str = ""
    """Digest of later code whose first steps were the same, bit for bit: what its key holds; mostly empty."""
    fingerprint: str = ""
    """Of weights, buffers and readings after the first 20 steps, or after all of fewer; empty where nobody noted it."""

    def lost(self, metric: Metric) -> float:
        """Return what it counts as if it diverged: its own failure value, or else the one that is known; else NaN."""
        own = self.metrics.get(metric.name.partition(".")[0], metric).failure
        return nan if own is None else own

    def table(self, name: str) -> Series:
        """Return a metric as it was measured, or the column, or reduction over columns, that its name says.

        Raises:
            SpecError: it has no such column.
        """
        metric, column = MetricName(name).name, MetricName(name).column
        series = self.series[metric]
        if column is None or not len(series.steps):
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

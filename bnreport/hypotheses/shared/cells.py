"""The cells in which two runs are compared: columns, such as layers, or measured steps."""

from typing import TYPE_CHECKING, Literal, NamedTuple

import numpy as np

from bnreport.results import Measure, Metric, Span

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from bnreport.results import RunResult, Series


class UnusableError(ValueError):
    """Runs that cannot be compared; the message says why."""


class Cells(NamedTuple):
    """What is compared one by one in two runs."""

    of: Literal["columns", "steps"]
    columns: tuple[str, ...] | None
    """Those that count; None for all."""

    def read(
        self, runs: "tuple[RunResult, RunResult]", spans: tuple[Span, Span], measure: Measure, metric: Metric
    ) -> "tuple[NDArray[np.float64], NDArray[np.float64]]":
        """Return both runs' cells: (k,) columns, or (t, k) steps at which both were measured.

        Args:
            runs: that have measured it.
            spans: the steps of each that count; the same ones are compared step by step.
            measure: which metric, and how its steps become one number.
            metric: which direction is better.

        Raises:
            UnusableError: they have not the same columns, or not the ones that count.
        """
        series = [run.table(measure.metric) for run in runs]
        if self.columns is None and series[0].columns != series[1].columns:
            raise UnusableError(f"{measure.metric} has other columns in one arm than in the other.")
        steps = [
            each.steps[(each.steps >= span.first) & (each.steps <= span.last)]
            for each, span in zip(series, spans, strict=True)
        ]
        if spans[0] == spans[1] and not np.array_equal(steps[0], steps[1]):
            steps = [np.intersect1d(steps[0], steps[1])] * 2
        first, second = (
            self._pick(each, measure.metric)[np.isin(each.steps, at)] for each, at in zip(series, steps, strict=True)
        )
        if self.of == "steps" or not (len(first) and len(second)):
            return first, second
        return measure.reduced(first, metric.better), measure.reduced(second, metric.better)

    def _pick(self, series: "Series", metric: str) -> "NDArray[np.float64]":
        """Return (t, k) values of the columns that count."""
        if series.values.ndim == 1:
            if self.of == "columns" or self.columns:
                raise UnusableError(f"{metric} has no columns to count; use of: steps.")
            return series.values[:, None]
        absent = [column for column in self.columns or () if column not in series.columns]
        if absent:
            known = ", ".join(series.columns)
            raise UnusableError(f"{metric} has no column {absent[0]!r}. It has: {known}.")
        if self.columns is None:
            return series.values
        return series.values[:, [series.columns.index(column) for column in self.columns]]

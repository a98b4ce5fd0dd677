"""A metric over training steps, and its columns, such as layers."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

import numpy as np
from numpy.typing import NDArray
from pydantic import ConfigDict, PlainSerializer, PlainValidator

from bnreport.results import numbers

OVER_COLUMNS = ("max", "mean", "median", "min")
"""Reductions over columns that a name may end in; no column is called so."""

Steps = Annotated[
    NDArray[np.int64],
    PlainValidator(numbers.read_steps, json_schema_input_type=list[int]),
    PlainSerializer(np.ndarray.tolist),
]
Values = Annotated[
    NDArray[np.float64],
    PlainValidator(numbers.read_values, json_schema_input_type=list[numbers.Spelt] | list[list[numbers.Spelt]]),
    PlainSerializer(numbers.spell_values),
]


@dataclass(frozen=True)
class Series:
    """A metric over training steps."""

    __pydantic_config__: ClassVar[ConfigDict] = numbers.STRICT

    steps: Steps
    """(t,): optimiser steps already taken when the value was measured."""
    values: Values
    """(t,), or (t, k) for k columns such as layers."""
    columns: tuple[str, ...] = ()
    """Names of the k columns; empty for a plain series."""

    def __post_init__(self) -> None:
        """Refuse columns that a reader could not tell from a reduction over columns."""
        if reserved := sorted({*self.columns} & {*OVER_COLUMNS}):
            raise ValueError(f"a column cannot be called {reserved[0]!r}, which means a reduction over columns")

    def ends_before(self, step: int) -> bool:
        """Tell whether its probe stopped before a step up to which it would have read once more, as often as it did."""
        if len(self.steps) < 2:  # noqa: PLR2004  (one reading has no rhythm)
            return False
        return bool(self.steps[-1] + np.diff(self.steps).max() <= step)


def whole(series: Series) -> Series:
    """Return a series as read, once it has a value for each step and column.

    Raises:
        ValueError: it has not.
    """
    shape = (len(series.steps), *([len(series.columns)] if series.columns else []))
    if not len(series.steps) and not series.values.size:  # no row tells how many columns there are
        return Series(series.steps, series.values.reshape(shape), series.columns)
    if series.values.shape != shape:
        raise ValueError(f"values are not {shape}, one for each step and column")
    return series

"""A metric over training steps, and its columns, such as layers."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

OVER_COLUMNS = ("max", "mean", "median", "min")
"""Reductions over columns that a name may end in; no column is called so."""


@dataclass(frozen=True)
class Series:
    """A metric over training steps."""

    steps: "NDArray[np.int64]"
    """(t,): optimiser steps already taken when the value was measured."""
    values: "NDArray[np.float64]"
    """(t,), or (t, k) for k columns such as layers."""
    columns: tuple[str, ...] = ()
    """Names of the k columns; empty for a plain series."""

    def __post_init__(self) -> None:
        """Refuse columns that a reader could not tell from a reduction over columns."""
        if reserved := sorted({*self.columns} & {*OVER_COLUMNS}):
            raise ValueError(f"a column cannot be called {reserved[0]!r}, which means a reduction over columns")

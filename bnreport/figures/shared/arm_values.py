"""The numbers of one arm, seed by seed."""

from math import isfinite, nan
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from bnreport.figures.shared.bounds import has_place, too_small

if TYPE_CHECKING:
    from numpy.typing import NDArray


class ArmValues(NamedTuple):
    """One number per seed."""

    name: str
    values: tuple[float, ...]
    """NaN where the run has no such number."""
    diverged: tuple[bool, ...]
    censored: tuple[bool, ...] = ()
    """Whether the number is the budget, because the run did not get there within it; empty where there is none."""
    absent: tuple[bool, ...] = ()
    """Whether the arm has no run of the seed; empty where it has all."""

    @property
    def runs(self) -> int:
        """How many it has."""
        return len(self.values) - sum(self.absent)

    @property
    def unread(self) -> list[tuple[bool, bool]]:
        """Of each run without a number that fits an axis: whether it is too small for one, and whether it diverged."""
        absent = self.absent or (False,) * len(self.values)
        runs = zip(self.values, self.diverged, absent, strict=True)
        return [
            (too_small(value, log=False), lost)
            for value, lost, gone in runs
            if not (gone or has_place(value, log=False))
        ]

    @property
    def mean(self) -> float:
        """Over its runs; NaN where some run has no number: that of the others would favour the arm that fails more."""
        kept = [value for value in self.values if isfinite(value)]
        return sum(kept) / len(kept) if kept and not self.unread else nan

    @property
    def late(self) -> "NDArray[np.bool_]":
        """Of every seed, whether it is censored."""
        return np.array(self.censored or (False,) * len(self.values), dtype=bool)

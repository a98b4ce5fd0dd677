"""The numbers of arms, seed by seed, and the table of them and their effect."""

from dataclasses import dataclass
from math import isfinite, nan
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from bnreport.figures.shared.bounds import has_place, too_small
from bnreport.figures.shared.effect import Effect
from bnreport.figures.shared.table import Cell, FigureTable
from bnreport.formatting import headed, say_value, times
from bnreport.judge.metric_in_words import say_metric
from bnreport.stats.mean import Mean, Ratio
from bnreport.stats.region import NO_INTERVAL, Interval

if TYPE_CHECKING:
    from numpy.typing import NDArray

_WIDEST = 1e6
"""Factor by which bars may lengthen a logarithmic axis at either end."""


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

    def unread(self, *, log: bool = False) -> list[tuple[bool, bool]]:
        """Of each run without a number that fits an axis: whether it is too small for one, and whether it diverged."""
        absent = self.absent or (False,) * len(self.values)
        runs = zip(self.values, self.diverged, absent, strict=True)
        return [
            (too_small(value, log=log), lost) for value, lost, gone in runs if not (gone or has_place(value, log=log))
        ]

    @property
    def mean(self) -> float:
        """Over its runs; NaN where some run has no number: that of the others would favour the arm that fails more."""
        kept = [value for value in self.values if isfinite(value)]
        return sum(kept) / len(kept) if kept and not self.unread() else nan

    @property
    def late(self) -> "NDArray[np.bool_]":
        """Of every seed, whether it is censored."""
        return np.array(self.censored or (False,) * len(self.values), dtype=bool)


@dataclass(frozen=True)
class ArmsTable(FigureTable):
    """Seeds in rows, arms and their effect in columns."""

    metric: str
    metric_unit: str
    arms: tuple[ArmValues, ...]
    effect: Effect

    @property
    def title(self) -> str:
        """The metric as a heading."""
        return headed(say_metric(self.metric), self.metric_unit)

    @property
    def headers(self) -> tuple[str, ...]:
        """Column names."""
        return ("seed", *(f"{arm.name} ({self.metric_unit})" for arm in self.arms), f"effect ({self.effect.unit})")

    def rows(self, means: tuple[tuple[Cell, ...], ...] = ()) -> tuple[tuple[Cell, ...], ...]:
        """Return one row per seed, means of arms if there are any, and every other number on the axis of effects."""
        columns = zip(self.effect.seeds, *(arm.values for arm in self.arms), self.effect.values, strict=True)
        return (*columns, *means, *self.effect.rows(len(self.arms) + 1))


class ArmProfile(NamedTuple):
    """Arms that are joined seed by seed."""

    arms: tuple[ArmValues, ...]
    unit: str
    log: bool
    """Whether means are geometric and the axis is logarithmic."""

    @property
    def factor(self) -> float:
        """What numbers are multiplied by to be drawn: fractions stand as percent."""
        return times(self.unit)

    @property
    def mean(self) -> str:
        """Which mean."""
        return "geometric mean" if self.log else "mean"

    def fits(self, value: float) -> bool:
        """Tell whether a number has a place on the axis."""
        return has_place(value, log=self.log)

    def mean_of(self, arm: ArmValues) -> tuple[float, Interval]:
        """Return the mean over seeds and its 95 % t interval.

        The mean is NaN where some run has no number: that of the others would favour the arm that fails more. One seed
        has no interval.
        """
        if not arm.values or not all(map(self.fits, arm.values)):
            return nan, NO_INTERVAL
        if len(arm.values) == 1:
            return arm.values[0], NO_INTERVAL
        mean = Ratio(Mean.of(np.log(arm.values))) if self.log else Mean.of(arm.values)
        return mean.value, mean.interval(0.05)

    @property
    def ends(self) -> tuple[float, float]:
        """Least and largest value shown: every run, and of the bars what leaves the runs legible."""
        seen = [value for arm in self.arms for value in arm.values if self.fits(value)] or [0.1, 1.0]
        bars = [end for arm in self.arms for end in self.mean_of(arm)[1] if self.fits(end)]
        low, high = min(seen), max(seen)
        if self.log:
            room = min(max(high / low, 1.2), _WIDEST)
            return max(low / room, min([low / 1.02, *bars])), min(high * room, max([high * 1.02, *bars]))
        room = high - low or abs(high) / 2 or 0.5
        return max(low - room, min([low - room / 50, *bars])), min(high + room, max([high + room / 50, *bars]))

    def rows(self) -> tuple[tuple[Cell, ...], ...]:
        """Return the means and the ends of their bars in rows, with an arm in each column and no effect."""
        means = [(mean, *bar) for mean, bar in map(self.mean_of, self.arms)]
        names = (self.mean, f"{self.mean}, 95 % low", f"{self.mean}, 95 % high")
        return tuple((name, *row, "") for name, row in zip(names, zip(*means, strict=True), strict=True))

    def say_mean(self, arm: ArmValues) -> str:
        """Return an arm and its mean, or why it has none."""
        gone = len(arm.unread(log=self.log))
        lacking = f" ({gone} of {arm.runs} runs without a number)" if gone else ""
        return f"{arm.name} {say_value(self.mean_of(arm)[0], self.unit)}{lacking}"

    def say(self, n: int) -> str:
        """Say what lines, bars and marks are, as far as they are there."""
        said = ["Every run of the one seed (n = 1), which has no interval"]
        if n > 1:
            said = [f"Thin: every run, one line per seed (n = {n} seeds)"]
            said.append(
                f"thick: their {self.mean}; bars: its pointwise 95 % t interval, arm by arm, without the pairing"
            )
        low, high = self.ends
        if any(bar.low < low or bar.high > high for _, bar in map(self.mean_of, self.arms)):
            said.append("arrowhead: the bar goes on")
        if any(lost for arm in self.arms for lost in arm.diverged):
            said.append("cross: a run that diverged, at its failure value if it has one")
        if not all(self.fits(value) for arm in self.arms for value in arm.values):
            said.append(f"at the edge, counted: runs without a number that fits the axis, which leave no {self.mean}")
        return "; ".join(said) + "."

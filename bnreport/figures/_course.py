"""Arms from left to right: every seed, their mean with its pointwise interval, and marks for runs without a number."""

from math import nan
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from matplotlib.collections import LineCollection

from bnreport.figures._axes import value_axis
from bnreport.figures._edge import draw_edge
from bnreport.figures.paired import Arm
from bnreport.formatting import say_value, times
from bnreport.stats.mean import Mean, Ratio
from bnreport.stats.region import Interval

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes
    from numpy.typing import NDArray

    from bnreport.figures._ink import Ink
    from bnreport.figures._svg import Cell

_MOST = 1e140
"""Beyond it, and on a logarithmic axis below its inverse, a number has no place."""
_WIDEST = 1e6
"""Factor by which bars may lengthen a logarithmic axis at either end."""
_NONE = Interval(nan, nan)


class Course(NamedTuple):
    """Arms that are joined seed by seed."""

    arms: tuple[Arm, ...]
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
        return abs(value) < _MOST and (value > 1 / _MOST or not self.log)

    def mean_of(self, arm: Arm) -> tuple[float, Interval]:
        """Return the mean over seeds and its 95 % t interval.

        The mean is NaN where some run has no number: that of the others would favour the arm that fails more. One seed
        has no interval.
        """
        if not arm.values or not all(map(self.fits, arm.values)):
            return nan, _NONE
        if len(arm.values) == 1:
            return arm.values[0], _NONE
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

    def rows(self) -> "tuple[tuple[Cell, ...], ...]":
        """Return the means and the ends of their bars in rows, with an arm in each column and no effect."""
        means = [(mean, *bar) for mean, bar in map(self.mean_of, self.arms)]
        names = (self.mean, f"{self.mean}, 95 % low", f"{self.mean}, 95 % high")
        return tuple((name, *row, "") for name, row in zip(names, zip(*means, strict=True), strict=True))

    def say_mean(self, arm: Arm) -> str:
        """Return an arm and its mean, or why it has none."""
        gone = sum(not self.fits(value) for value in arm.values)
        lacking = f" ({gone} of {len(arm.values)} runs without a number)" if gone else ""
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


def draw_frame(axes: "Axes", course: Course, across: tuple[float, float]) -> None:
    """Set up both axes, with ticks on the vertical one."""
    axes.xaxis.set_visible(False)
    axes.set_xlim(*across)
    low, high = course.ends
    value_axis(axes, (course.factor * low, course.factor * high), log=course.log)


def draw_course(axes: "Axes", course: Course, places: "Sequence[float]", look: "Ink") -> None:
    """Draw each seed, the means with their bars, and marks for runs that diverged or have no place."""
    at = np.array(places)
    fitting = [[course.factor * value if course.fits(value) else nan for value in arm.values] for arm in course.arms]
    values, lost = np.array(fitting), np.array([arm.diverged for arm in course.arms])  # (arms, seeds)
    lines = [np.column_stack((at, column)) for column in values.T]
    axes.add_collection(LineCollection(lines, colors=look.colour, linewidths=0.7, alpha=0.45, zorder=2), autolim=False)
    spots, seen = np.broadcast_to(at[:, None], values.shape), np.isfinite(values)
    dots, crosses = seen & ~lost, seen & lost
    if dots.any():
        axes.plot(spots[dots], values[dots], look.marker, color=look.colour, markersize=3, alpha=0.6, zorder=3)
    if crosses.any():
        axes.plot(spots[crosses], values[crosses], "x", color=look.colour, markersize=6, markeredgewidth=1.3, zorder=6)
    _draw_edge(axes, course, at, look.colour)
    _draw_means(axes, course, at, look)


def _draw_means(axes: "Axes", course: Course, at: "NDArray[np.float64]", look: "Ink") -> None:
    """Draw the means and their bars; an arrowhead where a bar leaves the axis."""
    low, high = axes.get_ylim()
    means = [course.mean_of(arm) for arm in course.arms]
    axes.plot(
        at, [course.factor * mean for mean, _ in means], color=look.colour, linestyle=look.dash, linewidth=2,
        marker=look.marker, markersize=5.5, markeredgecolor="white", markeredgewidth=0.6, zorder=5,
    )  # fmt: skip
    bars = [(x, course.factor * bar.low, course.factor * bar.high) for x, (_, bar) in zip(at, means, strict=True)]
    drawn = [((x, max(first, low)), (x, min(last, high))) for x, first, last in bars if first <= last]
    axes.add_collection(LineCollection(drawn, colors=look.colour, linewidths=1.6, zorder=4), autolim=False)
    above, below = [x for x, _, last in bars if last > high], [x for x, first, _ in bars if first < low]
    for shape, edge, gone in (("^", high, above), ("v", low, below)):
        if gone:
            axes.plot(gone, [edge] * len(gone), shape, color=look.colour, markersize=4.5, clip_on=False, zorder=5)


def _draw_edge(axes: "Axes", course: Course, places: "NDArray[np.float64]", colour: str) -> None:
    """Mark and count the runs without a place, below what is too small for the axis, above the others."""
    for x, arm in zip(places, course.arms, strict=True):
        runs = zip(arm.values, arm.diverged, strict=True)
        gone = [
            (value <= (1 / _MOST if course.log else -_MOST), lost) for value, lost in runs if not course.fits(value)
        ]
        draw_edge(axes, float(x), gone, len(arm.values), colour)

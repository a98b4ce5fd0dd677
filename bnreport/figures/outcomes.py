"""How often every arm of an experiment trained, by learning rate, and the two arms that a claim compares."""

from dataclasses import dataclass
from math import isfinite
from typing import TYPE_CHECKING

from matplotlib.collections import LineCollection

from bnreport.figures._axes import horizontal
from bnreport.figures._counts import Arm, draw_counts, height_of, shade
from bnreport.figures._ink import INK, ink
from bnreport.figures._runs import called
from bnreport.figures._strands import wrapped
from bnreport.figures._svg import Cell, Shown
from bnreport.formatting import say_effect, say_span, say_value
from bnreport.stats.region import Interval

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_LABEL, _GRID, _BARS, _ABOVE, _BELOW = 1.6, 2.75, 1.95, 0.3, 0.42
"""Widths of the rows' names and the panels, room above and below, in inches."""


@dataclass(frozen=True)
class Table:
    """All arms that ran, and of the compared ones how sure their shares are."""

    experiment: str
    success: str
    """What it means to have trained."""
    arms: tuple[Arm, ...]
    compared: tuple[str, str]
    """Names of the arm and of the one it is compared with."""
    intervals: tuple[Interval, Interval]
    """Wilson's, of their shares."""
    difference: float
    newcombe: Interval

    @property
    def sides(self) -> tuple[Arm | None, ...]:
        """The compared arms; None of one that did not run."""
        named = {arm.name: arm for arm in self.arms}
        return tuple(named.get(name) for name in self.compared)

    @property
    def caption(self) -> str:
        """What is drawn."""
        lost, unread = sum(arm.diverged for arm in self.arms), sum(arm.unread for arm in self.arms)
        one, other = self.compared
        runs = sum(arm.runs for arm in self.arms)
        return (
            f"Runs of {self.experiment} that trained: {self.success}. Left: every arm that ran, by learning rate "
            f"and by what else sets it apart, the darker the larger the share of its runs ({runs} runs in all); "
            f"crosses count those that diverged ({lost}). "
            + f"Not counted: {unread} that finished without a number. "
            * bool(unread)
            + f"Outlined, and right as bars: {one} and {other}, with Wilson's 95 % interval of each share, of which "
            f"Newcombe's is made. {self._difference} The verdict's own interval is the exact one of the main figure."
        )

    @property
    def _difference(self) -> str:
        if not isfinite(self.difference):
            unread = any(arm and arm.unread for arm in self.sides) and all(arm and arm.runs for arm in self.sides)
            return f"Their difference is not known{', for want of these numbers' * unread}."
        said, span = say_effect(self.difference, "fraction"), say_span(self.newcombe, "fraction")
        return f"Their difference is {said}, Newcombe's 95 % interval {span}."

    @property
    def alt(self) -> str:
        """How often each compared arm trained, and the range of the others."""
        said = [
            f"{name}: {_said(arm)}, 95 % interval {' to '.join(say_value(end, 'fraction') for end in interval)}"
            + f", and {arm.unread} without a number" * bool(arm.unread)
            if arm
            else f"{name}: no run"
            for name, arm, interval in zip(self.compared, self.sides, self.intervals, strict=True)
        ]
        others = sorted(arm.share for arm in self.arms if arm.name not in self.compared and arm.runs)
        ends = " to ".join(say_value(share, "fraction") for share in dict.fromkeys((*others[:1], *others[-1:])))
        rest = f" Shares of the {len(others)} other arms: {ends}." if others else ""
        return f"Runs that trained. {'; '.join(said)}. {self._difference}{rest}"

    @property
    def headers(self) -> tuple[str, ...]:
        """Column names."""
        ends = ("Wilson's 95 % interval, low", "high")
        return ("arm", "beside", "learning rate", "trained", "of runs", "share", "diverged", "without a number", *ends)

    def rows(self) -> tuple[tuple[Cell, ...], ...]:
        """Return one row per arm, then the difference."""
        known = dict(zip(self.compared, self.intervals, strict=True))
        arms = ((*arm[:5], arm.share, *arm[5:], *known.get(arm.name, ("", ""))) for arm in self.arms)
        return (*arms, ("difference, Newcombe's interval", *[""] * 4, self.difference, "", "", *self.newcombe))

    def shown(self) -> Shown:
        """Return all of it."""
        return Shown(self.headers, self.rows())


def _said(arm: Arm) -> str:
    lost = f", {arm.diverged} diverged" if arm.diverged else ""
    return f"{arm.trained} of {arm.runs} ({say_value(arm.share, 'fraction')}{lost})"


def size(table: Table) -> tuple[float, float]:
    """Return width and height in inches."""
    return 7.0, _ABOVE + _BELOW + max(1.2, height_of(table.arms))


def draw(figure: "Figure", table: Table) -> None:
    """Draw the grid and the bars."""
    width, height = size(table)
    high = (height - _ABOVE - _BELOW) / height
    grid = figure.add_axes((_LABEL / width, _BELOW / height, _GRID / width, high))
    draw_counts(grid, table.arms, table.sides)
    figure.text((_LABEL + _GRID / 2) / width, 0.04 / height, "learning rate", ha="center", va="bottom")
    _bars(figure.add_axes(((width - _BARS - 0.2) / width, _BELOW / height, _BARS / width, high)), table)


def _bars(axes: "Axes", table: Table) -> None:
    """Draw the shares of both arms with their intervals, names above."""
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_visible(False)
    axes.set_xlim(0, 100)
    axes.set_ylim(2, 0)
    names = called(table.compared)
    for place, (name, arm, (low, high)) in enumerate(zip(names, table.sides, table.intervals, strict=True)):
        look = ink(place)
        axes.text(0, place + 0.34, wrapped(name, 32), ha="left", va="bottom", fontsize=7.5)
        if arm is None or not arm.runs:
            continue
        share, y = 100 * arm.share, place + 0.6
        axes.barh([y], [share], 0.4, color=shade(0.5), edgecolor=look.colour, linestyle=look.dash, linewidth=1.5)
        if low <= high:
            ends = LineCollection([[(100 * low, y), (100 * high, y)]], colors=INK, linewidths=1.4, zorder=3)
            axes.add_collection(ends, autolim=False)
        axes.plot([share], [y], look.marker, color=look.colour, markersize=5, zorder=4, clip_on=False)
    horizontal(axes, [(at, str(at)) for at in (0, 50, 100)])
    axes.set_title("share that trained (%)")


EXAMPLE = Table(
    "e", "the loss stayed finite",
    (Arm("e.a", "batch", 0.1, 1, 1, 0, 0), Arm("e.b", "none", 0.1, 0, 1, 1, 0), Arm("e.c", "none", 0.5, 1, 1, 0, 1)),
    ("e.a", "e.b"), (Interval(0.2065, 1.0), Interval(0.0, 0.7935)), 0.98, Interval(-0.05, 0.97),
)  # fmt: skip

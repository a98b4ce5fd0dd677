"""How often every arm of an experiment trained, by learning rate, and the two arms that a claim compares."""

from typing import TYPE_CHECKING

from matplotlib.collections import LineCollection

from bnreport.figures.outcomes.counts import draw_counts, height_of, shade
from bnreport.figures.shared.axes import horizontal
from bnreport.figures.shared.names import called, wrapped
from bnreport.figures.shared.style import INK, arm_style

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from bnreport.figures.outcomes.table import Table

_LABEL, _GRID, _BARS, _ABOVE, _BELOW = 1.6, 2.75, 1.95, 0.3, 0.42
"""Widths of the rows' names and the panels, room above and below, in inches."""


def size(table: "Table") -> tuple[float, float]:
    """Return width and height in inches."""
    return 7.0, _ABOVE + _BELOW + max(1.2, height_of(table.arms))


def draw(figure: "Figure", table: "Table") -> None:
    """Draw the grid and the bars."""
    width, height = size(table)
    high = (height - _ABOVE - _BELOW) / height
    grid = figure.add_axes((_LABEL / width, _BELOW / height, _GRID / width, high))
    draw_counts(grid, table.arms, table.sides)
    figure.text((_LABEL + _GRID / 2) / width, 0.04 / height, "learning rate", ha="center", va="bottom")
    _bars(figure.add_axes(((width - _BARS - 0.2) / width, _BELOW / height, _BARS / width, high)), table)


def _bars(axes: "Axes", table: "Table") -> None:
    """Draw the shares of both arms with their intervals, names above."""
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_visible(False)
    axes.set_xlim(0, 100)
    axes.set_ylim(2, 0)
    names = called(table.compared)
    for place, (name, arm, (low, high)) in enumerate(zip(names, table.sides, table.intervals, strict=True)):
        look = arm_style(place)
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

"""The mean of each arm, and every seed."""

from typing import TYPE_CHECKING

from bnreport.figures.shared.bounds import has_place
from bnreport.figures.shared.style import COLOURS, QUIET
from bnreport.formatting import effect_unit, times

if TYPE_CHECKING:
    from bnreport.figures.means.table import Table
    from matplotlib.figure import Figure


def size(table: "Table") -> tuple[float, float]:
    """Return width and height in inches."""
    return 7.0, 0.8 + 0.25 * len(table.arms)


def draw(figure: "Figure", table: "Table") -> None:
    """Draw one row per arm, the first on top; what has no place on an axis is left to the table."""
    axes, factor = figure.subplots(), times(table.unit)
    for row, arm in enumerate(table.arms):
        for values, shape, colour in ((arm.values, "o", QUIET), ((arm.mean,), "|", COLOURS[0])):
            drawn = [factor * value for value in values if has_place(value, log=False)]
            axes.plot(drawn, [row] * len(drawn), shape, color=colour)
    axes.set_yticks(range(len(table.arms)), [arm.name for arm in table.arms])
    axes.set_ylim(len(table.arms) - 0.5, -0.5)
    axes.set_xlabel(f"{table.metric} ({effect_unit(table.unit)})")

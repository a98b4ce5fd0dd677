"""The mean of each arm, and every seed."""

from functools import partial
from typing import TYPE_CHECKING

from bnreport.figures.shared.axes import vertical
from bnreport.figures.shared.bounds import has_place
from bnreport.figures.shared.panel import Margins, Panel, below, framed
from bnreport.figures.shared.style import ACCENT, QUIET
from bnreport.formatting import effect_unit, times

if TYPE_CHECKING:
    from bnreport.figures.means.table import Table
    from matplotlib.figure import Figure


_ROOM = Margins(left=1.2)


def panels(table: "Table") -> tuple[Panel, ...]:
    """Return one panel, with a row per arm."""
    return (Panel("means", partial(_draw, table), _ROOM.above + 0.25 * max(len(table.arms), 1)),)


def _draw(table: "Table", figure: "Figure") -> None:
    """Draw the first arm on top; what has no place on an axis is left to the table."""
    axes, factor = framed(figure, _ROOM), times(table.unit)
    for row, arm in enumerate(table.arms):
        for values, shape, colour in ((arm.values, "o", QUIET), ((arm.mean,), "|", ACCENT)):
            drawn = [factor * value for value in values if has_place(value, log=False)]
            axes.plot(drawn, [row] * len(drawn), shape, color=colour)
    vertical(axes, [(row, arm.name) for row, arm in enumerate(table.arms)])
    axes.set_ylim(len(table.arms) - 0.5, -0.5)
    below(axes, f"{table.metric} ({effect_unit(table.unit)})")

"""Every claim on one axis: effects in margins, the claim region shaded, both intervals."""

from functools import partial
from math import inf, isfinite
from typing import TYPE_CHECKING

from bnreport.figures.shared.draw_margins import margin_axis, markers, papers, segments
from bnreport.figures.shared.draw_rows import ROOM, Row, half, height_of, set_rows
from bnreport.figures.shared.margins import say_brief
from bnreport.figures.shared.panel import Panel, framed

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from bnreport.figures.forest.table import Table

_ROOM = ROOM._replace(top=0.05)


def panels(table: "Table") -> tuple[Panel, ...]:
    """Return all rows one above the other."""
    return (Panel("claims", partial(_draw, table), height_of(_rows(table)) - ROOM.top + _ROOM.top),)


def _rows(table: "Table") -> list[Row]:
    return [Row(row.label, say_brief(row.estimate, row.told, row.unit)) for row in table.claims]


def _draw(table: "Table", figure: "Figure") -> None:
    """Draw one row per claim."""
    axes, high = framed(figure, _ROOM), half(_rows(table))
    reach = margin_axis(axes, table.reach, table.claims, high)
    set_rows(axes, _rows(table))
    _bounds(axes, table, reach, high)
    segments(axes, ((row.style[0], row.span(row.verdict_interval)) for row in table.claims), reach, 8.0, 0.45)
    segments(axes, ((row.style[0], row.span(row.interval)) for row in table.claims), reach, 1.6)
    markers(axes, table.claims, inf, 7)
    papers(axes, [(y, row.at(row.paper)) for y, row in enumerate(table.claims) if isfinite(row.paper)], reach)


def _bounds(axes: "Axes", table: "Table", reach: float, high: float) -> None:
    ends = [
        (row.at(end), y, row.style[0])
        for y, row in enumerate(table.claims)
        for end in row.region
        if abs(row.at(end)) < reach
    ]
    if ends:
        at, ys, colours = zip(*ends, strict=True)
        low, above = ([y + side for y in ys] for side in (-high, high))
        axes.vlines(at, low, above, colors=colours, linewidth=0.9, linestyles=":", zorder=1)

"""The parts of a composite claim on one axis: effects in margins, the claim region shaded, 95 % intervals."""

from functools import partial
from math import inf
from typing import TYPE_CHECKING

from bnreport.figures.shared.draw_margins import margin_axis, markers, segments
from bnreport.figures.shared.draw_rows import ROOM, Row, half, height_of, set_rows
from bnreport.figures.shared.margins import say_brief
from bnreport.figures.shared.names import in_common
from bnreport.figures.shared.panel import WIDE, Panel, framed, room_above, titled

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from bnreport.figures.forest.table import Table


def panels(table: "Table") -> tuple[Panel, ...]:
    """Return all rows one above the other, under what they have in common."""
    title, rows = _rows(table)
    return (Panel("parts", partial(_draw, table), height_of(rows) - ROOM.top + _top(title)),)


def _rows(table: "Table") -> tuple[str, list[Row]]:
    """Return what the parts have in common, and a row for each with what it has not."""
    title, own = in_common([part.label for part in table.parts])
    rows = [
        Row(f"{number}. {name}", say_brief(part.estimate, part.interval, part.unit))
        for number, (name, part) in enumerate(zip(own, table.parts, strict=True), 1)
    ]
    return title, rows


def _top(title: str) -> float:
    return room_above(title, WIDE) if title else 0.05


def _draw(table: "Table", figure: "Figure") -> None:
    """Draw one row per part."""
    title, rows = _rows(table)
    axes, high = framed(figure, ROOM._replace(top=_top(title))), half(rows)
    reach = margin_axis(axes, table.reach, table.parts, high)
    set_rows(axes, rows)
    _bounds(axes, table, reach, high)
    segments(axes, ((part.style[0], part.span(part.interval)) for part in table.parts), reach, 1.6)
    markers(axes, table.parts, inf, 7)
    if title:
        titled(axes, title)


def _bounds(axes: "Axes", table: "Table", reach: float, high: float) -> None:
    ends = [
        (part.at(end), y, part.style[0])
        for y, part in enumerate(table.parts)
        for end in part.region
        if abs(part.at(end)) < reach
    ]
    if ends:
        at, ys, colours = zip(*ends, strict=True)
        low, above = ([y + side for y in ys] for side in (-high, high))
        axes.vlines(at, low, above, colors=colours, linewidth=0.9, linestyles=":", zorder=1)

"""Steps between neighbouring arms, a row for each: every seed, the mean and its interval."""

from functools import partial
from math import isfinite
from typing import TYPE_CHECKING

from matplotlib.collections import LineCollection

from bnreport.figures.shared.draw_effect import effect_axis
from bnreport.figures.shared.draw_rows import ROOM, Row, half, height_of, set_rows
from bnreport.figures.shared.margins import say_brief
from bnreport.figures.shared.panel import WIDE, Panel, framed, room_above, titled
from bnreport.figures.shared.style import ACCENT, QUIET
from bnreport.formatting import headed, times
from bnreport.judge.metric_in_words import say_metric

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from bnreport.figures.steps.table import Step, Table


def panels(table: "Table") -> tuple[Panel, ...]:
    """Return all steps one above the other."""
    height = height_of(_rows(table)) - ROOM.top + room_above(_title(table), WIDE) - 0.16
    return (Panel("steps", partial(_draw, table), height),)


def _title(table: "Table") -> str:
    said = f"{'fall' if table.turned else 'rise'} in {say_metric(table.metric)} from arm to arm"
    return headed(said, table.unit, effect=True)


def _rows(table: "Table") -> list[Row]:
    return [Row(step.name, _said(step, table.unit)) for step in table.steps]


def _said(step: "Step", unit: str) -> str:
    gone = sum(not isfinite(value) for value in step.values)
    return f"no number in {gone} of {len(step.values)} seeds" if gone else say_brief(step.estimate, step.interval, unit)


def _draw(table: "Table", figure: "Figure") -> None:
    """Draw one row per step."""
    rows, factor = _rows(table), times(table.unit)
    axes = framed(figure, ROOM._replace(top=room_above(_title(table), WIDE), bottom=ROOM.bottom - 0.16))
    off = 0.4 * half(rows)
    drawn = [end for step in table.steps for end in (*step.values, step.estimate, *step.interval)]
    lines = [*((bound, ACCENT, ":", 1.0) for bound in table.region or ()), (float(table.log), QUIET, "-", 0.8)]
    effect_axis(axes, [*drawn, *(line[0] for line in lines)], table.unit, table.region, lines, room=0.06, most=7)
    set_rows(axes, rows)
    low, high = axes.get_xlim()
    marks: dict[str, list[tuple[float, float]]] = {"|": [], "x": [], "D": []}
    bars = []
    for place, step in enumerate(table.steps):
        for value, lost in zip(step.values, step.diverged, strict=True):
            marks["x" if lost else "|"].append((factor * value, place + off))
        marks["D"].append((factor * step.estimate, place - off))
        ends = max(factor * step.interval.low, low), min(factor * step.interval.high, high)
        bars += [[(end, place - off) for end in ends]] if ends[0] <= ends[1] else []
    axes.add_collection(LineCollection(bars, colors=ACCENT, linewidths=1.8, zorder=3), autolim=False)
    for shape, colour, length in (("|", QUIET, 5), ("x", QUIET, 5), ("D", ACCENT, 5)):
        seen = [(x, y) for x, y in marks[shape] if low <= x <= high]
        if seen:
            axes.plot(*zip(*seen, strict=True), shape, color=colour, markersize=length, zorder=4)
    titled(axes, _title(table))

"""Steps between neighbouring arms, a row for each: every seed, the mean and its interval."""

from math import isfinite
from textwrap import wrap
from typing import TYPE_CHECKING

from matplotlib.collections import LineCollection

from bnreport.figures.shared.draw_effect import effect_axis
from bnreport.figures.shared.margins import say_brief
from bnreport.figures.shared.style import COLOURS, QUIET
from bnreport.formatting import effect_unit, times

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from bnreport.figures.steps.table import Step, Table

_WIDTH, _LEFT, _WIDE, _ABOVE, _BELOW, _ROW, _LINE, _OFF = 7.0, 2.2, 2.9, 0.28, 0.25, 0.18, 0.125, 0.04
"""Of the figure, of the names and of the panel; room above and below it; of a row without its names, and of a line of
them; by which an estimate stands above the middle of its row, and its seeds below: in inches."""
_LETTERS = 38
"""Of a name that fit beside each other."""


def size(table: "Table") -> tuple[float, float]:
    """Return width and height in inches."""
    return _WIDTH, _ABOVE + _BELOW + (sum(map(_high, table.steps)) or _ROW)


def _high(step: "Step") -> float:
    return _ROW + _LINE * _named(step).count("\n")


def _named(step: "Step") -> str:
    ends = (wrap(end, _LETTERS, break_on_hyphens=False) for end in (step.before, f"to {step.after}"))
    return "\n".join(line for lines in ends for line in lines)


def draw(figure: "Figure", table: "Table") -> None:
    """Draw one row per step, its names on the left and its numbers on the right."""
    height, factor = size(table)[1], times(table.unit)
    axes = figure.add_axes((_LEFT / _WIDTH, _BELOW / height, _WIDE / _WIDTH, 1 - (_ABOVE + _BELOW) / height))
    drawn = [end for step in table.steps for end in (*step.values, step.estimate, *step.interval)]
    lines = [*((bound, COLOURS[0], ":", 1.0) for bound in table.region or ()), (float(table.log), QUIET, "-", 0.8)]
    effect_axis(axes, [*drawn, *(line[0] for line in lines)], table.unit, table.region, lines, room=0.06, most=7)
    axes.set_ylim(sum(map(_high, table.steps)) or 1.0, 0)
    down, (low, high) = 0.0, axes.get_xlim()
    marks: dict[str, list[tuple[float, float]]] = {"|": [], "x": [], "D": []}
    bars = []
    for step in table.steps:
        place, down = down + _high(step) / 2, down + _high(step)
        for value, lost in zip(step.values, step.diverged, strict=True):
            marks["x" if lost else "|"].append((factor * value, place + _OFF))
        marks["D"].append((factor * step.estimate, place - _OFF))
        ends = max(factor * step.interval.low, low), min(factor * step.interval.high, high)
        bars += [[(end, place - _OFF) for end in ends]] if ends[0] <= ends[1] else []
        _beside(axes, place, step, table.unit)
    axes.add_collection(LineCollection(bars, colors=COLOURS[0], linewidths=1.8, zorder=3), autolim=False)
    for shape, colour, length in (("|", QUIET, 5), ("x", QUIET, 5), ("D", COLOURS[0], 5)):
        seen = [(x, y) for x, y in marks[shape] if low <= x <= high]
        if seen:
            axes.plot(*zip(*seen, strict=True), shape, color=colour, markersize=length, zorder=4)
    kind = "ratio" if table.log else effect_unit(table.unit) or "no unit"
    axes.set_title(f"{'fall' if table.turned else 'rise'} in {table.metric.replace('_', ' ')} from arm to arm ({kind})")


def _beside(axes: "Axes", place: float, step: "Step", unit: str) -> None:
    """Write the names on the left and the numbers on the right."""
    gone = sum(not isfinite(value) for value in step.values)
    said = f"no number in {gone} of {len(step.values)} seeds" if gone else say_brief(step.estimate, step.interval, unit)
    along = axes.get_yaxis_transform()
    for at, word, side in ((-0.03, _named(step), "right"), (1.03, said, "left")):
        axes.text(at, place, word, transform=along, ha=side, va="center", fontsize=7, linespacing=1.15)

"""One claim, every seed visible: paired arms on the left, the effect of each seed and its intervals on the right."""

from math import nan
from typing import TYPE_CHECKING

import numpy as np
from matplotlib.collections import LineCollection

from bnreport.figures.shared.axes import horizontal, value_axis, vertical
from bnreport.figures.shared.bounds import LARGEST
from bnreport.figures.shared.draw_effect import draw_beside, height_of
from bnreport.figures.shared.draw_profile import draw_unread
from bnreport.figures.shared.names import wrapped
from bnreport.figures.shared.style import QUIET, arm_styles
from bnreport.formatting import times

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from bnreport.figures.paired.table import Table

_ABOVE, _BELOW = 0.30, 0.44
"""Room above and below the panels, in inches."""
_ABREAST = 4
"""Arms whose names fit side by side."""
_ACROSS = 44
"""Letters that do."""


def size(table: "Table") -> tuple[float, float]:
    """Return width and height in inches."""
    return 7.0, _ABOVE + _BELOW + height_of(table.effect, 1.3)


def draw(figure: "Figure", table: "Table") -> None:
    """Draw both panels."""
    slopes = draw_beside(figure, table.effect, size(table)[1], (_ABOVE, _BELOW))
    (_shares if table.of_shares else _slopes)(slopes, table)
    slopes.set_xlim(-0.35, len(table.arms) - 0.65)
    letters = _ACROSS // max(len(table.arms), 1)
    horizontal(slopes, [(index, wrapped(arm.name, letters)) for index, arm in enumerate(table.arms)])
    if len(table.arms) > _ABREAST:
        for name in slopes.texts[-len(table.arms) :]:
            name.set(fontsize=5.5, rotation=15)


def _slopes(axes: "Axes", table: "Table") -> None:
    """Draw a line for each seed, a mark for each run, and at the edge those without a number."""
    factor = times(table.metric_unit)
    indices = range(len(table.arms))
    values = factor * np.array([arm.values for arm in table.arms])  # (arms, seeds)
    values[~(np.abs(values) < factor * LARGEST)] = nan
    lines = [np.column_stack((indices, column)) for column in values.T]
    axes.add_collection(LineCollection(lines, colors=QUIET, linewidths=0.9, alpha=0.7, zorder=1))
    styles = arm_styles(arm.name for arm in table.arms)
    for index, arm in enumerate(table.arms):
        colour, _, marker = styles[arm.name]
        lost, late = np.array(arm.diverged, dtype=bool), arm.late
        kept = ~lost & ~late
        for chosen, shape, face in ((kept, marker, colour), (late & ~lost, marker, "white"), (lost, "x", colour)):
            if chosen.any():
                at = values[index][chosen]
                axes.plot(
                    np.full(len(at), index), at, shape, color=colour, markerfacecolor=face, markersize=6, zorder=2
                )
        draw_unread(axes, index, arm, colour)
    seen = values[np.isfinite(values)]
    low, high = (float(seen.min()), float(seen.max())) if seen.size else (0.0, 1.0)
    room = (0.3 if any(arm.unread() for arm in table.arms) else 0.1) * (high - low) or 0.5
    value_axis(axes, (low - room, high + room), "1", log=False)
    axes.set_title(table.title)


def _shares(axes: "Axes", table: "Table") -> None:
    """Draw runs that are all at 0 or 1 beside each other, with no line between arms that are not paired."""
    count = len(table.effect.seeds)
    beside = np.linspace(-0.2, 0.2, count) if count > 1 else np.zeros(count)
    styles = arm_styles(arm.name for arm in table.arms)
    for index, arm in enumerate(table.arms):
        colour, _, marker = styles[arm.name]
        lost, values = np.array(arm.diverged), np.array(arm.values)
        for chosen, shape in ((~lost, marker), (lost, "x")):
            axes.plot(index + beside[chosen], values[chosen], shape, color=colour, markersize=5, zorder=2)
        draw_unread(axes, index, arm, colour)
        axes.text(index, 0.5, f"{int(np.nansum(values))} of {np.isfinite(values).sum()}", ha="center", va="center")
    axes.set_ylim(-0.25, 1.25)
    vertical(axes, [(0, "failed"), (1, "trained")])
    axes.set_title("runs that trained")

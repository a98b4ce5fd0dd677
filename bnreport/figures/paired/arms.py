"""Runs of arms side by side: joined seed by seed, or as successes and failures."""

from math import nan
from typing import TYPE_CHECKING

import numpy as np
from matplotlib.collections import LineCollection

from bnreport.figures.shared.axes import value_axis, vertical
from bnreport.figures.shared.bounds import LARGEST
from bnreport.figures.shared.off_axis_marks import draw_off_axis_marks
from bnreport.figures.shared.style import COLOURS, MARKERS, QUIET
from bnreport.formatting import heading_unit, times

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from bnreport.figures.paired.table import Table


def draw_slopes(axes: "Axes", table: "Table") -> None:
    """Draw a line for each seed, a mark for each run, and at the edge those without a number."""
    factor = times(table.metric_unit)
    places = range(len(table.arms))
    values = factor * np.array([arm.values for arm in table.arms])  # (arms, seeds)
    values[~(np.abs(values) < factor * LARGEST)] = nan
    lines = [np.column_stack((places, column)) for column in values.T]
    axes.add_collection(LineCollection(lines, colors=QUIET, linewidths=0.9, alpha=0.7, zorder=1))
    for place, arm in enumerate(table.arms):
        colour, marker = COLOURS[place % len(COLOURS)], MARKERS[place % len(MARKERS)]
        lost, late = np.array(arm.diverged, dtype=bool), arm.late
        kept = ~lost & ~late
        for chosen, shape, face in ((kept, marker, colour), (late & ~lost, marker, "white"), (lost, "x", colour)):
            if chosen.any():
                at = values[place][chosen]
                axes.plot(
                    np.full(len(at), place), at, shape, color=colour, markerfacecolor=face, markersize=6, zorder=2
                )
        draw_off_axis_marks(axes, place, arm.unread, arm.runs, colour)
    seen = values[np.isfinite(values)]
    low, high = (float(seen.min()), float(seen.max())) if seen.size else (0.0, 1.0)
    room = (0.3 if any(arm.unread for arm in table.arms) else 0.1) * (high - low) or 0.5
    value_axis(axes, (low - room, high + room), log=False)
    axes.set_title(f"{table.metric.replace('_', ' ')} ({heading_unit(table.metric_unit)})")


def draw_shares(axes: "Axes", table: "Table") -> None:
    """Draw runs that are all at 0 or 1 beside each other, with no line between arms that are not paired."""
    count = len(table.effect.seeds)
    beside = np.linspace(-0.2, 0.2, count) if count > 1 else np.zeros(count)
    for place, arm in enumerate(table.arms):
        colour, marker = COLOURS[place % len(COLOURS)], MARKERS[place % len(MARKERS)]
        lost, values = np.array(arm.diverged), np.array(arm.values)
        for chosen, shape in ((~lost, marker), (lost, "x")):
            axes.plot(place + beside[chosen], values[chosen], shape, color=colour, markersize=5, zorder=2)
        draw_off_axis_marks(axes, place, arm.unread, arm.runs, colour)
        axes.text(place, 0.5, f"{int(np.nansum(values))} of {np.isfinite(values).sum()}", ha="center", va="center")
    axes.set_ylim(-0.25, 1.25)
    axes.yaxis.set_visible(False)
    vertical(axes, [(0, "failed"), (1, "trained")])
    axes.set_title("runs that trained")

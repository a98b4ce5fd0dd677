"""One claim, every seed visible: paired arms on the left, the effect of each seed and its intervals on the right."""

from dataclasses import replace
from functools import partial
from math import nan
from typing import TYPE_CHECKING

import numpy as np
from matplotlib.collections import LineCollection

from bnreport.figures.shared.axes import horizontal, value_axis, vertical
from bnreport.figures.shared.bounds import LARGEST
from bnreport.figures.shared.draw_effect import effect_panel, height_of, under
from bnreport.figures.shared.draw_profile import draw_unread
from bnreport.figures.shared.names import wrapped
from bnreport.figures.shared.panel import WIDE, Margins, Panel, framed, titled
from bnreport.figures.shared.style import QUIET, arm_styles, share_out
from bnreport.formatting import times

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from bnreport.figures.paired.table import Table

_LINE = 0.118
"""Height of a line of names, in inches."""


def panels(table: "Table") -> "tuple[Panel, ...]":
    """Return the runs of every few arms, and the effect."""
    high, named = height_of(table.effect, 1.3), _title(table)
    arms = [_of(table, names) for names in share_out([arm.name for arm in table.arms])] if table.arms else []
    shown = (Panel(named, partial(_draw, each), _room(each).above + high) for each in arms)
    return (*shown, effect_panel(table.effect, high=high, room=under(named, table.effect)))


def _of(table: "Table", names: "Sequence[str]") -> "Table":
    return replace(table, arms=tuple(arm for name in names for arm in table.arms if arm.name == name))


def _names(table: "Table") -> list[str]:
    """Return what stands below each arm, in lines."""
    most = int((WIDE - 0.6) / len(table.arms) / 0.064)
    return [wrapped(arm.name, most) for arm in table.arms]


def _title(table: "Table") -> str:
    return "runs that trained" if table.of_shares else table.title


def _room(table: "Table") -> Margins:
    return Margins(
        top=under(_title(table), table.effect).top,
        bottom=0.14 + _LINE * (1 + max(name.count("\n") for name in _names(table))),
    )


def _draw(table: "Table", figure: "Figure") -> None:
    axes = framed(figure, _room(table))
    (_shares if table.of_shares else _slopes)(axes, table)
    titled(axes, _title(table))
    axes.set_xlim(-0.35, len(table.arms) - 0.65)
    horizontal(axes, list(enumerate(_names(table))))


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

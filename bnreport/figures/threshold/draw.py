"""How soon runs reach a threshold: their learning curves, and the share that is not there yet, arm by arm."""

from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from bnreport.figures.shared.arm_curves import curves_panel, draw_runs, framed_curves
from bnreport.figures.shared.axes import value_axis
from bnreport.figures.shared.curve import step_ends
from bnreport.figures.shared.labels import End, label_ends
from bnreport.figures.shared.style import INK, QUIET, arm_styles
from bnreport.formatting import headed, times
from bnreport.judge.metric_in_words import say_metric

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from bnreport.figures.shared.panel import Panel
    from bnreport.figures.shared.style import ArmStyle
    from bnreport.figures.threshold.table import ArmTimes, Table

_DOTS, _DASHES = (0, (1.2, 1.2)), (0, (4, 2))


def panels(table: "Table") -> "tuple[Panel, ...]":
    """Return the curves and the waiting times, on the same steps."""
    arms = table.learning.arms
    return (
        curves_panel(arms, partial(_learning, table), say_metric(table.learning.metric)),
        curves_panel(arms, partial(_waiting, table), "runs not there yet"),
    )


def _framed(figure: "Figure", table: "Table", title: str) -> "Axes":
    """Return axes over steps up to the budget, which is marked."""
    steps = 0, max(step_ends(table.learning.curves)[1], table.budget)
    axes = framed_curves(figure, title, table.learning.arms, steps)
    axes.axvline(table.budget, color=QUIET, linewidth=1.0, linestyle=_DASHES, zorder=1)
    return axes


def _learning(table: "Table", figure: "Figure") -> None:
    learning, ends = table.learning, table.ends
    axes = _framed(figure, table, headed(say_metric(learning.metric), learning.unit))
    value_axis(axes, ends, learning.unit, log=learning.log)
    draw_runs(axes, learning.curves, arm_styles(learning.arms), ends, times(learning.unit))
    if ends[0] <= table.threshold <= ends[1]:
        axes.axhline(times(learning.unit) * table.threshold, color=INK, linewidth=1.2, linestyle=_DOTS, zorder=3)


def _waiting(table: "Table", figure: "Figure") -> None:
    axes = _framed(figure, table, "runs not there yet (%)")
    value_axis(axes, (0.0, 1.0), "fraction", log=False)
    styles = arm_styles(arm.name for arm in table.arms)
    names = []
    for index, arm in enumerate(table.arms):
        _stairs(axes, arm, styles[arm.name], (index, table.budget))
        names.append(End(arm.name, 100 * float(arm.waiting[1][-1]), styles[arm.name].colour))
    label_ends(axes, names)


def _stairs(axes: "Axes", arm: "ArmTimes", style: "ArmStyle", place: tuple[int, int]) -> None:
    """Draw the share that is not there yet: down where a run gets there, to the budget, a tick where one does not."""
    index, budget = place
    steps, shares = arm.waiting
    at, share = np.append(np.minimum(steps, budget), budget), 100 * np.append(shares, shares[-1])
    axes.plot(
        at, share, drawstyle="steps-post", color=style.colour, linestyle=style.dash, linewidth=1.7, zorder=3 + index
    )
    there = np.append(np.diff(shares, prepend=1.0) < 0, False)
    if there.any():
        axes.plot(at[there], share[there], style.marker, color=style.colour, markersize=4, zorder=5, clip_on=False)
    if any(arm.censored):
        axes.plot(
            at[-1:], share[-1:], "|", color=style.colour, markersize=11, markeredgewidth=2, zorder=6, clip_on=False
        )

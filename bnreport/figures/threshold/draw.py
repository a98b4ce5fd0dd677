"""How soon runs reach a threshold: their learning curves, and the share that is not there yet, arm by arm."""

from typing import TYPE_CHECKING

import numpy as np
from matplotlib.lines import Line2D

from bnreport.figures.shared.arm_curves import draw_runs, legend
from bnreport.figures.shared.axes import step_axis, value_axis
from bnreport.figures.shared.curve import step_ends
from bnreport.figures.shared.style import INK, QUIET, arm_styles
from bnreport.formatting import heading_unit, say_name, times

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from bnreport.figures.shared.style import ArmStyle
    from bnreport.figures.threshold.table import ArmTimes, Table

_DOTS, _DASHES = (0, (1.2, 1.2)), (0, (4, 2))


def size(table: "Table") -> tuple[float, float]:  # noqa: ARG001  (as tall as learning curves)
    """Return width and height in inches."""
    return 7.4, 2.7


def draw(figure: "Figure", table: "Table") -> None:
    """Draw both panels on the same steps."""
    steps = (0, max(step_ends(table.learning.curves)[1], table.budget))
    learning = figure.add_axes((0.075, 0.17, 0.28, 0.74))
    _learning(learning, table, steps)
    waiting = figure.add_axes((0.425, 0.17, 0.28, 0.74))
    step_axis(waiting, steps, panels=2)
    value_axis(waiting, (0.0, 1.0), "fraction", log=False)
    styles = arm_styles(arm.name for arm in table.arms)
    for index, arm in enumerate(table.arms):
        _steps(waiting, arm, styles[arm.name], (index, table.budget))
    waiting.set_title("runs not there yet (%)")
    for axes, middle_of in ((learning, 0.215), (waiting, 0.565)):
        axes.axvline(table.budget, color=QUIET, linewidth=1.0, linestyle=_DASHES, zorder=1)
        figure.text(middle_of, 0.03, "optimiser steps", ha="center", va="bottom")
    others = (
        Line2D([], [], color=INK, linestyle=_DOTS, label="threshold"),
        Line2D([], [], color=QUIET, linestyle=_DASHES, linewidth=1.0, label="budget"),
    )
    legend(figure, table.learning.curves, 0.715, *others)


def _learning(axes: "Axes", table: "Table", steps: tuple[int, int]) -> None:
    factor, ends = times(table.learning.unit), table.ends
    step_axis(axes, steps, panels=2)
    value_axis(axes, ends, table.learning.unit, log=table.learning.log)
    draw_runs(axes, table.learning.curves, table.learning.arms, ends, factor)
    if ends[0] <= table.threshold <= ends[1]:
        axes.axhline(factor * table.threshold, color=INK, linewidth=1.2, linestyle=_DOTS, zorder=3)
    axes.set_title(f"{say_name(table.learning.metric)} ({heading_unit(table.learning.unit)})")


def _steps(axes: "Axes", arm: "ArmTimes", style: "ArmStyle", place: tuple[int, int]) -> None:
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

"""One metric over training: every seed, the band between them and their median, arm by arm."""

from typing import TYPE_CHECKING

from bnreport.figures.shared.arm_curves import draw_runs, legend
from bnreport.figures.shared.axes import step_axis, value_axis
from bnreport.figures.shared.curve import step_ends
from bnreport.figures.shared.style import QUIET
from bnreport.formatting import heading_unit, say_name, times

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from bnreport.figures.curves.table import Table


def size(table: "Table") -> tuple[float, float]:
    """Return width and height in inches."""
    return 7.4, max(2.7, 0.6 + 0.19 * len(table.arms))


def draw(figure: "Figure", table: "Table") -> None:
    """Draw arm by arm, colour, dash and marker together."""
    axes = figure.add_axes((0.085, 0.17, 0.64, 0.74))
    value_axis(axes, table.ends, table.unit, log=table.log)
    step_axis(axes, step_ends(table.curves), counted=table.counted)
    draw_runs(axes, table.curves, table.arms, table.ends, times(table.unit))
    axes.set_title(f"{table.title or say_name(table.metric)} ({heading_unit(table.unit)})")
    figure.text(0.405, 0.03, "optimiser steps", ha="center", va="bottom")
    others = []
    if table.chance is not None:
        at = times(table.unit) * table.chance
        others = [axes.axhline(at, color=QUIET, linewidth=1.2, linestyle=":", zorder=1, label="if diverged")]
    legend(figure, table.curves, 0.735, *others)

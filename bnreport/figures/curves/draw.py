"""One metric over training: every seed, the band between them and their median, arm by arm."""

from functools import partial
from typing import TYPE_CHECKING

from bnreport.figures.shared.arm_curves import curves_panel, draw_runs, framed_curves
from bnreport.figures.shared.axes import value_axis
from bnreport.figures.shared.curve import step_ends
from bnreport.figures.shared.style import QUIET, arm_styles, share_out
from bnreport.formatting import headed, times
from bnreport.judge.metric_in_words import say_metric

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from bnreport.figures.curves.table import Table
    from bnreport.figures.shared.panel import Panel


def panels(table: "Table") -> "tuple[Panel, ...]":
    """Return a panel for every few arms."""
    return tuple(curves_panel(arms, partial(_draw, table, arms)) for arms in share_out(table.arms))


def _draw(table: "Table", arms: tuple[str, ...], figure: "Figure") -> None:
    """Draw arm by arm, colour, dash and marker together."""
    title = headed(table.title or say_metric(table.metric), table.unit)
    axes = framed_curves(figure, title, arms, step_ends(table.curves), table.counted)
    value_axis(axes, table.ends, table.unit, log=table.log)
    if table.chance is not None:
        axes.axhline(
            times(table.unit) * table.chance, color=QUIET, linewidth=1.2, linestyle=":", zorder=1, label="if diverged"
        )
    styles = arm_styles(table.arms)
    draw_runs(axes, table.curves, {arm: styles[arm] for arm in arms}, table.ends, times(table.unit))

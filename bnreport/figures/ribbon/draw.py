"""A range over training, from its low to its high end: the bands of two or three arms on one axis."""

from functools import partial
from typing import TYPE_CHECKING

from bnreport.figures.shared.arm_curves import (
    arm_curves,
    curves_panel,
    draw_bands,
    draw_line,
    draw_off_axis,
    end_of,
    framed_curves,
    ring,
)
from bnreport.figures.shared.axes import value_axis
from bnreport.figures.shared.curve import of_arm, step_ends
from bnreport.figures.shared.labels import label_ends
from bnreport.figures.shared.style import arm_styles, share_out
from bnreport.formatting import headed, times

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from bnreport.figures.ribbon.table import Table
    from bnreport.figures.shared.panel import Panel


def panels(table: "Table") -> "tuple[Panel, ...]":
    """Return a panel for every few arms."""
    return tuple(curves_panel(arms, partial(_draw, table, arms)) for arms in share_out(table.arms))


def _draw(table: "Table", arms: tuple[str, ...], figure: "Figure") -> None:
    """Draw the band of each arm, from the median of its low end to that of its high end."""
    axes = framed_curves(figure, headed(table.title, table.unit), arms, step_ends(table.highs), table.counted)
    value_axis(axes, table.ends, table.unit, log=table.log)
    styles = arm_styles(table.arms)
    bands, names = [], []
    for arm in arms:
        low, high = (
            arm_curves(axes, of_arm(curves, arm), styles[arm], times(table.unit))
            for curves in (table.lows, table.highs)
        )
        for each in (low, high):
            draw_line(axes, each.median, styles[arm]._replace(dash="-", marker=""), 0.8)
        bands.append((ring(low.median, high.median), styles[arm]))
        names.append(end_of(arm, high))
        draw_off_axis(axes, [each for each in table.off if each[0] == arm], styles[arm].colour)
    draw_bands(axes, bands, 0.4)
    label_ends(axes, names)

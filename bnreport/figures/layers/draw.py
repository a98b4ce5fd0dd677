"""Metrics of layers over training: a row of panels for each metric, a column for each layer, arms on shared axes."""

from typing import TYPE_CHECKING

from bnreport.figures.shared.arm_curves import draw_runs, legend
from bnreport.figures.shared.axes import step_axis, value_axis
from bnreport.figures.shared.curve import step_ends
from bnreport.figures.shared.names import wrapped
from bnreport.formatting import times, unit_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from bnreport.figures.layers.table import Panel, Table

_LEFT, _RIGHT, _TOP, _BOTTOM, _GAP, _HIGH = 0.78, 1.7, 0.24, 0.42, 0.16, 1.25
"""Margins, the gap between panels and the height of one, in inches."""


def size(table: "Table") -> tuple[float, float]:
    """Return width and height in inches."""
    rows = max(1, len(table.rows_of))
    return 7.4, max(_TOP + rows * (_HIGH + _GAP) - _GAP + _BOTTOM, 0.3 + 0.19 * len(table.arms))


def draw(figure: "Figure", table: "Table") -> None:
    """Draw panel by panel."""
    width, height = size(table)
    rows = [*table.rows_of.values()]
    columns = max(map(len, rows), default=1)
    wide = (width - _LEFT - _RIGHT + _GAP) / columns - _GAP
    for down, row in enumerate(rows):
        bottom = _BOTTOM + (len(rows) - 1 - down) * (_HIGH + _GAP)
        for along, panel in enumerate(row):
            left = _LEFT + along * (wide + _GAP)
            axes = figure.add_axes((left / width, bottom / height, wide / width, _HIGH / height))
            lowest = down == len(rows) - 1
            step_axis(axes, step_ends(table.curves), counted=table.counted, panels=columns, labels=lowest)
            _panel(axes, table, panel, columns, first=along == 0)
            if down == 0:
                axes.set_title(f"layer {panel.layer}")
    figure.text((_LEFT + width - _RIGHT) / 2 / width, 0.08 / height, "optimiser steps", ha="center", va="bottom")
    legend(figure, table.curves, 1 - (_RIGHT - 0.1) / width)


def _panel(axes: "Axes", table: "Table", panel: "Panel", columns: int, *, first: bool) -> None:
    ends = table.ends(panel.metric)
    value_axis(axes, ends, panel.unit, log=panel.axis == "log", panels=columns, labels=first)
    draw_runs(axes, panel.curves, table.arms, ends, times(panel.unit))
    if first:
        box = axes.get_position()
        name = wrapped(f"{panel.name} ({unit})" if (unit := unit_of(panel.unit)) else panel.name, 20)
        axes.figure.text(
            0.012, (box.y0 + box.y1) / 2, name, rotation=90, ha="left", va="center", multialignment="center"
        )

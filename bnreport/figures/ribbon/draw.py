"""A range over training, from its low to its high end: arms on one axis, or where they are many in panels alike."""

from math import ceil
from typing import TYPE_CHECKING

from bnreport.figures.ribbon.table import TOGETHER, Table
from bnreport.figures.shared.arm_curves import (
    arm_curves,
    draw_bands,
    draw_line,
    draw_off_axis,
    draw_seeds,
    legend,
    ring,
)
from bnreport.figures.shared.axes import step_axis, value_axis
from bnreport.figures.shared.curve import of_arm, step_ends
from bnreport.figures.shared.names import wrapped
from bnreport.figures.shared.style import arm_styles
from bnreport.formatting import heading_unit, times

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_ABREAST = 4
"""Arms whose ribbons, with the seeds in them, can be told apart on one axis; else so many beside each other."""
_LEFT, _RIGHT, _TOP, _ABOVE, _BOTTOM, _GAP, _HIGH = 0.5, 0.12, 0.2, 0.24, 0.42, 0.14, 1.25
"""Of panels: margins of all, room above and beside each, and its height, in inches."""


def _panels(table: Table) -> tuple[int, int]:
    """Return rows and columns of panels."""
    rows = ceil(len(table.arms) / _ABREAST)
    return rows, ceil(len(table.arms) / max(1, rows))


def size(table: Table) -> tuple[float, float]:
    """Return width and height in inches."""
    if len(table.arms) <= TOGETHER:
        return 7.4, 2.7
    return 7.4, _panels(table)[0] * (_HIGH + _ABOVE) + _BOTTOM + _TOP


def draw(figure: "Figure", table: Table) -> None:
    """Draw all arms on one axis, or each on its own."""
    title = f"{table.title} ({heading_unit(table.unit)})"
    if len(table.arms) <= TOGETHER:
        axes = figure.add_axes((0.085, 0.17, 0.64, 0.74))
        value_axis(axes, table.ends, table.unit, log=table.log)
        step_axis(axes, step_ends(table.highs), counted=table.counted)
        _ribbons(axes, table, table.arms)
        axes.set_title(title)
        figure.text(0.405, 0.03, "optimiser steps", ha="center", va="bottom")
        legend(figure, table.highs, 0.735)
        return
    (width, height), (rows, columns) = size(table), _panels(table)
    wide = (width - _LEFT - _RIGHT + _GAP) / columns - _GAP
    for index, arm in enumerate(table.arms):
        down, along = divmod(index, columns)
        left, bottom = _LEFT + along * (wide + _GAP), _BOTTOM + (rows - 1 - down) * (_HIGH + _ABOVE)
        axes = figure.add_axes((left / width, bottom / height, wide / width, _HIGH / height))
        bottommost = index + columns >= len(table.arms)
        step_axis(axes, step_ends(table.highs), counted=table.counted, panels=columns, labels=bottommost)
        value_axis(axes, table.ends, table.unit, log=table.log, panels=columns, labels=along == 0)
        _ribbons(axes, table, [arm])
        axes.set_title(wrapped(arm, 26), color=arm_styles(table.arms)[arm].colour, fontsize=8)
    figure.text(0.02, 1 - 0.04 / height, title, va="top", fontsize=8.5)
    figure.text(0.5, 0.08 / height, "optimiser steps", ha="center", va="bottom")


def _ribbons(axes: "Axes", table: Table, arms: "Sequence[str]") -> None:
    bands = []
    for arm in arms:
        style = arm_styles(table.arms)[arm]
        low, high = (
            arm_curves(axes, of_arm(curves, arm), style, times(table.unit)) for curves in (table.lows, table.highs)
        )
        draw_seeds(axes, (low, high), 0.5)
        for each in (low, high):
            draw_line(axes, each.median, style if len(arms) > 1 else style._replace(dash="-", marker=""), 1.1)
        bands.append((ring(low.median, high.median), style))
        draw_off_axis(axes, [*of_arm(table.lows, arm), *of_arm(table.highs, arm)], style.colour, table.ends)
    draw_bands(axes, bands, 0.25)

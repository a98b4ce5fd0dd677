"""Tables of arms from left to right for tests, and how tests read their drawings."""

from math import nan
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure

from bnreport.figures.interaction import draw as interaction_drawing
from bnreport.figures.interaction.table import Table as InteractionTable
from bnreport.figures.shared.arm_values import ArmValues
from bnreport.figures.shared.effect import Effect
from bnreport.figures.trend import draw as trend_drawing
from bnreport.figures.trend.table import Table as TrendTable
from bnreport.stats.region import Interval, Region

NONE = Interval(nan, nan)
FINE = (False, False, False)
EFFECT = Effect(
    "nat", "supported", (0, 1, 2), (1.0, 2.0, 3.0), 2.0, Interval(1, 3), Interval(0.5, 3.5), Region(low=0.2)
)
FOUR = (
    ArmValues("e.a", (1.0, 2.0, 3.0), FINE), ArmValues("e.b", (6.0, 7.0, 8.0), FINE),
    ArmValues("f.a", (11.0, 12.0, 13.0), FINE), ArmValues("f.b", (16.0, 17.0, 18.0), FINE),
)  # fmt: skip
CROSSED = InteractionTable("loss", "nat", FOUR, EFFECT)
LADDER = TrendTable("loss", "nat", FOUR[:3], EFFECT, (1.0, 4.0, 8.0), "log", "rise per doubling of the factor")
HALF = 4.302653 / 3**0.5
"""Of a 95 % interval of three seeds whose standard deviation is 1: Student's t of 2 degrees of freedom."""


def left_of(table: InteractionTable | TrendTable) -> Axes:
    """Draw a table and return its left panel."""
    drawing: Any = interaction_drawing if isinstance(table, InteractionTable) else trend_drawing
    figure = Figure(figsize=drawing.size(table))
    drawing.draw(figure, table)
    return figure.axes[0]


def lines_of(axes: Axes, colour: str, width: float) -> list[list[list[float]]]:
    """Return the segments of collections in a colour and of a width."""
    found = [each for each in axes.collections if isinstance(each, LineCollection)]
    return [
        np.asarray(segment).tolist()
        for lines in found
        if np.ravel(lines.get_linewidth())[0] == width and hex_of(lines) == colour
        for segment in lines.get_segments()
    ]


def hex_of(lines: LineCollection) -> str:
    """Return the colour of lines."""
    channels = [round(255 * channel) for channel in np.asarray(lines.get_edgecolor()).ravel()[:3]]
    return "#" + "".join(f"{channel:02X}" for channel in channels)


def mean_line(axes: Axes, colour: str) -> list[list[float]]:
    """Return the points of the thick line of a colour."""
    [line] = [each for each in axes.lines if each.get_linewidth() == 2 and each.get_color() == colour]
    return np.asarray(line.get_xydata()).tolist()


def marks_of(axes: Axes, shape: str) -> list[list[float]]:
    """Return where marks of a shape stand."""
    found = [np.asarray(each.get_xydata()).tolist() for each in axes.lines if each.get_marker() == shape]
    return [point for points in found for point in points]

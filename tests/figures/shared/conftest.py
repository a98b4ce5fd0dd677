"""Curves and profiles of arms, and how tests read drawings that several kinds share."""

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection, PolyCollection

from bnreport.figures.interaction import draw as interaction_drawing
from bnreport.figures.interaction.table import Table as InteractionTable
from bnreport.figures.shared.arm_values import ArmValues
from bnreport.figures.shared.curve import Curve
from bnreport.figures.shared.effect import Effect
from bnreport.figures.trend import draw as trend_drawing
from bnreport.figures.trend.table import Table as TrendTable
from bnreport.stats.region import Interval, Region
from tests.figures.conftest import FINE, axes_of

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


def runs_of(arm: str, *seeds: tuple[float, ...], diverged: bool = False) -> tuple[Curve, ...]:
    """Return one arm's runs, seed by seed, read at steps 0, 5 and 10."""
    return tuple(Curve(arm, seed, (0, 5, 10)[: len(held)], held, diverged) for seed, held in enumerate(seeds))


def corners_of(axes: Axes) -> list[list[list[float]]]:
    """Return the corners of filled shapes, the closing one left out."""
    shapes = [path for each in axes.collections if isinstance(each, PolyCollection) for path in each.get_paths()]
    return [np.asarray(path.vertices)[:-1].tolist() for path in shapes]


def bars_of(axes: Axes) -> dict[float, dict[float, tuple[float, float]]]:
    """Return, by line width and row, the ends of each horizontal bar that is drawn solid."""
    found: dict[float, dict[float, tuple[float, float]]] = {}
    for lines in axes.collections:
        if isinstance(lines, LineCollection):
            for (x0, y0), (x1, y1) in lines.get_segments():
                if y0 == y1 and y0 == round(y0):
                    found.setdefault(float(np.ravel(lines.get_linewidth())[0]), {})[y0] = (x0, x1)
    return found


def regions_of(axes: Axes) -> list[tuple[float, float, float]]:
    """Return row, left and right of each shaded box."""
    [boxes] = [each for each in axes.collections if isinstance(each, PolyCollection)]
    spans = [np.asarray(path.vertices) for path in boxes.get_paths()]
    return [(float((v[:-1, 1].min() + v[:-1, 1].max()) / 2), float(v[:, 0].min()), float(v[:, 0].max())) for v in spans]


def marks_of(axes: Axes) -> dict[tuple[float, float], tuple[str, str]]:
    """Return colour and shape of each filled mark, by row and place."""
    return {
        (float(y), round(float(x), 9)): (str(line.get_color()), str(line.get_marker()))
        for line in axes.lines
        if line.get_marker() not in ("None", "<", ">") and line.get_markerfacecolor() != "none"
        for x, y in np.asarray(line.get_xydata()).tolist()
    }


def left_of(table: InteractionTable | TrendTable) -> Axes:
    """Draw a table of arms from left to right and return its left panel."""
    drawing: Any = interaction_drawing if isinstance(table, InteractionTable) else trend_drawing
    return axes_of(drawing.panels, table)[0]


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

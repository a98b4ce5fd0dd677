"""How tests read plots on an axis of margins: what is drawn at which row."""

from math import nan

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection, PolyCollection
from matplotlib.figure import Figure

from bnreport.figures.forest.draw import draw as draw_forest
from bnreport.figures.forest.table import Table as ForestTable
from bnreport.figures.specification_curve.draw import draw as draw_specification_curve
from bnreport.figures.specification_curve.table import Table as SpecificationCurveTable
from bnreport.stats.region import Interval

LEFT_OUT = Interval(nan, nan)


def axes_of(table: ForestTable | SpecificationCurveTable) -> Axes:
    """Draw a table and return its axes."""
    figure = Figure()
    if isinstance(table, ForestTable):
        draw_forest(figure, table)
    else:
        draw_specification_curve(figure, table)
    return figure.axes[0]


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

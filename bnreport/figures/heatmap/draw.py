"""A metric of every layer over training, as the ratio of each arm to one that they are all compared with."""

from math import ceil
from typing import TYPE_CHECKING

import numpy as np
from matplotlib import colormaps

from bnreport.figures.shared.axes import horizontal, vertical
from bnreport.figures.shared.names import wrapped
from bnreport.figures.shared.style import RULE
from bnreport.formatting import say_effect

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from numpy.typing import NDArray

    from bnreport.figures.heatmap.table import Panel, Table

_ABREAST = 3
_LEFT, _RIGHT, _ABOVE, _BOTTOM, _GAP, _ROW = 0.5, 0.8, 0.36, 0.42, 0.14, 0.085
"""Margins, room above and beside a panel, and the height of a layer, in inches."""
_COLOURS = "PuOr"


def _shape(table: "Table") -> tuple[int, int, float]:
    """Return rows and columns of panels, and the height of one in inches."""
    rows = max(1, ceil(len(table.panels) / _ABREAST))
    return rows, max(1, ceil(len(table.panels) / rows)), max(0.9, _ROW * len(table.layers))


def size(table: "Table") -> tuple[float, float]:
    """Return width and height in inches."""
    rows, _, high = _shape(table)
    return 7.4, rows * (high + _ABOVE) + _BOTTOM


def draw(figure: "Figure", table: "Table") -> None:
    """Draw an image for each arm, and the scale."""
    width, height = size(table)
    rows, columns, high = _shape(table)
    wide = (width - _LEFT - _RIGHT + _GAP) / columns - _GAP
    for index, panel in enumerate(table.panels):
        down, along = divmod(index, columns)
        left, bottom = _LEFT + along * (wide + _GAP), _BOTTOM + (rows - 1 - down) * (high + _ABOVE)
        axes = figure.add_axes((left / width, bottom / height, wide / width, high / height))
        _image(axes, table, panel)
        if along == 0:
            chosen = range(0, len(table.layers), ceil(len(table.layers) / 7))
            vertical(axes, [(layer, table.layers[layer]) for layer in chosen])
        if index + columns >= len(table.panels):
            chosen = range(0, len(table.steps), ceil(len(table.steps) / 3))
            horizontal(axes, [(step, str(table.steps[step])) for step in chosen])
        axes.set_title(f"{wrapped(panel.arm, 30)}\n{panel.typical}", fontsize=7.5)
    figure.text(0.012, 0.5, "layer", rotation=90, ha="left", va="center")
    figure.text((_LEFT + width - _RIGHT) / 2 / width, 0.08 / height, "optimiser steps", ha="center", va="bottom")
    _scale(figure.add_axes(((width - 0.2) / width, _BOTTOM / height, 0.1 / width, high / height)), table.ends)


def _image(axes: "Axes", table: "Table", panel: "Panel") -> None:
    axes.set_xlim(-0.5, len(table.steps) - 0.5)
    axes.set_ylim(-0.5, len(table.layers) - 0.5)
    ratios = np.array(panel.ratios).reshape(len(table.layers), len(table.steps))
    with np.errstate(divide="ignore", invalid="ignore"):
        axes.imshow(
            _colours(np.log10(ratios) / table.ends), interpolation="nearest", origin="lower", aspect="auto", zorder=0
        )


def _colours(heights: "NDArray[np.float64]") -> "NDArray[np.float64]":
    """Return colours (..., 4) of heights from -1 to 1; grey of NaN."""
    colours = colormaps[_COLOURS](np.clip(np.nan_to_num(heights, nan=0.0, posinf=1, neginf=-1), -1, 1) / 2 + 0.5)
    colours[np.isnan(heights)] = colormaps["Greys"](0.3)
    return np.asarray(colours)


def _scale(axes: "Axes", ends: float) -> None:
    axes.imshow(_colours(np.linspace(-1, 1, 64)[:, None]), origin="lower", aspect="auto", extent=(0, 1, -ends, ends))
    vertical(axes, [(power, say_effect(10.0**power, "ratio")) for power in (-ends, 0.0, ends)], marks=False)
    for spine in axes.spines.values():
        spine.set_edgecolor(RULE)

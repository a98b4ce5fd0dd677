"""A metric of every layer over training, as the ratio of each arm to one that they are all compared with."""

from functools import partial
from math import ceil
from typing import TYPE_CHECKING

import numpy as np
from matplotlib import colormaps

from bnreport.figures.shared.axes import horizontal, vertical
from bnreport.figures.shared.panel import NARROW, WIDE, Margins, Panel, below, framed, room_above, titled
from bnreport.figures.shared.style import RULE
from bnreport.formatting import say_effect

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from numpy.typing import NDArray

    from bnreport.figures.heatmap.table import Panel as Ratios
    from bnreport.figures.heatmap.table import Table

_ROW, _LEAST, _MOST = 0.085, 0.9, 5.0
"""Height of a layer, and the least and the largest one of a panel, in inches."""
_SCALE, _APART = 0.1, 0.08
"""Widths of the scale of colours and of what parts it from the image, in inches."""
_FEW = 2
"""Panels that may be wide; more stand three in a line."""
_COLOURS = "PuOr"


def panels(table: "Table") -> tuple[Panel, ...]:
    """Return an image for each arm, with the scale."""
    width = WIDE if len(table.panels) <= _FEW else NARROW
    high = min(_MOST, max(_LEAST, _ROW * len(table.layers)))
    return tuple(
        Panel(each.arm, partial(_draw, table, each), _room(each, width).above + high, width) for each in table.panels
    )


def _title(ratios: "Ratios") -> str:
    return f"{ratios.arm}: {ratios.typical}"


def _room(ratios: "Ratios", width: float) -> Margins:
    return Margins(right=0.62, top=room_above(_title(ratios), width))


def _draw(table: "Table", ratios: "Ratios", figure: "Figure") -> None:
    axes = framed(figure, _room(ratios, figure.get_figwidth()))
    _image(axes, table, ratios)
    chosen = range(0, len(table.layers), ceil(len(table.layers) / 7))
    vertical(axes, [(layer, table.layers[layer]) for layer in chosen])
    chosen = range(0, len(table.steps), ceil(len(table.steps) / 3))
    horizontal(axes, [(step, str(table.steps[step])) for step in chosen])
    titled(axes, _title(ratios))
    below(axes, "optimiser steps")
    figure.text(0.015, 0.5, "layer", rotation=90, ha="left", va="center")
    box, width = axes.get_position(), figure.get_figwidth()
    _scale(figure.add_axes((box.x1 + (_APART + 0.32) / width, box.y0, _SCALE / width, box.height)), table.ends)


def _image(axes: "Axes", table: "Table", ratios: "Ratios") -> None:
    axes.set_xlim(-0.5, len(table.steps) - 0.5)
    axes.set_ylim(-0.5, len(table.layers) - 0.5)
    held = np.array(ratios.ratios).reshape(len(table.layers), len(table.steps))
    with np.errstate(divide="ignore", invalid="ignore"):
        axes.imshow(
            _colours(np.log10(held) / table.ends), interpolation="nearest", origin="lower", aspect="auto", zorder=0
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

"""How a distribution changes over training: from its quantiles a density each time, arm beside arm, layer by layer."""

from functools import partial
from typing import TYPE_CHECKING

import numpy as np
from matplotlib.collections import PolyCollection
from matplotlib.colors import to_rgb
from matplotlib.ticker import MaxNLocator

from bnreport.figures.ridgelines.density import axis_ends, outline
from bnreport.figures.shared.axes import horizontal, say_tick, vertical
from bnreport.figures.shared.panel import NARROW, Margins, Panel, below, framed, room_above, titled
from bnreport.figures.shared.style import INK, arm_styles
from bnreport.formatting import headed

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from bnreport.figures.ridgelines.table import Table

_STEP = 0.13
"""Distance of two ridges, in inches."""
_TALL = 2.2
"""Peak of a ridge, in distances of two."""


def panels(table: "Table") -> tuple[Panel, ...]:
    """Return a panel for each layer and arm that it was read of."""
    high = _STEP * (len(table.steps) - 1 + _TALL)
    return tuple(
        Panel(_title(layer, arm), partial(_draw, table, layer, arm), _room(layer, arm).above + high, NARROW)
        for layer, ridges in table.layers.items()
        for arm in dict.fromkeys(ridge.arm for ridge in ridges)
    )


def _title(layer: str, arm: str) -> str:
    return f"{arm}, layer {layer}"


def _room(layer: str, arm: str) -> Margins:
    return Margins(top=room_above(_title(layer, arm), NARROW))


def _draw(table: "Table", layer: str, arm: str, figure: "Figure") -> None:
    """Draw an arm's ridges from top to bottom, so that later ones stand before earlier ones."""
    axes = framed(figure, _room(layer, arm))
    ends = low, high = axis_ends(table.layers[layer], table.lost)
    axes.spines["left"].set_visible(False)
    axes.set_xlim(low, high)
    axes.set_ylim(len(table.steps) - 1, -_TALL)
    ticks = [float(tick) for tick in MaxNLocator(3).tick_values(low, high) if low <= tick <= high]
    horizontal(axes, [(tick, say_tick(tick)) for tick in ticks])
    vertical(axes, [(down, str(step)) for down, step in enumerate(table.steps)], marks=False)
    axes.text(-0.09, -_TALL, "step", transform=axes.get_yaxis_transform(), ha="right", va="center_baseline")
    colour = arm_styles(table.arms)[arm].colour
    tint = [0.25 * part + 0.75 for part in to_rgb(colour)]
    ridges = [(table.steps.index(ridge.step), ridge) for ridge in table.layers[layer] if ridge.arm == arm]
    shapes = []
    for down, ridge in ridges:
        corners = outline(ridge.quantiles, table.probabilities, ends)
        shapes += [np.column_stack((corners[:, 0], down - _TALL * corners[:, 1]))] * (len(corners) > 0)
    axes.add_collection(PolyCollection(shapes, facecolors=[tint], edgecolors=[colour], linewidths=0.6), autolim=False)
    _mark(axes, table, layer, arm, ends)
    titled(axes, _title(layer, arm), colour)
    below(axes, headed("value", table.unit))


def _mark(axes: "Axes", table: "Table", layer: str, arm: str, ends: tuple[float, float]) -> None:
    """Mark medians, what goes on beyond the axis, and what is no number."""
    marks: dict[str, list[tuple[float, float]]] = {"<": [], ">": [], "x": [], ".": []}
    low, high = ends
    held = [(table.steps.index(ridge.step), ridge) for ridge in table.layers[layer] if ridge.arm == arm]
    for down, ridge in held:
        left, right = ridge.beyond(ends)
        median = float(np.interp(0.5, table.probabilities, ridge.quantiles))
        marks["<"] += [(low, down)] * left
        marks[">"] += [(high, down)] * right
        marks["."] += [(median, down)] * (low <= median <= high)
        marks["x"] += [(low / 2 + high / 2, down)] * (not ridge.known)
    if arm in table.lost and held:
        marks["x"].append((low / 2 + high / 2, min(held[-1][0] + 1, len(table.steps) - 1)))
    for shape, points in marks.items():
        if points:
            fill = INK if shape == "." else "white"
            axes.plot(*zip(*points, strict=True), shape, color=INK, markersize=4, markerfacecolor=fill, clip_on=False)

"""How a distribution changes over training: from its quantiles a density each time, arm beside arm, layer by layer."""

from math import ceil
from typing import TYPE_CHECKING

import numpy as np
from matplotlib.collections import PolyCollection
from matplotlib.colors import to_rgb
from matplotlib.ticker import MaxNLocator

from bnreport.figures.ridgelines.density import axis_ends, outline
from bnreport.figures.shared.axes import horizontal, say_tick, vertical
from bnreport.figures.shared.names import wrapped
from bnreport.figures.shared.style import INK, arm_styles
from bnreport.formatting import heading_unit

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from bnreport.figures.ridgelines.table import Table

_ABREAST = 5
_LEFT, _RIGHT, _TOP, _BOTTOM, _GAP, _STEP = 0.84, 0.08, 0.22, 0.42, 0.46, 0.13
"""Margins, the gap below a row of panels and the distance of two ridges, in inches."""
_WIDE = 0.93
"""Of a panel, with what parts it from the next."""
_TALL = 2.2
"""Peak of a ridge, in distances of two."""


def _shape(table: "Table") -> tuple[int, float]:
    """Return how many rows of panels one layer takes, and the height of a panel in inches."""
    return max(1, ceil(len(table.arms) / _ABREAST)), _STEP * (len(table.steps) - 1 + _TALL)


def size(table: "Table") -> tuple[float, float]:
    """Return width and height in inches."""
    lines, high = _shape(table)
    return 7.4, _TOP + max(1, len(table.layers) * lines) * (high + _GAP) - _GAP + _BOTTOM


def draw(figure: "Figure", table: "Table") -> None:
    """Draw one pair of axes for each row of panels: axes cost more than what is in them."""
    (width, height), (lines, high) = size(table), _shape(table)
    abreast = max(1, ceil(len(table.arms) / lines))
    rows = [(layer, table.arms[n * abreast : (n + 1) * abreast]) for layer in table.layers for n in range(lines)]
    for down, (layer, arms) in enumerate(rows):
        bottom = _BOTTOM + (len(rows) - 1 - down) * (high + _GAP)
        axes = figure.add_axes((_LEFT / width, bottom / height, 1 - (_LEFT + _RIGHT) / width, high / height))
        axes.set_xlim(0, abreast)
        axes.set_ylim(len(table.steps) - 1, -_TALL)
        ends = axis_ends(table.layers[layer], table.lost)
        for along, arm in enumerate(arms):
            _panel(axes, table, (layer, arm), (along, *ends))
        _frame(axes, table, len(arms), ends)
        name, middle = f"layer {layer}\noptimiser steps", (bottom + high / 2) / height
        figure.text(0.012, middle, name, rotation=90, ha="left", va="center", multialignment="center")
    below = f"{table.title} ({heading_unit(table.unit)}), seed {table.seed}"
    figure.text(0.5, 0.08 / height, below, ha="center", va="bottom")


def _frame(axes: "Axes", table: "Table", panels: int, ends: tuple[float, float]) -> None:
    """Set up the axes: steps downwards, and the same values once for each arm."""
    axes.spines["left"].set_visible(False)
    low, high = ends
    ticks = [float(tick) for tick in MaxNLocator(3).tick_values(low, high) if low <= tick <= high]
    positions = [(along + _WIDE * (tick - low) / (high - low), tick) for along in range(panels) for tick in ticks]
    horizontal(axes, [(position, say_tick(tick)) for position, tick in positions])
    vertical(axes, [(down, str(step)) for down, step in enumerate(table.steps)], marks=False)


def _panel(axes: "Axes", table: "Table", which: tuple[str, str], where: tuple[int, float, float]) -> None:
    """Draw an arm's ridges from top to bottom, so that later ones stand before earlier ones."""
    layer, arm = which
    along, low, high = where
    colour = arm_styles(table.arms)[arm].colour
    ridges = [(table.steps.index(ridge.step), ridge) for ridge in table.layers[layer] if ridge.arm == arm]
    shapes = []
    marks: dict[str, list[tuple[float, float]]] = {"<": [], ">": [], "x": [], ".": []}
    for down, ridge in ridges:
        corners = outline(ridge.quantiles, table.probabilities, (low, high))
        x = along + _WIDE * (corners[:, 0] - low) / (high - low)
        shapes += [np.column_stack((x, down - _TALL * corners[:, 1]))] * (len(corners) > 0)
        left, right = ridge.beyond((low, high))
        median = float(np.interp(0.5, table.probabilities, ridge.quantiles))
        marks["<"] += [(along, down)] * left
        marks[">"] += [(along + _WIDE, down)] * right
        marks["."] += [(along + _WIDE * (median - low) / (high - low), down)] * (low <= median <= high)
        marks["x"] += [(along + _WIDE / 2, down)] * (not ridge.known)
    if arm in table.lost and ridges:
        marks["x"].append((along + _WIDE / 2, min(ridges[-1][0] + 1, len(table.steps) - 1)))
    tint = [0.25 * part + 0.75 for part in to_rgb(colour)]
    axes.add_collection(PolyCollection(shapes, facecolors=[tint], edgecolors=[colour], linewidths=0.6), autolim=False)
    for shape, points in marks.items():
        if points:
            fill = INK if shape == "." else "white"
            axes.plot(*zip(*points, strict=True), shape, color=INK, markersize=4, markerfacecolor=fill, clip_on=False)
    axes.text(along, -_TALL - 0.4, wrapped(arm, 28), color=colour, va="bottom", fontsize=8)

"""How a distribution changes over training: from its quantiles a density each time, arm beside arm, layer by layer."""

from dataclasses import dataclass
from math import ceil, isfinite
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from matplotlib.collections import PolyCollection
from matplotlib.colors import to_rgb
from matplotlib.ticker import MaxNLocator

from bnreport.figures._axes import horizontal, say_tick, vertical
from bnreport.figures._density import outline
from bnreport.figures._ink import INK, ink
from bnreport.figures._runs import short
from bnreport.figures._strands import wrapped
from bnreport.figures._svg import Cell, Shown
from bnreport.figures._words import say_unit
from bnreport.units import say_value

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from numpy.typing import NDArray

_ABREAST = 5
_LEFT, _RIGHT, _TOP, _BOTTOM, _GAP, _STEP = 0.84, 0.08, 0.22, 0.42, 0.46, 0.13
"""Margins, the gap below a row of panels and the distance of two ridges, in inches."""
_WIDE = 0.93
"""Of a panel, with what parts it from the next."""
_TALL = 2.2
"""Peak of a ridge, in distances of two."""
_WIDEST = 4.0
"""Axis against the range of the middle arm: a wider distribution is cut off, and marked."""


class Ridge(NamedTuple):
    """One distribution."""

    arm: str
    layer: str
    step: int
    quantiles: tuple[float, ...]


@dataclass(frozen=True)
class Table:
    """One seed of each arm of one experiment."""

    experiment: str
    title: str
    metric: str
    unit: str
    seed: int
    probabilities: tuple[float, ...]
    ridges: tuple[Ridge, ...]
    lost: tuple[str, ...]
    """Arms that diverged."""
    source: str = ""
    """Who drew such a figure first, and where."""

    @property
    def arms(self) -> tuple[str, ...]:
        """Names of the arms, in order of appearance."""
        return tuple(dict.fromkeys(ridge.arm for ridge in self.ridges))

    @property
    def layers(self) -> tuple[str, ...]:
        """Numbers of the layers, in order of appearance."""
        return tuple(dict.fromkeys(ridge.layer for ridge in self.ridges))

    @property
    def steps(self) -> tuple[int, ...]:
        """When any arm was measured."""
        return tuple(sorted({ridge.step for ridge in self.ridges}))

    @property
    def _outer(self) -> str:
        return f"{100 * self.probabilities[0]:.3g} to {100 * self.probabilities[-1]:.3g} %"

    @property
    def caption(self) -> str:
        """What is drawn."""
        ends = {layer: _range(self, layer) for layer in self.layers}
        cut = any(beyond for ridge in self.ridges for beyond in _beyond(ridge, ends[ridge.layer]))
        said = " Hollow triangles: it goes on beyond the axis." * cut
        if self.lost:
            said += f" A cross: the run diverged ({', '.join(map(short, self.lost))})."
        return (
            f"{self.title} ({self.metric}, {say_unit(self.unit)}), {self.experiment}, seed {self.seed} alone (n = 1), "
            f"training running down, a row of panels for each layer, by its number; linear axes that all arms share. "
            f"Each ridge is the density between neighbouring quantiles, from {self._outer}: what lies outside was not "
            f"measured. Its height is scaled to its own peak: places and widths compare, heights do not. Dots: medians."
            f"{said}{f' After {self.source}.' if self.source else ''}"
        )

    @property
    def alt(self) -> str:
        """Where each distribution begins and ends."""
        said = []
        for layer in self.layers:
            for arm in self.arms:
                held = [ridge for ridge in self.ridges if (ridge.arm, ridge.layer) == (arm, layer)]
                ends = dict.fromkeys(held[:1] + held[-1:])
                spans = ", ".join(f"{self._span(ridge)} at step {ridge.step}" for ridge in ends)
                said.append(f"layer {layer}, {short(arm)}: {spans}")
        return f"{self.title} of {self.experiment}, seed {self.seed}, {self._outer}. {'; '.join(said)}."

    def _span(self, ridge: Ridge) -> str:
        return f"{say_value(ridge.quantiles[0], self.unit)} to {say_value(ridge.quantiles[-1], self.unit)}"

    @property
    def headers(self) -> tuple[str, ...]:
        """Column names."""
        return ("arm", "layer", "step", *(f"quantile {p:g} ({self.unit})" for p in self.probabilities))

    def rows(self) -> tuple[tuple[Cell, ...], ...]:
        """Return one row per ridge, below their probabilities."""
        return (
            ("probability", "", "", *self.probabilities),
            *((ridge.arm, ridge.layer, ridge.step, *ridge.quantiles) for ridge in self.ridges),
        )

    def shown(self) -> Shown:
        """Return the middle and the outermost quantiles."""
        columns = sorted({0, len(self.probabilities) // 2, len(self.probabilities) - 1})
        return Shown(
            tuple(self.headers[place] for place in (0, 1, 2, *(3 + column for column in columns))),
            tuple((r.arm, r.layer, r.step, *(r.quantiles[column] for column in columns)) for r in self.ridges),
        )


def _range(table: Table, layer: str) -> tuple[float, float]:
    """Return the ends of a layer's axis."""
    spans = []
    for arm in table.arms:
        held = [v for r in table.ridges if (r.arm, r.layer) == (arm, layer) for v in r.quantiles if isfinite(v)]
        if held and (arm not in table.lost or len(table.lost) == len(table.arms)):
            spans.append((min(held), max(held)))
    if not spans:
        return -1.0, 1.0
    lows, highs = zip(*spans, strict=True)
    middle, reach = (float(np.median(lows)) / 2 + float(np.median(highs)) / 2, float(np.median(np.subtract(highs, lows))))
    low, high = max(min(lows), middle - _WIDEST * reach / 2), min(max(highs), middle + _WIDEST * reach / 2)
    return (low, high) if low < high else (low - (abs(low) or 1.0), high + (abs(high) or 1.0))


def _beyond(ridge: Ridge, ends: tuple[float, float]) -> tuple[bool, bool]:
    """Return whether a ridge goes on to the left and to the right of the axis."""
    return any(v < ends[0] for v in ridge.quantiles), any(v > ends[1] for v in ridge.quantiles)


def _lines(table: Table) -> int:
    """Return how many rows of panels one layer takes."""
    return max(1, ceil(len(table.arms) / _ABREAST))


def _tall(table: Table) -> float:
    return _STEP * (len(table.steps) - 1 + _TALL)


def size(table: Table) -> tuple[float, float]:
    """Return width and height in inches."""
    rows = max(1, len(table.layers) * _lines(table))
    return 7.4, _TOP + rows * (_tall(table) + _GAP) - _GAP + _BOTTOM


def draw(figure: "Figure", table: Table) -> None:
    """Draw one pair of axes for each row of panels: axes cost more than what is in them."""
    width, height = size(table)
    lines = _lines(table)
    abreast = max(1, ceil(len(table.arms) / lines))
    rows = [(layer, table.arms[n * abreast : (n + 1) * abreast]) for layer in table.layers for n in range(lines)]
    for down, (layer, arms) in enumerate(rows):
        bottom = _BOTTOM + (len(rows) - 1 - down) * (_tall(table) + _GAP)
        wide = width - _LEFT - _RIGHT
        axes = figure.add_axes((_LEFT / width, bottom / height, wide / width, _tall(table) / height))
        axes.set_xlim(0, abreast)
        axes.set_ylim(len(table.steps) - 1, -_TALL)
        _frame(axes, table, layer, arms)
        _row(axes, table, layer, arms)
    said = f"{table.title} ({say_unit(table.unit)}), seed {table.seed}"
    figure.text(0.5, 0.08 / height, said, ha="center", va="bottom")


def _frame(axes: "Axes", table: Table, layer: str, arms: "Sequence[str]") -> None:
    """Set up the axes: steps downwards, and the same values once for each arm."""
    low, high = _range(table, layer)
    ticks = [float(tick) for tick in MaxNLocator(3).tick_values(low, high) if low <= tick <= high]
    horizontal(
        axes,
        [(along + _WIDE * (tick - low) / (high - low), say_tick(tick)) for along in range(len(arms)) for tick in ticks],
    )
    vertical(axes, [(down, str(step)) for down, step in enumerate(table.steps)], marks=False)
    axes.xaxis.set_visible(False)
    axes.yaxis.set_visible(False)
    axes.spines["left"].set_visible(False)
    box = axes.get_position()
    name = f"layer {layer}\noptimiser steps"
    axes.figure.text(0.012, (box.y0 + box.y1) / 2, name, rotation=90, ha="left", va="center", multialignment="center")
    for along, arm in enumerate(arms):
        look = ink(table.arms.index(arm))
        axes.text(along, -_TALL - 0.4, wrapped(short(arm), 28), color=look.colour, va="bottom", fontsize=8)


def _row(axes: "Axes", table: Table, layer: str, arms: "Sequence[str]") -> None:
    """Draw each arm's ridges from top to bottom, so that later ones stand before earlier ones."""
    low, high = _range(table, layer)
    shapes: list[NDArray[np.float64]] = []
    colours: list[str] = []
    marks: dict[str, list[tuple[float, float]]] = {"<": [], ">": [], "x": [], ".": []}
    for ridge in (r for arm in arms for r in table.ridges if (r.layer, r.arm) == (layer, arm)):
        down, along = table.steps.index(ridge.step), arms.index(ridge.arm)
        corners = outline(ridge.quantiles, table.probabilities, (low, high))
        if len(corners):
            x = along + _WIDE * (corners[:, 0] - low) / (high - low)
            shapes.append(np.column_stack((x, down - _TALL * corners[:, 1])))
            colours.append(ink(table.arms.index(ridge.arm)).colour)
        for shape, place, beyond in zip("<>", (along, along + _WIDE), _beyond(ridge, (low, high)), strict=True):
            marks[shape] += [(place, down)] * beyond
        middle = float(np.interp(0.5, table.probabilities, ridge.quantiles))
        marks["."] += [(along + _WIDE * (middle - low) / (high - low), down)] * (low <= middle <= high)
        marks["x"] += [(along + _WIDE / 2, down)] * (not np.isfinite(ridge.quantiles).any())
    for arm in set(arms) & set(table.lost):
        last = max(table.steps.index(ridge.step) for ridge in table.ridges if ridge.arm == arm)
        marks["x"].append((arms.index(arm) + _WIDE / 2, min(last + 1, len(table.steps) - 1)))
    tints = [[0.25 * part + 0.75 for part in to_rgb(colour)] for colour in colours]
    axes.add_collection(PolyCollection(shapes, facecolors=tints, edgecolors=colours, linewidths=0.6), autolim=False)
    for shape, points in marks.items():
        if points:
            axes.plot(*zip(*points, strict=True), shape, color=INK, markersize=4, markerfacecolor=INK if shape == "." else "white", clip_on=False)


EXAMPLE = Table(
    "e", "Activations of a unit", "activation_quantiles", "nat", 0, (0.05, 0.5, 0.95),
    (
        Ridge("e.a", "5", 1, (-1.6, 0.1, 1.7)), Ridge("e.a", "5", 9, (-2.6, 0.2, 1.9)), Ridge("e.b", "5", 1, (-1.2, 0.3, 9.0)),
    ),
    lost=("e.b",),
)  # fmt: skip

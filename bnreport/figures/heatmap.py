"""A metric of every layer over training, as the ratio of each arm to one that they are all compared with."""

from dataclasses import dataclass
from math import ceil, inf, isnan, log10
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from matplotlib import colormaps

from bnreport.figures._axes import horizontal, vertical
from bnreport.figures._ink import RULE
from bnreport.figures._runs import middle, short
from bnreport.figures._strands import wrapped
from bnreport.figures._svg import Cell, Shown
from bnreport.formatting import say_effect

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from numpy.typing import NDArray

_ABREAST = 3
_LEFT, _RIGHT, _ABOVE, _BOTTOM, _GAP, _ROW = 0.5, 0.8, 0.36, 0.42, 0.14, 0.085
"""Margins, room above and beside a panel, and the height of a layer, in inches."""
_ENDS = (2, 3, 5, 7, 10, 20, 30, 50, 100)
"""Ratios at which the scale may end."""
_COLOURS = "PuOr"


class Panel(NamedTuple):
    """One arm."""

    arm: str
    ratios: tuple[tuple[float, ...], ...]
    """(layers, times): NaN where there is none."""


@dataclass(frozen=True)
class Table:
    """Ratios of arms to one arm, layer by layer."""

    experiment: str
    title: str
    metric: str
    reference: str
    """The arm that they are compared with."""
    seeds: int
    layers: tuple[str, ...]
    steps: tuple[int, ...]
    """The last of each stretch of training."""
    panels: tuple[Panel, ...]
    source: str = ""
    """Who drew such a figure first, and where."""
    note: str = ""
    """What else its reader must know, in whole sentences."""

    @property
    def ends(self) -> float:
        """How many powers of ten the scale of colours goes either way: as far as the ratios do, or to 100."""
        ratios = [ratio for panel in self.panels for row in panel.ratios for ratio in row if 0 < ratio < inf]
        reach = max((abs(log10(ratio)) for ratio in ratios), default=0.0)
        return log10(next((end for end in _ENDS if log10(end) >= reach), _ENDS[-1]))

    @property
    def caption(self) -> str:
        """What is drawn."""
        ends = " and ".join(say_effect(10.0**power, "ratio") for power in (-self.ends, self.ends))
        after = (f" After {self.source}." if self.source else "") + (f" {self.note}" if self.note else "")
        return (
            f"{self.title} ({self.metric}), {self.experiment}: each arm over {short(self.reference)}. Median over up "
            f"to {self.seeds} seeds of their ratios, each of medians over a stretch of training. A row for each layer, "
            f"the first below; violet above \N{MULTIPLICATION SIGN}1, orange below, on a logarithmic scale, all "
            f"beyond {ends} in its last colours; grey: no ratio.{after}"
        )

    @property
    def alt(self) -> str:
        """The typical ratio of each arm, and of its layers."""
        said = "; ".join(f"{short(panel.arm)} {_typical(panel)}" for panel in self.panels)
        return (
            f"{self.title} of {self.experiment} over that of {short(self.reference)}, median over up to {self.seeds} "
            f"seeds, then over training. {said}."
        )

    @property
    def headers(self) -> tuple[str, ...]:
        """Column names."""
        return ("arm", "up to step", *(f"layer {layer} (ratio)" for layer in self.layers))

    def rows(self) -> tuple[tuple[Cell, ...], ...]:
        """Return one row per arm and stretch."""
        return tuple(
            (short(panel.arm), step, *ratios)
            for panel in self.panels
            for step, ratios in zip(self.steps, zip(*panel.ratios, strict=True), strict=True)
        )

    def shown(self) -> Shown:
        """Return the first, the middle and the last stretch of each arm."""
        count = len(self.steps)
        chosen = sorted({0, count // 2, count - 1})
        rows = [self.rows()[arm * count + place] for arm in range(len(self.panels)) for place in chosen]
        return Shown(self.headers, tuple(rows))


def _typical(panel: Panel) -> str:
    """Return the median over layers of their medians over training, and their range."""
    found = [middle([ratio for ratio in row if not isnan(ratio)]) for row in panel.ratios]
    found = [each for each in found if not isnan(each)]
    low, high = (say_effect(f(found), "ratio") if found else "none" for f in (min, max))
    return f"{say_effect(middle(found), 'ratio')} (layers {low} to {high})"


def _shape(table: Table) -> tuple[int, int, float]:
    """Return rows and columns of panels, and the height of one in inches."""
    rows = max(1, ceil(len(table.panels) / _ABREAST))
    return rows, max(1, ceil(len(table.panels) / rows)), max(0.9, _ROW * len(table.layers))


def size(table: Table) -> tuple[float, float]:
    """Return width and height in inches."""
    rows, _, high = _shape(table)
    return 7.4, rows * (high + _ABOVE) + _BOTTOM


def draw(figure: "Figure", table: Table) -> None:
    """Draw an image for each arm, and the scale."""
    width, height = size(table)
    rows, columns, high = _shape(table)
    wide = (width - _LEFT - _RIGHT + _GAP) / columns - _GAP
    for place, panel in enumerate(table.panels):
        down, along = divmod(place, columns)
        left, bottom = _LEFT + along * (wide + _GAP), _BOTTOM + (rows - 1 - down) * (high + _ABOVE)
        axes = figure.add_axes((left / width, bottom / height, wide / width, high / height))
        _image(axes, table, panel)
        if along == 0:
            chosen = range(0, len(table.layers), ceil(len(table.layers) / 7))
            vertical(axes, [(layer, table.layers[layer]) for layer in chosen])
        if place + columns >= len(table.panels):
            chosen = range(0, len(table.steps), ceil(len(table.steps) / 3))
            horizontal(axes, [(step, str(table.steps[step])) for step in chosen])
        axes.set_title(f"{wrapped(short(panel.arm), 30)}\n{_typical(panel)}", fontsize=7.5)
    figure.text(0.012, 0.5, "layer", rotation=90, ha="left", va="center")
    figure.text((_LEFT + width - _RIGHT) / 2 / width, 0.08 / height, "optimiser steps", ha="center", va="bottom")
    _scale(figure.add_axes(((width - 0.2) / width, _BOTTOM / height, 0.1 / width, high / height)), table.ends)


def _image(axes: "Axes", table: Table, panel: Panel) -> None:
    axes.xaxis.set_visible(False)
    axes.yaxis.set_visible(False)
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
    axes.xaxis.set_visible(False)
    axes.yaxis.set_visible(False)
    axes.imshow(_colours(np.linspace(-1, 1, 64)[:, None]), origin="lower", aspect="auto", extent=(0, 1, -ends, ends))
    vertical(axes, [(power, say_effect(10.0**power, "ratio")) for power in (-ends, 0.0, ends)], marks=False)
    for spine in axes.spines.values():
        spine.set_edgecolor(RULE)


EXAMPLE = Table(
    "e", "Drift in nat", "drift", "e.a", 3, ("1", "2"), (10, 20, 30),
    (Panel("e.b", ((0.5, 0.2, 0.1), (1.5, 2.5, 9.0))), Panel("e.c", ((1.1, float("nan"), 0.9), (1.0, 3.0, 1.2)))),
)  # fmt: skip

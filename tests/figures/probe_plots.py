"""Tables of probes' readings for tests, and how tests read their drawings."""

from collections.abc import Callable
from math import nan
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import PolyCollection
from matplotlib.figure import Figure

from bnreport.figures.layers.table import Panel as LayersPanel
from bnreport.figures.layers.table import Table as LayersTable
from bnreport.figures.ridgelines.density import Ridge
from bnreport.figures.ridgelines.table import Table as RidgelinesTable
from bnreport.figures.shared.curve import Curve

STEPS = (0, 5, 10)


def runs_of(arm: str, *seeds: tuple[float, ...], diverged: bool = False) -> tuple[Curve, ...]:
    """Return one arm's runs, seed by seed."""
    return tuple(Curve(arm, seed, STEPS[: len(held)], held, diverged) for seed, held in enumerate(seeds))


def axes_of(draw: Callable[[Figure, Any], None], table: object) -> list[Axes]:
    """Draw a table and return its axes."""
    figure = Figure()
    draw(figure, table)
    return figure.axes


def corners_of(axes: Axes) -> list[list[list[float]]]:
    """Return the corners of filled shapes, the closing one left out."""
    shapes = [path for each in axes.collections if isinstance(each, PolyCollection) for path in each.get_paths()]
    return [np.asarray(path.vertices)[:-1].tolist() for path in shapes]


def layer_table(*panels: tuple[str, str, str, tuple[Curve, ...]]) -> LayersTable:
    """Return a table of panels: metric, axis, layer and curves."""
    return LayersTable(
        "e", "Shift", tuple(LayersPanel(metric, "1", axis, layer, held) for metric, axis, layer, held in panels)
    )


RIDGES = RidgelinesTable(
    "e", "Activations", "quantiles", "nat", 3, (0.1, 0.5, 0.9),
    (
        Ridge("e.a", "5", 0, (-1.0, 0.0, 1.0)), Ridge("e.a", "5", 9, (-2.0, 0.0, 0.5)),
        Ridge("e.b", "5", 0, (0.0, 1.0, 2.0)), Ridge("e.b", "5", 9, (nan, nan, nan)),
    ),
    lost=(),
)  # fmt: skip

"""A claim seed by seed for tests, and how tests read its drawing."""

from math import nan

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from bnreport.figures.paired.draw import draw as draw_paired
from bnreport.figures.paired.table import Table as PairedTable
from bnreport.figures.shared.arm_values import ArmValues
from bnreport.figures.shared.effect import Effect
from bnreport.stats.region import Interval, Region

EFFECT = Effect(
    "fraction", "refuted", (0, 1, 4), (0.03, 0.02, nan), 0.025, Interval(0.01, 0.04), Interval(-0.01, 0.06),
    Region(0.015, 0.05),
)  # fmt: skip
PAIRED = PairedTable(
    metric="accuracy",
    metric_unit="fraction",
    arms=(
        ArmValues("e.a", (0.71, 0.72, 0.10), (False, False, True)),
        ArmValues("e.b", (0.68, 0.70, nan), (False, False, False)),
    ),
    effect=EFFECT,
)


def panels_of(table: PairedTable) -> tuple[Axes, Axes]:
    """Draw a table and return both panels."""
    figure = Figure()
    draw_paired(figure, table)
    slopes, effects = figure.axes
    return slopes, effects


def dots_of(axes: Axes, marker: str) -> list[list[float]]:
    """Return where marks of a shape stand."""
    found = [np.asarray(line.get_xydata()) for line in axes.lines if line.get_marker() == marker]
    return np.concatenate(found).tolist() if found else []

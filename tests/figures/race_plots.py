"""Tables of clouds, waits and counts for tests, and how tests read their drawings."""

from collections.abc import Callable
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from bnreport.figures.curves.table import Table as CurvesTable
from bnreport.figures.outcomes.table import ArmCounts
from bnreport.figures.outcomes.table import Table as OutcomesTable
from bnreport.figures.shared.curve import Curve
from bnreport.figures.threshold.table import ArmTimes
from bnreport.figures.threshold.table import Table as ThresholdTable
from bnreport.stats.binary import wilson
from bnreport.stats.region import Interval

NEVER = (False, False, False)


def axes_of(draw: Callable[[Figure, Any], None], table: object) -> list[Axes]:
    """Draw a table and return its axes."""
    figure = Figure()
    draw(figure, table)
    return figure.axes


def points_of(axes: Axes, marker: str, face: str | None = None) -> list[list[float]]:
    """Return where marks of a shape stand."""
    lines = [line for line in axes.lines if line.get_marker() == marker]
    found = [np.asarray(line.get_xydata()) for line in lines if face in (None, str(line.get_markerfacecolor()))]
    return np.concatenate(found).tolist() if found else []


RUNS = (
    *(Curve("e.a", seed, (0, 5, 10), (0.1, high, 0.8), diverged=False) for seed, high in enumerate((0.6, 0.6, 0.4))),
    *(Curve("e.b", seed, (0, 5, 10), (0.1, 0.3, high), diverged=False) for seed, high in enumerate((0.6, 0.4))),
    Curve("e.b", 2, (0, 5), (0.1, 9.0), diverged=True),
)
THRESHOLD = ThresholdTable(
    CurvesTable("e", "accuracy", "fraction", None, RUNS), 0.5, "higher", 12,
    (
        ArmTimes("e.a", (0, 1, 2), (5.0, 5.0, 10.0), NEVER, NEVER),
        ArmTimes("e.b", (0, 1, 2), (10.0, 12.0, 12.0), (False, True, True), (False, False, True)),
    ),
)  # fmt: skip
OUTCOMES = OutcomesTable(
    "e", "a run trained if it did not diverge",
    (
        ArmCounts("e.a", "none", 0.1, 4, 5, 0, 0), ArmCounts("e.b", "none", 0.5, 2, 5, 3, 0),
        ArmCounts("e.c", "batch", 0.5, 4, 4, 0, 1),
        ArmCounts("e.d", "batch", 0.01, 0, 5, 1, 0),
    ),
    ("e.c", "e.b"), (wilson(4, 4, 0.05), wilson(2, 5, 0.05)), 0.6, Interval(0.1, 0.9),
)  # fmt: skip

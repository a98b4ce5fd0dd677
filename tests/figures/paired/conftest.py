"""A claim seed by seed."""

from math import nan

from matplotlib.axes import Axes

from bnreport.figures.paired.draw import panels
from bnreport.figures.paired.table import Table
from bnreport.figures.shared.arm_values import ArmValues
from bnreport.figures.shared.effect import Effect
from bnreport.stats.region import Interval, Region
from tests.figures.conftest import FINE, axes_of

EFFECT = Effect(
    "fraction", "refuted", (0, 1, 4), (0.03, 0.02, nan), 0.025, Interval(0.01, 0.04), Interval(-0.01, 0.06),
    Region(0.015, 0.05),
)  # fmt: skip
PAIRED = Table(
    metric="accuracy",
    metric_unit="fraction",
    arms=(
        ArmValues("e.a", (0.71, 0.72, 0.10), (False, False, True)),
        ArmValues("e.b", (0.68, 0.70, nan), (False, False, False)),
    ),
    effect=EFFECT,
)
RACED = Table(
    "steps to threshold", "steps",
    (
        ArmValues("e.a", (5.0, 12.0, 10.0), FINE, FINE),
        ArmValues("e.b", (10.0, 12.0, 12.0), (False, False, True), (False, True, True)),
    ),
    Effect("ratio", "supported", (0, 1, 4), (2.0, 1.0, 1.2), 1.4, Interval(1, 2), Interval(1, 3), Region(1.1)),
)  # fmt: skip
TRAINED = Table(
    "trained", "1",
    (ArmValues("e.a", (1.0, 1.0, 0.0), (False, False, True)), ArmValues("e.b", (0.0, 0.0, 0.0), (True, True, True))),
    EFFECT,
)  # fmt: skip


def panels_of(table: Table) -> tuple[Axes, Axes]:
    """Draw a table and return both panels."""
    slopes, effects = axes_of(panels, table)
    return slopes, effects

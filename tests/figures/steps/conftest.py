"""Three steps, the last without an estimate."""

from math import nan

from bnreport.figures.steps.table import Step, Table
from bnreport.stats.region import NO_INTERVAL, Interval, Region
from tests.figures.conftest import FINE

STEPS = Table(
    "accuracy", "fraction", (0, 1, 2),
    (
        Step("e.a", "e.b", (0.01, 0.02, 0.03), FINE, 0.02, Interval(0.005, 0.035)),
        Step("e.b", "e.c", (-0.01, 0.01, 0.06), (False, False, True), 0.015, Interval(-0.04, 0.07)),
        Step("e.c", "e.d", (nan, 0.01, 0.02), FINE, nan, NO_INTERVAL),
    ),
    region=Region(low=0.004),
)  # fmt: skip
RATIOS = Table(
    "loss", "ratio", (0, 1), (Step("e.a", "e.b", (1.5, 2.0), (False, False), 1.7, Interval(1.2, 2.5)),), turned=True
)

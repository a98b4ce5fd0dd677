"""Counts of runs that trained."""

from bnreport.figures.outcomes.table import ArmCounts, Table
from bnreport.stats.binary import wilson
from bnreport.stats.region import Interval

OUTCOMES = Table(
    "e", "a run trained if it did not diverge",
    (
        ArmCounts("e.a", "none", 0.1, 4, 5, 0, 0), ArmCounts("e.b", "none", 0.5, 2, 5, 3, 0),
        ArmCounts("e.c", "batch", 0.5, 4, 4, 0, 1),
        ArmCounts("e.d", "batch", 0.01, 0, 5, 1, 0),
    ),
    ("e.c", "e.b"), (wilson(4, 4, 0.05), wilson(2, 5, 0.05)), 0.6, Interval(0.1, 0.9),
)  # fmt: skip

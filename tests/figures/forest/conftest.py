"""Claims of every answer, each in its own margins."""

from math import log, nan

from bnreport.figures.forest.table import Row
from bnreport.stats.region import NO_INTERVAL, Interval, Region

CLAIMS = (
    Row(
        "a", "supported", "fraction", 0.02, 0.05, Interval(0.04, 0.06), Region(low=0.02), Interval(0.03, 0.07),
        0.045,
    ),
    Row(
        "b", "refuted", "ratio", log(1.5), 0.8, Interval(0.7, 0.9), Region(low=1.5), Interval(0.6, 1.1), nan,
    ),
    Row(
        "c", "inconclusive", "nat", 0.5, 0.1, Interval(-0.3, 0.4), Region(-0.5, 0.5), Interval(-0.6, 0.7), nan,
    ),
    Row("d", "exploratory", "nat", 0.5, 0.2, Interval(0.1, 0.3), Region(high=0.5), NO_INTERVAL, nan),
)  # fmt: skip
"""An effect over its margin, of a ratio by logarithms."""

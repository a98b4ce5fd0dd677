"""Parts of every answer, each in its own margins."""

from math import log

from bnreport.figures.shared.margins import MarginRow
from bnreport.stats.region import Interval, Region

PARTS = (
    MarginRow("a", "supported", "fraction", 0.02, 0.05, Interval(0.04, 0.06), Region(low=0.02)),
    MarginRow("b", "refuted", "ratio", log(1.5), 0.8, Interval(0.7, 0.9), Region(low=1.5)),
    MarginRow("c", "inconclusive", "nat", 0.5, 0.1, Interval(-0.3, 0.4), Region(-0.5, 0.5)),
    MarginRow("d", "exploratory", "nat", 0.5, 0.2, Interval(0.1, 0.3), Region(high=0.5)),
)
"""An effect over its margin, of a ratio by logarithms."""
SEEDS = (5, 5, 5, 5)

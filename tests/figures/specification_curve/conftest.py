"""Three analyses of a verdict, the last without an answer."""

from math import log, nan

from bnreport.figures.shared.margins import MarginRow
from bnreport.figures.specification_curve.table import Table
from bnreport.stats.region import NO_INTERVAL, Interval, Region

ANALYSES = Table((
    MarginRow("judged", "supported", "fraction", 0.02, 0.05, Interval(0.03, 0.07), Region(low=0.02)),
    MarginRow("log", "inconclusive", "ratio", log(1.5), 1.2, Interval(0.9, 1.6), Region(low=1.5)),
    MarginRow("none", "no answer: invalid", "nat", 0.5, nan, NO_INTERVAL, Region(-0.5, 0.5)),
))  # fmt: skip

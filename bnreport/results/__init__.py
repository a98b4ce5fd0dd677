"""What runs leave behind, and how a hypothesis reads it."""

from bnreport.results.metric import Metric
from bnreport.results.results import Results
from bnreport.results.run import RunResult
from bnreport.results.seed_values import Measure, SeedValues
from bnreport.results.series import OVER_COLUMNS, Series
from bnreport.results.window import FEWEST_READINGS, Span, Unread, Window

__all__ = [
    "FEWEST_READINGS",
    "OVER_COLUMNS",
    "Measure",
    "Metric",
    "Results",
    "RunResult",
    "SeedValues",
    "Series",
    "Span",
    "Unread",
    "Window",
]

"""What is drawn is what the table says."""

from math import log, nan

import pytest

from bnreport.figures.shared.margins import MarginRow
from bnreport.figures.shared.style import VERDICTS
from bnreport.figures.specification_curve.table import Table as SpecificationCurveTable
from bnreport.stats.region import Interval, Region
from tests.figures.margin_plots import LEFT_OUT, axes_of, bars_of, marks_of, regions_of


def test_specification_curve_draws_each_analysis_where_it_is() -> None:
    """Interval, region and mark of each row, in its own margins; nothing for an analysis without an answer."""
    rows = (
        MarginRow("judged", "supported", "fraction", 0.02, 0.05, Interval(0.03, 0.07), Region(low=0.02)),
        MarginRow("log", "inconclusive", "ratio", log(1.5), 1.2, Interval(0.9, 1.6), Region(low=1.5)),
        MarginRow("none", "no answer: invalid", "nat", 0.5, nan, LEFT_OUT, Region(-0.5, 0.5)),
    )  # fmt: skip
    axes = axes_of(SpecificationCurveTable(rows))
    [bars] = bars_of(axes).values()
    unit = log(1.5)
    assert bars == {0: pytest.approx((1.5, 3.5)), 1: pytest.approx((log(0.9) / unit, log(1.6) / unit))}
    assert [each[1] for each in sorted(regions_of(axes))] == [pytest.approx(1), pytest.approx(1), pytest.approx(-1)]
    assert marks_of(axes) == {
        (0, 2.5): VERDICTS["supported"],
        (1, round(log(1.2) / unit, 9)): VERDICTS["inconclusive"],
    }

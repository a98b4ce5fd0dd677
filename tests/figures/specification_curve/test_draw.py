"""What is drawn is what the table says."""

from math import log

import pytest

from bnreport.figures.shared.style import VERDICTS
from bnreport.figures.specification_curve.draw import panels
from tests.figures.conftest import axes_of
from tests.figures.shared.conftest import bars_of, marks_of, regions_of
from tests.figures.specification_curve.conftest import ANALYSES


def test_specification_curve_draws_each_analysis_where_it_is() -> None:
    """Interval, region and mark of each row, in its own margins; nothing for an analysis without an answer."""
    [axes] = axes_of(panels, ANALYSES)
    [bars] = bars_of(axes).values()
    unit = log(1.5)
    assert bars == {0: pytest.approx((1.5, 3.5)), 1: pytest.approx((log(0.9) / unit, log(1.6) / unit))}
    assert [each[1] for each in sorted(regions_of(axes))] == [pytest.approx(1), pytest.approx(1), pytest.approx(-1)]
    assert marks_of(axes) == {
        (0, 2.5): VERDICTS["supported"],
        (1, round(log(1.2) / unit, 9)): VERDICTS["inconclusive"],
    }
